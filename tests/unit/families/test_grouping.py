"""Simple and extended families. Expected values: EPO, "DOCDB simple patent family" and "INPADOC extended patent
family"; DOMAIN 2.1 and hard cases 7 and 8."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.families import Application, LinkKind, draw, find_families
from tests.unit.families.records import application, day, link


def _simple(*applications: Application) -> list[tuple[str, ...]]:
    return [family.members for family in find_families(applications).docdb_families]


def _extended(*applications: Application) -> list[tuple[str, ...]]:
    return [family.members for family in find_families(applications).inpadoc_families]


def test_the_worked_example_of_the_epo() -> None:
    """Five documents over three priorities: one extended family, four simple ones."""
    documents = (
        application("D1", "2001-01-01", link("P1")),
        application("D2", "2001-01-01", link("P1"), link("P2")),
        application("D3", "2001-01-01", link("P1"), link("P2")),
        application("D4", "2001-01-01", link("P2"), link("P3")),
        application("D5", "2001-01-01", link("P3")),
    )
    assert _extended(*documents) == [("D1", "D2", "D3", "D4", "D5")]
    assert _simple(*documents) == [("D1",), ("D2", "D3"), ("D4",), ("D5",)]
    family = find_families(documents).inpadoc_family("D1")
    assert family.missing == ("P1", "P2", "P3")
    assert {one.through: one.members for one in family.connections} == {
        "P1": ("D1", "D2", "D3"),
        "P2": ("D2", "D3", "D4"),
        "P3": ("D4", "D5"),
    }


def test_a_first_filing_is_in_the_family_of_those_that_claim_it() -> None:
    assert _simple(application("JP1", "2019-06-01"), application("US1", "2020-05-01", link("JP1"))) == [
        ("JP1", "US1")
    ]


@pytest.mark.parametrize("kind", ["continuation", "divisional", "pct_entry", "reissue", "conversion"])
def test_a_child_sits_with_its_parent_whatever_it_claims(kind: str) -> None:
    parent = application("US1", "2020-05-01", link("JP1"))
    child = application("US2", "2022-05-01", link("US1", kind), link("JP1"), link("US0", "provisional"))
    grandchild = application("US3", "2023-05-01", link("US2", kind))
    assert _simple(parent, child, grandchild) == [("US1", "US2", "US3")]


def test_a_continuation_in_part_is_a_first_filing_of_its_own() -> None:
    parent = application("US1", "2018-05-01")
    cip = application("US2", "2019-05-01", link("US1", "cip"))
    of_both = application("EP1", "2020-04-01", link("US1"), link("US2"))
    of_the_first = application("EP2", "2019-04-01", link("US1"))
    continued = application("US3", "2020-05-01", link("US2", "continuation"))
    every = (parent, cip, of_both, of_the_first, continued)
    assert _simple(*every) == [("EP1", "US2", "US3"), ("EP2", "US1")]
    assert _extended(*every) == [("EP1", "EP2", "US1", "US2", "US3")]


def test_children_of_a_parent_that_is_not_recorded_stay_together_and_it_is_named() -> None:
    one = application("US2", "2020-01-01", link("US1", "continuation"), link("JP1"))
    other = application("US3", "2021-01-01", link("US1", "divisional"), link("JP1"), link("JP9"))
    foreign = application("EP1", "2019-12-01", link("JP1"))
    families = find_families([other, foreign, one])
    assert families.docdb_family("US3").members == ("EP1", "US2", "US3")
    assert "US1" in families.docdb_family("US3").missing


def test_an_inactive_priority_counts_for_the_extended_family_only() -> None:
    one = application("EP1", "2020-01-01", link("JP1"), link("JP2", is_active=False))
    other = application("US1", "2020-01-01", link("JP1"))
    third = application("CN1", "2020-01-01", link("JP2"))
    assert _simple(one, other, third) == [("CN1",), ("EP1", "US1")]
    assert _extended(one, other, third) == [("CN1", "EP1", "US1")]


def test_a_circle_of_parents_ends() -> None:
    circle = (
        application("US1", "2020-01-01", link("US2", "continuation")),
        application("US2", "2020-01-01", link("US1", "continuation")),
        application("US3", "2021-01-01", link("US1", "continuation")),
    )
    assert _simple(*circle) == [("US1", "US2", "US3")]


def test_a_thousand_generations_are_one_family_and_every_one_is_passed_once() -> None:
    chain = [
        application(
            f"US{number}", "2020-01-01", *([link(f"US{number - 1}", "continuation")] if number else [])
        )
        for number in range(1_000)
    ]
    circle = [
        application(f"JP{number}", "", link(f"JP{(number + 1) % 1_000}", "divisional"))
        for number in range(1_000)
    ]
    found = _simple(*chain, *circle)
    assert sorted(map(len, found)) == [1_000, 1_000]


def test_who_is_not_recorded_has_no_family() -> None:
    with pytest.raises(LookupError, match="XX is not recorded"):
        find_families([]).docdb_family("XX")


def test_a_family_is_ready_to_draw() -> None:
    held = (
        application("JP1", "2019-06-01"),
        application("US1", "2020-05-01", link("JP1"), link("JP0", on="2019-05-01")),
    )
    drawing = draw(held, find_families(held))
    assert [(node.number, node.is_recorded, node.filing_date) for node in drawing.nodes] == [
        ("JP0", False, day("2019-05-01")),
        ("JP1", True, day("2019-06-01")),
        ("US1", True, day("2020-05-01")),
    ]
    assert [(edge.later, edge.earlier) for edge in drawing.edges] == [("US1", "JP0"), ("US1", "JP1")]
    assert [(one.day.isoformat(), one.number, one.what) for one in drawing.timeline] == [
        ("2019-06-01", "JP1", "filed"),
        ("2020-05-01", "US1", "filed"),
    ]


_NUMBERS = [f"US{n}" for n in range(8)]
_LINKS = st.builds(
    link,
    st.sampled_from(_NUMBERS),
    st.sampled_from([kind.value for kind in LinkKind]),
    is_active=st.booleans(),
)
_APPLICATIONS = st.lists(
    st.builds(
        lambda number, filed, links: application(number, filed, *links),
        st.sampled_from(_NUMBERS),
        st.sampled_from(["2018-01-01", "2019-01-01", "2020-01-01", ""]),
        st.lists(_LINKS, max_size=3),
    ),
    unique_by=lambda one: one.application_number,
    max_size=8,
)


@settings(deadline=None)
@given(_APPLICATIONS, st.randoms(use_true_random=False))
def test_families_are_an_equivalence_and_do_not_depend_on_the_order(
    held: list[Application], chance: random.Random
) -> None:
    families = find_families(held)
    shuffled = list(held)
    chance.shuffle(shuffled)
    assert find_families(shuffled) == families
    for some in (families.docdb_families, families.inpadoc_families):
        members = [number for family in some for number in family.members]
        assert sorted(members) == sorted(one.application_number for one in held)  # each in exactly one
    for family in families.docdb_families:
        assert len({families.inpadoc_family(number).members for number in family.members}) == 1


@settings(deadline=None)
@given(_APPLICATIONS)
def test_one_record_more_never_parts_an_extended_family(held: list[Application]) -> None:
    before = find_families(held[:-1])
    after = find_families(held)
    for family in before.inpadoc_families:
        assert set(family.members) <= set(after.inpadoc_family(family.members[0]).members)


@settings(deadline=None)
@given(_APPLICATIONS)
def test_every_connection_says_what_it_rests_on(held: list[Application]) -> None:
    by_number = {one.application_number: one for one in held}
    for family in find_families(held).inpadoc_families:
        for one in family.connections:
            for number in one.members:
                named = {each.number for each in by_number[number].links}
                assert one.through in named | {number}
