"""What registers say of applications: families and status by the records one may read, as if there were no others."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from governance.access.labels import MarkingUnknown
from governance.access.sessions import sign_in_as_operator
from kaas.retrieval.asking import Asked
from kaas.retrieval.registered import Registered, published_in_family, published_with_status, registered
from kaas.retrieval.search import search
from kaas.retrieval.telling import told
from portfolios.families import find_term, legal_status, read_applications, recorded_events
from portfolios.registers import list_applications, record_applications, remove_application
from tests.databases import DEMO, Server, connected
from tests.verification.logins import attempt, identify, person
from tests.verification.pages import pages_for

KNOWS, DOES_NOT = "engineer2", "engineer"
SECRET = "borealis"  # a marking that the first may read and the second may not
TODAY = date(2026, 11, 22)
RECORDS: list[dict[str, Any]] = json.loads((DEMO / "applications.json").read_text(encoding="utf-8"))
JOINS: dict[str, Any] = {  # claims what two published families rest on, so that with it they are connected
    "application_number": "US 19/995,501",
    "filing_date": "2026-10-01",
    "links": [{"number": "特願2019-991355", "kind": "paris"}, {"number": "特願2017-998452", "kind": "paris"}],
}
LAPSED_SINCE: dict[str, Any] = {  # a record of a published application that knows more than the public one
    "application_number": "US 16/998,440",
    "filing_date": "2020-06-11",
    "links": [{"number": "特願2019-991355", "kind": "paris", "date": "2019-06-20"}],
    "publications": [{"number": "US19087456B2", "date": "2023-10-10"}],
    "events": [{"date": "2026-10-10", "effect": "lapsed"}],
}


@pytest.fixture(scope="module")
def before(server: Server, demo: str) -> dict[str, str]:
    with connected(server, "app", demo):
        return {one: found(one) for one in (KNOWS, DOES_NOT)}


@pytest.fixture
def hidden(server: Server, demo: str, before: Mapping[str, str]) -> Iterator[None]:
    """More is known of two families, under a marking that not everybody may read."""
    assert before
    given = [JOINS, LAPSED_SINCE]
    with connected(server, "worker", demo):
        assert record_applications(given, marking=SECRET)[0] == len(given)
    yield
    with connected(server, "worker", demo):
        for one in given:
            remove_application(one["application_number"], marking=SECRET)


def found(username: str) -> str:
    """Everything that some searches tell, but how long they took."""
    queries = (
        "interface resistance",
        "family:US19087456B2",
        "status:in_force",
        "family:EP4991107B1 電池",
        "-status:pending office:JP",
    )
    with person(username) as acting:
        results = [search(query, scope=acting, asked=Asked(gather=True)) for query in queries]
        return json.dumps([{**told(one), "took_ms": 0} for one in results], default=str, sort_keys=True)


def test_status_and_family_of_what_is_published(server: Server, demo: str) -> None:
    numbers = ["EP4991107A1", "EP4991107B9", "US19041873B2", "JP2025995388A", "EP1000000A1", ""]
    with connected(server, "app", demo), person(DOES_NOT) as acting:
        said = registered(numbers, on=TODAY, scope=acting)
        earlier = registered(["EP4991107A1", "US19041873B2"], on=date(2024, 6, 15), scope=acting)
    opposed = ("opposition_pending", "unitary_effect")
    assert said == {
        "EP4991107A1": Registered("JP-APP 2022-991107", "in_force", opposed, "EP4991107B1"),
        "EP4991107B9": Registered("JP-APP 2022-991107", "in_force", opposed),
        "US19041873B2": Registered("JP-APP 2017-998452", "lapsed"),
        "JP2025995388A": Registered("JP-APP 2022-991107", "pending"),
    }
    assert [one.status for one in earlier.values()] == ["pending", "in_force"]


def test_the_family_of_an_application_and_of_a_publication_is_one(server: Server, demo: str) -> None:
    with connected(server, "app", demo), person(DOES_NOT):
        families = [
            published_in_family([number], on=TODAY)
            for number in ("EP4991107B1", "EP4991107", "JP-APP 2022-991107", "US-APP-18/998317")
        ]
        assert published_in_family(["EP1000000A1", "JP-APP 1999-000001"], on=TODAY) == []
    assert families[0] == [
        *("EP4991107", "EP4991107A1", "EP4991107B1", "EP4991107B9", "JP2023993114A", "JP2025995388A"),
        *("JP9911071B", "JP9911071B2", "US19204511", "US19204511B2", "US20230993317", "US20230993317A1"),
    ]
    assert all(one == families[0] for one in families)


def test_filters_and_facets_by_what_is_recorded(server: Server, demo: str) -> None:
    with connected(server, "app", demo), person(DOES_NOT) as acting:
        for query, numbers in (
            ("status:lapsed", {"US19041873B2"}),
            ("法的状態:取下げ", {"JP2019998811A"}),
            ("status:opposed -kind:application", {"EP4991107B1", "EP4991107B9"}),
            ("ファミリー:特許第9911071号 office:JP", {"JP2023993114A", "JP9911071B2", "JP2025995388A"}),
            ("family:US19041873B2", {"US19041873B2", "JP2019998811A"}),
        ):
            results = search(query, scope=acting)
            assert {hit.document.publication_number for hit in results.hits} == numbers, query
        survey = search("status:granted", scope=acting, asked=Asked(gather=True)).survey
        assert survey and [part.field for part in survey.understood.parts] == ["stage"]
        facets = {facet.field: dict(facet.values) for facet in survey.facets}
        assert facets["status"]["lapsed"] == 1 and facets["family"]["JP-APP 2022-991107"] > 1
        families = [one.registered.status for one in survey.groups if one.registered.family]
        assert len(families) == len({one for one in facets["family"]}) and "lapsed" in families


def test_a_family_is_gathered_and_left_out_of_what_is_like_one_of_it(server: Server, demo: str) -> None:
    with connected(server, "app", demo), person(DOES_NOT) as acting:
        survey = search("family:EP4991107B1", scope=acting, asked=Asked(gather=True)).survey
        assert survey and survey.group_count == 1 and len(survey.groups[0].others) > 5
        like = survey.groups[0].document.id
        for asked in (Asked(like=like), Asked(like=like, claim="1")):
            hits = search("", scope=acting, limit=100, asked=asked).hits
            numbers = {hit.document.publication_number for hit in hits} - {""}
            assert numbers and not numbers & {"EP4991107B1", "EP4991107A1", "JP9911071B2", "US19204511B2"}


def test_to_everybody_else_it_is_as_if_nothing_more_were_known(
    server: Server, demo: str, hidden: None, before: Mapping[str, str]
) -> None:
    with connected(server, "app", demo):
        assert found(DOES_NOT) == before[DOES_NOT]
        assert found(KNOWS) != before[KNOWS]
        told_of = {}
        for username in (KNOWS, DOES_NOT):
            with person(username) as acting:
                told_of[username] = registered(["US19087456B2"], on=TODAY, scope=acting)[
                    "US19087456B2"
                ].status
        assert told_of == {KNOWS: "lapsed", DOES_NOT: "in_force"}


def test_one_rule_says_which_of_several_records_tells_the_status(
    server: Server, demo: str, hidden: None
) -> None:
    """Line, facet and filter agree on each publication, for who knows both records and for who knows one."""
    number = "US19087456B2"
    openly = [one for one in RECORDS if one["application_number"] == LAPSED_SINCE["application_number"]]
    asked = {"status:in_force": False, "-status:in_force": True, "status:lapsed": True}
    with connected(server, "app", demo):
        assert [agreed(who)[number] for who in (KNOWS, DOES_NOT)] == ["lapsed", "in_force"]
        with person(KNOWS) as acting:
            for query, is_found in asked.items():
                hits = search(f"number:{number} {query}", scope=acting).hits
                assert (number in {hit.document.publication_number for hit in hits}) is is_found, query
    with connected(server, "worker", demo):
        record_applications(openly, marking="public")  # now the public record is the last
    with connected(server, "app", demo):
        assert [agreed(who)[number] for who in (KNOWS, DOES_NOT)] == ["in_force", "in_force"]


def agreed(username: str) -> dict[str, str]:
    """Publication -> status, as it is shown; the filter finds under each status those that are shown with it."""
    published = sorted({each["number"] for one in RECORDS for each in one.get("publications", ())})
    with person(username) as acting:
        shown = {number: one.status for number, one in registered(published, on=TODAY, scope=acting).items()}
        for status in {*shown.values()} - {""}:
            of_status = {*published_with_status(status, on=TODAY)}
            assert {*shown} & of_status == {one for one, said in shown.items() if said == status}, status
    return shown


MANY = 8_000
HIDE = """
    insert into register_application (id, label_id, number, office, links, records)
      select gen_random_uuid(), m.label_id, 'US-APP-77/' || n, 'US', '[]', '[]'
        from access_marking m, generate_series(1, %s) n where m.name = %s
