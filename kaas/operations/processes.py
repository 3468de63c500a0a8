"""The supervisor behind `kaas run`: takes the state folder, starts the database, prepares it, runs the
portal and the worker, and stops everything in the opposite order, whatever happens."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack

from kaas.operations.embedded import Cluster
from kaas.operations.embedded.server import tie
from kaas.operations.environment import Process, environment_of, server_urls, uses_real_server
from kaas.operations.errors import PreparationFailed, ProcessKeepsFailing, ProcessNotStarted
from kaas.operations.ports import HOST, free_port, is_answered
from kaas.operations.preparation import Preparation, what_tables_follow
from kaas.operations.progress import Progress, stopping_on_signals
from kaas.operations.servers import check_servers
from kaas.operations.state import State, hold, open_state

# A process that ends again within a minute counts as failing; after these waits we give up.
WAITS = (1.0, 2.0, 4.0, 8.0)
STEADY_SECONDS = 60.0
PATIENCE = 10.0
# Each uses about one core and holds up to a dozen connections; the embedded database gives 60.
MOST_PORTALS = 4

TABLES = Preparation(
    Process(
        name="tables and roles",
        arguments=("-m", "kaas", "prepare"),
        role="owner",
        keys=("KAAS_SECRET_KEY", "KAAS_GATE_KEY"),
    ),
    depends_on=what_tables_follow,
)
DEMO = Preparation(
    Process(
        name="demo company",
        arguments=("-m", "kaas", "demo"),
        role="app",
        roles=("worker", "owner"),
        keys=("KAAS_SECRET_KEY", "KAAS_GATE_KEY", "KAAS_TEXT_KEY"),
    ),
    only_embedded=True,
    not_wanted=1,
)


def web(port: int) -> Process:
    """The portal and the API: as many processes as there are cores, or as WEB_CONCURRENCY says."""
    server = ("-m", "uvicorn", "kaas.asgi:application", "--host", HOST, "--port", str(port))
    # Nothing stands before it, so who asks is the peer itself, whatever a header says.
    quiet = ("--no-proxy-headers", "--no-access-log", "--no-server-header", "--log-level", "warning")
    return Process(
        name="portal",
        # One that does not answer its parent for so long is killed with all its readers: not one that is only busy.
        arguments=(*server, *quiet, "--timeout-graceful-shutdown", "3", "--timeout-worker-healthcheck", "30"),
        role="app",
        keys=("KAAS_SECRET_KEY", "KAAS_GATE_KEY", "KAAS_TEXT_KEY"),
        variables={
            "KAAS_DATABASE_POOL": "1",
            "WEB_CONCURRENCY": os.environ.get("WEB_CONCURRENCY")
            or str(min(MOST_PORTALS, os.cpu_count() or 1)),
        },
    )


WORKER = Process(
    name="worker",
    arguments=("-m", "kaas", "worker"),
    role="worker",
    variables={"KAAS_LDAP_URL": "", "KAAS_LDAP_PASSWORD": ""},  # it knows nothing of people
)
DIRECTORY = Process(name="directory", arguments=("-m", "kaas", "directory", "follow"), role="owner")


def following() -> list[Process]:
    """The process that follows the company's directory, where one is configured."""
    return [DIRECTORY] if os.environ.get("KAAS_LDAP_URL") or os.environ.get("KAAS_LDAP_URL_FILE") else []


def run(preparations: Sequence[Preparation] = (TABLES, DEMO), *, worker: Process = WORKER) -> None:
    """Run the platform until it is told to stop. Returns after an orderly stop.

    Raises an OperationError, whose text is one line that says what to do, when it cannot run or keeps
    failing.
    """
    say = Progress()
    with ExitStack() as stack:
        stack.enter_context(stopping_on_signals(say))
        port = free_port()
        state = open_state()
        stack.enter_context(hold(state))
        supervisor = _Supervisor(state, say)
        stack.callback(supervisor.stop)
        supervisor.start_database()
        supervisor.prepare(preparations)
        supervisor.start(web(port), worker, *following())
        supervisor.wait_for(port)
        say.ready(port, state)
        supervisor.watch()


