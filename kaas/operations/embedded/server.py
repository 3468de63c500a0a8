"""The server process: start it, wait until it answers, stop it, recognise it. PostgreSQL's pid file is the
only record, and a number in it counts only while that process really is this server."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from kaas.operations.embedded.account import Account
from kaas.operations.errors import StartFailed, StopFailed

READY_LINE = 7  # of postmaster.pid: "starting", "ready", "stopping"
NO_PROCESS = 2147483646  # beyond every process number the kernel gives
PR_SET_PDEATHSIG = 1
# A server that was killed leaves children for a moment; until they are gone the next one refuses the folder.
LEFTOVERS = ("pre-existing shared memory block", 'lock file "postmaster.pid" already exists')


def running_pid(data: Path) -> int | None:
    """The process number of the server that runs on this data folder, or None."""
    lines = _pid_lines(data)
    if not lines or not lines[0].isdigit():
        return None
    pid = int(lines[0])
    return pid if _is_server(pid, data) else None


def is_ready(data: Path) -> bool:
    """Whether the running server accepts connections."""
    lines = _pid_lines(data)
    return len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready"


def spawn(
    command: list[str], *, account: Account, output: Path, lifeline: signal.Signals | None
) -> "subprocess.Popen[bytes]":
    """Start a program away from the terminal, as `account`, its output going to a file.

    With a `lifeline`, the kernel sends the program that signal when we die, in whatever way.
    """
    with output.open("ab") as file:
        return subprocess.Popen(
            command,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            umask=0o077,
            start_new_session=True,
            preexec_fn=tie(lifeline) if lifeline else None,
            user=account.uid,
            group=account.gid,
            extra_groups=account.groups,
        )


def tie(lifeline: signal.Signals, *, to: int | None = None) -> Callable[[], None]:
    """What a child runs before its program, so that it does not outlive the thread that started it.

    `to` names the parent where the child itself is asked; otherwise it is whoever calls this.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    parent = os.getpid() if to is None else to

    def bind() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(lifeline), 0, 0, 0)
            if os.getppid() != parent:  # we died in between
                os._exit(1)

    return bind


def wait_until_ready(process: "subprocess.Popen[bytes]", data: Path, *, log: Path, kept: Path) -> None:
    """Return when the server accepts connections; recovery after a crash takes the time it takes.

    Raises StartFailed with the server's own words when it ends instead: from `log`, its first output, or from the
    folder in which it keeps its own.
    """
    while not (is_ready(data) and running_pid(data) == process.pid):
        if process.poll() is not None:
            told = newest_in(kept) if "redirecting log output" in reason_in(log) else None
            reason = reason_in(told or log) or f"it ended with status {process.returncode}"
            raise StartFailed(detail=reason, log=told or log)
        time.sleep(0.02)


def stop(pid: int, *, log: Path, is_gone: Callable[[], bool], lasting: bool = True) -> None:
    """Stop the server: connections are cut, everything committed is kept. Raises StopFailed.

    lasting: False for one whose data is thrown away, which need not be written out first.
    """
    patiently = [(signal.SIGINT, 60.0)] if lasting else []
    for sign, patience in (*patiently, (signal.SIGQUIT, 15.0)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if is_gone():
                return
            time.sleep(0.02)
    raise StopFailed(pid=pid, log=log)


def disown_stale_pid(data: Path) -> None:
    """Let the server start although the number in its pid file now belongs to some other program.

    PostgreSQL takes any living process of its account for a rival. The file itself stays, because from its
    other lines the server still finds out whether children of the former one are left.
    """
    lines = _pid_lines(data)
    if lines and lines[0].isdigit() and running_pid(data) is None:
        with (data / "postmaster.pid").open("r+", encoding="utf-8") as file:
            rest = "".join(file.readlines()[1:])
            file.seek(0)
            file.write(f"{NO_PROCESS}\n{rest}")
            file.truncate()


def disown_stale_socket(folder: Path) -> None:
    """The same for the lock of the socket, in a folder that is ours alone.

    A server that was killed may be there as a process that nobody has reaped yet; PostgreSQL takes it for a living one.
    """
    for lock in folder.glob(".s.PGSQL.*.lock"):
        lines = lock.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        lock.write_text("".join([f"{NO_PROCESS}\n", *lines[1:]]), encoding="utf-8")


def newest_in(folder: Path) -> Path | None:
    """The server's newest own log. What goes wrong after it began to keep one stands there."""
    return max(folder.glob("*.log"), key=lambda log: log.stat().st_mtime, default=None)


def reason_in(log: Path) -> str:
    """The last complaint in a log, without its time stamp; empty when there is none."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    complaints = [line for line in lines if any(word in line for word in ("FATAL:", "PANIC:", "rror:"))]
    return complaints[-1].partition("] ")[2] or complaints[-1] if complaints else (lines[-1] if lines else "")


def _pid_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_server(pid: int, data: Path) -> bool:
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return False
    except PermissionError:
        return True
    return os.fsencode(data) in arguments
