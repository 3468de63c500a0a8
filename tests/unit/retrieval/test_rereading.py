"""Reading the first hits again: what a passage says of the query, and which of its neighbours are neighbours there."""

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kaas.retrieval import rereading
from kaas.retrieval.blending import Candidate
from kaas.retrieval.rereading import FIRST, LEAST, NEIGHBOURS, reread, sought
from portfolios.analysis import index_terms, query_terms

NOBODY: Any = None  # whose scope it is has no part in the arithmetic


@pytest.fixture(autouse=True)
def without_dictionary(settings: Settings) -> None:
    settings.DICTIONARY = "none"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """read(query, texts, scores): the candidates in their new order, as (text, score), with every idf 1."""

    def order(query: str, texts: Sequence[str], scores: Sequence[float]) -> list[tuple[str, float]]:
        ids = [uuid.UUID(int=number) for number in range(len(texts))]
        held = {one: index_terms(text) for one, text in zip(ids, texts, strict=True)}

        def matches(passages: Sequence[uuid.UUID], lexemes: Sequence[str], **_: Any) -> Mapping[Any, Any]:
            return {one: [held[one].get(lexeme, 0) for lexeme in lexemes] for one in passages}

        class Text:
            def __init__(self, text: str) -> None:
                self.text = text

        monkeypatch.setattr(rereading, "matches", matches)
        monkeypatch.setattr(
            rereading,
            "read_passages",
            lambda passages, **_: {one: Text(texts[ids.index(one)]) for one in passages},
        )
        weights = {term.lexeme: term.weight for term in query_terms(query)}
        given = sought(query, query, weights, dict.fromkeys(weights, 64))
        candidates = [Candidate(one, score, lexical=score) for one, score in zip(ids, scores, strict=True)]
        found = reread(candidates, given, scope=NOBODY).candidates
        assert {one.passage: one.lexical for one in found} == dict(zip(ids, scores, strict=True))
        return [(texts[one.passage.int], one.score) for one in found]

    return order


def test_a_passage_that_says_all_overtakes_one_that_repeats_a_part(read: Any) -> None:
    found = read("cathode separator", ["cathode cathode", "separator and other things, cathode"], [10, 9])
    assert [text for text, _ in found] == ["separator and other things, cathode", "cathode cathode"]
    assert dict(found)["cathode cathode"] == pytest.approx(10 * 0.5**0.25)
    assert dict(found)["separator and other things, cathode"] == pytest.approx(9)


def test_neighbours_of_the_query_add_where_they_are_neighbours_in_its_order(read: Any) -> None:
    texts = ["electrolyte solid", "a solid electrolyte", "solid state of the electrolyte"]
    found = dict(read("solid electrolyte", texts, [1, 1, 1]))
    assert found["a solid electrolyte"] == pytest.approx(1 + NEIGHBOURS * 2)
    assert found["electrolyte solid"] == found["solid state of the electrolyte"] == pytest.approx(1)


def test_japanese_neighbours_may_have_grammar_between_them(read: Any) -> None:
    texts = ["抵抗は界面で測る", "界面での抵抗を測る"]
    found = dict(read("界面の抵抗", texts, [1, 1]))
    assert found["界面での抵抗を測る"] > found["抵抗は界面で測る"]


def test_what_none_of_them_says_has_no_part(read: Any) -> None:
    texts = ["a cathode", "an anode"]
    assert read("cathode anode", texts, [2, 1]) == read("cathode anode unobtainium", texts, [2, 1])


def test_a_query_that_no_passage_says_changes_nothing(read: Any) -> None:
    assert read("unobtainium", ["a cathode", "an anode"], [2, 1]) == [("a cathode", 2), ("an anode", 1)]
    assert read("unobtainium", [], []) == []


def test_those_behind_the_first_count_as_the_one_that_says_least(read: Any) -> None:
    texts = [f"cathode {number}" for number in range(FIRST)] + ["cathode separator, too late"]
    found = read(
        "cathode separator", [*texts[:-2], "separator cathode first", texts[-1]], [5.0] * (FIRST + 1)
    )
    assert found[0][0] == "separator cathode first" and found[-1] == (texts[-1], pytest.approx(5 * 0.5**0.25))


def test_a_share_has_a_floor_below_which_it_does_not_count(read: Any) -> None:
    words = " ".join(f"word{chr(97 + n)}" for n in range(26))
    found = dict(read(words, [words, "worda"], [1, 1]))
    assert found["worda"] == pytest.approx(LEAST**0.25)


def test_a_translation_is_said_by_all_its_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        rereading,
        "alternatives",
        lambda _words, _weights, _terms: {"j:流量": (frozenset(["j:流量"]), frozenset(["e:flow", "e:rate"]))},
    )
    query = sought("流量", "流量", {"j:流量": 16}, {"j:流量": 64})
    assert query.said(frozenset(["e:flow"])) == frozenset()
    assert query.said(frozenset(["e:flow", "e:rate"])) == query.said(frozenset(["j:流量"])) == {"j:流量"}
    assert query.lexemes == ["e:flow", "e:rate", "j:流量"]
