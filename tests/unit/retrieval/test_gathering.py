"""From ranked passages to ranked documents, by hand."""

import uuid

import pytest

from kaas.retrieval.blending import Candidate
from kaas.retrieval.facets import Fact
from kaas.retrieval.gathering import BEGINNING, LONG, TITLE_OF_LONG, gathered, worth

LAST = {"long": LONG - 1, "short": LONG - 2, "one": 0}
TITLE, FIRST, LATER = 0, 1, 5
Found = tuple[str, float, int]


def laid_out(*found: Found) -> tuple[list[Candidate], dict[uuid.UUID, Fact]]:
    """Candidates, best first, with the facts of documents whose title is their first passage."""
    candidates, known = [], {}
    for number, (name, score, ordinal) in enumerate(found):
        one = Candidate(uuid.UUID(int=number), score)
        document = uuid.UUID(int=1000 + list(LAST).index(name))
        candidates.append(one)
        known[one.passage] = Fact(
            document, "grant", "", 0, "en", "p", 0, "", ordinal == TITLE, ordinal, LAST[name]
        )
    return candidates, known


def order(*found: Found) -> list[str]:
    groups = gathered(*laid_out(*found))
    return [list(LAST)[group.documents[0].int - 1000] for group in groups]


def test_long_documents_count_by_their_three_best_passages_and_short_ones_by_one() -> None:
    names = [("one", 10), ("short", 9), ("long", 9), ("short", 8), ("long", 8), ("long", 7), ("long", 6)]
    assert order(*((name, score, LATER) for name, score in names)) == ["one", "short", "long"]
    assert order(("long", 10, LATER), ("one", 9, LATER), ("long", 9, LATER), ("long", 9, LATER)) == [
        "long",
        "one",
    ]
    assert order(("short", 3, LATER), ("one", 3, LATER)) == ["short", "one"]
    assert order() == []


def test_the_title_of_a_short_document_adds_half_and_stands_for_nothing_alone() -> None:
    assert order(("one", 10, LATER), ("short", 9, LATER), ("short", 4, TITLE)) == ["short", "one"]
    assert order(("one", 10, LATER), ("short", 9, LATER), ("short", 1, TITLE)) == ["one", "short"]
    assert order(("short", 19, TITLE), ("one", 10, LATER)) == ["one", "short"]
    assert order(("short", 5, TITLE)) == ["short"]


def test_title_and_beginning_of_a_long_document_count_once_more() -> None:
    found, known = laid_out(("long", 9, LATER), ("long", 6, TITLE), ("long", 3, FIRST), ("long", 2, LATER))
    assert worth([(one, known[one.passage]) for one in found]) == pytest.approx(
        (9 + 6 + 3 + TITLE_OF_LONG * 6 + BEGINNING * 3) / 3
    )
    later, facts = laid_out(("long", 9, LATER), ("long", 6, LATER), ("long", 3, LATER))
    assert worth([(one, facts[one.passage]) for one in later]) == pytest.approx(6)


def test_equal_documents_keep_the_order_of_their_best_passages() -> None:
    assert order(("one", 5, LATER), ("short", 5, LATER)) == ["one", "short"]
    assert order(("short", 5, LATER), ("one", 5, LATER)) == ["short", "one"]
