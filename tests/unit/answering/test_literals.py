"""What a pattern cannot match without is in whatever it matches, and looking for it takes one pass."""

import re
import time
from pathlib import Path

import pytest

from kaas.answering.reading import concluding, opinions, past_policy
from kaas.answering.reading.literals import Finder, folded, literals_of
from kaas.answering.reading.rules import Rules, plain, sentences_of

HERE = Path(__file__).parent
RULES = {
    "opinions": opinions._rules("opinions", "weighing"),
    "behind_patent": opinions._rules("behind_patent"),
    "behind_inventors": opinions._rules("behind_inventors"),
    "conclusions": concluding._rules(of_record=False),
    "past_policy": past_policy._rules(),
}
SENTENCES = [
    sentence
    for name in ("opinions.txt", "conclusions.txt", "past_policy.txt", "opinions_behind.tsv", "breadth.txt")
    for line in (HERE / name).read_text(encoding="utf-8").splitlines()
    for sentence in sentences_of(plain(line.split("\t", 1)[-1]))
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("infringe", [{"infringe"}]),
        ("(?:do|does) we infringe", [{" we infringe"}, {"do"}]),
        ("licen[cs]e", [{"licen"}]),
        (r"\bclaims?\s*\d", [{"claim"}]),
        ("(?:patents?|侵害)(?!品)", [{"patent", "侵害"}]),
        ("(?<!un)valid(?=ity)", [{"valid"}]),
        ("(?:ab){2}", [{"ab"}]),
        ("(?:ab)*", []),
        ("(?:ab|)", []),
        ("a|bc", []),
        ("弱|穴", [{"弱", "穴"}]),
        ("[ab]x?", []),
        ("", []),
        ("(?-i:US)", [{"us"}]),
    ],
)
def test_what_must_be_there(pattern: str, expected: list[set[str]]) -> None:
    assert list(literals_of(pattern)) == expected


@pytest.mark.parametrize("name", RULES)
def test_no_match_is_missed(name: str) -> None:
    """Each pattern that matches a sentence of the tables is one that is tried on it."""
    patterns = {said for rule in RULES[name]._rules for said in rule.patterns()}
    literals = {said: literals_of(said.pattern) for said in patterns}
    finder = Finder(literal for sets in literals.values() for one in sets for literal in one)
    matched = 0
    for sentence in SENTENCES:
        found = finder.found(folded(sentence))
        for said in patterns:
            if said.search(sentence):
                matched += 1
                assert not any(one.isdisjoint(found) for one in literals[said]), (said.pattern, sentence)
    assert matched > 20


def test_letters_that_are_taken_for_others_are_found() -> None:
    assert folded("ınfrİngeſ") == "infringes"
    assert opinions.opinion_in("Do we ınfringe claim 1?") is not None
    assert re.search("infringe", "ınfringe", re.IGNORECASE)


def test_few_patterns_are_tried_without_letters() -> None:
    """Of which the cost of a question would consist."""
    for name, rules in RULES.items():
        assert isinstance(rules, Rules)
        assert len(rules._always) <= 3, name


@pytest.mark.parametrize(
    "piece", ["do we need the claim 1 of ", "請求項1は当社の", "should we file US 123 ", "特許"]
)
def test_the_time_of_a_long_question_grows_with_its_length(piece: str) -> None:
    def took(length: int) -> float:
        question = (piece * length)[:length]
        best = 9.0
        for _ in range(3):
            began = time.process_time()
            opinions.opinion_in(question)
            concluding.concludes(question)
            best = min(best, time.process_time() - began)
        return best

    opinions.opinion_in(piece)
    assert took(50_000) < 10 * took(12_500) + 0.05
