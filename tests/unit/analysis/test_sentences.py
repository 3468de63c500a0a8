import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.analysis import sentences
from portfolios.analysis.sentences import READABLE_LENGTH


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "As shown in Fig. 3, the cell of U.S. Pat. No. 5,123,456 works at 3.5 V.",
        "Polymers, e.g. Those of ethylene, i.e. PE, are used.",
        "J. Smith et al. Nature said so.",
        "It is made by Acme Inc. Tokyo.",
        "The film (see Table 1. It is thin.) was dried.",
        "1. A method of drying.",
        "(a) A method of drying.",
        "彼は「はい。そうです。」と言った。",
        "電解質（例えば、ＬｉＰＦ６。）を含む。",
        "厚さは３．５ｍｍである。",
        "１．概要",
        "Text that\nwraps here.",
        "1. A device comprising:\n(a) a cell; and\n(b) a case.",
        "電池と、\n電極と、を備える装置。",
        "the value was approx. 5 mm",
    ],
)
def test_one_sentence(whole: str) -> None:
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ["It ends.", "It begins."],
        ["Is it?", "Yes!", "Good."],
        ['"Yes."', "Next."],
        ["Made by Acme Inc.", "The rest follows."],
        ["It has cells, etc.", "However, it burns."],
        ["電池である。", "電極である。"],
        ["電池である．", "電極である．"],
        ["終わり！", "本当？", "はい"],
        ["本当?", "はい"],
        ["「はい。」", "「いいえ。」"],
        ["固体である.", "次に述べる."],
        ["【課題】薄くする。", "【解決手段】延ばす。"],
        ["｢終わる｡｣", "次｡"],
    ],
)
def test_sentences_end(parts: list[str]) -> None:
    assert cut("".join(parts)) == parts or cut(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "lines",
    [
        ["1. A method.", "2. The method of claim 1."],
        ["HEADING", "The text begins."],
        ["はじめに", "電池である。"],
        ["・項目一", "・項目二"],
        ["- one", "- two"],
        ["【請求項１】", "電池。"],
        ["１．概要", "本文です。"],
        ["(1) 正極", "(2) 負極"],
    ],
)
def test_lines_that_are_sentences(lines: list[str]) -> None:
    assert cut("\n".join(lines)) == lines
    assert cut("\r\n".join(lines)) == lines


def test_a_blank_line_always_ends_a_sentence() -> None:
    assert cut("a wide line that ends with a comma,\n\nand goes on") == [
        "a wide line that ends with a comma,",
        "and goes on",
    ]
    assert cut("(a\n\nb)") == ["(a", "b)"]


def test_a_long_claim_is_cut_between_its_elements() -> None:
    elements = [f"({letter}) heating the {letter * 60} of the cell to a temperature" for letter in "abcdefgh"]
    claim = "1. A method comprising:\n" + ";\n".join(elements) + "."
    pieces = cut(claim)
    assert len(pieces) > 1
    assert all(len(piece) <= READABLE_LENGTH for piece in pieces)
    assert all(piece.endswith((";", ".")) for piece in pieces)
    assert all(piece.startswith(("1.", "(")) for piece in pieces)


def test_a_long_japanese_claim_is_cut_between_its_elements() -> None:
    claim = (
        "".join(f"前記第{number}の電極に接続された{'導電性の' * 10}部材と、" for number in range(12))
        + "を備える装置。"
    )
    pieces = cut(claim)
    assert len(pieces) > 1
    assert all(len(piece) <= READABLE_LENGTH for piece in pieces)
    assert all(piece.endswith(("と、", "。")) for piece in pieces)


def test_a_long_bracket_holds_sentences() -> None:
    inside = "（" + "電極を乾燥させて圧延する。" * 15 + "）"
    assert len(cut(inside)) == 15


def test_empty() -> None:
    assert cut("") == cut(" \n\t　\n") == []


def check(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[span.start : span.end].split()) for span in spans) == "".join(text.split())
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


@settings(deadline=None)
@given(st.text())
def test_sentences_hold_all_of_any_text(text: str) -> None:
    check(text)


PIECES = [
    "電池",
    "。",
    "．",
    "「",
    "」",
    "（",
    "(",
    ")",
    "a",
    "The",
    "Fig.",
    ". ",
    "\n",
    "\r\n",
    "\n\n",
    "1.",
    "と、",
    ";",
    "!",
    " ",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=400).map("".join))
def test_sentences_hold_all_of_any_prose(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "pattern", [".", " ", "\n", "(", "」", "a.", ". ", "; ", "\r\t", "。」", "と、", "1.\n", "、"]
)
def test_no_pattern_takes_long(pattern: str) -> None:
    text = pattern * (100_000 // len(pattern))
    begin = time.perf_counter()
    check(text)
    assert time.perf_counter() - begin < 10
