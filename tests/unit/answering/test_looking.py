"""Which of the passages that were found are evidence."""

from dataclasses import replace

import pytest

from kaas.answering.evidence import SENT
from kaas.answering.evidence import evidence as evidence_of
from kaas.retrieval.search import Hit
from portfolios.analysis import index_terms
from tests.doubles.found import hit, results


def evidence(question: str, *hits: Hit) -> list[Hit]:
    held = {hit.passage.id: frozenset(index_terms(hit.passage.text)) for hit in hits}
    return evidence_of(results(question, *hits), held, floor=None)


QUESTION = "Which voltage and current does the pump of the northern rig need?"
WHOLE = hit("The pump of the northern rig needs a voltage and current.", score=20.0, title="Rig")
PART = hit("The voltage and current of the rig are low.", rank=2, score=9.5, title="Data")


def test_a_passage_that_shares_too_little_is_none() -> None:
    assert evidence(QUESTION, hit("The pump is red.")) == []
    assert evidence(QUESTION) == []


def test_beside_it_the_best_of_another_document_need_score_less() -> None:
    again = hit("Voltage and current vary at the rig.", rank=3, score=9.4, title="Data")
    assert evidence(QUESTION, WHOLE, PART, again) == [WHOLE, PART]
    assert evidence(QUESTION, WHOLE, replace(PART, document=WHOLE.document)) == [WHOLE]


@pytest.mark.parametrize(
    ("text", "score"),
    [("The voltage and current of the rig are low.", 8.0), ("The voltage and current are low.", 9.5)],
    ids=["scores too little", "holds too little"],
)
def test_beside_it_is_not_whatever_was_found(text: str, score: float) -> None:
    assert evidence(QUESTION, WHOLE, hit(text, rank=2, score=score, title="Far")) == [WHOLE]


NAMED = "Which pressure did design review AUR-DR-09 set?"
TITLE = "Design review AUR-DR-09 of the cells"
SET = hit("It is 5 MPa at all times.", rank=7, score=2.0, title=TITLE, headings=["Pressure that is set"])
CITING = hit("See design review AUR-DR-09 for it.", score=20.0, title="Slides")


def test_a_passage_of_a_named_document_need_not_name_it_again() -> None:
    assert evidence(NAMED, CITING, SET) == [CITING, SET]
    assert evidence(NAMED, SET) == [SET]


def test_it_must_hold_what_is_asked_about() -> None:
    colour = hit("The housing is grey.", rank=2, score=2.0, title=TITLE)
    assert evidence("Which lubricant did design review AUR-DR-09 set?", colour) == []


def test_each_named_document_has_a_voice_where_anything_is_found() -> None:
    note = hit("Something else was weighed.", rank=2, score=1.0, title="Note AUR-LN-03")
    assert evidence("Which pressure is set in AUR-DR-09 and in AUR-LN-03?", SET, note) == [note, SET]


def test_of_too_many_those_of_named_documents_are_kept() -> None:
    many = [
        hit(f"Design review AUR-DR-09 set pressure {n}.", rank=n, score=20.0, title=f"Letter {n}")
        for n in range(1, SENT + 2)
    ]
    last = hit("The pressure that was set is 5 MPa.", rank=SENT + 2, score=5.0, title=TITLE)
    found = evidence(NAMED, *many, last)
    assert found == [*many[: SENT - 1], last]


def test_a_passage_may_answer_one_part_of_a_question() -> None:
    question = "What does the copper clamp weigh in grams, and how long is the northern tube of the rig?"
    weight = hit("The copper clamp weighs 12 grams.", score=10.0, title="Parts")
    length = hit("The northern tube of the rig is 2 m long.", rank=2, score=9.0, title="Rig")
    neither = hit("A spare tube and a clamp.", rank=3, score=9.0, title="Store")
    assert evidence(question, weight, length, neither) == [weight, length]


def test_of_a_named_document_the_passage_that_holds_most_of_the_rest_is_heard() -> None:
    cover = hit("Slides AUR-PR-06.", rank=2, score=9.0, title="AUR-PR-06 Slides")
    row = hit("A pressure of 4 MPa.", rank=3, score=2.0, title="AUR-PR-06 Slides")
    assert evidence("Which pressure and force do AUR-DR-09 and AUR-PR-06 set?", SET, cover, row) == [row, SET]


def test_one_word_beside_title_and_number_is_not_enough() -> None:
    title = "Design review BOR-DR-07: melting temperature of the pickup housing"
    question = "What is the maximum melting temperature of the pickup housing in BOR-DR-07?"
    nine = hit("The maximum number of attendees was nine.", rank=2, score=1.0, title=title)
    limit = hit("The maximum is 210 C; then the pickup is melting.", rank=3, score=1.0, title=title)
    other = hit("A pickup.", title="Slides")
    assert evidence(question, other, nine) == []
    assert evidence(question, other, nine, limit) == [limit]


@pytest.mark.parametrize(
    ("named", "is_found"),
    [
        ("BOR-DR-99", False),
        ("bor-dr-07", True),
        ("BOR-DR-99 and BOR-DR-07", True),
        ("BOR-DR-08", True),
        ("the top-10", True),
    ],
    ids=["unheard-of", "lower-case", "one-of-two", "cited", "no-number-of-a-document"],
)
def test_a_number_that_nothing_knows_is_not_answered_from_another(named: str, is_found: bool) -> None:
    torque = hit("The torque of the clamp was decided to be 5 Nm.", title="Design review BOR-DR-07")
    citing = hit("See BOR-DR-08.", rank=2, score=2.0, title="A letter")
    assert (
        torque in evidence(f"What torque of the clamp was decided in {named}?", torque, citing)
    ) is is_found


def test_a_publication_is_not_answered_from_what_is_said_of_another() -> None:
    question = "When does the term of application 18/999,052 expire at the latest?"
    other = hit("The term of application 18/999,731 expires at the latest in May.", title="Docket")
    named = hit("The term of application 18/999,052 expires at the latest in June.", rank=2, title="Docket")
    plain = hit("At the latest its term expires in July.", rank=3, score=9.0, title="Action 18/999,052")
    assert evidence(question, other) == []
    assert evidence(question, other, named) == [named]
    assert evidence(question, other, named, plain) == [named, plain]
    assert evidence(question, hit("At the latest the term of an application expires in May.")) == []
