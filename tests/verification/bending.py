"""What notices a bent decision: the oracle, asked about many people at many moments, and sessions that come and go.

Each mutant is put in place in a transaction of its own that is rolled back, in a database of its own.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from governance.access.scopes import prove
from tests.oracle import CONJUNCTS, Label, Reader, Session, World
from tests.verification.logins import Raw
from tests.verification.mutants import Mutant, mutants
from tests.verification.worlds import DAY, FACTS, HOUR, PLACES, Maker, read_world

DECIDING = ["readable_among", "emergencies_of", "role_permits", "permissions_by_role"]
BOUNDING = ["next_bound", "bounds_of"]
IDENTIFYING = [
    "permitted_labels",
    "has_permission",
    "held_permissions",
    "live_person",
    "identified_session",
    "identified_person",
    "identify",
]
HOLDING = ["decision_basis", "hold_decision", "held_decision", "note_change"]
# Moments at which facts begin and end, and some between.
MOMENTS = [k * DAY for k in (-9, -5, -3, -1, 0, 1, 9)] + [k * HOUR for k in (-5, -4, -2, -1, 1, 2, 3, 4)]
FORGIVABLE = [name for name in CONJUNCTS if name != "session"]
SCOPES = [None, None, None, [], ["document:read"], ["question:ask"]]
NOT_PROVED = "28000"


Standings = dict[str, tuple[int, int | None]]
ALWAYS: tuple[int, int | None] = (-9, None)
WHOLE: Standings = {"active": ALWAYS, "acknowledged": ALWAYS, "trained": ALWAYS}
UNTIL_IT_EXPIRES, FOR_TWO_HOURS, NO_EMERGENCY = 3, 1, None  # hours from now; it is opened an hour before
# Standings with the days on which they begin and end, a role, and when there is an emergency in every compartment.
SPECIAL: list[tuple[Standings, str, int | None]] = [
    (WHOLE, "engineer", NO_EMERGENCY),
    (WHOLE | {"active": (-9, -1)}, "engineer", NO_EMERGENCY),
    (WHOLE | {"active": (1, None)}, "engineer", NO_EMERGENCY),
    (WHOLE | {"active": (-9, 9)}, "counsel", NO_EMERGENCY),
    ({"trained": ALWAYS, "acknowledged": ALWAYS}, "engineer", NO_EMERGENCY),
    (WHOLE, "", UNTIL_IT_EXPIRES),
    (WHOLE, "", FOR_TWO_HOURS),
    (WHOLE, "auditor", UNTIL_IT_EXPIRES),
    (WHOLE, "", NO_EMERGENCY),
    (WHOLE, "auditor", NO_EMERGENCY),
]
# Days on which a status begins and ends by which alone somebody reads what is under export control.
STATUSES = [(-9, 9), (-9, -1), (1, None)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of one call of readable_among(), with what the oracle says to it."""

    who: uuid.UUID
    scopes: list[str] | None
    factor: int
    place: str
    at: datetime
    forgiven: list[str]
    among: list[int] | None
    expected: frozenset[int]


