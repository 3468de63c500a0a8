"""Names of documents in a question, and the question without their words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaas.answering.reading.breadth import asks_for_everything
from kaas.answering.reading.names import (
    named_in,
    readings,
    reports_in,
    titles_in,
    without_names,
    without_titles,
)
from kaas.answering.reading.numbers import asked_back
from kaas.answering.reading.opinions import opinion_in
from kaas.answering.reading.past_policy import past_policy

DOCUMENTS = Path(__file__).parents[3] / "deploy" / "demo" / "documents"
TITLE = "Solid electrolyte separator and all-solid-state battery"


def titles_of_demo() -> Iterator[str]:
    for file in sorted(DOCUMENTS.rglob("*.xml")):
        yield from re.findall(r"<(?:invention-title|B542)[^>]*>([^<]+)<", file.read_text(encoding="utf-8"))
    for file in sorted(DOCUMENTS.rglob("*.md")):
        yield file.read_text(encoding="utf-8").partition("\n")[0].strip("# ")


@pytest.mark.parametrize(
    ("question", "read"),
    [
        (f"Is “{TITLE}” valid?", ("Is the patent JP0000000B2 valid?",)),
        ("「固体電解質セパレータ及び全固体電池」は有効ですか。", ("特許第0000000号は有効ですか。",)),
        ("｢固体電解質セパレータ及び全固体電池｣は？", ("特許第0000000号は?",)),
        ("Is ‘Coriolis mass flow meter’ new?", ("Is the patent JP0000000B2 new?",)),
        ("Who signed “FTO risks of the FM-60, report 3”?", ("Who signed the document?",)),
        ("Is “AUTO” a valid setting?", ("Is AUTO a valid setting?",)),
        ("Is “zero reset” valid at 80 °C?", ("Is zero reset valid at 80 °C?",)),
        (
            "Do we “infringe claim 1 of JP9911071B2”?",
            ("Do we the patent JP0000000B2?", "Do we infringe claim 1 of JP9911071B2?"),
        ),
        ("当社は「侵害していますか」", ("当社は特許第0000000号", "当社は侵害していますか")),
        ("Don't we copy Kestrel's meter? Isn't it?", ("Don't we copy Kestrel's meter? Isn't it?",)),
    ],
    ids=["en", "ja", "half width", "single", "paper", "word", "thing", "own words", "own words ja", "none"],
)
def test_a_title_is_read_as_a_name(question: str, read: tuple[str, ...]) -> None:
    assert readings(question) == read


def test_names_are_numbers_else_titles() -> None:
    assert named_in(f"Compare “{TITLE}” with EP4991206B1 and BOR-TR-118.") == ["EP4991206B1", "BOR-TR-118"]
    assert named_in(f"What is “{TITLE}” about?") == [f"“{TITLE}”"]
    assert named_in("What is “drift”?") == []
    assert titles_in("“Solid electrolyte” and 「全固体電池」") == ["Solid electrolyte", "全固体電池"]
    assert without_names(f"Who invented “{TITLE}” of EP4991206B1?").split() == ["Who", "invented", "of", "?"]
    assert len(without_titles(f"Is “{TITLE}” new?")) == len(f"Is “{TITLE}” new?")


def test_a_number_within_a_title_is_not_asked_back() -> None:
    assert asked_back("Was US20230993317 filed?") or asked_back("When was US19204511A1 filed?")
    assert asked_back("Who wrote “Opinion on US19204511A1 and others”?") == ()


def test_words_of_titles_ask_for_nothing() -> None:
    titles = list(titles_of_demo())
    assert len(titles) > 40
    asked = ("Who are the inventors of “{}”?", "What is described in “{}”?", "「{}」の出願日はいつですか。")
    questions = [question.format(title) for title in titles for question in asked]
    assert [one for one in questions if opinion_in(one) or past_policy(one) or asks_for_everything(one)] == []


def test_an_opinion_on_a_title_is_one() -> None:
    questions = [
        question.format(title)
        for title in titles_of_demo()
        for question in (
            "Do we infringe “{}”?",
            "「{}」を侵害していますか。",
            "Does our {} infringe JP9911071B2?",
        )
    ]
    assert [one for one in questions if opinion_in(one) is None] == []


def test_a_noun_of_a_title_tells_nothing() -> None:
    nouns = {
        word.lower() for title in titles_of_demo() for word in re.findall(r"[A-Za-z][A-Za-z-]{2,}", title)
    }
    questions = [
        question.format(noun)
        for noun in sorted(nouns)
        for question in (
            "Does our {} device infringe JP9911071B2?",
            "Does our {} infringe JP9911071B2?",
            "Is our {} device covered by JP9911071B2?",
        )
    ]
    assert [one for one in questions if opinion_in(one) is None] == []


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("What does LN-21 say?", ["LN-21"]),
        ("Who wrote LN-21, and who wrote LN-24?", ["LN-21", "LN-24"]),
        ("LN-24の結論は?", ["LN-24"]),
        ("実験ノート LN-21 界面抵抗の加圧力及び温度依存性", ["LN-21"]),
        ("Joint test report JT-04", ["JT-04"]),
        ("JDA-2025-07の準拠法は?", ["JDA-2025-07"]),
        ("What does AUR-TR-031 say of HR-2026-044?", ["AUR-TR-031", "HR-2026-044"]),
        ("What is the drift of the FM-60?", []),
        ("FM-60の仕様書", []),
        ("Which documents mention LN-21?", []),
        ("IEC 60601-1 and US-2021-0993318", []),
        ("Meter CC-11 of TI-04", []),
    ],
    ids=range(12),
)
def test_a_number_with_one_hyphen_is_a_report_where_it_is_said_to_be(
    question: str, reports: list[str]
) -> None:
    assert reports_in(question) == reports
