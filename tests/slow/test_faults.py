"""Parts of a platform are killed at random moments while people ask and files come in. Nothing acknowledged is lost."""

import json
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from portfolios.chunking import chunk
from portfolios.parsing import ParsedDocument, parse
from tests.databases import DEMO
from tests.recount import check_index
from tests.slow.budget import Turn, turn
from tests.slow.installation import Installation
from tests.slow.serving import Caller, read_passwords
from tests.slow.writing import Writer, write
from tests.verification.logins import Raw

pytestmark = pytest.mark.slow

PARTS = ["database", "backend", "worker", "portal", "process", "supervisor", "command"]
PORTFOLIO = "shaken"
ENOUGH = 3  # rounds
ASKERS = ["engineer", "attorney"]
SETTLE = 150.0  # seconds after the last fault within which every file is settled
GRANT = (DEMO / "documents" / "common" / "US19087456B2.xml").read_bytes()
QUESTIONS = [
    json.loads(line)["text"] for line in (DEMO / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def platform() -> Iterator[Installation]:
    with Installation() as running:
        yield running


@dataclass(slots=True)
class Acknowledged:
    """What a client was told: an answer with these statements, whole or as far as its stream came."""

    answer: str
    event: str
    username: str
    statements: list[str]
    is_whole: bool


class Asker(threading.Thread):
    """Somebody who asks, by turns for the whole answer and for a stream, and does not mind when the platform is away."""

    def __init__(self, address: str, username: str, password: str, dice: random.Random) -> None:
        super().__init__(daemon=True)
        self.address, self.username, self.password, self.dice = address, username, password, dice
        self.ended = threading.Event()
        self.told: list[Acknowledged] = []
        self.refused = 0

    def run(self) -> None:
        writer = Writer(self.dice)
        while not self.ended.is_set():
            with suppress(httpx.HTTPError, AssertionError), ExitStack() as stack:
                caller = Caller(self.address, self.username, self.password)
                stack.callback(caller.close)
                while not self.ended.is_set():
                    drawn = self.dice.choice([*QUESTIONS, writer.question()])
                    (self.whole if self.dice.random() < 0.5 else self.streamed)(caller, drawn)
            self.refused += 1
            time.sleep(0.2)

    def whole(self, caller: Caller, question: str) -> None:
        response = caller.ask(question)
        assert response.status_code == 200, response.status_code
        answer = response.json()
        texts = [statement["text"] for statement in answer["statements"]]
        self.told.append(Acknowledged(answer["id"], answer["event"], self.username, texts, True))

    def streamed(self, caller: Caller, question: str) -> None:
        with caller.stream(question) as events:
            for name, data in events:
                said = json.loads(data)
                if name == "begin":
                    told = Acknowledged(said["answer"], said["event"], self.username, [], False)
                    self.told.append(told)
                elif name == "statement":
                    told.statements.append(said["text"])
                elif name == "end":
                    # A stream whose database went away ends in words too, and is not the whole answer.
                    told.is_whole = not said["outcome"].startswith(("failed_", "denied_"))


@dataclass(slots=True)
class Intake:
    """Files given to `kaas ingest`, one command after another, and how each of them ended."""

    platform: Installation
    folder: Path
    writer: Writer
    command: "subprocess.Popen[bytes] | None" = None
    given: list[Path] = field(default_factory=list)
    acknowledged: list[Path] = field(default_factory=list)
    passages: dict[str, list[int]] = field(default_factory=dict)
    commands: int = 0

    def go_on(self) -> None:
        """Begin another command when the last one has ended. Exit status 0 says that its files can be found."""
        if self.command is not None and (status := self.command.poll()) is None:
            return
        if self.command is not None and status == 0:
            self.acknowledged += self.given
        self._begin(self.writer.dice.randint(1, 8))

    def _begin(self, files: int) -> None:
        self.given = [self._file() for _ in range(files)]
        names = [str(file) for file in self.given]
        self.command = self.platform.kaas("ingest", *names, "--portfolio", PORTFOLIO, "--marking", "public")
        self.commands += 1

    def kill_early(self) -> bool:
        """Begin a command with many files and kill it while it hands them over."""
        self.end()
        with self.platform.superuser() as root:
            before = root.execute("select count(*) from portfolios_ingestionrun").fetchone()
            self._begin(40)
            assert self.command is not None
            while self.command.poll() is None:
                if root.execute("select count(*) from portfolios_ingestionrun").fetchone() != before:
                    time.sleep(self.writer.dice.uniform(0, 0.2))
                    self.command.send_signal(signal.SIGKILL)
                    break
        return self.command.wait() < 0

    def end(self) -> None:
        """Wait for the last command."""
        if self.command is not None and self.command.wait(timeout=SETTLE) == 0:
            self.acknowledged += self.given
        self.command = None

    def _file(self) -> Path:
        number = len(self.passages)
        if self.writer.dice.random() < 0.15:
            members = [GRANT.replace(b"19087456", b"%08d" % (19_000_000 + number * 10 + n)) for n in range(3)]
            file = write(self.folder, f"{number}.xml", b"\n".join(members))
        else:
            file = write(self.folder, f"{number}.md", self.writer.document(f"Shaken {number}"))
        outcomes = parse(file.read_bytes(), name=file.name)
        documents = [outcome for outcome in outcomes if isinstance(outcome, ParsedDocument)]
        counts = [sum(bool(c.text.strip()) for c in chunk(document)) for document in documents]
        self.passages[str(file)] = sorted(counts)
        return file


def test_nothing_acknowledged_is_lost(platform: Installation, tmp_path: Path) -> None:
    with turn("faults") as share, ExitStack() as stack:
        dice = random.Random(share.seed)  # noqa: S311
        passwords = read_passwords(platform.path / "demo-accounts.txt")
        askers = [
            Asker(platform.address, name, passwords[name], random.Random(dice.random()))  # noqa: S311
            for name in ASKERS
        ]
        for asker in askers:
            stack.callback(asker.ended.set)
            asker.start()
        intake = Intake(platform, tmp_path, Writer(dice))
        for seed in share.rounds(spare=min(75.0, share.left * 0.5)):
            shake(share, random.Random(seed), platform, intake)  # noqa: S311
        wait_for_an_answer(askers)
        for asker in askers:
            asker.ended.set()
        intake.end()
        for asker in askers:
            asker.join(timeout=60)
            assert not asker.is_alive()
        settle(share, platform)
        check(share, platform, [told for asker in askers for told in asker.told], intake)
        stop_and_start(share, platform)


def wait_for_an_answer(askers: Sequence[Asker]) -> None:
    """Of one round on a slow machine none may have left the time for one; without any there is nothing to look at."""
    deadline = time.monotonic() + SETTLE
    while time.monotonic() < deadline and not any(asker.told for asker in askers):
        time.sleep(0.1)


def shake(share: Turn, dice: random.Random, platform: Installation, intake: Intake) -> None:
    """Kill one part after a while, and wait until the platform works again."""
    ends = time.monotonic() + dice.uniform(0.2, 4.0)
    while time.monotonic() < ends:
        intake.go_on()
        time.sleep(0.05)
    what = dice.choice(PARTS)
    killed = intake.kill_early() if what == "command" else platform.kill(what)
    if what == "supervisor" and platform.supervisor is not None:
        platform.supervisor.wait(timeout=10)
    before = time.monotonic()
    platform.recover()
    share.figures["longest_recovery_in_s"] = max(
        share.figures["longest_recovery_in_s"], round(time.monotonic() - before)
    )
    if killed:
        share.count(kills=1, **{f"of_{what}": 1})


WAITING = """
    select f.path, exists (select 1 from procrastinate_jobs j
                            where j.args->>'file_id' = f.id::text and j.status in ('todo', 'doing'))
      from portfolios_ingestedfile f where f.state = 'waiting'
"""


def settle(share: Turn, platform: Installation) -> None:
    """After the last fault every file is settled within a time, by the worker alone."""
    platform.recover()
    began = time.monotonic()
    with platform.superuser() as root:
        while waiting := root.execute(WAITING).fetchall():
            if time.monotonic() - began > SETTLE:
                raise AssertionError(f"files wait for ever, and whether each has a job: {waiting}")
            time.sleep(0.5)
    share.count(settled_after_s=round(time.monotonic() - began))


def check(share: Turn, platform: Installation, told: list[Acknowledged], intake: Intake) -> None:
    with platform.superuser() as root:
        check_answers(root, told)
        check_documents(root, intake)
        postings = check_index(root)
    passwords = read_passwords(platform.path / "demo-accounts.txt")
    for username in ASKERS:
        caller = Caller(platform.address, username, passwords[username])
        for one in [one for one in told if one.username == username][-200:]:
            again = caller.get(f"/api/v1/answers/{one.answer}").json()
            texts = [statement["text"] for statement in again["statements"]]
            assert texts[: len(one.statements)] == one.statements
            assert not one.is_whole or len(texts) == len(one.statements)
        caller.close()
    share.count(
        answers=len(told),
        answers_cut=sum(not one.is_whole for one in told),
        files=len(intake.passages),
        files_acknowledged=len(intake.acknowledged),
        commands=intake.commands,
        postings_compared=postings,
    )
    # Of a round or two on a slow machine, none may have left the time to take a whole folder in.
    assert told and (intake.acknowledged or share.done < ENOUGH)


EVENTS = """
    select a.id::text, (select count(*) from answering_statement s where s.question_id = a.question_id),
           q.event::text, array(select e.action from audit_event e where e.resource = 'question:' || a.question_id
                                   and e.action in ('answer:asked', 'answer:composed') order by e.action)
      from answering_answer a join answering_question q on q.id = a.question_id
"""


def check_answers(root: Raw, told: list[Acknowledged]) -> None:
    """Every answer a client holds exists with its statements and both its events; no question is without its answer."""
    found = {row[0]: row[1:] for row in root.execute(EVENTS).fetchall()}
    for one in told:
        statements, event, _ = found[one.answer]
        assert statements == len(one.statements) if one.is_whole else statements >= len(one.statements)
        assert event == one.event
    assert all(actions == ["answer:asked", "answer:composed"] for _, _, actions in found.values())
    assert root.execute("select count(*) from answering_question").fetchone() == (len(found),)


DOCUMENTS = """
    select d.path, array_agg(c.passages order by c.passages)
      from portfolios_document d join portfolios_portfolio p on p.id = d.portfolio_id,
           lateral (select count(*)::int as passages from portfolios_passage s where s.document_id = d.id) c
     where p.name = %s and d.withdrawn_at is null group by d.path
"""


def check_documents(root: Raw, intake: Intake) -> None:
    """Whole or absent, never twice; and there when the command said so."""
    held = {path: counts for path, counts in root.execute(DOCUMENTS, [PORTFOLIO]).fetchall()}
    for path, counts in held.items():
        assert counts == intake.passages[path], path
    missing = [str(file) for file in intake.acknowledged if str(file) not in held]
    assert not missing
    failed = root.execute("select reason, detail from portfolios_ingestionfailure").fetchall()
    assert not failed


def stop_and_start(share: Turn, platform: Installation) -> None:
    """An orderly stop and another start, in the time that was promised for one."""
    assert platform.stop() == 0
    share.count(started_again_in_ms=round(platform.start() * 1000))