class Judge:
    """One world in one database, and what is right in it."""

    def __init__(self, root: Raw, seed: int, *, questions: int) -> None:
        self.root = root
        self.maker = Maker(root, seed, people=30, labels=70)
        found = root.execute("select min(valid_from) + interval '9 days' from access_clearance").fetchone()
        assert found is not None
        self.now: datetime = found[0]
        self.dice = random.Random(seed)  # noqa: S311  # made again from its seed
        self.special = [self._special(*one) for one in SPECIAL]
        self._export()
        self.world = read_world(root)
        facts = [getattr(self.world, which) for _, _, which in FACTS]
        self.ends: dict[uuid.UUID, list[datetime]] = {}
        for fact in (fact for some in facts for fact in some):
            self.ends.setdefault(fact.person, []).extend(at for at in (fact.valid_from, fact.valid_to) if at)
        for one in self.world.emergencies:
            term = one.opened_at, one.expires_at, one.ended_at
            self.ends.setdefault(one.person, []).extend(at for at in term if at)
        self.asked = [self._question(self.world.labels) for _ in range(questions)]
        for _ in range(questions // 10):
            self.asked.append(self._question(self.dice.sample(self.world.labels, 9)))

    def _special(self, kinds: Standings, role: str, emergency: int | None) -> uuid.UUID:
        """Somebody whose standing or emergency is one that chance makes too rarely."""
        person, now = self.maker._people(1, begin=100 + len(self.maker.people))[0], self.now
        self.maker.people.append(person)
        for kind, (begins, ends) in kinds.items():
            term = now + begins * DAY, None if ends is None else now + ends * DAY
            self._fact("standing", "kind", person, kind, *term)
        if role:
            self._fact("grant", "role", person, role, now - DAY, None)
            self._fact("clearance", "level", person, 3, now - DAY, None)
        if emergency is not None:
            self._fact("grant", "role", person, "security", now - DAY, None)
            ended = None if emergency == UNTIL_IT_EXPIRES else now + emergency * HOUR
            self.root.execute(
                "insert into access_emergency (id, person_id, compartment_id, reason, opened_at, expires_at, ended_at)"
                " select gen_random_uuid(), %s, id, 'a leak', %s, %s, %s from access_compartment",
                [person, now - HOUR, now + UNTIL_IT_EXPIRES * HOUR, ended],
            )
        return person

    def _export(self) -> None:
        """Labels that ask for nothing but a licence, licences for a status only, and people who have it for a time."""
        for tag in self.maker.names["export_tags"]:
            self.root.execute(
                "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
                " values (%s, 0, '{}', '{}', '{}', array[%s::uuid])",
                [tag.bytes, tag],
            )
            self.root.execute(
                "insert into access_exportlicence (id, tag_id, person_status, place, valid_from, recorded_by)"
                " values (gen_random_uuid(), %s, 'cleared', '', %s, 'test')",
                [tag, self.now - 9 * DAY],
            )
        for begins, ends in STATUSES:
            person = self._special(WHOLE, "engineer", NO_EMERGENCY)
            until = None if ends is None else self.now + ends * DAY
            self._fact("exportstatus", "status", person, "cleared", self.now + begins * DAY, until)

    def _fact(self, table: str, column: str, *values: Any) -> None:
        self.root.execute(
            f"insert into access_{table} (id, person_id, {column}, valid_from, valid_to, recorded_by)"
            " values (gen_random_uuid(), %s, %s, %s, %s, 'test')",
            values,
        )

    def _question(self, labels: list[Label]) -> Asked:
        dice = self.dice
        who = dice.choice(self.maker.people)
        at = dice.choice([self.now, self.now + dice.choice(MOMENTS), dice.choice(self.ends[who])])
        scopes, factor, place = (
            dice.choice(SCOPES),
            dice.choice([1, 2]),
            dice.choice(["", "nowhere", *PLACES]),
        )
        forgiven = dice.sample(FORGIVABLE, dice.choice([0, 0, 0, 1, 3, 10]))
        among = None if labels is self.world.labels else [label.id for label in labels]
        held = None if scopes is None else frozenset(scopes)
        session = Session(who, expires_at=at + DAY, key_scopes=held, factor_level=factor, place=place)
        reader = Reader.of(self.world, session, at)
        expected = frozenset(
            label.id
            for label in labels
            if all(holds or name in forgiven for name, holds in reader.verdicts(label))
        )
        return Asked(who, scopes, factor, place, at, forgiven, among, expected)

    def decides_otherwise(self, among: list[Asked]) -> bool:
        """Whether readable_among() says something else than the oracle, to any of these."""
        for asked in among:
            row = self.root.execute(
                "select readable_among(%s, %s, %s, %s, %s, %s, %s)",
                [asked.who, asked.scopes, asked.factor, asked.place, asked.at, asked.forgiven, asked.among],
            ).fetchone()
            assert row is not None
            if set(row[0]) != asked.expected:
                return True
        return False

    def bounds_otherwise(self) -> bool:
        """Whether next_bound() says something else than the facts do, of anybody, at any moment."""
        licences = [at for one in self.world.licences for at in (one.valid_from, one.valid_to) if at]
        for person in self.maker.people:
            bounds = [*self.ends.get(person, []), *licences]
            for at in {self.now, *(self.now + moment for moment in MOMENTS), *bounds}:
                row = self.root.execute("select next_bound(%s, %s)", [person, at]).fetchone()
                assert row is not None
                if row[0] != min((bound for bound in bounds if bound > at), default=None):
                    return True
        return False

    def permits_otherwise(self) -> bool:
        """Whether role_permits() says something else than the oracle of anybody, at any moment."""
        wanted = ["document:read", "trail:read", "access:manage"]
        for person in self.maker.people:
            for moment in MOMENTS:
                at = self.now + moment
                held = Reader.of(self.world, Session(person, at + DAY), at).permissions
                row = self.root.execute(
                    "select array(select w from unnest(%s::text[]) w where role_permits(%s, w, %s))",
                    [wanted, person, at],
                ).fetchone()
                assert row is not None
                if set(row[0]) != held & set(wanted):
                    return True
        return False


def functions(root: Raw, names: list[str]) -> Iterator[tuple[str, Mutant]]:
    """Every mutant of these functions."""
    for name in names:
        row = root.execute("select pg_get_functiondef(%s::regproc)", [name]).fetchone()
        assert row is not None
        text = row[0]
        begin = text.index("AS $function$") + len("AS $function$")
        body = text.find("\nbegin\n", begin)
        for mutant in mutants(text, begin=max(begin, body)):
            yield name, mutant


def is_noticed(root: Raw, mutant: str, notice: Any) -> bool:
    """Put a mutant in place, look whether `notice()` sees it, and take it back. One that breaks is noticed."""
    try:
        with root.transaction(force_rollback=True):
            root.execute(mutant)
            return bool(notice())
    except psycopg.Error:
        return True


def state_of(root: Raw, statement: str, parameters: list[Any]) -> str:
    """The SQLSTATE of a statement as the application, "" when it is let through."""
    try:
        with root.transaction():
            root.execute("set local role kaas_app")
            root.execute(statement, parameters)
            root.execute("reset role")
    except psycopg.Error as error:
        return error.sqlstate or "?"
    return ""


def session(root: Raw, person: uuid.UUID, **columns: Any) -> uuid.UUID:
    """A session's row, written past the door."""
    made = uuid.uuid4()
    given = {
        "factor_level": 1,
        "place": "",
        "key_digest": None,
        "key_scopes": None,
        "expires_at": "2100-01-01",
    }
    values = {**given, "ended_at": None, **columns}
    root.execute(
        "insert into access_session (id, person_id, method, factor_level, place, purpose, key_name, key_digest, key_scopes,"
        " expires_at, ended_at) values (%s, %s, 'test', %s, %s, '', '', %s, %s, %s, %s)",
        [made, person, *values.values()],
    )
    return made


IDENTIFY = "select identify(%s, %s)"
EVERYTHING = """
    select permitted_labels(),
           array(select distinct r.permission from access_rolepermission r where has_permission(r.permission)),
           identified_person(), identified_session(), statement_timestamp()
"""


CLOSE = """
    update access_standing set valid_to = statement_timestamp()
     where person_id = %s and kind = 'active' and (valid_to is null or valid_to > now())
"""
BEGIN_LATER = (
    "insert into access_standing (id, person_id, kind, valid_from, recorded_by)"
    " values (gen_random_uuid(), %s, 'active', now() + interval '1 day', 'test')"
)


class Doorman:
    """Sessions of every kind, and what each of them must be let do; all of it within the mutant's own transaction."""

    def __init__(self, root: Raw, world: World, people: list[uuid.UUID]) -> None:
        self.root, self.world, self.people = root, world, people

    def lets_otherwise(self) -> bool:
        """Whether anybody is identified who must not be, or told something else than the oracle says."""
        return (
            self._without_proof()
            or self.holds_otherwise()
            or any(self._of(person, kind) for kind in KINDS for person in self.people)
            or self._later()
        )

    def _without_proof(self) -> bool:
        """Nobody, somebody else's proof, and an identity written by hand."""
        mine, other = (session(self.root, self.people[0]) for _ in range(2))
        forged = f"{mine}/{'0' * 64}"
        return (
            state_of(self.root, "select identified_session()", []) != NOT_PROVED
            or state_of(self.root, IDENTIFY, [mine, prove(other)]) != NOT_PROVED
            or state_of(self.root, IDENTIFY, [uuid.uuid4(), prove(mine)]) != NOT_PROVED
            or state_of(
                self.root, "select set_config('kaas.identity', %s, true), identified_session()", [forged]
            )
            != NOT_PROVED
        )

    def _of(self, person: uuid.UUID, columns: dict[str, Any]) -> bool:
        entry = session(self.root, person, **columns)
        scopes = columns.get("key_scopes")
        row = self.root.execute(
            "select expires_at, ended_at, clock_timestamp() from access_session where id = %s", [entry]
        )
        expires_at, ended_at, at = row.fetchone() or (None, None, None)
        held = Session(
            person,
            expires_at,
            ended_at,
            None if scopes is None else frozenset(scopes),
            columns.get("factor_level", 1),
            columns.get("place", ""),
        )
        reader = Reader.of(self.world, held, at)
        is_live = reader.has_session and "active" in reader.standing
        expected = "" if is_live else NOT_PROVED
        if state_of(self.root, IDENTIFY, [entry, prove(entry)]) != expected:
            return True
        if not is_live:
            return False
        permitted, permissions, who, which, at = self._told(entry)
        known = {p for held in self.world.matrix.values() for p in held}
        return (
            who != person
            or which != entry
            or permitted is None
            or set(permitted) != self.world.permitted(held, at)
            or set(permissions) != self.world.permissions(held, at) & known
        )

    def _told(self, entry: uuid.UUID) -> Any:
        with self.root.transaction():
            self.root.execute("set local role kaas_app")
            self.root.execute(IDENTIFY, [entry, prove(entry)])
            row = self.root.execute(EVERYTHING).fetchone()
            self.root.execute("select set_config('kaas.identity', '', true)")
            self.root.execute("reset role")
        return row

    def _later(self) -> bool:
        """An identity that was right when it was given, and is not any more: the session ended, expired, or was closed."""
        reader = max(self.people, key=self._wealth)
        ended, expired, closed = (session(self.root, reader) for _ in range(3))
        for entry in (ended, expired, closed):
            self.root.execute(IDENTIFY, [entry, prove(entry)])
            if entry == ended:
                self.root.execute("update access_session set ended_at = now() where id = %s", [entry])
            elif entry == expired:
                self._let_expire(entry)
            else:
                self.root.execute(CLOSE, [reader])
                self.root.execute(BEGIN_LATER, [reader])
            row = self.root.execute(EVERYTHING).fetchone()
            assert row is not None
            if row[0] or row[1]:
                return True
        self.root.execute("select set_config('kaas.identity', '', true)")
        return False

    def holds_otherwise(self) -> bool:
        """Whether a decision that is held is used for anything but what it was made for, or longer than it holds, or not."""
        reader = max(self.people, key=self._wealth)
        mine, other = session(self.root, reader), session(self.root, reader, place="elsewhere")
        self.root.execute(IDENTIFY, [mine, prove(mine)])
        for since, until, named, is_used in HELD:
            held = self.root.execute(HOLD, [since, until, other if named == "other" else mine]).fetchone()
            if named == "changed":
                self.root.execute("update access_wall set reason = '' where false")
                held = self.root.execute("select permitted_labels() = '{-7}'").fetchone()
            if held is None or held[-1] is not is_used:
                return True
        self.root.execute("select set_config('kaas.identity', '', true)")
        return self._stamps_otherwise()

    def _stamps_otherwise(self) -> bool:
        """Whether a change leaves anything but one new stamp, whether there were none before, one or two."""
        self.root.execute("delete from access_revision")
        for expected in ((1, 1), (1, 1), (2, 1)):
            before = self._stamps()
            self.root.execute("update access_wall set reason = '' where false")
            after = self._stamps()
            if (len(after), len(after - before)) != expected:
                return True
            if len(after) == 1 and before:
                self.root.execute("insert into access_revision (stamp) values (gen_random_uuid())")
        return False

    def _stamps(self) -> set[Any]:
        return {stamp for (stamp,) in self.root.execute("select stamp from access_revision").fetchall()}

    def _let_expire(self, entry: uuid.UUID) -> None:
        """Past the trigger that keeps sessions as they are: no test waits for a clock."""
        self.root.execute("set local session_replication_role = replica")
        self.root.execute("update access_session set expires_at = now() where id = %s", [entry])
        self.root.execute("set local session_replication_role = origin")

    def _wealth(self, person: uuid.UUID) -> int:
        row = self.root.execute("select now()").fetchone()
        assert row is not None
        return len(self.world.permitted(Session(person, row[0] + DAY), row[0]))


HOLD = """
    select hold_decision(decision_basis(s), statement_timestamp() + make_interval(secs => %s),
                         statement_timestamp() + make_interval(secs => %s), '{-7}'),
           permitted_labels() = '{-7}' from access_session s where s.id = %s
"""
# From when and until when, in seconds from now, for which session, and whether it is to be used.
HELD = [
    (-9, 9, "mine", True),
    (0, 9, "mine", True),
    (-9, 0, "mine", False),
    (-9, None, "mine", True),
    (9, 99, "mine", False),
    (-99, -9, "mine", False),
    (-9, 9, "other", False),
    (-9, 9, "changed", False),
]
KINDS: list[dict[str, Any]] = [
    {},
    {"factor_level": 2, "place": "tokyo"},
    {"key_scopes": ["document:read"], "key_digest": b"x"},
    {"key_scopes": ["question:ask"], "key_digest": b"x"},
    {"ended_at": "2020-01-01"},
    {"expires_at": "2020-01-01"},
]
