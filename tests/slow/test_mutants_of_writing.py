"""What may be written, bent one condition at a time: whatever a policy newly lets in, or keeps out, is noticed.

Each policy is tried by itself: triggers, which stand behind most of them, are off. An attempt counts as let in when it is
not row security that refuses it.
"""

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from governance.access.scopes import prove
from tests.databases import Server
from tests.slow.budget import turn
from tests.slow.databases import drop
from tests.slow.test_mutants import Walls, furnished
from tests.verification.mutants import mutants

pytestmark = pytest.mark.slow

WRITER = "engineer2"  # asked something and showed it to the reader
READER = OPENER = "counsel"  # reads what is shown, and opens what is not
STRANGER = "engineer"
NEWCOMER = "admin"  # has written nothing yet
MIN_KILLED = 95
REFUSED = "42501"
# What a second factor is proved with, counsel's queue, reports on sentences and the glossary are tried where they are tested.
POLICIES = """
    select tablename::text, policyname::text, clause, text
      from pg_policies, lateral (values ('using', qual), ('with check', with_check)) as c (clause, text)
     where cmd in ('INSERT', 'UPDATE', 'DELETE', 'ALL') and 'kaas_app' = any (roles) and text is not null
       and tablename not in ('access_secondfactor', 'access_factorsecret', 'access_recoverycode', 'answering_referral',
                             'answering_feedback', 'glossary_spelling')
     order by tablename, policyname, clause
"""
# What policies of writing ask, each with a table whose attempts it decides.
ASKED = {"is_being_answered": "answering_answer", "rests_on": "answering_citation"}
# Mutants that do the same as what they were made from, and why.
EQUIVALENT = {
    r".* [<>]=? \(?(statement|clock)_timestamp\(.*": "differs in one microsecond only",
    r"answering_share\.owner_withdraws (using|with check): true": "each of the two clauses stands behind the other",
    r"access_session\.signs_in with check: \(\(method\)::text = 'key'::text\) -> false": "no other method has no digest",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that somebody writes: a row of a table, or to all the rows they can reach."""

    who: str
    table: str
    row: Mapping[str, Any] | None
    lets_in: int  # 1 or 0 of a row; how many rows an update reaches
    update: str = ""


class Desk:
    """Where the attempts are made: in the furnished company, with each policy of it bent in turn."""

    def __init__(self, walls: Walls) -> None:
        self.walls, self.root = walls, walls.root
        self.labels = {one for (one,) in self.root.execute("select id from access_label").fetchall()}
        self.now = self.root.execute("select now()").fetchall()[0][0]
        is_shown = "exists (select from answering_share s where s.question_id = t.id)"
        self.question = self._row("answering_question", f"owner = %s and {is_shown}", self.person(WRITER))
        shown = self.walls.views[READER].shared
        assert uuid.UUID(self.question["id"]) in shown, "the reader is shown a question that is not theirs"
        self.attempts: dict[str, list[Attempt]] = {}
        for attempt in self._all():
            self.attempts.setdefault(attempt.table, []).append(attempt)

    def person(self, who: str) -> str:
        return str(self.walls.views[who].person)

    def hidden(self, who: str) -> int:
        """A label that somebody may not read."""
        return int(min(self.labels - self.walls.views[who].labels))

    def _row(self, table: str, which: str, *parameters: Any) -> dict[str, Any]:
        query = f"select to_jsonb(t) from {table} t where {which} limit 1"
        found = self.root.execute(query, parameters).fetchone()
        assert found is not None, table
        return dict(found[0])

    def _all(self) -> Iterator[Attempt]:
        yield from self._questions()
        for table in ("answer", "statement", "citation", "heldback"):
            yield from self._belonging(f"answering_{table}")
        yield from self._shares()
        yield from self._texts()
        yield from self._openings()
        yield from self._sessions()

    def _tried(
        self, who: str, table: str, right: Mapping[str, Any], wrong: Sequence[Mapping[str, Any]]
    ) -> Iterator[Attempt]:
        """The row that is right, and it again with what must not be."""
        yield Attempt(who, table, right, 1)
        for change in wrong:
            yield Attempt(who, table, {**right, **change}, 0)

    def _labels(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"label_ids": [*row["label_ids"], self.hidden(WRITER)]}

    def _questions(self) -> Iterator[Attempt]:
        right = {**self.question, "asked_at": "now"}
        wrong = [
            {"owner": self.person(READER)},
            self._labels(right),
            {"asked_at": "yesterday"},
            {"asked_at": "tomorrow"},
        ]
        yield from self._tried(WRITER, "answering_question", right, wrong)

    def _belonging(self, table: str) -> Iterator[Attempt]:
        """Rows of one's own question of this hour: not of another's, even where it is shown, nor of an old one."""
        if table == "answering_heldback":
            right = {**self._of_the_question(), "document": self.question["documents"][0]}
            right |= {"title": "", "level": 1}
        else:
            right = self._row(table, "question_id = %s", self.question["id"])
        wrong = [
            {"owner": self.person(READER)},
            self._labels(right),
            {"question_id": str(uuid.uuid4())},
            {"question_id": self._old()},
            {"question_id": self._of_another()},
        ]
        if "document" in right:
            wrong += [{"document": str(uuid.uuid4())}, {"document": self._of_another_own()}]
        yield from self._tried(WRITER, table, right, wrong)
        yield Attempt(READER, table, {**right, "owner": self.person(READER)}, 0)
        yield from self._asked_outright(table, right)

    def _asked_outright(self, table: str, right: Mapping[str, Any]) -> Iterator[Attempt]:
        """What the policies ask can be called by itself too, and tells of one's own questions only."""
        asking = [f"select where is_being_answered('{right['question_id']}')"]
        if "document" in right:
            asking.append(f"select where rests_on('{right['question_id']}', '{right['document']}')")
        for query in asking:
            yield Attempt(WRITER, table, None, 1, query)
            yield Attempt(READER, table, None, 0, query)

    def _of_another_own(self) -> str:
        """A document that another question of the writer's rests on, and this one does not."""
        document = str(uuid.uuid4())
        self._copied(documents=[document])
        return document

    def _of_the_question(self) -> dict[str, Any]:
        return {
            "owner": self.question["owner"],
            "label_ids": self.question["label_ids"],
            "question_id": self.question["id"],
        }

    def _of_another(self) -> str:
        return str(self._row("answering_question", "owner <> %s", self.person(WRITER))["id"])

    def _old(self) -> str:
        """The same question, asked two hours before."""
        return self._copied(asked_at=str(self.now - timedelta(hours=2)))

    def _copied(self, **changes: Any) -> str:
        """The question a second time, with these changes."""
        copy = {**self.question, "id": str(uuid.uuid4()), **changes}
        with self.root.transaction():
            self.root.execute("set local session_replication_role = replica")
            self.root.execute(
                "insert into answering_question select * from jsonb_populate_record(null::answering_question, %s)",
                [json.dumps(copy)],
            )
        return str(copy["id"])

    def _shares(self) -> Iterator[Attempt]:
        table = "answering_share"
        right = self._row(table, "question_id = %s", self.question["id"])
        groups = self.root.execute("select id::text from access_readergroup").fetchall()
        wrong: Sequence[Mapping[str, Any]] = [
            {"owner": self.person(STRANGER)},
            {"person": self.person(WRITER)},
            {"withdrawn_at": str(self.now)},
            self._labels(right),
            {"question_id": str(uuid.uuid4())},
            {"question_id": self._of_another()},
            {"person": None, "reader_group": str(uuid.uuid4())},
        ]
        yield from self._tried(WRITER, table, right, wrong)
        yield Attempt(
            READER, table, {**right, "owner": self.person(READER), "person": self.person(STRANGER)}, 0
        )
        if (own := self._own_group(groups)) is not None:
            yield Attempt(WRITER, table, {**right, "person": None, "reader_group": own}, 1)
        withdraw = "update answering_share set withdrawn_at = now()"
        yield Attempt(WRITER, table, None, self._count(table, "owner", WRITER), withdraw)
        yield Attempt(READER, table, None, 0, withdraw)

    def _own_group(self, groups: list[tuple[Any, ...]]) -> str | None:
        """A reader group whose name the writer is told."""
        with self.root.transaction(force_rollback=True):
            self._be(WRITER)
            seen = {one for (one,) in self.root.execute("select id::text from access_readergroup").fetchall()}
        return min((one for (one,) in groups if one in seen), default=None)

    def _count(self, table: str, column: str, who: str) -> int:
        query = f"select count(*) from {table} where {column} = %s"
        return int(self.root.execute(query, [self.person(who)]).fetchall()[0][0])

    def _texts(self) -> Iterator[Attempt]:
        right = self._row("audit_text", "owner = %s", self.person(WRITER))
        wrong = [{"owner": self.person(READER)}, self._labels(right)]
        yield from self._tried(WRITER, "audit_text", right, wrong)
        key = {**self._row("audit_key", "true"), "person": self.person(NEWCOMER)}
        yield from self._tried(NEWCOMER, "audit_key", key, [{"person": self.person(WRITER)}])

    def _openings(self) -> Iterator[Attempt]:
        table = "access_opening"
        right = {
            **self._row(table, "person = %s", self.person(OPENER)),
            "expires_at": str(self.now + timedelta(hours=1)),
        }
        wrong = [
            {"person": self.person(WRITER)},
            {"reason": " "},
            {"expires_at": str(self.now + timedelta(hours=2))},
        ]
        yield from self._tried(OPENER, table, right, wrong)
        yield Attempt(WRITER, table, {**right, "person": self.person(WRITER)}, 0)

    def _sessions(self) -> Iterator[Attempt]:
        table = "access_session"
        base = self._row(table, "person_id = %s", self.person(WRITER))
        plain = {**base, "method": "password", "key_digest": None, "key_scopes": None, "ended_at": None}
        plain |= {"factor_level": 2, "place": "tokyo", "person_id": self.person(READER)}
        yield from self._tried(WRITER, table, plain, [{"ended_at": str(self.now)}, {"method": "test"}])
        yield Attempt(WRITER, table, {**plain, "method": "operator"}, 1)
        digest = {"key_digest": "\\x00", "key_scopes": ["document:read"]}
        key = {
            **plain,
            **digest,
            "method": "key",
            "person_id": self.person(WRITER),
            "factor_level": 1,
            "place": "",
        }
        wrong: Sequence[Mapping[str, Any]] = [
            {"method": "password"},
            {"key_digest": None, "key_scopes": None},
            {"person_id": self.person(READER)},
            {"factor_level": 2},
            {"place": "tokyo"},
            {"key_scopes": ["document:read", "access:manage"]},
            {"ended_at": str(self.now)},
        ]
        yield from self._tried(WRITER, table, key, wrong)
        ending = "update access_session set ended_at = now()"
        yield Attempt(WRITER, table, None, self._count(table, "person_id", WRITER), ending)

    def _be(self, who: str) -> None:
        entry = self.walls.sessions[who]
        self.root.execute("set local session_replication_role = replica")
        self.root.execute("set local role kaas_app")
        self.root.execute("select identify(%s, %s)", [entry, prove(entry)])

    def _is_right(self, attempt: Attempt) -> bool:
        try:
            with self.root.transaction(force_rollback=True):
                self._be(attempt.who)
                if attempt.row is None:
                    return bool(self.root.execute(attempt.update).rowcount == attempt.lets_in)
                row = {**attempt.row, "id": str(uuid.uuid4())}
                columns = ", ".join(row)
                self.root.execute(
                    f"insert into {attempt.table} ({columns})"
                    f" select {columns} from jsonb_populate_record(null::{attempt.table}, %s)",
                    [json.dumps(row)],
                )
        except psycopg.Error as error:
            return (error.sqlstate != REFUSED) == bool(attempt.lets_in)
        return bool(attempt.lets_in)

    def wrong(self, table: str) -> list[Attempt]:
        """Attempts at a table that end otherwise than they must."""
        return [attempt for attempt in self.attempts[table] if not self._is_right(attempt)]

    def is_noticed(self, table: str, statement: str) -> bool:
        """Bend a policy, try, and take it back. A policy that breaks is noticed."""
        try:
            with self.root.transaction(force_rollback=True):
                self.root.execute(statement)
                return any(not self._is_right(attempt) for attempt in self.attempts[table])
        except psycopg.Error:
            return True

    def bent(self) -> Iterator[tuple[str, str, str]]:
        """The table, the statement and the name of each mutant."""
        for table, name, clause, text in self.root.execute(POLICIES).fetchall():
            whole = f"{table}.{name} {clause}"
            for bent, what in (
                ("true", "true"),
                ("false", "false"),
                *((m.text, m.what) for m in mutants(text)),
            ):
                yield (
                    table,
                    f"alter policy {name} on {table} {clause} ({bent})",
                    f"{whole}: {' '.join(what.split())}",
                )
        for name, table in ASKED.items():
            ((text,),) = self.root.execute("select pg_get_functiondef(%s::regproc)", [name]).fetchall()
            for mutant in mutants(text, begin=text.lower().index("begin")):
                yield table, mutant.text, f"{name}: {' '.join(mutant.what.split())}"


def test_every_bent_policy_of_writing_is_noticed(server: Server, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), turn("writing") as share:
        database = server.fresh()
        try:
            with furnished(server, database) as walls:
                desk = Desk(walls)
                tables = {row[0] for row in walls.root.execute(POLICIES).fetchall()}
                assert tables == set(desk.attempts), (
                    "each table that the application writes to has its attempts"
                )
                for table in desk.attempts:
                    assert desk.wrong(table) == []
                survivors = []
                for table, statement, what in desk.bent():
                    share.count(mutants=1)
                    if not desk.is_noticed(table, statement):
                        survivors.append(what)
                share.count(survivors=len(survivors))
                unexplained = [
                    one for one in survivors if not any(re.fullmatch(known, one) for known in EQUIVALENT)
                ]
                assert not unexplained, "\n".join(unexplained)
                assert share.figures["mutants"] - len(survivors) >= MIN_KILLED
        finally:
            drop(server, database)
