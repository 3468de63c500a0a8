"""What a question asks for, told from its words: cases in both languages, and every question of the demo company."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaas.answering.outcomes import Outcome
from kaas.answering.reading.breadth import asks_for_everything
from kaas.answering.reading.declining import declines
from kaas.answering.reading.following import only_names, points_back
from kaas.answering.reading.opinions import Opinion, opinion_in
from kaas.answering.reading.past_policy import Past, past_policy
from kaas.answering.reading.rules import plain

HERE = Path(__file__).parent
DEMO = HERE.parents[2] / "deploy" / "demo"


def cases(name: str) -> list[tuple[str, str]]:
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t", 1)) for line in lines if line and line[0] != "#"]  # type: ignore[misc]


def asked_of_demo() -> Iterator[tuple[str, str, str]]:
    for file in sorted(DEMO.glob("questions*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            is_secret = question.get("refuse") == Outcome.REFUSED_CREDENTIALS
            kind = "secret" if is_secret else "counsel" if "refuse" in question else question.get("kind", "")
            yield question["id"], kind, question["text"]


def test_opinions_are_told_from_facts() -> None:
    told = [
        (expected, text, rule.kind if (rule := opinion_in(text)) else "-")
        for expected, text in cases("opinions")
    ]
    assert len(told) >= 60
    assert {expected for expected, _, _ in told} == {"-", *Opinion}
    assert [one for one in told if one[0] != one[2]] == []


DOCUMENTS = {
    "en": [
        "US19204511B2", "EP 4991107 B1", "the Kestrel patent", "our patent", "the Velmaris application", "claim 1",
        "claim 7 of US 19,312,804 B2", "our separator patent",
    ],
    "ja": ["US19204511B2", "特許第9911071号", "Kestrelの特許", "うちの特許", "Velmarisの出願", "請求項1", "この特許"],
}  # fmt: skip


def test_whatever_a_document_is_called_a_record_is_looked_up_and_a_judgement_is_one() -> None:
    told = [
        (expected, question)
        for expected, form in cases("opinion_forms")
        for document in DOCUMENTS["en" if form.isascii() else "ja"]
        if (opinion_in(question := form.format(document)) is not None) != (expected == "+")
    ]
    assert told == []


def test_every_question_of_the_demo_company_goes_where_it_belongs() -> None:
    """Those for counsel are told by their words, and no other is; who asks around the policy does so for a secret."""
    wrong = [
        (name, text)
        for name, kind, text in asked_of_demo()
        if (opinion_in(text) is None) == (kind == "counsel")
    ]
    assert wrong == []
    past = {name for name, _, text in asked_of_demo() if past_policy(text) or asks_for_everything(text)}
    assert past == {name for name, kind, _ in asked_of_demo() if kind == "secret"}


def test_asking_past_the_policy_is_told() -> None:
    told = [
        (expected, text, rule.kind if (rule := past_policy(text)) else "-")
        for expected, text in cases("past_policy")
    ]
    assert {expected for expected, _, _ in told} == {"-", *Past}
    assert [one for one in told if one[0] != one[2]] == []


def test_asking_for_everything_is_told() -> None:
    told = [
        (expected, text, "+" if asks_for_everything(text) else "-") for expected, text in cases("breadth")
    ]
    assert [one for one in told if one[0] != one[2]] == []


@pytest.mark.parametrize(
    "disguise",
    ["do we in\u200bfringe it?", "ＤＯ　ＷＥ　ＩＮＦＲＩＮＧＥ　ＩＴ？", "侵\u200d害していますか"],
    ids=["joined", "wide", "ja"],
)
def test_how_it_is_spelled_does_not_matter(disguise: str) -> None:
    rule = opinion_in(disguise)
    assert rule is not None
    assert rule.kind == Opinion.INFRINGEMENT


@pytest.mark.parametrize(
    "text",
    [
        "do " * 1300,
        "should we file " * 260,
        "請求項1" * 1000,
        "ignore " * 560,
        "\ufdfa" * 4000,
        "And Ab" + " Ab" * 1300,
    ],
    ids=["en", "file", "ja", "past", "eighteen", "names"],
)
def test_long_questions_are_read_in_time(text: str) -> None:
    """Of the longest question a person may ask, in steps that grow with its length."""
    for read in (opinion_in, past_policy, asks_for_everything, points_back, only_names):
        read(text[:4000])


def test_signs_that_stand_for_sentences_hide_nothing() -> None:
    question = "\ufdfa" * 300 + " Do we infringe claim 1?"
    assert len(plain(question)) < len(question)
    assert opinion_in(question) is not None


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("I'm sorry, but I can't help with that.", True),
        ("I’m sorry, but I cannot assist with that request.", True),
        ("I must decline.", True),
        ("申し訳ありませんが、そのご要望にはお応えできません。", True),
        ("ご質問にはお答えできません。", True),
        ("The valve cannot provide flow.", False),
        ("I cannot find it in the passages.", False),
        ("[none]", False),
        ("", False),
    ],
    ids=range(9),
)
def test_a_model_that_declines_is_told(reply: str, expected: bool) -> None:
    assert declines(reply) is expected
