"""What was closed is closed: the first request after the commit sees it, and an answer on its way ends."""

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import Server
from tests.slow.budget import Turn, turn
from tests.slow.databases import drop
from tests.slow.serving import Caller, read_passwords, serving
from tests.verification.late import revoke, scenes
from tests.verification.logins import Raw
from tests.verification.revoking import KINDS, Revocation

pytestmark = pytest.mark.slow

READER = "engineer"
SECRET = "勾配型"  # in documents of the reader's project only
QUESTIONS = [
    "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。",
    "試料LN-21-G2の加圧力と界面抵抗の測定結果を教えてください。",
]
PIECE = 0.3  # seconds that the database takes for each piece of a stream
SLOWER = f"""
    create policy slower on answering_answer as restrictive for select to kaas_app
      using ((select pg_sleep({PIECE})) is not null)
"""


@pytest.fixture(scope="module")
def database(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock():
        yield server.fresh()


@pytest.fixture(scope="module")
def root(server: Server, database: str) -> Iterator[Raw]:
    with server.superuser(database) as raw:
        yield raw


@pytest.fixture(scope="module")
def portal(server: Server, database: str) -> Iterator[str]:
    with serving(server, database, processes=2) as address:
        yield address


@pytest.fixture(scope="module")
def password(server: Server) -> str:
    return read_passwords(server.cluster.state.path / "demo-accounts.txt")[READER]


class Busy(threading.Thread):
    """Somebody who asks and searches without a pause, and notes when each request began and whether it told the secret."""

    def __init__(self, caller: Caller, dice: random.Random) -> None:
        super().__init__(daemon=True)
        self.caller, self.dice = caller, dice
        self.ended = threading.Event()
        self.told: list[tuple[float, bool]] = []
        self.errors: list[str] = []

    def run(self) -> None:
        while not self.ended.is_set():
            began = time.monotonic()
            try:
                response = self._request()
            except Exception as error:  # a stream that broke off among them
                self.errors.append(repr(error))
                return
            if response.status_code >= 500:
                self.errors.append(f"status {response.status_code}")
            self.told.append((began, SECRET in said(response.text)))

    def _request(self) -> httpx.Response:
        kind = self.dice.choice(["search", "ask", "stream", "page"])
        question = self.dice.choice(QUESTIONS)
        if kind == "search":
            return self.caller.search(SECRET)
        if kind == "page":
            return self.caller.get(f"/search/?q={SECRET}")
        wanted = "text/event-stream" if kind == "stream" else "application/json"
        return self.caller.ask(question, accept=wanted)


def said(text: str) -> str:
    """What came from documents: the page and the answer repeat the question, which is the reader's own."""
    asked = (
        f'"query":"{SECRET}"',
        f'"words":"{SECRET}"',
        f'value="{SECRET}"',
        f"<title>{SECRET}",
        f"q={SECRET}",
    )
    for own in (*QUESTIONS, *asked):
        text = text.replace(own, "")
    return text


def test_the_first_request_after_the_commit_sees_it(
    server: Server, root: Raw, portal: str, password: str, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), turn("revocation") as share:
        person = person_of(root)
        revoke_between_views(share, server)
        for seed in share.rounds(spare=share.left * 0.4):
            revoke_among_requests(share, random.Random(seed), root, portal, person, password)  # noqa: S311
        root.execute(SLOWER)
        while share.left > 3 or not share.figures["streams_cut"]:
            revoke_in_a_stream(share, random.Random(share.seed), root, portal, person, password)  # noqa: S311
            share.seed += 1
        root.execute("drop policy slower on answering_answer")


def revoke_between_views(share: Turn, server: Server) -> None:
    """Ask, look into the history, show and view, with a revocation between: for a third of the time."""
    dice = random.Random(share.seed)  # noqa: S311  # made again from its seed
    until = share.began + share.left / 3
    database = server.fresh()
    try:
        with scenes(server, database) as (superuser, people):
            while time.monotonic() < until or not share.figures["views_after"]:
                for _ in range(20):
                    revoke(superuser, dice.choice(people), dice, share.figures)
    finally:
        drop(server, database)


def person_of(root: Raw) -> str:
    row = root.execute("select id from access_user where username = %s", [READER]).fetchone()
    assert row is not None
    return str(row[0])


def revoke_among_requests(
    share: Turn, dice: random.Random, root: Raw, portal: str, person: str, password: str
) -> None:
    """Close each kind of fact in turn while three callers are busy; then look at every request that began after it."""
    with ExitStack() as stack:
        callers = [Caller(portal, READER, password) for _ in range(4)]
        for caller in callers:
            stack.callback(caller.close)
        for table in dice.sample(KINDS, len(KINDS)):
            revoke_one(share, dice, Revocation(root, table, person), callers)
            if table == "standing":  # which ends the cookie's session as well
                for caller in callers:
                    caller.sign_in()


def revoke_one(share: Turn, dice: random.Random, revocation: Revocation, callers: list[Caller]) -> None:
    """Nothing that began after the commit tells the secret, and nothing under way ends as a fault of the system."""
    first, *others = callers
    assert SECRET in said(first.search(SECRET).text)
    busy = [Busy(caller, random.Random(dice.random())) for caller in others]  # noqa: S311
    for one in busy:
        one.start()
    while not all(one.told or one.errors for one in busy):
        time.sleep(0.01)
    time.sleep(dice.uniform(0.0, 0.3))
    committed = revocation.close()
    after = first.search(SECRET)
    time.sleep(dice.uniform(0.05, 0.3))
    for one in busy:
        one.ended.set()
    for one in busy:
        one.join(timeout=60)
        assert not one.is_alive() and not one.errors, one.errors
    revocation.give_back()
    table = revocation.kind
    assert SECRET not in said(after.text), table
    late = [told for one in busy for began, told in one.told if began > committed]
    early = [told for one in busy for began, told in one.told if began <= committed]
    assert not any(late), table
    assert any(early)
    share.count(revocations=1, requests_before=len(early), requests_after=len(late) + 1)


def revoke_in_a_stream(
    share: Turn, dice: random.Random, root: Raw, portal: str, person: str, password: str
) -> None:
    """Close a fact while an answer arrives: no more than the piece in hand still comes, then the end."""
    table = dice.choice([*KINDS, "sign-out"])
    caller = Caller(portal, READER, password)
    revocation = Revocation(root, table, person)
    try:
        with caller.stream(QUESTIONS[1]) as events:
            names, committed = [], 0.0
            for name, data in events:
                names.append((name, time.monotonic(), data))
                if not committed and name == "begin":
                    committed = close_now(revocation, root, person)
        cut = [name for name, _, _ in names]
        late = [name for name, at, _ in names[:-1] if at > committed + 2 * PIECE]
        assert cut[-1] == "end" and not late, (table, cut)
        if json.loads(names[-1][2])["outcome"].startswith("denied_"):
            longest = round((names[-1][1] - committed) * 1000)
            assert longest < 1000, table
            share.figures["longest_cut_in_ms"] = max(share.figures["longest_cut_in_ms"], longest)
            share.count(streams_cut=1)
        else:  # its last piece was in hand already
            share.count(streams_over_before=1)
            assert share.figures["streams_over_before"] < 10 + share.figures["streams_cut"]
    finally:
        if table != "sign-out":
            revocation.give_back()
        caller.close()


def close_now(revocation: Revocation, root: Raw, person: str) -> float:
    if revocation.kind != "sign-out":
        return revocation.close()
    root.execute(
        "update access_session set ended_at = clock_timestamp() where person_id = %s and ended_at is null",
        [person],
    )
    return time.monotonic()
