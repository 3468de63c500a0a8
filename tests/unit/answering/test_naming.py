"""Documents that a question names by a number of their own."""

import pytest

from kaas.answering.naming import is_of, is_of_others_only, named_in, publications_in
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


@pytest.mark.parametrize(
    ("text", "is_of_others"),
    [
        ("The term of JP application 2026-993359 ends soon.", True),
        ("特願2026-993358の期限", False),
        ("特願2026-993359、特願2026-993358の期限", False),
        ("The term ends soon.", False),
        ("特開2026-993358の期限", True),
    ],
    ids=["other", "same", "both", "none", "publication"],
)
def test_what_speaks_of_other_publications_only(text: str, is_of_others: bool) -> None:
    asked = publications_in("When does 特願2026-993358 expire?")
    assert is_of_others_only(text, asked) is is_of_others


def test_the_letter_of_its_kind_makes_no_other_publication() -> None:
    assert publications_in("EP 4 991 107 B9") == publications_in("EP4991107B1")
    assert is_of(hit("Text.", title="Record SD-01, 特願2026-993358"), publications_in("特願2026-993358"))
    assert not is_of(hit("Text.", title="Record SD-01"), publications_in("特願2026-993358"))
