"""What a follow-up asks of the document before it: opinions by a pronoun, and which document is meant."""

from pathlib import Path

import pytest

from kaas.answering.reading.following import resolved
from kaas.answering.reading.names import named_in
from kaas.answering.reading.opinions import carried, opinion_of

NUMBER = "Who are the inventors of JP9911071B2?"
TITLE = "What is “Solid electrolyte separator and all-solid-state battery” about?"
NUMBER_JA = "特許第9911071号の発明者は誰ですか"
TITLE_JA = "「固体電解質セパレータ及び全固体電池」の発明者は誰ですか。"
BY = {
    NUMBER: "JP9911071B2",
    TITLE: "“Solid electrolyte separator and all-solid-state battery”",
    NUMBER_JA: "特許第9911071号",
    TITLE_JA: "“固体電解質セパレータ及び全固体電池”",
}
BEHIND = [
    line.split("\t")
    for line in Path(__file__).with_name("opinions_behind.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
OPINIONS = [
    (NUMBER, "And is it valid?", "validity"),
    (NUMBER, "When was it filed, and is it valid?", "validity"),
    (NUMBER, "Is that patent novel?", "validity"),
    (NUMBER, "And valid?", "validity"),
    (NUMBER, "Are its claims valid?", "validity"),
    (NUMBER, "Would it survive an opposition?", "validity"),
    (NUMBER, "Is it likely to be revoked?", "validity"),
    (NUMBER, "それは有効ですか。", "validity"),
    (NUMBER, "Do we infringe it?", "infringement"),
    (NUMBER, "Does the FM-60 infringe it?", "infringement"),
    (NUMBER, "Does it cover our separator?", "infringement"),
    (NUMBER, "Can we sell the separator despite it?", "infringement"),
    (TITLE, "And is it valid?", "validity"),
    (TITLE, "Do we infringe that patent?", "infringement"),
    (NUMBER_JA, "では、有効ですか。", "validity"),
    (NUMBER_JA, "この特許は有効ですか。", "validity"),
    (NUMBER_JA, "当社はそれを侵害していますか。", "infringement"),
    (NUMBER_JA, "当社は侵害していますか。", "infringement"),
    (NUMBER_JA, "それに抵触しますか", "infringement"),
    (NUMBER_JA, "それは当社の製品をカバーしますか", "infringement"),
    (TITLE_JA, "それは有効ですか。", "validity"),
]
FACTS = [
    (NUMBER, "Who invented it?", True),
    (NUMBER, "Who are the inventors?", True),
    (NUMBER, "When was it filed?", True),
    (NUMBER, "Is it in force?", True),
    (NUMBER, "How many claims are there?", True),
    (NUMBER, "And claim 99?", True),
    (NUMBER, "And claims 2 and 3?", True),
    (NUMBER, "Claim 5?", True),
    (NUMBER_JA, "請求項5は？", True),
    (TITLE, "Who invented it?", True),
    (TITLE, "Who are the inventors?", True),
    (NUMBER_JA, "それはいつ登録されましたか。", True),
    (NUMBER_JA, "出願日は？", True),
    (TITLE_JA, "発明者は誰ですか。", True),
    (TITLE_JA, "その出願日は？", True),
    (NUMBER, "Which patents expired?", False),
    (NUMBER, "Is it possible to heat the cell to 80 °C?", False),
    (NUMBER, "Is it described in US19204511B2?", False),
    (NUMBER, "What is the thickness of the niobate coating?", False),
    (NUMBER_JA, "この装置の温度補正は有効ですか。", False),
    ("Which calibration certificate has the FM-60?", "Is it valid?", False),
    (NUMBER, "And claim 2 of the second?", True),
    (NUMBER, "Is it ours?", True),
    (NUMBER, "Would it work at -20 °C?", True),
    (NUMBER, "Owner?", True),
]


@pytest.mark.parametrize(("before", "question", "kind"), OPINIONS, ids=range(len(OPINIONS)))
def test_an_opinion_by_a_pronoun_is_one_of_the_document_before(before: str, question: str, kind: str) -> None:
    rule = opinion_of(question, [before])
    assert rule is not None
    assert rule.kind == kind
    assert f"{question} {BY[before]}" in {carried(question, [before]), resolved(question, [before])}


@pytest.mark.parametrize(("before", "question", "goes_on"), FACTS, ids=range(len(FACTS)))
def test_a_question_of_fact_stays_with_the_document_before(before: str, question: str, goes_on: bool) -> None:
    assert opinion_of(question, [before]) is None
    assert resolved(question, [before]) == (f"{question} {BY[before]}" if goes_on else question)


def test_without_a_document_it_is_the_patent_that_was_spoken_of() -> None:
    rule = opinion_of("Is it valid?", ["What does the Kestrel patent claim?"])
    assert rule is not None
    assert carried("Is it valid?", ["What does the Kestrel patent claim?"]) == "Is it valid?"
    assert opinion_of("And claim 2?", [NUMBER, "Is it valid?"]) is not None


def test_another_patent_is_not_the_one_before() -> None:
    assert carried("Do we infringe the Kestrel patent?", [NUMBER]) == "Do we infringe the Kestrel patent?"
    assert carried("Is the random interval patentable?", [NUMBER]) == "Is the random interval patentable?"


def test_what_was_asked_in_between_ends_it() -> None:
    between = [NUMBER, "How thick is the separator of the FM-60?"]
    assert resolved("Who are the inventors?", between) == "Who are the inventors?"
    assert resolved("Who are the inventors?", [NUMBER, "And when was it filed?"]).endswith("JP9911071B2")


def test_what_is_asked_behind_a_patent_is_told() -> None:
    told = [
        (expected, before, question, rule.kind if (rule := opinion_of(question, [before])) else "-")
        for expected, before, question in BEHIND
    ]
    assert len(told) > 90
    assert [one for one in told if one[0] != one[3]] == []
    asked = [one for one in told if one[0] != "-" and named_in(one[1]) and not named_in(one[2])]
    assert all(carried(question, [before]) != question for _, before, question, _ in asked)


@pytest.mark.parametrize(
    "line", ["Owner of the former?", "Owner of the latter?", "Inventors of the former?"], ids=range(3)
)
def test_a_line_of_one_of_two_documents_is_on_record(line: str) -> None:
    assert opinion_of(line, ["Who are the inventors of US 19,312,804 B2?", "And of EP 4991206 B1?"]) is None
