"""Row security bent, one condition at a time: whatever a policy lets through too much or too little is noticed by somebody.

What each person must see of a table is said here a second time, in Python over all its rows.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from governance.access.scopes import prove, scope
from governance.access.sessions import sign_in_as_operator
from kaas.answering.answers import open_answer
from kaas.answering.ask import ask
from kaas.answering.sharing import share
from tests.databases import Server, connected
from tests.oracle import Reader
from tests.slow.budget import turn
from tests.slow.databases import drop
from tests.verification.late import QUESTION
from tests.verification.logins import Raw
from tests.verification.mutants import mutants
from tests.verification.revoking import Revocation
from tests.verification.worlds import read_session, read_world

pytestmark = pytest.mark.slow

CLOSED_OUT = "attorney"  # asks, and then comes to stand behind a wall
WHO = [
    "engineer",
    "engineer2",
    "attorney",
    "counsel",
    "admin",
    "auditor",
    "newcomer",
    "executive",
]
ANOTHER = "500サイクル後の界面抵抗は、勾配型と均一型でそれぞれいくらでしたか。"
MIN_KILLED = 100


@dataclass(frozen=True, slots=True)
class View:
    """What is true of somebody who looks."""

    person: UUID
    labels: frozenset[int]
    permissions: frozenset[str]
    opened: frozenset[str]
    shared: frozenset[UUID]
    referred: frozenset[UUID]


Row = Mapping[str, Any]
Sees = Callable[[Row, View], bool]


def by_label(row: Row, view: View) -> bool:
    return row["label_id"] in view.labels


def own_fact(row: Row, view: View) -> bool:
    return row["person_id"] == view.person or "access:read" in view.permissions


def derived(row: Row, view: View) -> bool:
    question = row.get("question_id") or row["id"]
    known = row["owner"] == view.person or f"question:{question}" in view.opened
    known = known or question in view.shared | view.referred
    return known and set(row["label_ids"]) <= view.labels


FACTS = "standing clearance grant compartmentmembership trackmembership readergroupmembership exportstatus"
LABELLED = "document documentlabel ingestedfile ingestionrun original passage publication"
DERIVED = "question answer statement citation"
SEES: dict[str, Sees] = {
    "access_label": lambda row, view: row["id"] in view.labels,
    "access_marking": by_label,
    "access_session": lambda row, view: row["person_id"] == view.person,
    **{f"portfolios_{name}": by_label for name in LABELLED.split(" ")},
    **{f"access_{name}": own_fact for name in FACTS.split(" ")},
    "access_wall": lambda row, view: "access:read" in view.permissions,  # not the one it keeps out
    **{f"answering_{name}": derived for name in DERIVED.split(" ")},
}
POLICIES = """
    select policyname, qual from pg_policies
     where tablename = %s and cmd = 'SELECT' and 'kaas_app' = any (roles) order by policyname
"""


# A question that counsel has.
REFER = """
    insert into answering_referral (id, owner, label_ids, question_id, opinion, asked_by, taken_by_name, ending)
    select gen_random_uuid(), owner, label_ids, id, '', '', '', '' from answering_question
     where id in (select question_id from answering_answer where id = %s)
