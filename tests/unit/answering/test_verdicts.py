"""What the evidence says of a statement, and the words for how a question ended."""

import uuid
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import NamedTuple, cast

import pytest

from kaas.answering.draft import DraftStatement, Verdict
from kaas.answering.outcomes import SENTENCES, Outcome, sentence
from kaas.answering.steps.verify import verify
from kaas.retrieval.search import Hit
from portfolios.catalogue import DocumentSummary
from portfolios.passages import FoundPassage

FAMILIES = {"answered", "unanswerable", "refused", "denied", "failed"}


class Titled(NamedTuple):
    title: str


TEXT = "With drift compensation the residual zero drift was 0.21 ns at 80 °C."
PASSAGE = FoundPassage(uuid.uuid4(), uuid.uuid4(), 0, "body", "page", "3", (), TEXT, "en")
HIT = Hit(1, 1.0, PASSAGE, cast(DocumentSummary, Titled("Report")))
OTHER = replace(HIT, passage=replace(PASSAGE, text="Something else was measured."))


def judged(statement: DraftStatement) -> DraftStatement:
    verify(statement)
    return statement


def verdict_on(said: str, text: str) -> Verdict:
    """The verdict on a sentence in a model's words that quotes all that its passage says."""
    hit = Hit(1, 1.0, replace(PASSAGE, text=said), cast(DocumentSummary, Titled("Report")))
    return judged(DraftStatement(text, [(hit, said)], phrased=True)).verdict


@pytest.mark.parametrize(
    ("quotes", "verdict"),
    [
        ([(HIT, "0.21 ns at 80 °C")], Verdict.SUPPORTED),
        ([(HIT, "0.22 ns at 80 °C")], Verdict.UNSUPPORTED),
        ([(HIT, "0.21 ns at 8 °C")], Verdict.UNSUPPORTED),
        ([(OTHER, "0.21 ns at 80 °C")], Verdict.UNSUPPORTED),
        ([(HIT, "0.21 ns"), (OTHER, "0.21 ns")], Verdict.PARTIAL),
        ([(HIT, "0.21 ns"), (OTHER, "Something else")], Verdict.SUPPORTED),
        ([(HIT, "")], Verdict.UNSUPPORTED),
        ([], Verdict.UNSUPPORTED),
    ],
)
def test_a_statement_has_the_verdict_of_its_quotes(quotes: list[tuple[Hit, str]], verdict: Verdict) -> None:
    statement = judged(DraftStatement("A sentence.", quotes))
    assert statement.verdict is verdict
    for hit, start, end in statement.spans:
        assert (hit, hit.passage.text[start:end]) in quotes


@pytest.mark.parametrize(
    ("text", "quotes", "verdict"),
    [
        ("The drift was 0.21 ns.", ["zero drift was 0.21 ns at 80 °C"], Verdict.SUPPORTED),
        ("残留ゼロドリフトは0.21 nsでした。", ["zero drift was 0.21 ns at 80 °C"], Verdict.SUPPORTED),
        ("The drift was 0.22 ns.", ["zero drift was 0.21 ns at 80 °C"], Verdict.CONTRADICTED),
        ("The drift was small.", ["With drift … 0.21 ns at 80 °C"], Verdict.SUPPORTED),
        ("The drift was small.", ["With drift ... 0.21 ns at 90 °C"], Verdict.UNSUPPORTED),
        ("The drift was small.", ["was"], Verdict.PARTIAL),
        ("The drift was small.", ["zero drift was 0.31 ns"], Verdict.UNSUPPORTED),
        ("The drift was small.", [""], Verdict.UNSUPPORTED),
        ("The drift was 0.21 ms.", ["zero drift was 0.21 ns at 80 °C"], Verdict.CONTRADICTED),
        ("The drift was -0.21 ns.", ["zero drift was 0.21 ns at 80 °C"], Verdict.CONTRADICTED),
        ("The drift was not 0.21 ns.", ["zero drift was 0.21 ns at 80 °C"], Verdict.CONTRADICTED),
        ("The drift rose after a year to 5 ns.", ["zero drift was 0.21 ns at 80 °C"], Verdict.PARTIAL),
        ("GV-10's residual zero drift was 0.22 ns.", ["zero drift was 0.21 ns at 80 °C"], Verdict.PARTIAL),
        ("ドリフトは0.21 nsではない。", ["zero drift was 0.21 ns at 80 °C"], Verdict.PARTIAL),
        ("The chief executive stole the money.", ["zero drift was 0.21 ns at 80 °C"], Verdict.PARTIAL),
        ("The drift was small.", ["W…i…t…h… d…r…i…f…t"], Verdict.UNSUPPORTED),
        ("The drift was small.", ["0.21 ns at 80 … With drift compensation"], Verdict.UNSUPPORTED),
        ("The drift was small.", ["pensation the residual zero"], Verdict.UNSUPPORTED),
        (TEXT, [""], Verdict.SUPPORTED),
        (TEXT, ["With drift compensation the"], Verdict.SUPPORTED),
        ("The drift was small.", [], Verdict.UNSUPPORTED),
    ],
)
def test_a_sentence_in_a_models_words(text: str, quotes: list[str], verdict: Verdict) -> None:
    hit = replace(HIT, document=cast(DocumentSummary, Titled("Report")))
    statement = judged(DraftStatement(text, [(hit, quote) for quote in quotes], phrased=True))
    assert statement.verdict is verdict
    assert bool(statement.spans) == (verdict is not Verdict.UNSUPPORTED)


