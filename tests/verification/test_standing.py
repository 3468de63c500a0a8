"""Where a document stands: what is told of its family is told of what the reader may read, as if there were nothing else."""

import json
import uuid
from datetime import date

import pytest

from kaas.portal.standing_words import standing_shown
from kaas.retrieval.search import search
from kaas.retrieval.standing import Standing, standings
from kaas.retrieval.telling import told
from kaas.retrieval.viewing import view_document
from portfolios.catalogue import list_documents
from portfolios.registers import record_applications
from portfolios.relabelling import relabel
from tests.databases import Server, connected
from tests.verification.logins import person
from tests.verification.pages import pages_for

KNOWS, DOES_NOT, SECRET = "counsel", "engineer", "borealis"
MEMBERS = [
    *("EP4991107A1", "EP4991107B1", "EP4991107B9", "JP2023993114A", "JP2025995388A"),
    *("JP9911071B2", "US19204511B2", "US20230993317A1"),
]


def standing(username: str, number: str) -> Standing:
    with person(username) as acting:
        held = [one for one in list_documents(scope=acting) if one.publication_number == number]
        return standings(held, scope=acting)[held[0].id]


def everything(username: str) -> str:
    """What a reader is told of every document one may read, and under a number."""
    with person(username) as acting:
        held = list_documents(scope=acting)
        found = standings(held, scope=acting)
        shown = [(one.publication_number, repr(standing_shown(found.get(one.id)))) for one in held]
        survey = search("EP4991107", scope=acting)
        return json.dumps([shown, {**told(survey), "took_ms": 0}, repr(survey.survey)], default=str)


def numbers(one: Standing) -> list[str]:
    return [member.publication_number for member in one.members]


@pytest.mark.parametrize("number", MEMBERS)
def test_the_members_of_a_family_reach_each_other(server: Server, demo: str, number: str) -> None:
    with connected(server, "app", demo):
        assert numbers(standing(DOES_NOT, number)) == [one for one in MEMBERS if one != number]


def test_a_right_has_a_last_day_and_a_pending_application_none(server: Server, demo: str) -> None:
    with connected(server, "app", demo):
        ends = {one: standing(DOES_NOT, one) for one in ("EP4991107B9", "JP9911071B2", "JP2025995388A")}
    assert ends["EP4991107B9"].expires_on == date(2043, 3, 13)
    assert ends["JP9911071B2"].expires_on == date(2042, 3, 14)
    assert ends["JP2025995388A"].expires_on is None


def test_what_has_no_number_stands_nowhere(server: Server, demo: str) -> None:
    with connected(server, "app", demo), person(DOES_NOT) as acting:
        held = [one for one in list_documents(scope=acting) if not one.publication_number]
        assert held and standings(held, scope=acting) == {}
        assert standings([], scope=acting) == {}


def test_what_is_named_beside_a_document_or_a_search_is_on_its_event(server: Server, demo: str) -> None:
    with connected(server, "app", demo), person(DOES_NOT) as acting:
        held = {one.publication_number: str(one.id) for one in list_documents(scope=acting)}
        view_document(uuid.UUID(held["JP9911071B2"]), scope=acting)
        search("EP4991107", scope=acting)
        search("zero drift", scope=acting)
    with server.superuser(demo) as root:
        rows = root.execute(
            "select action, detail from audit_event where action in ('document:viewed', 'passage:searched')"
            " order by occurred_at desc limit 3"
        ).fetchall()
    plain, searched, viewed = [detail for _action, detail in rows]
    named = {held[one] for one in MEMBERS if one.startswith("EP4991107")}
    assert viewed["members"] == [held[one] for one in MEMBERS if one != "JP9911071B2"]
    assert (
        set(searched["named"]) == named and set(searched["members"]) >= {held[one] for one in MEMBERS} - named
    )
    assert not {"named", "members"} & plain.keys()


