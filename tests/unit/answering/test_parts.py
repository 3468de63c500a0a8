"""Questions that ask for more than one thing."""

import pytest

from kaas.answering.parts import parts_of
from tests.doubles.found import results


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("What does the clamp weigh in grams, and how long is the copper tube?", ["e:gram", "e:tube"]),
        (
            "What does the clamp weigh in grams, and by when is the northern tube delivered?",
            ["e:gram", "e:deliv"],
        ),
        (
            "退職者の参照権限はいつ停止しますか。また、学会発表は何日前までに届け出ますか。",
            ["j:停止", "j:学会"],
        ),
        ("How heavy is the clamp in grams? Which tube does it hold at sea?", ["e:gram", "e:tube"]),
    ],
    ids=["and-how", "and-by-when", "japanese", "two-sentences"],
)
def test_each_part_has_its_words(question: str, held: list[str]) -> None:
    found = results(question)
    first, second = parts_of(found, without=frozenset())
    assert held[0] in first and held[1] in second
    assert not {held[0]} & second and not {held[1]} & first
    assert first | second <= found.lexemes


@pytest.mark.parametrize(
    "question",
    [
        "What do clamp and tube weigh?",
        "In design review BOR-DR-08, what was decided on the battery?",
        "What does the clamp weigh in grams, and why?",
        "",
    ],
    ids=["and", "place", "too-few", "nothing"],
)
def test_one_thing_is_one_part(question: str) -> None:
    found = results(question)
    assert parts_of(found, without=frozenset()) == [found.lexemes]


def test_words_that_say_where_to_look_are_no_part() -> None:
    found = results("Design review BOR-DR-08? Which battery cell did the terminal have?")
    where = frozenset({"e:design", "e:review", "e:bor", "e:dr", "e:08", "e:bordr08"})
    assert len(parts_of(found, without=frozenset())) == 2
    assert parts_of(found, without=where) == [found.lexemes]
