"""Many at once, and things that change while somebody reads."""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from governance.access.middleware import COOKIE_KEY
from governance.access.scopes import Denied, NotFound
from governance.access.sessions import sign_in_as_operator, sign_out
from kaas.answering.answers import CitationView, StatementView, list_questions
from kaas.answering.ask import Begun, ask, ask_stream
from portfolios.ingestion import begin, finish, take_file, waiting_files
from tests.databases import Server, connected
from tests.verification.logins import Raw, parse_here, person
from tests.verification.test_ingestion import bulk, check_index, live, write

Result = TypeVar("Result")
MANY = 6
OFFSET = (
    "How is the optical zero offset obtained from readings at the first and second amplitude"
    " so that the flow need not be stopped?"
)


@pytest.fixture
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


def at_once(work: Callable[[int], Result], django_db_blocker: Any) -> list[Result]:
    """The same work in many threads, begun together, each on a connection of its own."""
    ready = threading.Barrier(MANY)

    def one(number: int) -> Result:
        with django_db_blocker.unblock():
            ready.wait(timeout=20)
            try:
                return work(number)
            finally:
                connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_first_questions_at_once_share_one_key(app: str, root: Raw, django_db_blocker: Any) -> None:
    sessions = [sign_in_as_operator("executive") for _ in range(MANY)]
    at_once(
        lambda number: ask(f"Notebook guideline {number}?", session_id=sessions[number]), django_db_blocker
    )
    with person("executive") as acting:
        assert {q.text for q in list_questions(scope=acting)} == {
            f"Notebook guideline {n}?" for n in range(MANY)
        }
        assert root.execute(
            "select count(*) from audit_key where person = %s", [acting.person_id]
        ).fetchone() == (1,)


def test_different_people_at_once_stay_apart(app: str, django_db_blocker: Any) -> None:
    names = ["engineer", "engineer2", "cn-engineer", "counsel", "attorney", "strategist"]
    sessions = [sign_in_as_operator(name) for name in names]
    alone = [ask("drift compensation 界面抵抗", session_id=session) for session in sessions]
    for _ in range(2):
        together = at_once(
            lambda number: ask("drift compensation 界面抵抗", session_id=sessions[number]), django_db_blocker
        )
        for one, other in zip(alone, together, strict=True):
            assert (one.statements, one.citations, one.searched) == (
                other.statements,
                other.citations,
                other.searched,
            )
    assert len({repr(answer.citations) for answer in alone}) >= 4


def test_workers_at_the_same_files_take_each_once(
    server: Server, demo: str, root: Raw, tmp_path: Path, django_db_blocker: Any
) -> None:
    files = [
        bulk(tmp_path),
        *(write(tmp_path, f"{n}.txt", f"Bead number {n} is of zirconia.\n") for n in range(4)),
    ]
    place = f"place {uuid.uuid4().hex[:8]}"
    with connected(server, "worker", demo):
        runs = [begin(files, portfolio=place, marking=marking) for marking in ("public", "internal")]
        waiting = [file for run in runs for file in waiting_files(run)]

        def take_all(number: int) -> None:
            for file in waiting if number % 2 else reversed(waiting):
                take_file(file, parse=parse_here)

        at_once(take_all, django_db_blocker)
        reports = [finish(run) for run in runs]
    assert [(found.files, found.documents, found.waiting, found.failed) for found in reports] == [
        (5, 7, 0, [])
    ] * 2
    check_index(root)


def test_the_same_file_asked_for_by_many_at_once(
    server: Server, demo: str, root: Raw, tmp_path: Path, django_db_blocker: Any
) -> None:
    file = write(tmp_path, "same.txt", "The bead is of rutile.\n")
    place = f"place {uuid.uuid4().hex[:8]}"

    def take(_: int) -> None:
        run = begin([file], portfolio=place, marking="public")
        for waiting in waiting_files(run):
            try:
                take_file(waiting, parse=parse_here)
            except DatabaseError:  # the job is tried again, as any fault of the database is
                take_file(waiting, parse=parse_here)
        assert finish(run).waiting == 0

    with connected(server, "worker", demo):
        at_once(take, django_db_blocker)
        assert live(place) == ["The bead is of rutile."]
    check_index(root)


CLOSE = (
    "update access_compartmentmembership m set valid_to = statement_timestamp() from access_user u"
    " where u.id = m.person_id and u.username = %s and m.valid_to is null"
)


def reopen(root: Raw, username: str) -> None:
    root.execute(
        "insert into access_compartmentmembership (id, person_id, compartment_id, recorded_by)"
        " select distinct on (m.compartment_id) gen_random_uuid(), m.person_id, m.compartment_id, 'test'"
        " from access_compartmentmembership m join access_user u on u.id = m.person_id"
        " where u.username = %s and m.recorded_by <> 'test'",
        [username],
    )


def test_a_stream_ends_when_its_sources_are_no_longer_permitted(app: str, root: Raw) -> None:
    stream = ask_stream(OFFSET, session_id=sign_in_as_operator("engineer2"))
    head = next(stream)
    assert isinstance(head, Begun) and head.shown > 0
    shown = [next(stream), next(stream)]
    assert [type(piece) for piece in shown] == [CitationView, StatementView]
    root.execute(CLOSE, ["engineer2"])
    try:
        with pytest.raises(NotFound):
            next(stream)
    finally:
        reopen(root, "engineer2")


def test_a_stream_ends_with_its_session(app: str) -> None:
    session = sign_in_as_operator("engineer2")
    stream = ask_stream(OFFSET, session_id=session)
    next(stream)
    sign_out(session)
    with pytest.raises(Denied, match="session_ended"):
        next(stream)


@pytest.mark.parametrize("path", ["/api/v1/ask", "/ask/stream"])
def test_a_stream_over_http_says_that_it_ended(app: str, root: Raw, path: str) -> None:
    session = sign_in_as_operator("engineer2")
    client = Client(raise_request_exception=False, headers={"Accept": "text/event-stream"})
    kept = client.session
    kept[COOKIE_KEY] = str(session)
    kept.save()
    client.cookies["kaas_session"] = kept.session_key or ""
    body: dict[str, Any] = {"question": OFFSET}
    api = path.startswith("/api")
    answer: Any = client.post(path, body, content_type="application/json") if api else client.post(path, body)
    pieces = iter(answer.streaming_content)
    received = [next(pieces).decode()]
    while "event: statement" not in received[-1]:
        received.append(next(pieces).decode())
    sign_out(session)
    rest = [piece.decode() for piece in pieces]
    assert len(rest) == 1
    assert rest[0].startswith("event: end") and "denied_session_ended" in rest[0]


def test_what_was_streamed_before_the_reader_left_is_kept(app: str) -> None:
    stream = ask_stream(OFFSET, session_id=sign_in_as_operator("engineer2"))
    head = next(stream)
    assert isinstance(head, Begun)
    next(stream)
    getattr(stream, "close")()  # noqa: B009  # a generator behind an iterator
    with person("engineer2") as acting:
        assert head.answer_id in [question.answer_id for question in list_questions(scope=acting)]


def test_the_trail_outlives_a_reader_who_leaves_at_once(app: str, root: Raw) -> None:
    """The intent is committed before the first piece: who takes only that has asked."""
    head = next(ask_stream(OFFSET, session_id=sign_in_as_operator("engineer2")))
    assert isinstance(head, Begun)
    assert root.execute("select action from audit_event where id = %s", [head.event]).fetchone() == (
        "answer:asked",
    )
