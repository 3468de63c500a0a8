"""Any text is read: nothing is raised, time is linear, offsets point at what they say, trees have no cycles."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portfolios.claims.antecedents import lacking_antecedents
from portfolios.claims.claim import Claim, Office
from portfolios.claims.contract import check_json, to_json
from portfolios.claims.folding import fold
from portfolios.claims.multiple import fee_count
from portfolios.claims.reading import read_claims, read_numbered
from portfolios.claims.tree import draw_tree

WORDS = (
    "1. ", "2. ", "3. ", "\n", "\n2. ", "5-7. (Canceled)\n", "【請求項１】", "【請求項2】",
    "claim 1", "claims 1 to 3", "claim", "any of ", "of ", "or ", "and ", ", ", "; ", ":",
    "wherein ", "comprising ", "the device ", "a lens ", "said lens ", "(a) ", "(i) ", "means for ",
    "請求項１", "請求項", "に記載の", "乃至", "３", "のいずれか一項", "装置", "と、", "を備える",
    "において、", "前記", "第１の電極", "との間", "。", "を特徴とする", "权利要求1", "所述的",
    "其特征在于，", "一种装置，", "包括", "제1항", " 내지 ", "에 있어서", "Anspruch 1", " bis ",
    "dadurch gekennzeichnet, dass ", "selon la revendication 1", "précédentes", "(", ")", "①", "㎜",
    "ｶﾞ", "が", "\u200b", "999", "の", " ", " " * 40, "\n" * 40, " " * 30 + "\n" + "\u3000" * 30,
)  # fmt: skip
SCRAPS = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)
TEXTS = st.one_of(
    st.text(max_size=200),
    SCRAPS,
    st.lists(st.one_of(SCRAPS, st.text(max_size=20)), max_size=4).map("\n".join),
)
OFFICES = st.sampled_from(list(Office))


def _covered(claim: Claim) -> float:
    places: set[int] = set()
    for part in (claim.preamble, claim.transition, claim.closing):
        places.update(range(part.start, part.end))
    for element in claim.elements:
        places.update(range(element.start, element.reach))
    inked = [i for i in range(claim.lead, len(claim.text)) if claim.text[i].isalnum()]
    return sum(i in places for i in inked) / len(inked) if inked else 1.0


def _check(claim: Claim) -> None:
    for part in (claim.preamble, claim.transition, claim.closing, *claim.elements):
        assert 0 <= part.start <= part.end <= len(claim.text)
        assert claim.text[part.start : part.end] == part.text
    for ref in claim.refs:
        assert 0 <= ref.start < ref.end <= len(claim.text)
    for one, following in pairwise(claim.elements):
        assert one.start < one.end <= one.reach <= following.start or one.reach <= following.end
        assert one.end <= following.start
    check_json(dict(to_json(claim)))


@settings(max_examples=400, deadline=None)
@given(TEXTS, OFFICES)
@example("5-7. (Canceled)", Office.US)
@example("COMPRISING OR", Office.US)
@example("【請求項１】", Office.JP)
@example("請求項〇に記載の装置", Office.JP)
@example("\u0301" * 50, Office.EP)
@example(" " * 6 + "\n" + "\u3000" * 25 + "の極電", Office.US)
@example("1." + " " * 40 + "第１の電極", Office.JP)
def test_any_text_is_read(text: str, office: Office) -> None:
    for claims in (read_claims(text, office=office), read_numbered([(1, text), (2, text)], office=office)):
        numbers = [claim.number for claim in claims]
        assert len(numbers) == len(set(numbers))
        for claim in claims:
            _check(claim)
            if claim.status != "cancelled":
                assert _covered(claim) >= 0.95
        tree = draw_tree(claims)
        assert sorted(node.number for node in tree.nodes) == sorted(numbers)
        assert all(edge.parent < edge.child for edge in tree.edges)
        lacking_antecedents(claims)
        assert fee_count(claims) >= 0


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_folding_maps_back(text: str) -> None:
    folded = fold(text)
    assert folded.length == len(text)
    starts = [folded.start(i) for i in range(len(folded.text) + 1)]
    assert starts == sorted(starts)
    assert all(folded.start(i) < folded.end(i + 1) <= len(text) for i in range(len(folded.text)))


WORST = [
    " ", "\n", "a ", "claim ", "claims 1, 2, ", "claims 1-999, ", "claim 1 ", "; ", "(", "(a) ", ")",
    "1. ", "1.\n", ", ", "wherein ", "請求項", "請求項１、", "請求項１～９９９、", "と、", "と",
    "において、", "をを", "前記", "前記第１の", "が\u0301", "\u0301", "【請求項1】", "し、",
    "权利要求1、", "由", "包括", "제1항", "Anspruch 1, ", "revendications 1, ", "having ",
    "comprising ", "group consisting of ", "the ", "said x ", "any one of ", "or ", "(original", "[",
    "=", "を備え、", "との間", "means ", "the improvement ", "what is claimed ",
    "claim 1\n", "the method of claim 1, wherein\n",
]  # fmt: skip


def _seconds(text: str, office: Office) -> float:
    best = 9.0
    for _ in range(3):
        begin = time.process_time()
        claims = read_claims(text, office=office)
        lacking_antecedents(claims)
        draw_tree(claims)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("piece", WORST)
def test_time_is_linear(piece: str) -> None:
    """Twice the text takes about twice the time, and 40 kB no longer than a moment."""
    office = Office.JP if not piece.isascii() else Office.US
    short, long = (_seconds(piece * (size // len(piece)), office) for size in (20_000, 40_000))
    assert long < 0.4
    assert long < 3.2 * short + 0.02


@pytest.mark.parametrize(
    "gap", [" ", "\n", " \n", "\t", "\u3000"], ids=["spaces", "lines", "both", "tabs", "wide"]
)
@pytest.mark.parametrize(
    "before",
    ["1.", "1", "claim 1", "1. The device of claims 1", "权利要求1", "請求項１", "what is claimed", "1. a,"],
)
def test_a_gap_of_any_length_takes_linear_time(before: str, gap: str) -> None:
    short, long = (_seconds(before + gap * (size // len(gap)) + "x", Office.US) for size in (20_000, 40_000))
    assert long < 3.2 * short + 0.05


def test_offsets_pass_over_a_long_gap() -> None:
    section = (
        "1. A device"
        + " " * 50
        + "comprising:"
        + " " * 20
        + "\n" * 30
        + "a lens; and\n"
        + " " * 60
        + "2.  The device"
    )
    first, second = read_claims(section, office=Office.US)
    assert first.transition.text == "comprising"
    assert [first.text[one.start : one.end] for one in first.elements] == ["a lens"]
    assert section[second.offset :] == "The device"


@pytest.mark.parametrize(
    "lines", [["{n}. The device of claim {p}.", 900], ["【請求項{n}】請求項{p}に記載の装置。", 900]]
)
def test_long_chains_take_linear_time(lines: list[str | int]) -> None:
    pattern, count = str(lines[0]), int(lines[1])
    short, long = (
        _seconds("\n".join(pattern.format(n=n, p=max(1, n - 1)) for n in range(1, size)), Office.JP)
        for size in (count // 2, count)
    )
    assert long < 3.2 * short + 0.02
