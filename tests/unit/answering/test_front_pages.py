"""A sentence over a line of a front page says of the day, the name or the number what the line is of, and nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from kaas.answering.draft import DraftStatement, Verdict
from kaas.answering.front_page import SECTION
from kaas.answering.steps.verify import verify
from kaas.retrieval.search import Hit
from portfolios.catalogue import DocumentSummary
from tests.unit.answering.test_verdicts import PASSAGE, Titled

PAGES = {
    "us": """(11) Publication number: US19204511B2
(12) Kind of document: B2, Patent with earlier publication
(54) Title: Solid electrolyte separator and all-solid-state battery
(72) Inventors: Haruka Aizawa; Ryosuke Miyakoshi
(71) Applicant: HOSHIMINE INSTRUMENTS CO., LTD.
(21) Application number: 18/998,317
(22) Filing date: 2023-03-09
(45) Date of publication and of grant: 2025-06-17
(51) Classification: CPC H01M 10/0562; CPC H01M 50/449""",
    "jp": """(11) 公報番号: JP9911071B2
(12) 公報種別: B2, 特許公報・特公
(54) 発明の名称: 固体電解質セパレータ及び全固体電池
(72) 発明者: 相沢 遥; 宮越 亮介
(71) 出願人: 星嶺計測株式会社
(21) 出願番号: 特願2022-991107
(22) 出願日: 2022-03-14
(43) 発行日: 2025-07-29""",
    "ep": """(11) Publication number: EP3999118B1
(12) Kind of document: B1, Patent specification
(54) Title: Pump with a gas bearing filed to size
(72) Inventors: Makoto Sato; Ken Ito; Ryo Mori; Anna Berg-Nilsen
(71) Applicant: Northlake Pumps Ltd; HOSHIMINE INSTRUMENTS CO., LTD.
(21) Application number: 21207991.3
(22) Filing date: 2021-11-05
(45) Date of publication and of grant: 2024-04-24
(51) Classification: CPC F04D 29/04; CPC F16C 32/06""",
    "kokai": """(11) 公報番号: JP2023991107A
(12) 公報種別: A, 公開特許公報・公表特許公報
(54) 発明の名称: 固体電解質セパレータ
(72) 発明者: 相沢 遥
(71) 出願人: 星嶺計測株式会社
(21) 出願番号: 特願2022-991107
(22) 出願日: 2022-03-14
(43) 発行日: 2023-09-26""",
}
CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("front_pages.tsv").read_text().splitlines()
    if not line.startswith("#")
]


def _page(name: str) -> Hit:
    passage = replace(PASSAGE, text=PAGES[name], section=SECTION)
    return Hit(1, 1.0, passage, cast(DocumentSummary, Titled("Report")))


def _verdict(page: str, lines: str, sentence: str, question: str = "") -> Verdict:
    hit = _page(page)
    quotes = [
        (hit, line)
        for code in lines.split(",")
        for line in PAGES[page].split("\n")
        if line.startswith(f"({code})")
    ]
    statement = DraftStatement(sentence, quotes, phrased=True)
    verify(statement, question)
    return statement.verdict


@pytest.mark.parametrize(
    ("page", "lines", "holds", "sentence", "question"),
    [(*case, "")[:5] for case in CASES],
    ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)],
)
def test_a_sentence_says_of_a_line_what_it_is_of(
    page: str, lines: str, holds: str, sentence: str, question: str
) -> None:
    verdict = _verdict(page, lines, sentence, question)
    assert (verdict is Verdict.SUPPORTED) is (holds == "yes"), verdict
    if holds == "yes":
        assert _whole(page, sentence) is not Verdict.CONTRADICTED


def _whole(page: str, sentence: str) -> Verdict:
    """The verdict where the whole page is quoted."""
    statement = DraftStatement(sentence, [(_page(page), PAGES[page])], phrased=True)
    verify(statement)
    return statement.verdict


BESIDE = "The opposition was filed on 9 March 2026 by Lindfeldt. The cell leaked at 80 °C."


@pytest.mark.parametrize(
    ("line", "sentence", "verdict"),
    [
        (
            "(45)",
            "The patent was granted on 17 June 2025 and an opposition was filed on 9 March 2026.",
            Verdict.SUPPORTED,
        ),
        (
            "(72)",
            "The inventors are Haruka Aizawa and Ryosuke Miyakoshi; the cell leaked at 80 °C.",
            Verdict.SUPPORTED,
        ),
        ("(45)", "It was filed on 17 June 2025, and the opposition on 9 March 2026.", Verdict.PARTIAL),
        ("(22)", "It was granted on 9 March 2023, and the cell leaked at 80 °C.", Verdict.PARTIAL),
    ],
)
def test_another_passage_says_the_rest(line: str, sentence: str, verdict: Verdict) -> None:
    other = replace(PASSAGE, text=BESIDE)
    beside = Hit(1, 1.0, other, cast(DocumentSummary, Titled("Report")))
    quoted = next(one for one in PAGES["us"].split("\n") if one.startswith(line))
    statement = DraftStatement(sentence, [(_page("us"), quoted), (beside, BESIDE)], phrased=True)
    verify(statement)
    assert statement.verdict is verdict


@pytest.mark.parametrize("page", PAGES)
def test_every_line_supports_itself(page: str) -> None:
    for line in PAGES[page].split("\n"):
        for said in (line, line.split(") ", 1)[1]):
            statement = DraftStatement(said, [(_page(page), line)], phrased=True)
            verify(statement)
            assert statement.verdict is Verdict.SUPPORTED, said