@pytest.mark.parametrize(
    ("said", "text", "verdict"),
    [
        ("The sample was not tested at 80 °C.", "The sample was tested at 80 °C.", Verdict.CONTRADICTED),
        ("試料は80 ℃で試験されていない。", "試料は80 ℃で試験された。", Verdict.CONTRADICTED),
        ("The resistance of the film rose at 80 °C.", "The resistance fell at 80 °C.", Verdict.CONTRADICTED),
        ("膜の抵抗は80 ℃で上昇した。", "The resistance fell at 80 °C.", Verdict.CONTRADICTED),
        ("Copper is heavier than tin.", "Tin is heavier than copper.", Verdict.CONTRADICTED),
        ("The test ends on 3 May 2026.", "The test ends on 4 May 2026.", Verdict.CONTRADICTED),
        ("LM-2207 had 5 Ω. LM-2206 had 6 Ω.", "LM-2206 had 5 Ω.", Verdict.CONTRADICTED),
        ("The valve is open at 5 bar.", "The valve is not open at 5 bar.", Verdict.CONTRADICTED),
        ("酸を水に加える。", "水を酸に加える。", Verdict.CONTRADICTED),
        ("The valve was not opened at 5 bar.", "The valve was opened.", Verdict.PARTIAL),
        ("The mean of 4 V and 6 V was taken.", "The mean taken was 5 V.", Verdict.PARTIAL),
        ("The cell may leak at 5 bar.", "The cell leaks at 5 bar.", Verdict.PARTIAL),
        ("Some cells passed the test.", "All cells passed the test.", Verdict.PARTIAL),
        ("The film was tested at 80 °C.", "LM-2206 was not tested at 80 °C.", Verdict.PARTIAL),
        ("FM-60 does not infringe claim 7.", "FM-60 does not infringe claim 7.", Verdict.PARTIAL),
        ("The film was tested in Kobe.", "No pump was ever seen to leak in Kobe.", Verdict.PARTIAL),
    ],
    ids=str,
)
def test_what_says_the_opposite_contradicts(said: str, text: str, verdict: Verdict) -> None:
    assert verdict_on(said, text) is verdict


