"""What a model writes, cut into statements as it is written: markers, quotes and where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaas.answering.statements import StatementCutter, WrittenStatement


def cut(
    text: str, *, size: int = 0, broke_off: bool = False
) -> list[tuple[str, tuple[tuple[int, str], ...]]]:
    cutter, found = StatementCutter(), []
    for start in range(0, len(text), size or len(text) or 1):
        found += cutter.feed(text[start : start + (size or len(text))])
    return [(s.text, s.marks) for s in found + cutter.end(cut=broke_off)]


CASES = [
    ('The bead is of copper [1: "bead of copper"].', [("The bead is of copper.", ((1, "bead of copper"),))]),
    (
        'The bead is of copper. [1: "bead of copper"] It melts at 1,085 °C [2: “melts at 1,085 °C”].',
        [
            ("The bead is of copper.", ((1, "bead of copper"),)),
            ("It melts at 1,085 °C.", ((2, "melts at 1,085 °C"),)),
        ],
    ),
    (
        "界面抵抗は9.1 Ω·cm²です。[1: 「9.1 Ω·cm²」]均一型は31.5です[2：「均一型が31.5」]。",
        [("界面抵抗は9.1 Ω·cm²です。", ((1, "9.1 Ω·cm²"),)), ("均一型は31.5です。", ((2, "均一型が31.5"),))],
    ),
    ("「はい」と答えた。［3］次へ進む。", [("「はい」と答えた。", ((3, ""),)), ("次へ進む。", ())]),
    ("Both say so [1, 2].", [("Both say so.", ((1, ""), (2, "")))]),
    ('Both say so [1: "a b"][3: "c d"].', [("Both say so.", ((1, "a b"), (3, "c d")))]),
    (
        'It is 4.5 mm thick, e.g. for No. 3 [1: "It is thick. Very. Thick."]. Next [2].',
        [
            ("It is 4.5 mm thick, e.g. for No. 3.", ((1, "It is thick. Very. Thick."),)),
            ("Next.", ((2, ""),)),
        ],
    ),
    (
        "- First thing [1].\n- Second thing [2].",
        [("First thing.", ((1, ""),)), ("Second thing.", ((2, ""),))],
    ),
    ('## Answer\nIt is **red** [1: "red"].', [("Answer", ()), ("It is red.", ((1, "red"),))]),
    ("Nested [1: 「彼は「はい」と言った」].", [("Nested.", ((1, "彼は「はい」と言った"),))]),
    ('Paragraph [0012] says so [1: "so"].', [("Paragraph [0012] says so.", ((1, "so"),))]),
    ('The [1,2-b]pyridine ring [4: "ring"].', [("The [1,2-b]pyridine ring.", ((4, "ring"),))]),
    ("", []),
    ('[1: "only a mark"]', []),
    ("...", []),
]


@pytest.mark.parametrize(("text", "statements"), CASES)
@pytest.mark.parametrize("size", [0, 1, 3, 7])
def test_statements(text: str, statements: list[tuple[str, tuple[tuple[int, str], ...]]], size: int) -> None:
    assert cut(text, size=size) == statements


def test_a_sentence_is_handed_over_when_the_next_begins() -> None:
    cutter = StatementCutter()
    assert cutter.feed('The bead is of copper. [1: "bead. Of') == []
    assert cutter.feed(' copper"] ') == []
    assert cutter.feed("It") == [WrittenStatement("The bead is of copper.", ((1, "bead. Of copper"),))]


def test_a_full_stop_behind_a_marker_ends_the_sentence_at_once() -> None:
    cutter = StatementCutter()
    assert cutter.feed('The bead is of copper [1: "bead of copper"') == []
    assert cutter.feed("].") == [WrittenStatement("The bead is of copper.", ((1, "bead of copper"),))]
    assert cutter.feed(' [2: "late') == []
    assert cutter.feed('"] and it shines [3]。') == [WrittenStatement("and it shines。", ((3, ""),))]
    assert cutter.end() == []


def test_an_unfinished_sentence_is_left_out_when_the_text_broke_off() -> None:
    assert cut("It is red [1]. It was bl", broke_off=True) == [("It is red.", ((1, ""),))]
    assert cut("It is red [1]. It was blue.", broke_off=True)[-1] == ("It was blue.", ())
    assert cut('It is red [1: "re', broke_off=True) == []


@given(
    st.lists(
        st.sampled_from(["It is 3.5 mm", ". ", "。", "[1", ': "a. b"', "]", " ", "\n", "Next", "次"]),
        max_size=40,
    ),
    st.integers(1, 9),
)
def test_no_letter_is_lost_and_pieces_do_not_matter(parts: list[str], size: int) -> None:
    """Whatever the text and however it comes in pieces, every word outside of markers is in exactly one statement."""
    text = "".join(parts)
    whole = cut(text)
    assert "".join(c for s, _ in cut(text, size=size) for c in s if c.isalnum()) == "".join(
        c for s, _ in whole for c in s if c.isalnum()
    )


@pytest.mark.parametrize(
    "piece", ["\n", " " * 80, "word ", "[1]", "]", "1.1", '[1: "a. ', "[1:「「。", "。", "**a.", "A b. "]
)
def test_a_reply_that_runs_on_is_bounded(piece: str) -> None:
    """A reply of one token over and over: it comes in the end, and no statement is longer than can be checked."""
    cutter, longest = StatementCutter(), 0
    for _ in range(max(500, 2500 // len(piece))):  # more than the longest statement holds
        longest = max(longest, *(len(statement.text) for statement in cutter.feed(piece)), 0)
    longest = max([longest, *(len(statement.text) for statement in cutter.end())])
    assert longest <= 2000