MANY = 8_000
HIDE = (
    """insert into portfolios_document (id, portfolio_id, label_id, original_id, path, member, digest, title, kind, format,
                                       language, publication_number, analyzer, warnings)
       select gen_random_uuid(), d.portfolio_id, m.label_id, d.original_id, d.path, 'hidden ' || n, d.digest, d.title, d.kind,
              d.format, d.language, d.publication_number, d.analyzer, d.warnings
         from generate_series(1, %(many)s) n, access_marking m, portfolios_document d
        where m.name = %(marking)s and d.id = %(like)s""",
    """insert into portfolios_publication (document_id, label_id, office, publication_number, kind_code, application_number,
                                          applicants, inventors, classifications)
       select h.id, h.label_id, p.office, p.publication_number, p.kind_code, p.application_number,
              p.applicants, p.inventors, p.classifications
         from portfolios_document h, portfolios_publication p where h.member like 'hidden %%' and p.document_id = %(like)s""",
)
FORGET = (
    """delete from portfolios_publication u using portfolios_document d
        where d.id = u.document_id and d.member like 'hidden %'""",
    "delete from portfolios_document where member like 'hidden %'",
)
ASKED = "select find_siblings(array[%s]::uuid[])"
TABLES = "portfolios_document, portfolios_publication"


def test_hidden_publications_of_an_application_are_not_looked_at(server: Server, demo: str) -> None:
    with connected(server, "app", demo), person(DOES_NOT) as acting:
        held = {one.publication_number: one.id for one in list_documents(scope=acting)}
    like = held["US19204511B2"]
    few = {who: pages_for(server, demo, who, ASKED, [like], tables=TABLES) for who in (KNOWS, DOES_NOT)}
    with server.superuser(demo) as root:
        for statement in HIDE:
            root.execute(statement, {"many": MANY, "marking": SECRET, "like": like})
    grown = {who: pages_for(server, demo, who, ASKED, [like], tables=TABLES) - few[who] for who in few}
    with server.superuser(demo) as root:
        for statement in FORGET:
            root.execute(statement)
    assert grown[KNOWS] > MANY / 100  # who may know of them reads each
    assert grown[DOES_NOT] < 20  # an index of more rows is a step or two deeper, for each label


def test_a_hidden_member_is_told_like_one_that_is_not_there(server: Server, demo: str) -> None:
    """The last of this module: a document goes under a marking, then out of the tables."""
    with connected(server, "app", demo), person(DOES_NOT) as acting:
        gone = {one.publication_number: one.id for one in list_documents(scope=acting)}
    with connected(server, "worker", demo):
        for number in ("JP2025995388A", "EP4991107B9"):
            relabel(gone[number], marking=SECRET)
        continued = {"application_number": "US 19/995,888", "filing_date": "2026-10-01"}
        continues = [{"number": "US 18/998,317", "kind": "continuation", "date": "2023-03-09"}]
        record_applications([{**continued, "links": continues}], marking=SECRET)
    with connected(server, "app", demo):
        told_before = everything(DOES_NOT)
        assert set(MEMBERS) - set(numbers(standing(DOES_NOT, "JP9911071B2"))) == {
            *("JP9911071B2", "JP2025995388A", "EP4991107B9")
        }
        assert "JP2025995388A" in numbers(standing(KNOWS, "JP9911071B2"))
    with server.superuser(demo) as root:
        root.execute("set session_replication_role = replica")
        for table, key in (("publication", "document_id"), ("passage", "document_id"), ("document", "id")):
            root.execute(
                f"delete from portfolios_{table} where {key} = any (%s)",
                [[gone["JP2025995388A"], gone["EP4991107B9"]]],
            )
        for table in ("application", "name", "status"):
            root.execute(
                f"delete from register_{table} where label_id = (select label_id from access_marking where name = %s)",
                [SECRET],
            )
    with connected(server, "app", demo):
        assert everything(DOES_NOT) == told_before