class _Supervisor:
    """Holds what was started, so that it can be stopped from wherever we are."""

    def __init__(self, state: State, say: Progress) -> None:
        self.state = state
        self.say = say
        self.cluster: Cluster | None = None
        self.keepers: list[Keeper] = []
        self.preparing: subprocess.Popen[bytes] | None = None

    def start_database(self) -> None:
        if uses_real_server():
            self.state.make_secrets()
            self.say("checking the database server")
            check_servers(server_urls(self.state))
        else:
            self.cluster = Cluster(self.state, announce=self.say)
            self.cluster.start()

    def prepare(self, preparations: Sequence[Preparation]) -> None:
        url = server_urls(self.state)["owner"]
        for preparation in preparations:
            if preparation.only_embedded and self.cluster is None:
                continue
            if not preparation.is_done(self.state, url=url):
                self._prepare(preparation)
                preparation.mark_done(self.state, url=url)

    def _prepare(self, preparation: Preparation) -> None:
        name = preparation.process.name
        self.say(f"preparing: {name}")
        self.preparing = _spawn(preparation.process, self.state)
        status = self.preparing.wait()
        self.preparing = None
        if status and status == preparation.not_wanted:
            self.say(f"{name}: something is there already, and it stays as it is")
        elif status:
            raise PreparationFailed(name=name.capitalize(), status=status)

    def start(self, *processes: Process) -> None:
        for process in processes:
            self.say(f"starting the {process.name}")
            self.keepers.append(Keeper(process, self.state, self.say))

    def wait_for(self, port: int) -> None:
        """Return when the portal accepts connections. What ends before that will not do better again."""
        while not is_answered(port):
            time.sleep(0.1)
            for keeper in self.keepers:
                keeper.check_started()

    def watch(self) -> None:
        """Keep everything running until somebody stops us or something keeps failing."""
        while True:
            time.sleep(0.2)
            self.look()

    def look(self) -> None:
        """Start again what has ended by itself."""
        if self.cluster is not None and not self.cluster.is_alive():
            self.say("the database ended by itself; starting it again")
            self.cluster.start()
        for keeper in self.keepers:
            keeper.look()

    def stop(self) -> None:
        self.say.is_stopping = True
        children = [keeper.child for keeper in self.keepers if keeper.child is not None]
        end([*children, *([self.preparing] if self.preparing else [])], self.say)
        if self.cluster is not None:
            self.cluster.stop()
        self.say("stopped")


class Keeper:
    """Keeps one process running."""

    def __init__(self, process: Process, state: State, say: Progress) -> None:
        self.process = process
        self.state = state
        self.say = say
        self.failures = 0
        self.started_at = self.resume_at = 0.0
        self.child: subprocess.Popen[bytes] | None = None
        self._start()

    def check_started(self) -> None:
        """Raise ProcessNotStarted when the process has ended already."""
        if self.child is not None and (status := self.child.poll()) is not None:
            raise ProcessNotStarted(name=self.process.name, status=status)

    def look(self) -> None:
        """Start the process again when it has ended and its wait is over. Raises ProcessKeepsFailing."""
        if self.child is not None and (status := self.child.poll()) is not None:
            self._failed(status)
        if self.child is None and time.monotonic() >= self.resume_at:
            self._start()

    def _failed(self, status: int) -> None:
        self.child = None
        if time.monotonic() - self.started_at > STEADY_SECONDS:
            self.failures = 0
        if self.failures == len(WAITS):
            raise ProcessKeepsFailing(name=self.process.name, times=self.failures + 1, status=status)
        self.resume_at = time.monotonic() + WAITS[self.failures]
        self.failures += 1
        self.say(f"the {self.process.name} ended (exit status {status}); starting it again")

    def _start(self) -> None:
        self.started_at = self.resume_at = time.monotonic()
        self.child = _spawn(self.process, self.state)


def _spawn(process: Process, state: State) -> "subprocess.Popen[bytes]":
    """Start a process away from the terminal's signals; it dies with us at the latest."""
    return subprocess.Popen(
        [sys.executable, *process.arguments],
        env=environment_of(process, state),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=tie(signal.SIGKILL),
    )


def end(children: Sequence["subprocess.Popen[bytes]"], say: Progress) -> None:
    """Stop processes in order, and by force after ten seconds or when the person presses Ctrl-C again."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE
    while any(child.poll() is None for child in children):
        if say.is_impatient or time.monotonic() > deadline:
            for child in children:
                child.kill()
        time.sleep(0.05)
    for child in children:
        with contextlib.suppress(ProcessLookupError):  # what a child started belongs to the child's group
            os.killpg(child.pid, signal.SIGKILL)
