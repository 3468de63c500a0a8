"""A second factor that was lost is taken away as every change of access is: by two people, neither of them its person."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from governance.access import holdings
from governance.access.changes import ChangeItem, Doing, Kind
from governance.access.factors import factor_state
from governance.access.scopes import SessionEnded, prove, scope
from governance.access.sessions import issue_key, open_session, read_key, sign_in_as_operator
from tests.databases import Server
from tests.verification.changing import approved, opened, proposed, refused
from tests.verification.logins import Raw, attempt, identify, person
from tests.verification.staff import hire

Ids = Mapping[str, uuid.UUID]
FACTOR = """
    with factor as (insert into access_secondfactor (id, person_id, kind, recorded_by)
                    values (gen_random_uuid(), %s, 'totp', 'test') returning id, person_id),
         secret as (insert into access_factorsecret (factor_id, person_id, key, sealed, last_step)
                    select id, person_id, gen_random_uuid(), 'sealed', 1 from factor),
         code as (insert into access_recoverycode (id, factor_id, person_id, digest)
                  select gen_random_uuid(), id, person_id, sha256(id::text::bytea) from factor)
    select id from factor
"""


@pytest.fixture(scope="module")
def staff(server: Server, demo: str) -> Ids:
    return hire(server, demo)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


def given(root: Raw, person_id: uuid.UUID) -> uuid.UUID:
    """Somebody's new factor."""
    row = root.execute(FACTOR, [person_id]).fetchone()
    assert row is not None
    return uuid.UUID(str(row[0]))


def ending(factor: uuid.UUID) -> ChangeItem:
    return ChangeItem(do=Doing.CLOSE, kind=Kind.SECOND_FACTOR, target=factor)


def test_two_administrators_take_it_away_and_see_nothing_of_it(app: str, staff: Ids, root: Raw) -> None:
    factor = given(root, staff["attorney"])
    method, lasts = "password", timedelta(hours=1)
    strong, weak = (
        open_session(staff["attorney"], method=method, place="", lasts=lasts, factor_level=level)
        for level in (2, 1)
    )
    with person("first-admin") as acting:
        (fact,) = [f for f in holdings.facts_of(acting, staff["attorney"]) if f.kind == "second_factor"]
    assert (fact.id, fact.value, fact.is_in_force) == (factor, "totp", True)
    change = proposed(ending(factor))
    with scope(strong) as acting:
        assert factor_state(acting).enrolled_at is not None
    approved(change)
    with pytest.raises(SessionEnded), scope(strong):
        pass
    with scope(weak) as acting:
        assert factor_state(acting).enrolled_at is None
    kept = "select (select count(*) from access_factorsecret), (select count(*) from access_recoverycode)"
    assert root.execute(kept).fetchone() == (0, 0)
    told = root.execute(
        "select detail ->> 'fact' from audit_event where action = 'fact:closed' and detail ->> 'change' = %s",
        [str(change.id)],
    )
    assert told.fetchall() == [("secondfactor",)]
    refused("already_ended", ending(factor))


def test_nobody_takes_their_own_away_so_nor_gives_one(app: str, staff: Ids, root: Raw) -> None:
    refused("self_grant", ending(given(root, staff["first-admin"])))
    refused("unknown_kind", opened(Kind.SECOND_FACTOR, staff["attorney"]))
    refused("unknown_value", opened(Kind.SECOND_FACTOR, staff["attorney"], value="totp"))


def test_injected_sql_of_an_administrator_reads_and_ends_nobodys(
    server: Server, app: str, staff: Ids, root: Raw
) -> None:
    given(root, staff["engineer2"])
    with server.login("app", app) as raw:
        identify(raw, sign_in_as_operator("second-admin"))
        seen = (
            "select (select count(*) from access_factorsecret) + (select count(*) from access_recoverycode)"
        )
        assert raw.execute(seen).fetchone() == (0,)
        assert raw.execute("update access_secondfactor set valid_to = now()").rowcount == 0
        assert raw.execute("delete from access_factorsecret").rowcount == 0
        forged = "insert into access_{} values (gen_random_uuid(), %s, {})"
        for table, rest in (
            ("secondfactor", "'totp', now(), null, 'x', '', null"),
            ("factorsecret", "gen_random_uuid(), 'x'"),
        ):
            assert attempt(raw, forged.format(table, rest), [staff["engineer2"]]) == "42501", table
        own = "insert into access_secondfactor (id, person_id, kind, recorded_by) values (gen_random_uuid(), %s, 'totp', %s)"
        mine = staff["second-admin"]
        assert attempt(raw, own, [mine, str(mine)]) == "42501"  # without a secret that a code was seen of


