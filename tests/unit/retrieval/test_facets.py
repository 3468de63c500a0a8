"""Counting and gathering, by hand."""

import uuid

from kaas.retrieval.blending import Candidate
from kaas.retrieval.facets import Fact, count
from kaas.retrieval.gathering import gathered

A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))


def fact(document: uuid.UUID, **given: object) -> Fact:
    values = {
        "kind": "grant",
        "office": "JP",
        "year": 2020,
        "language": "ja",
        "portfolio": "p",
        "level": 0,
        "application": "",
    }
    return Fact(document=document, **{**values, **given})  # type: ignore[arg-type]


def test_documents_are_counted_once() -> None:
    facets = {one.field: one for one in count([fact(A), fact(A), fact(B, office="US", year=2021)])}
    assert facets["office"].values == (("JP", 1), ("US", 1))
    assert facets["date"].values == (("2021", 1), ("2020", 1))
    assert facets["kind"].values == (("grant", 2),)


def test_what_no_office_published_has_neither_office_nor_year() -> None:
    facets = {one.field: one for one in count([fact(A, office="", year=0)])}
    assert "office" not in facets and "date" not in facets


def test_the_latest_years_come_first_and_the_rest_is_a_number() -> None:
    many = [fact(uuid.UUID(int=year), year=year) for year in range(2000, 2020)]
    (years,) = [one for one in count(many) if one.field == "date"]
    assert len(years.values) == 8 and years.more == 12


def test_one_value_divides_what_has_it_from_what_has_none() -> None:
    facets = {one.field: one for one in count([fact(A), fact(B, office="", year=0)])}
    assert facets["office"].divides(2) and not facets["kind"].divides(2)


def test_publications_of_one_application_are_gathered_under_the_best() -> None:
    passages = [uuid.UUID(int=number) for number in range(10, 14)]
    facts = [fact(A, application="EP 1"), fact(B), fact(C, application="EP 1"), fact(A, application="EP 1")]
    found = gathered([Candidate(one, 1.0) for one in passages], dict(zip(passages, facts, strict=True)))
    assert [(group.documents, len(group.candidates)) for group in found] == [([A, C], 2), ([B], 1)]