"""
HIDE_TOO = (
    """insert into register_name (application, label_id, what, number)
       select id, label_id, 'publication', 'US' || right(number, 6) from register_application
        where number like 'US-APP-77/%'""",
    """insert into register_status (application, label_id, status, flags, since)
       select id, label_id, 'in_force', '{}', '2020-01-01' from register_application where number like 'US-APP-77/%'""",
)
ASKED = "select register_published('in_force', '2026-11-22')"
TABLES = "register_application, register_name, register_status"


def test_what_is_hidden_is_not_looked_at_for_a_status(server: Server, demo: str) -> None:
    few = {who: pages_for(server, demo, who, ASKED, tables=TABLES) for who in (KNOWS, DOES_NOT)}
    with server.superuser(demo) as root:
        root.execute(HIDE, [MANY, SECRET])
        for statement in HIDE_TOO:
            root.execute(statement)
    grown = {who: pages_for(server, demo, who, ASKED, tables=TABLES) - few[who] for who in few}
    with server.superuser(demo) as root:
        for table in ("application", "name", "status"):
            root.execute(
                f"delete from register_{table} where label_id = (select label_id from access_marking where name = %s)",
                [SECRET],
            )
    assert grown[KNOWS] > MANY  # who may know of them reads each
    assert grown[DOES_NOT] * 200 < grown[KNOWS]  # an index of more rows is a step or two deeper


def test_the_application_changes_nothing_and_reads_what_it_may(
    server: Server, demo: str, hidden: None
) -> None:
    counts = []
    with connected(server, "app", demo):
        for username in (KNOWS, DOES_NOT):
            with server.login("app", demo) as raw:
                identify(raw, sign_in_as_operator(username))
                row = raw.execute("select count(*) from register_application").fetchone()
                counts.append(row[0] if row else None)
                for table in ("register_application", "register_name", "register_status"):
                    assert attempt(raw, f"delete from {table}") == "42501"
                    assert attempt(raw, f"update {table} set label_id = 0") == "42501"
    assert counts == [len(RECORDS) + 2, len(RECORDS)]


def test_what_is_kept_is_the_fold_of_every_day(server: Server, demo: str) -> None:
    applications, _ = read_applications(RECORDS)
    with server.superuser(demo) as root:
        rows = root.execute(
            "select a.number, s.since, s.status from register_status s join register_application a on a.id = s.application"
        ).fetchall()
    assert len(rows) > len(applications)
    for one in applications:
        ends = find_term(one, applications).expires_on
        for number, since, status in rows:
            if number == one.application_number:
                folded, *_ = legal_status(
                    recorded_events(one), office=one.office, as_of=since, states=one.states, expires_on=ends
                )
                assert (number, folded.status) == (number, status)


def test_records_come_and_go_with_their_events(server: Server, demo: str) -> None:
    number, one = "US 19/995,777", {"application_number": "US 19/995,777", "filing_date": "2026-01-05"}
    with connected(server, "worker", demo):
        assert record_applications([one], marking="internal") == (1, [])
        listed = {row.number: (row.marking, row.status) for row in list_applications(on=TODAY)}
        assert listed["US-APP-19/995777"] == ("internal", "pending")
        assert remove_application(number, marking="internal")
        assert not remove_application(number, marking="internal")
        assert len(list_applications(on=TODAY)) == len(RECORDS)
        with pytest.raises(MarkingUnknown):
            record_applications([one], marking="no such marking")
    with server.superuser(demo) as root:
        rows = root.execute(
            "select action, count(*) from audit_event where action like 'register:%' group by action"
        )
        assert dict(rows.fetchall()).keys() == {"register:listed", "register:recorded", "register:removed"}


def test_a_file_is_recorded_whole_or_not_at_all(server: Server, demo: str, tmp_path: Path) -> None:
    path = tmp_path / "applications.json"
    one = {"application_number": "US 19/995,778", "filing_date": "2026-01-05"}
    path.write_text(json.dumps([one, {**one, "application_number": "x\0"}]), encoding="utf-8")
    done = server.kaas("register", "record", str(path), "--marking", "internal", database=demo)
    assert done.returncode == 2
    assert "application 2" in done.stderr and "nothing was recorded" in done.stderr
    with server.superuser(demo) as root:
        held = root.execute(
            "select count(*) from register_application where number like 'US-APP-19/99577%'"
        ).fetchone()
    assert held == (0,)
