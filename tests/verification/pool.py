"""Many people's requests on few pooled connections: some end well, some fail in one of many ways, some say nobody.

One in thirty is a whole one, with a scope as doors open it, and looks at every table, twice where it can. The others are
the least that a request is, on the pool itself: a transaction in which the gate is told who acts, and one table that is
looked at. What they look with is prepared, so that everybody meets plans that were made for somebody else.
"""

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import DatabaseError, connection, transaction

from governance.access.scopes import SessionEnded, prove, scope
from governance.access.sessions import sign_in_as_operator
from kaas.answering.ask import ask
from kaas.settings import database
from tests.databases import Server, connected

PEOPLE = ["engineer", "engineer2", "cn-engineer", "strategist", "counsel", "attorney", "admin", "auditor"]
ASKERS = PEOPLE[:6]
THREADS = 8
CONNECTIONS = 3  # fewer than threads, so that everybody gets everybody's
WHOLE = 0.03  # of the requests
SEEN = {
    "documents": "select array_agg(distinct label_id) from portfolios_document",
    "passages": "select array_agg(distinct label_id) from portfolios_passage",
    "owners": "select array_agg(distinct owner) from answering_question",
    "people": "select array_agg(distinct person_id) from access_session",
    "markings": "select array_agg(id) from access_marking",
}
LOOKS = [*SEEN, "people", "people", "people"]  # the cheapest of them says whose transaction it is
AT_ONCE = f"select {', '.join(f'({query})' for query in SEEN.values())}"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see at all: labels of documents, their own id, and markings."""

    person: uuid.UUID
    labels: frozenset[int]
    markings: frozenset[uuid.UUID]
    has_asked: bool

    def of(self, what: str) -> AbstractSet[Any]:
        """What of a table the person sees: all of their own, and nothing of anybody else's."""
        if what == "owners":
            return {self.person} if self.has_asked else set()
        if what == "people":
            return {self.person}
        return self.markings if what == "markings" else self.labels


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
    described["OPTIONS"]["prepare_threshold"] = 2
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
            seen = look()
            labels, markings = frozenset(seen["documents"]), frozenset(seen["markings"])
            sights[who] = Sight(acting.person_id, labels, markings, who in ASKERS)
            check(sights[who], seen)
    assert len({sight.labels for sight in sights.values()}) >= 5
    return Crowd(sessions, sights)


Seen = dict[str, set[Any]]


def look() -> Seen:
    """Whatever row security lets through of five tables."""
    with connection.cursor() as cursor:
        cursor.execute(AT_ONCE)
        return {what: set(found or ()) for what, found in zip(SEEN, cursor.fetchone(), strict=True)}


def check(sight: Sight, seen: Seen) -> None:
    """Exactly the person's own view: nothing of anybody else's, and nothing missing."""
    for what, found in seen.items():
        assert found == sight.of(what), what


class Abort(Exception):
    """A view that broke."""


def ends_well() -> None:
    """Nothing happens."""


def fails() -> None:
    raise Abort


def divides() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1 / 0")


def divides_and_goes_on() -> None:
    try:
        with transaction.atomic():
            divides()
    except DatabaseError:
        pass


def rolls_back() -> None:
    transaction.set_rollback(True)


# How whole requests end, and how often.
ENDS: dict[Callable[[], None], int] = {
    ends_well: 58,
    fails: 12,
    divides: 10,
    divides_and_goes_on: 8,
    rolls_back: 8,
}
# How the others do: by a statement, or by giving the connection back in the middle. A new one costs fifty requests.
LOSES = "select pg_terminate_backend(pg_backend_pid())"
LAST: dict[str, float] = {"commit": 60, "rollback": 15, "select 1 / 0": 12, "": 12, LOSES: 0.2}


def request(crowd: Crowd, dice: random.Random) -> None:
    """One person's request; or one of nobody, or of a session that never was."""
    drawn = dice.random()
    if drawn < 0.08:
        return of_nobody(crowd, dice)
    who = dice.choice(PEOPLE)
    try:
        if drawn > 1 - WHOLE:
            whole(crowd, who, dice.choices(list(ENDS), list(ENDS.values()))[0])
        else:
            brief(crowd, who, dice.choice(LOOKS), dice.choices(list(LAST), list(LAST.values()))[0])
    except (Abort, DatabaseError, psycopg.Error):
        crowd.count("requests_that_failed")
    finally:
        connection.close()  # as at the end of a request: back to the pool
    crowd.count("requests")


def whole(crowd: Crowd, who: str, end: Callable[[], None]) -> None:
    """In the way of the middleware, with another scope of the same person inside."""
    crowd.count("whole_requests")
    with scope(crowd.sessions[who]) as acting:
        assert acting.person_id == crowd.sights[who].person
        check(crowd.sights[who], look())
        if end is ends_well:
            with scope(acting.session_id):
                look()
        end()
        if end in (ends_well, divides_and_goes_on):
            check(crowd.sights[who], look())


def brief(crowd: Crowd, who: str, what: str, last: str) -> None:
    """A transaction of somebody's, and one table."""
    session = crowd.sessions[who]
    with the_pool().connection() as raw:
        raw.execute("begin")
        raw.execute("select identify(%s, %s)", [session, prove(session)])
        check(crowd.sights[who], {what: glance(raw, what)})
        if last:
            raw.execute(last)
        else:
            crowd.count("given_back_in_the_middle")


def glance(raw: Any, what: str) -> set[Any]:
    """Whatever row security lets through of one table."""
    return set(raw.execute(SEEN[what]).fetchone()[0] or ())


def the_pool() -> Any:
    """From which Django takes its connections."""
    backend: Any = connection
    return backend.pool


def of_nobody(crowd: Crowd, dice: random.Random) -> None:
    """A forgotten scope reads nothing, and a session that never was gets none."""
    try:
        if dice.random() < 0.5:
            with scope(uuid.UUID(int=dice.getrandbits(128), version=4)):
                raise AssertionError("a session that never was")
        with the_pool().connection() as raw:
            glance(raw, dice.choice(LOOKS))
        raise AssertionError("read without being anybody")
    except (SessionEnded, psycopg.Error):
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

    connection.ensure_connection()  # which opens the pool
    connection.close()
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(work, range(THREADS)))