def rows(name: str) -> list[list[str]]:
    """The passages and sentences of a table beside this file."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


# True of their passages, in other words: denials without a "not", values that follow, sides and voice turned round.
PARAPHRASES = rows("paraphrases.tsv")
# True in other words: passive, as nouns, rounded, merged, converted, in the other language.
SECOND = rows("paraphrases_second.tsv")
DOUBTED = 0.05
# False of their passages, mostly with the same words: values, names and dates put to the other thing, who, how many,
# how sure. Names that are spelled otherwise, and what is called by no number, cannot be told across languages.
LIES = rows("lies.tsv")
MISSED = 7


def test_what_says_the_same_in_other_words_is_not_contradicted() -> None:
    """A reader who is told so believes that the source says the opposite."""
    told = [(said, text, verdict_on(said, text)) for said, text in PARAPHRASES]
    assert len(told) >= 120
    assert [one for one in told if one[2] is Verdict.CONTRADICTED] == []


def test_what_says_the_same_in_other_words_is_hardly_ever_doubted() -> None:
    """Written when the rules were done: 20 of its 121 were doubted before they were mended by it."""
    told = [(said, text, verdict_on(said, text)) for said, text in SECOND]
    doubted = [one for one in told if one[2] is not Verdict.SUPPORTED]
    print(f"wrongly doubted: {len(doubted)} of {len(told)}", *doubted, sep="\n  ")  # noqa: T201
    assert len(told) >= 120
    assert len(doubted) <= DOUBTED * len(told)
    assert not any(one[2] is Verdict.CONTRADICTED for one in told)


METERS = "The residual zero drift was 0.21 ns at 80 °C. The housing is made of steel. A second meter had 0.9 ns at 25 °C."


@pytest.mark.parametrize(
    ("question", "text", "verdict"),
    [
        ("What is the drift at 80 °C?", "At 80 °C the residual zero drift was 0.21 ns.", Verdict.SUPPORTED),
        ("What is the drift at 25 °C?", "At 25 °C the residual zero drift was 0.21 ns.", Verdict.PARTIAL),
        ("What is the drift at 90 °C?", "At 90 °C the residual zero drift was 0.21 ns.", Verdict.PARTIAL),
        ("25 ℃でのドリフトは？", "25 ℃での残留ゼロドリフトは0.21 nsである。", Verdict.PARTIAL),
    ],
)
def test_a_condition_of_the_question_is_not_that_of_the_value(
    question: str, text: str, verdict: Verdict
) -> None:
    hit = Hit(1, 1.0, replace(PASSAGE, text=METERS), cast(DocumentSummary, Titled("Report")))
    statement = DraftStatement(text, [(hit, "residual zero drift was 0.21 ns at 80 °C")], phrased=True)
    verify(statement, question)
    assert statement.verdict is verdict


def test_what_is_put_to_another_thing_is_not_supported() -> None:
    missed = [one for one in LIES if verdict_on(*one) is Verdict.SUPPORTED]
    print(f"{len(LIES) - len(missed)} of {len(LIES)} lies caught", *missed, sep="\n  ")  # noqa: T201
    assert len(LIES) >= 90
    assert len(missed) <= MISSED


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_family_and_a_sentence_in_both_languages(outcome: Outcome) -> None:
    assert outcome.family in FAMILIES
    said = {language: sentence(outcome, language, searched=7) for language in ("ja", "en")}
    assert len(set(said.values())) == 2
    assert said["en"].isascii() and said["en"].endswith(".")
    assert not said["ja"].isascii() and said["ja"].endswith("。")
    fields = {name for _, name, _, _ in Formatter().parse(str(SENTENCES[outcome])) if name}
    assert fields <= {"searched", "receipt", "readings"}
    assert ("receipt" in fields) == outcome.is_with_counsel
    assert all(("7" in text) == ("searched" in fields) for text in said.values())


def test_no_sentence_gives_an_opinion() -> None:
    """What was not answered is named, and that is all that is said of it."""
    said = " ".join(sentence(outcome, "en") for outcome in Outcome).lower()
    for named in ("infringement questions", "validity or patentability questions"):
        assert named in said
        said = said.replace(named, "")
    assert not any(word in said for word in ("infring", "valid", "novel", "hidden", "withheld", "permission"))


HOSTILE = (
    "The film is unstable at 80 °C and nonconductive. The sample was not tested after 10 000 cycles. The conductivity of"
    " 10⁶ S/cm was seen over 5½ mm. It drifts by –40 ns in every case. 導電性は不可能である。 厚さは5 mm以上のものである。"
    " The drift was 0.21 ns with drift compensation, against 1.90 ns without it, according to the report. No zero drift was"
    " seen in the film. It was less than 5 ns in all the tests. The offset was 100±40 ns at most."
)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The film is stable at 80 °C.", "stable at 80 °C and"),
        ("The film is conductive.", "conductive. The sample was"),
        ("The sample was tested.", "The sample was … tested after"),
        ("The sample was tested after cycles.", "tested after 10 000 cycles"),
        ("The conductivity was 106 S/cm.", "The conductivity of 10⁶ S/cm was seen"),
        ("The conductivity was 10 S/cm.", "The conductivity of 10"),
        ("The conductivity was seen over 51 mm.", "was seen over 5½ mm"),
        ("The sample was not tested after 10 cycles.", "was not tested after 10"),
        ("It drifts by 40 ns in every case.", "40 ns in every case"),
        ("It drifts by 40 ns in every case.", "It drifts by –40 ns in every case"),
        ("導電性は可能である。", "可能である"),
        ("The drift was 1.90 ns with compensation.", "drift was 0.21 ns with drift compensation"),
        ("Zero drift was seen in the film.", "zero drift was seen in the film"),
        ("The film explodes.", "according to the"),
        ("膜は爆発する。", "のである。"),
        ("The drift was 5 ns.", "5 ns in all the tests"),
        ("The offset was 40 ns.", "The offset was 100±40 ns"),
        ("厚さは5 mmである。", "厚さは5 mm"),
        ("The film is stable at 80 °C.", "The film is unstable at 80 °C"),
        ("The sample was tested after 10 000 cycles.", "The sample was … after 10 000 cycles"),
    ],
)
def test_a_quote_does_not_support_the_opposite(text: str, quote: str) -> None:
    hit = Hit(1, 1.0, replace(PASSAGE, text=HOSTILE), cast(DocumentSummary, Titled("Report")))
    assert judged(DraftStatement(text, [(hit, quote)], phrased=True)).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The film is unstable at 80 °C.", "The film is unstable at 80 °C"),
        ("The sample was not tested after 10,000 cycles.", "The sample was not tested after 10 000 cycles"),
        ("The conductivity was 10⁶ S/cm.", "The conductivity of 10⁶ S/cm was seen"),
        ("It drifts by −40 ns in every case.", "It drifts by –40 ns in every case"),
        ("導電性は不可能である。", "導電性は不可能である"),
    ],
)
def test_a_quote_supports_what_it_says(text: str, quote: str) -> None:
    hit = Hit(1, 1.0, replace(PASSAGE, text=HOSTILE), cast(DocumentSummary, Titled("Report")))
    assert judged(DraftStatement(text, [(hit, quote)], phrased=True)).verdict is Verdict.SUPPORTED
