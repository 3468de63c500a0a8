"""A quote is in its passage or it is not: width and spacing are forgiven, a digit is not."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaas.answering.citations import locate

PASSAGE = "500サイクル後の界面抵抗は、勾配型が9.1 Ω·cm²、均一型が31.5 Ω·cm²であった。"


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("勾配型が9.1 Ω·cm²", "勾配型が9.1 Ω·cm²"),
        ("勾配型が９．１Ω·cm²", "勾配型が9.1 Ω·cm²"),
        ("勾配型が 9.1 Ω·cm²", "勾配型が9.1 Ω·cm²"),
        (PASSAGE, PASSAGE),
        ("勾配型が\n9.1", "勾配型が9.1"),
        ("勾配型\u200bが\u00ad9.1", "勾配型が9.1"),
    ],
)
def test_a_quote_is_found_at_its_place(quote: str, said: str) -> None:
    span = locate(quote, PASSAGE)
    assert span is not None
    assert PASSAGE[span[0] : span[1]] == said


@pytest.mark.parametrize(
    "quote",
    [
        "",
        " ",
        "勾配型が9.2",
        "勾配型が91",
        "9.1 Ω·cm³",
        "均一型が3.15",
        "均一型が131.5",
        "勾配型が31.5",
        "界面抵抗値",
        "500サイクル前",
        "-9.1",
    ],
)
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert locate(quote, PASSAGE) is None


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("102 Ω", "The resistance was 10² Ω."),
        ("cm3", "a volume of 5 cm₃ or cm³?"[:17]),
        ("31.5 ns", "values of run 3 1.5 ns"),
        ("a drift of 12", "a drift of 1 2 3"),
        ("11/2 turns", "1½ turns"),
        ("15 mm", "① 5 mm"),
    ],
)
def test_a_number_is_not_made_of_others(quote: str, passage: str) -> None:
    """10² is not 102, and two numbers in a table are not one."""
    assert locate(quote, passage) is None


@pytest.mark.parametrize(("quote", "passage"), [("notable", "not able"), ("therapist", "the rapist")])
def test_a_word_is_not_made_of_others(quote: str, passage: str) -> None:
    assert locate(quote, passage) is None


@pytest.mark.parametrize(
    ("quote", "passage"), [("ガス", "ｶﾞｽの流量"), ("ガス", "カ\u3099スの流量"), ("カ\u3099ス", "ガスの流量")]
)
def test_a_voiced_kana_is_one_however_it_is_written(quote: str, passage: str) -> None:
    span = locate(quote, passage)
    assert span is not None
    assert passage[span[0] : span[1]] + "の流量" == passage


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("the drift was 0.2", "the drift was 0.21 ns"),
        ("1.5 Ω", "31.5 Ω"),
        ("was 0", "was 0.21"),
        ("12", "1,200 or 3.12"),
    ],
)
def test_a_number_is_not_cut(quote: str, passage: str) -> None:
    assert locate(quote, passage) is None
    span = locate(quote, f"{passage}; {quote}")
    assert span == (len(passage) + 2, len(passage) + 2 + len(quote))


# Nothing invisible either, which no quote is made of; it is tried on its own.
VISIBLE = st.characters(exclude_categories=["Cs", "Cf", "Mn", "Nd", "Nl", "No"])
WITHOUT_NUMBERS = st.text(VISIBLE, min_size=1, max_size=80)


def is_inside_word(text: str, edge: int) -> bool:
    """Whether letters, or what joins them, stand on both sides, or a prefix that denies stands before."""
    left, right = text[max(edge - 1, 0) : edge], text[edge : edge + 1]
    return (
        bool(left and right)
        and not (left.isspace() or right.isspace())
        and ((left.isalpha() and right.isalpha()) or left in "-‐‑'’_不非無未")
    )


@given(WITHOUT_NUMBERS, st.data())
def test_every_piece_of_a_text_is_found_as_itself(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    assume(not any(is_inside_word(text, edge) for edge in (begin, end)))
    span = locate(text[begin:end], text)
    if not text[begin:end].strip():
        assert span is None
    else:
        assert span is not None
        # White space at its ends is not part of a quote.
        assert text[span[0] : span[1]].split() == text[begin:end].split()


NUMBERS = st.text("012.,-", min_size=1, max_size=10)


@given(NUMBERS, NUMBERS)
def test_numbers_are_found_whole_or_not_at_all(quote: str, passage: str) -> None:
    inside = {
        place
        for token in re.finditer(r"-?\d+(?:[.,]\d+)*", passage)
        for place in range(token.start() + 1, token.end())
    }
    places = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", passage)]
    whole = [place for place in places if place not in inside and place + len(quote) not in inside]
    assert locate(quote, passage) == ((whole[0], whole[0] + len(quote)) if whole else None)


def test_what_a_model_is_shown_of_a_spelled_token_is_found_in_the_passage() -> None:
    assert locate("says <¦start¦> and goes on", "It says <|start|> and\u200b goes on.") is None
    assert locate("says <¦start|> and goes on", "It says <|start|> and\u200b goes on.") == (3, 30)