SECRET = "insert into access_factorsecret (factor_id, person_id, key, sealed, last_step) values (%s, %s, %s, 'x', %s)"
CODE = "insert into access_recoverycode (id, factor_id, person_id, digest) values (gen_random_uuid(), %s, %s, %s)"
ENROLS = (
    "insert into access_secondfactor (id, person_id, kind, recorded_by, change, valid_to)"
    " values (%(factor)s, %(person)s, 'totp', %(by)s, %(change)s, %(until)s)"
)


def seat(person_id: uuid.UUID, level: int) -> uuid.UUID:
    return open_session(person_id, method="password", place="", lasts=timedelta(hours=1), factor_level=level)


def test_what_sql_can_write_of_ones_own(server: Server, app: str, staff: Ids) -> None:
    """As injected into the application's connection, once for each condition of each policy."""
    me, other, factor = staff["exporter"], staff["guard"], uuid.uuid4()
    weak, strong = seat(me, 1), seat(me, 2)
    with person("exporter") as acting:
        key, _ = read_key(issue_key(acting, name="program", scopes=[]))
    asked = {"factor": factor, "person": me, "by": str(me), "change": None, "until": None}
    with server.login("app", app) as raw:
        identify(raw, key)
        assert attempt(raw, SECRET, [factor, me, factor, 1]) == "42501"
        assert attempt(raw, CODE, [factor, me, b"x"]) == "42501"
        identify(raw, weak)
        assert attempt(raw, SECRET, [factor, other, factor, 1]) == "42501"
        assert attempt(raw, CODE, [factor, other, b"x"]) == "42501"
        raw.execute(SECRET, [factor, me, factor, 0])
        assert attempt(raw, ENROLS, asked) == "42501"  # no code of it was seen
        raw.execute("update access_factorsecret set last_step = 7")
        for wrong in (
            {"person": other},
            {"by": "directory"},
            {"change": factor},
            {"until": datetime.now(UTC)},
            {"factor": uuid.uuid4()},
        ):
            assert attempt(raw, ENROLS, asked | wrong) == "42501", wrong
        backdated = ENROLS.replace("valid_to)", "valid_to, valid_from)").replace(
            "(until)s)", "(until)s, '2020-01-01')"
        )
        assert attempt(raw, backdated, asked) == "42501"
        raw.execute(CODE, [factor, me, b"one"])
        raw.execute(ENROLS, asked)
        assert attempt(raw, ENROLS, asked | {"factor": uuid.uuid4()}) == "42501"
        assert attempt(raw, CODE, [factor, me, b"two"]) == "42501"
        assert attempt(raw, SECRET, [uuid.uuid4(), me, factor, 0]) == "42501"
        raw.execute("update access_factorsecret set failures = 60")
        assert attempt(raw, "update access_factorsecret set failures = 59, last_step = 8") == "23514"
        for changed in ("last_step = 6", "used_at = null"):
            table = "factorsecret" if "step" in changed else "recoverycode"
            assert attempt(raw, f"update access_{table} set {changed}") == "23514", changed
        for column in ("sealed = 'y'", "person_id = person_id", "made_at = now()"):
            assert attempt(raw, f"update access_factorsecret set {column}") == "42501", column
        assert attempt(raw, "update access_recoverycode set digest = 'y'") == "42501"
        raw.execute("update access_recoverycode set used_at = now()")
        assert attempt(raw, "update access_recoverycode set used_at = now()") == "23514"
        assert attempt(raw, "delete from access_secondfactor") == "42501"
        clearing = ("delete from access_factorsecret", "delete from access_recoverycode")
        ends = "update access_secondfactor set valid_to = statement_timestamp()"
        assert [raw.execute(one).rowcount for one in (*clearing, ends)] == [0, 0, 0]
        identify(raw, strong)
        assert attempt(raw, CODE, [factor, me, b"two"]) == ""
        assert attempt(raw, "update access_factorsecret set failures = 0") == ""
        assert raw.execute(clearing[1]).rowcount == 1
        assert raw.execute(ends).rowcount == 1
        assert attempt(raw, "select identify(%s, %s)", [strong, prove(strong)]) == "28000"
        raw.rollback()
