"""Documents that a question names by a number of their own."""

import pytest

from kaas.answering.naming import named_in
from kaas.retrieval.search import Hit
from tests.doubles.found import hit, results

REVIEW = hit("Text.", title="Design review BOR-DR-07: optical pickup of the FM-60")
NOTE = hit("本文。", rank=2, title="実験ノート LN-21 界面抵抗")
OLD, NEW = (hit(f"{n}.", rank=n, title=f"Procedure BOR-CP-05, issue {n}") for n in (3, 4))
SLIDES, REPORT = (
    hit("Slide.", rank=5, title="FM-60: gate 3"),
    hit("Page.", rank=6, title="Noise of the FM-60"),
)
ALL = (REVIEW, NOTE, OLD, NEW, SLIDES, REPORT)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("What does BOR-DR-07 decide?", [REVIEW]),
        ("BOR‐ＤＲ‐07で決めたことは何ですか。", [REVIEW]),
        ("LN-21とBOR-DR-07の違いは何ですか。", [NOTE, REVIEW]),
        ("How long does BOR-CP-05 wait?", [OLD, NEW]),
        ("What is the noise of the FM-60?", []),
        ("What does BOR-DR-08 decide?", []),
        ("What does BOR-DR-071 decide?", []),
        ("What does the design review decide?", []),
    ],
    ids=["one", "wide", "two", "editions", "product", "another", "longer", "none"],
)
def test_a_number_names_the_documents_whose_own_it_is(question: str, documents: list[Hit]) -> None:
    named = named_in(results(question, *ALL))
    assert named.documents == {one.document.id for one in documents}
    assert [found for found in ALL if named.is_in(found)] == [found for found in ALL if found in documents]


def test_words_of_the_title_say_where_to_look() -> None:
    named = named_in(results("Which optical pickup did design review BOR-DR-07 reject?", *ALL))
    assert {"e:bordr07", "e:optic", "e:pickup", "e:design"} <= named.words
    assert "e:reject" not in named.words


def test_words_that_are_all_there_is_are_not_set_apart() -> None:
    named = named_in(results("Design review BOR-DR-07", *ALL))
    assert named.is_in(REVIEW)
    assert not named.words
