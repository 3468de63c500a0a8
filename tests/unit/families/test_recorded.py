"""What documents and dates say of the course of an application, and the whole on real registers."""

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from portfolios.families import (
    Application,
    LegalEvent,
    Publication,
    find_families,
    legal_status,
    read_applications,
    recorded_events,
)
from tests.shared_data import shared_data
from tests.unit.families.records import application, day, event

_OPS = {"e": "http://www.epo.org/exchange", "o": "http://ops.epo.org"}


def _with(one: Application, *documents: tuple[str, str]) -> Application:
    some = (
        Publication(publication_number=f"X{kind}", kind=kind, publication_date=day(on))
        for kind, on in documents
    )
    return replace(one, publications=tuple(some))


def _status(one: Application) -> tuple[str, list[str], bool]:
    found = legal_status(recorded_events(one), office=one.office, as_of=date(2030, 1, 1))[0]
    return found.status, sorted(found.flags), found.is_uncertain


@pytest.mark.parametrize(
    ("office", "kinds", "status", "flags"),
    [
        ("EP", ["A1"], "pending", []),  # an EP A1 is no grant
        ("EP", ["A2", "A3"], "pending", []),
        ("EP", ["A1", "B1"], "in_force", []),
        ("EP", ["A1", "A8", "B1", "B2"], "in_force", ["limited"]),
        ("EP", ["A1", "B1", "B3"], "in_force", ["limited"]),
        ("US", ["A"], "in_force", []),  # a US A was one
        ("US", ["A1", "B2"], "in_force", []),
        ("CN", ["A", "C"], "in_force", []),
        ("JP", ["A"], "pending", []),
        ("JP", ["A", "B2"], "in_force", []),
        ("WO", ["A1"], "pending", []),
    ],
    ids=lambda given: "-".join(given) if isinstance(given, list) else None,
)
def test_documents_tell_the_course(office: str, kinds: list[str], status: str, flags: list[str]) -> None:
    """DOMAIN 2.2 and hard case 8."""
    one = application(f"{office}1", "2000-01-01")
    documents = [(kind, f"{2001 + position}-01-01") for position, kind in enumerate(kinds)]
    assert _status(_with(one, *documents)) == (status, flags, False)


def test_an_event_speaks_before_a_document() -> None:
    one = replace(
        _with(application("JP1", "2000-01-01"), ("B2", "2003-03-01")),
        events=(event("2003-02-01", code="R150"),),
    )
    (found,) = legal_status(recorded_events(one), office="JP", as_of=date(2030, 1, 1))
    assert found.since == date(2003, 2, 1)


def _text(node: etree._Element, path: str) -> str:
    found = node.xpath(path, namespaces=_OPS)
    return str(found[0].text).strip() if found else ""


def test_a_european_patent_of_the_register_falls_state_by_state() -> None:
    """EP 1000000: granted 2003-02-12, kept in BE, GB and NL until 2010 and 2011."""
    path = shared_data("epo-ops-xml") / "legal__fixtures__example_1.xml"
    events = []
    for node in etree.parse(str(path)).xpath("//o:legal", namespaces=_OPS):
        on = _text(node, ".//o:L525EP") or _text(node, "./o:L007EP").replace("-", "")
        code = str(node.get("code")).strip()
        is_of_a_state = code in ("PG25", "PGFP")
        events.append(
            LegalEvent(
                event_date=day(f"{on[:4]}-{on[4:6]}-{on[6:]}"),
                code=code,
                jurisdiction=_text(node, ".//o:L501EP") if is_of_a_state else "EP",
                states=tuple(_text(node, ".//o:L507EP").split()) if code == "AK" else (),
            )
        )
    one = replace(
        _with(application("EP1", "1999-11-08"), ("A1", "2000-05-17"), ("B1", "2003-02-12")),
        events=tuple(events),
    )
    found = {
        each.jurisdiction: each
        for each in legal_status(
            recorded_events(one), office="EP", as_of=date(2026, 1, 1), expires_on=date(2019, 11, 8)
        )
    }
    assert len(found) == 20
    assert not any(each.is_uncertain for each in found.values())
    assert {place for place, each in found.items() if each.status != "lapsed"} == {"EP"}
    assert (found["BE"].since, found["GB"].since, found["NL"].since) == (
        date(2010, 11, 30),
        date(2010, 11, 8),
        date(2011, 6, 1),
    )
    assert found["FR"].notes[0] == "2004-01-02 lapsed told again"
    assert {told.split()[1] for told in found["EP"].unknown} == {"REG"}


def test_a_family_of_the_register_is_the_family_computed() -> None:
    """EP 1000000: five offices, one priority, one family identifier."""
    path = shared_data("epo-ops-xml") / "family__fixtures__family_input.xml"
    records, identifiers = [], set()
    for node in etree.parse(str(path)).xpath("//o:family-member", namespaces=_OPS):
        identifiers.add(node.get("family-id"))
        own = "e:application-reference/e:document-id[@document-id-type='docdb']"
        claimed = "e:priority-claim/e:document-id[@document-id-type='docdb']"
        records.append(
            {
                "application_number": " ".join(
                    _text(node, f"{own}/e:{part}") for part in ("country", "doc-number", "kind")
                ),
                "office": _text(node, f"{own}/e:country"),
                "filing_date": _text(node, f"{own}/e:date"),
                "links": [
                    {
                        "number": f"{_text(node, f'{claimed}/e:country')} {_text(node, f'{claimed}/e:doc-number')} A",
                        "date": _text(node, f"{claimed}/e:date"),
                    }
                ],
            }
        )
    held, _ = read_applications(records)
    families = find_families(held)
    assert len(identifiers) == len(families.docdb_families) == len(families.inpadoc_families) == 1
    assert len(families.docdb_families[0].members) == len(held) >= 4