"""


class Walls:
    """A company in which something was asked, shown and opened, and what everybody must see of its rows."""

    def __init__(self, root: Raw, sessions: Mapping[str, UUID]) -> None:
        self.root, self.sessions = root, sessions
        world = read_world(root)
        self.views = {who: self._view(world, entry) for who, entry in sessions.items()}
        self.expected = {table: self._expected(table) for table in SEES}

    def _view(self, world: Any, entry: UUID) -> View:
        session, at = read_session(self.root, entry), self._one("select statement_timestamp()")
        labels = frozenset(world.permitted(session, at))
        permissions = frozenset(Reader.of(world, session, at).permissions)
        opened = self._all(
            "select resource from access_opening where person = %s and expires_at > now()", session.person
        )
        shown = self._all(
            "select question_id from answering_share where person = %s and withdrawn_at is null and label_ids <@ %s::int[]",
            session.person,
            sorted(labels),
        )
        with_counsel = self._all(
            "select question_id from answering_referral where owner <> %s", session.person
        )
        referred = with_counsel if "referral:answer" in permissions else []
        return View(
            session.person, labels, permissions, frozenset(opened), frozenset(shown), frozenset(referred)
        )

    def _one(self, query: str) -> Any:
        row = self.root.execute(query).fetchone()
        assert row is not None
        return row[0]

    def _all(self, query: str, *parameters: Any) -> list[Any]:
        return [one for (one,) in self.root.execute(query, parameters).fetchall()]

    def _expected(self, table: str) -> dict[str, set[str]]:
        rows = self._all(f"select to_jsonb(t) || jsonb_build_object('at', t.ctid::text) from {table} t")
        typed = [{name: _typed(name, value) for name, value in row.items()} for row in rows]
        sees = SEES[table]
        return {who: {row["at"] for row in typed if sees(row, view)} for who, view in self.views.items()}

    def is_right(self, table: str) -> bool:
        """Whether everybody sees of a table what they must see."""
        for who, entry in self.sessions.items():
            with self.root.transaction():
                self.root.execute("set local role kaas_app")
                self.root.execute("select identify(%s, %s)", [entry, prove(entry)])
                seen = set(self._all(f"select ctid::text from {table}"))
                self.root.execute("select set_config('kaas.identity', '', true)")
                self.root.execute("reset role")
            if seen != self.expected[table][who]:
                return False
        return True

    def bent(self, table: str) -> Iterator[tuple[str, str]]:
        """Each mutant of each policy for reading, as a statement, and what it is."""
        for name, qual in self.root.execute(POLICIES, [table]).fetchall():
            for text in ("true", "false", *(mutant.text for mutant in mutants(qual))):
                yield (
                    f"alter policy {name} on {table} using ({text})",
                    f"{table}.{name}: {' '.join(text.split())}",
                )


def _typed(name: str, value: Any) -> Any:
    is_id = isinstance(value, str) and name in ("person_id", "owner", "question_id", "id")
    return UUID(value) if is_id else value


def owner_of(root: Raw, username: str) -> str:
    row = root.execute("select id::text from access_user where username = %s", [username]).fetchone()
    assert row is not None
    return str(row[0])


@contextmanager
def furnished(server: Server, database: str) -> Iterator[Walls]:
    with connected(server, "app", database):
        sessions = {who: sign_in_as_operator(who) for who in WHO}
        answers = {who: ask(QUESTION, session_id=sessions[who]) for who in ("engineer2", CLOSED_OUT)}
        assert ask(
            ANOTHER, session_id=sessions["engineer"]
        ).statements  # that counsel could read and was not shown
        referred = ask(QUESTION, session_id=sessions["engineer2"])
        with scope(sessions["engineer2"]) as acting:
            share(answers["engineer2"].id, scope=acting, username="counsel")
            share(answers["engineer2"].id, scope=acting, username="executive")
        with scope(sessions["counsel"]) as acting:
            open_answer(answers[CLOSED_OUT].event, scope=acting, reason="a test")
    with server.superuser(database) as root:
        Revocation(root, "wall", owner_of(root, CLOSED_OUT), "borealis").close()
        root.execute(REFER, [referred.id])
        yield Walls(root, sessions)


# Mutants that do the same as what they were made from, and why.
EQUIVALENT = {
    r"answering_\w+\.(shared|referred): \(\(label_ids && .*": "shares and referrals bear the labels of their question"
    " and are read under them too",
    r"answering_\w+\.(shared|referred): \(true AND .*": "shares and referrals bear the labels of their question"
    " and are read under them too",
}


def test_every_bent_policy_is_noticed(server: Server, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), turn("mutants") as share_of_time:
        database = server.fresh()
        try:
            with furnished(server, database) as walls:
                assert [table for table in SEES if not walls.is_right(table)] == []
                survivors = []
                for table in SEES:
                    for statement, what in walls.bent(table):
                        share_of_time.count(mutants=1)
                        if not _noticed(walls, table, statement):
                            survivors.append(what)
                share_of_time.count(survivors=len(survivors))
                unexplained = [
                    one for one in survivors if not any(re.fullmatch(known, one) for known in EQUIVALENT)
                ]
                assert not unexplained, "\n".join(unexplained)
                assert share_of_time.figures["mutants"] >= MIN_KILLED
        finally:
            drop(server, database)


def _noticed(walls: Walls, table: str, statement: str) -> bool:
    try:
        with walls.root.transaction(force_rollback=True):
            walls.root.execute(statement)
            return not walls.is_right(table)
    except psycopg.Error:
        return True
