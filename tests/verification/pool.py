"""Many people's requests on few pooled connections: some end well, some fail in one of many ways, some say nobody."""

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction

from governance.access.scopes import Scope, SessionEnded, scope
from governance.access.sessions import sign_in_as_operator
from kaas.answering.ask import ask
from kaas.settings import database
from tests.databases import Server, connected

PEOPLE = ["engineer", "engineer2", "cn-engineer", "strategist", "counsel", "attorney", "admin", "auditor"]
ASKERS = PEOPLE[:6]
THREADS = 8
CONNECTIONS = 3  # fewer than threads, so that everybody gets everybody's
SEEN = """
    select (select array_agg(distinct label_id) from portfolios_document),
           (select array_agg(distinct label_id) from portfolios_passage),
           (select array_agg(distinct owner) from answering_question),
           (select array_agg(distinct person_id) from access_session),
           (select array_agg(id) from access_marking)
"""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see at all: labels of documents, their own id, and markings."""

    person: uuid.UUID
    labels: frozenset[int]
    markings: frozenset[uuid.UUID]
    has_asked: bool


@dataclass(slots=True)
class Crowd:
    """People with a session each, and what each of them sees when nobody else is there."""

    sessions: Mapping[str, uuid.UUID]
    sights: Mapping[str, Sight]
    figures: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self.lock:
            self.figures[what] += 1


@contextmanager
def pooled(server: Server, name: str) -> Iterator[None]:
    """Django's connections, of all threads, come from one small pool of the application's logins."""
    described = database(server.cluster.url("app", database=name), role="app", pooled=True)
    described["OPTIONS"]["pool"] = {"min_size": CONNECTIONS, "max_size": CONNECTIONS, "timeout": 120}
    with connected(server, "app", name):
        connection.settings_dict.update(described)
        try:
            yield
        finally:
            connection.close()
            getattr(connection, "close_pool")()  # noqa: B009  # of the PostgreSQL backend


def gather(server: Server, name: str) -> Crowd:
    """Sign everybody in, let the readers ask something, and look alone, each on a connection that nobody used before."""
    with connected(server, "app", name):
        sessions = {who: sign_in_as_operator(who) for who in PEOPLE}
        for who in ASKERS:
            ask(f"What does {who} read of drift?", session_id=sessions[who])
    sights = {}
    for who in PEOPLE:
        with connected(server, "app", name), scope(sessions[who]) as acting:
            documents, passages, owners, people, markings = look()
            assert documents == passages and people == {acting.person_id}
            assert owners == ({acting.person_id} if who in ASKERS else set())
            sights[who] = Sight(acting.person_id, frozenset(documents), frozenset(markings), who in ASKERS)
    assert len({sight.labels for sight in sights.values()}) >= 5
    return Crowd(sessions, sights)


def look() -> tuple[set[Any], ...]:
    """Whatever row security lets through of five tables."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN)
        return tuple(set(found or ()) for found in cursor.fetchone())


class Abort(Exception):
    """A view that broke."""


def fails(acting: Scope) -> None:
    raise Abort


def divides(acting: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1 / 0")


def divides_and_goes_on(acting: Scope) -> None:
    try:
        with transaction.atomic():
            divides(acting)
    except DatabaseError:
        pass


def loses_the_connection(acting: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(pg_backend_pid())")


def rolls_back(acting: Scope) -> None:
    transaction.set_rollback(True)


def nests(acting: Scope) -> None:
    with scope(acting.session_id):
        look()


def ends_well(acting: Scope) -> None:
    """Nothing happens."""


ENDS: list[tuple[Callable[[Scope], None], int]] = [
    (ends_well, 50),
    (fails, 12),
    (divides, 10),
    (divides_and_goes_on, 8),
    (rolls_back, 8),
    (nests, 8),
    (loses_the_connection, 1),
]


def request(crowd: Crowd, dice: random.Random) -> None:
    """One person's request, in the way of the middleware; or one of nobody, or of a session that never was."""
    if dice.random() < 0.08:
        return of_nobody(crowd, dice)
    who = dice.choice(PEOPLE)
    end = dice.choices([one for one, _ in ENDS], [weight for _, weight in ENDS])[0]
    try:
        with scope(crowd.sessions[who]) as acting:
            assert acting.person_id == crowd.sights[who].person
            check(crowd.sights[who], look())
            end(acting)
            if end in (divides_and_goes_on, nests, ends_well):
                check(crowd.sights[who], look())
    except (Abort, DatabaseError):
        crowd.count("requests_that_failed")
    finally:
        connection.close()  # as at the end of a request: back to the pool
    crowd.count("requests")


def check(sight: Sight, seen: tuple[set[Any], ...]) -> None:
    """Exactly the person's own view: nothing of anybody else's, and nothing missing."""
    documents, passages, owners, people, markings = seen
    assert documents == passages == sight.labels
    assert owners == ({sight.person} if sight.has_asked else set())
    assert people == {sight.person} and markings == sight.markings


def of_nobody(crowd: Crowd, dice: random.Random) -> None:
    """A forgotten scope reads nothing, and a session that never was gets none."""
    try:
        if dice.random() < 0.5:
            with scope(uuid.UUID(int=dice.getrandbits(128), version=4)):
                raise AssertionError("a session that never was")
        look()
        raise AssertionError("read without being anybody")
    except (SessionEnded, DatabaseError):
        crowd.count("requests")
        crowd.count("requests_of_nobody")
    finally:
        connection.close()


def swarm(crowd: Crowd, *, seed: int, requests: int, unblock: Callable[[], Any]) -> None:
    """That many requests from several threads. Raises the first thing that one of them saw and should not have seen."""

    def work(number: int) -> None:
        dice = random.Random(f"{seed}/{number}")  # noqa: S311  # made again from its seed
        with unblock():
            try:
                for _ in range(requests // THREADS):
                    request(crowd, dice)
            finally:
                connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(work, range(THREADS)))
