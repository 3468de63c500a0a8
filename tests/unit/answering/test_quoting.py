"""Which sentences are quoted, and in which order."""

import pytest

from kaas.answering.draft import Draft
from kaas.answering.quoting import opening, quote
from kaas.answering.steps.verify import verify
from kaas.retrieval.search import Hit
from tests.doubles.found import hit, results


def quoted(question: str, *evidence: Hit) -> list[str]:
    """The statements of an answer, each found where it is quoted."""
    draft = Draft(question)
    draft.results, draft.evidence = results(question, *evidence), list(evidence)
    statements = quote(draft)
    for statement in statements:
        verify(statement)
        assert statement.verdict == "supported"
        assert "\n".join(quote for _, quote in statement.quotes) == statement.text
    return [statement.text for statement in statements]


WAIT = "How many seconds must the meter wait before a reading?"


def test_two_documents_that_differ_in_a_number_are_both_quoted() -> None:
    old = hit("The meter must wait 1800 seconds before a reading.", title="Procedure, issue 2")
    new = hit(
        "The meter must wait 900 seconds before a reading.", rank=2, score=9.0, title="Procedure, issue 3"
    )
    assert quoted(WAIT, old, new) == [old.passage.text, new.passage.text]


def test_two_documents_that_say_the_same_are_not() -> None:
    first = hit("The meter must wait 900 seconds before a reading.", title="The application")
    again = hit("The meter must wait 900 seconds before any reading.", rank=2, score=9.0, title="The patent")
    assert quoted(WAIT, first, again) == [first.passage.text]


def test_the_best_of_each_document_stands_before_what_else_they_say() -> None:
    first = hit("So many seconds must the pump wait. The meter must wait before a reading.", title="Rig")
    second = hit("Before a reading, wait 900 seconds at the meter.", rank=2, score=9.5, title="Procedure")
    said = quoted(WAIT, first, second)
    assert said[:2] == ["The meter must wait before a reading.", second.passage.text]
    assert said[2:] == ["So many seconds must the pump wait."]


def test_a_third_document_that_only_repeats_is_left_out() -> None:
    said = quoted(
        "What limit has the noise?",
        hit("The limit of the noise is 0.4 ns.", title="Issue 2"),
        hit("The limit of the noise is 0.3 ns.", rank=2, score=9.0, title="Issue 3"),
        hit(
            "There is a limit, whatever it may be worth to those who ask for it.",
            rank=3,
            score=2.0,
            title="A letter",
        ),
    )
    assert said == ["The limit of the noise is 0.4 ns.", "The limit of the noise is 0.3 ns."]


def test_each_document_that_is_named_is_heard() -> None:
    question = "What noise has the pickup according to BOR-DR-07 and BOR-SP-14?"
    review = hit("The noise of the pickup is 12 pm.", title="Design review BOR-DR-07: optical pickup")
    head = hit("It is 9 pm; the noise is lower.", rank=2, score=2.0, title="Specification BOR-SP-14: head")
    assert quoted(question, review, head) == [
        "The noise of the pickup is 12 pm.",
        "It is 9 pm; the noise is lower.",
    ]


def test_what_only_names_the_document_is_no_answer() -> None:
    question = "What noise is allowed by BOR-CP-05?"
    title = "Procedure BOR-CP-05"
    name = hit("This is procedure BOR-CP-05.", title=title)
    rule = hit("A noise of 0.4 ns is allowed.", rank=2, score=5.0, title=title)
    assert quoted(question, name, rule) == ["A noise of 0.4 ns is allowed."]
    assert quoted("BOR-CP-05?", name) == ["This is procedure BOR-CP-05."]


def test_words_of_the_title_that_a_sentence_says_count_as_well() -> None:
    title = "Design review BOR-DR-07: melting temperature of the pickup housing"
    melting = hit("Melting begins at a temperature of 210 C in the pickup housing.", title=title)
    nine = hit("The maximum number of attendees was nine.", rank=2, score=5.0, title=title)
    question = "What is the maximum melting temperature of the pickup housing in BOR-DR-07?"
    assert quoted(question, melting, nine)[0] == melting.passage.text


SHORT = "Lot | Moisture ppm\nLM-2203 | 140\nLM-2206 | 38"
LONG = (
    "Lot | Moisture ppm | Remark\n"
    + "".join(f"L-{n} | {n} | {'as before ' * 4}\n" for n in range(9))
    + "LM-2206 | 38 | good"
)


@pytest.mark.parametrize(
    ("table", "said"),
    [(SHORT, SHORT), (LONG, "Lot | Moisture ppm | Remark\nLM-2206 | 38 | good")],
    ids=["short", "long"],
)
def test_a_row_is_quoted_under_its_first_row(table: str, said: str) -> None:
    assert quoted("What moisture in ppm has lot LM-2206?", hit(table))[0] == said


STOPS_LONG = "Part | Torque limit | Remark\n" + "\n".join(
    f"B{n} | {n + 20} Nm | Released for the test rig in the second building. See note {n}" for n in range(12)
)
STOPS_SHORT = "Part | Remark | Torque limit\n" + "\n".join(
    f"A{n} | Not approved. Ask the owner first. | {n} Nm" for n in range(1, 4)
)
TWO_TABLES = (
    "Part | Torque limit\n"
    + "\n".join(f"A{n} | {n + 40} Nm, as measured on the old rig" for n in range(9))
    + "\n\nPart | Temperature limit\nB1 | 71 C\nB2 | 72 C"
)


@pytest.mark.parametrize(
    ("question", "table", "said"),
    [
        (
            "What is the torque limit of part B9?",
            STOPS_LONG,
            "Part | Torque limit | Remark\nB9 | 29 Nm | Released for the test rig in the second building. See note 9",
        ),
        ("What is the torque limit of part A2?", STOPS_SHORT, STOPS_SHORT.rpartition("\n")[0]),
        (
            "What is the temperature limit of part B2?",
            TWO_TABLES,
            "Part | Temperature limit\nB1 | 71 C\nB2 | 72 C",
        ),
    ],
    ids=["stops-in-a-long-table", "stops-in-a-short-table", "second-table"],
)
def test_a_row_is_quoted_whole_and_under_the_heads_of_its_own_table(
    question: str, table: str, said: str
) -> None:
    assert quoted(question, hit(table))[0] == said


def test_no_row_is_quoted_under_the_heads_of_another_table() -> None:
    said = quoted("What is the torque limit of part B2?", hit(TWO_TABLES))
    assert not any("Torque" in one and "72 C" in one for one in said)


PRINTED = """5. サイクル後の特性
表3 500サイクル後の特性（G22は5個、G18は4個の平均）
記号 放電容量 容量維持率 界面抵抗
G22 8.73 Ah 87.1 % 9.6 Ω·cm²
G18 8.45 Ah 84.4 % 10.3 Ω·cm²
容量維持率は目標の85 %を満たした。個々のセルの値は測定データ集
に収めた。"""
PRINTED_ENGLISH = """At 80 °C the drift was 0.21 ns with the new parts. Table 2 Zero drift relative to 20 °C
Temperature Without, ns With, ns
0 °C −0.31 −0.05
80 °C 1.90 0.21
The largest drift of a single meter was 0.28 ns, or 0.042 kg/h. The target of
0.05 kg/h is met."""


@pytest.mark.parametrize(
    ("question", "table", "said"),
    [
        (
            "G18の500サイクル後の放電容量と界面抵抗はいくらですか。",
            PRINTED,
            PRINTED[PRINTED.index("表3") : PRINTED.index("\n容量維持率")],
        ),
        (
            "G22の500サイクル後の放電容量と界面抵抗はいくらですか。",
            PRINTED,
            PRINTED[PRINTED.index("表3") : PRINTED.index("\nG18")],
        ),
        (
            "Which zero drift relative to 20 °C is in the table at a temperature of 0 °C?",
            PRINTED_ENGLISH,
            PRINTED_ENGLISH[PRINTED_ENGLISH.index("Table 2") : PRINTED_ENGLISH.index("\n80 °C")],
        ),
    ],
    ids=["second-row", "first-row", "english"],
)
def test_a_row_of_a_printed_table_is_quoted_under_its_caption_and_heads(
    question: str, table: str, said: str
) -> None:
    assert quoted(question, hit(table))[0] == said


def test_what_stands_behind_a_printed_table_is_no_row_of_it() -> None:
    assert "容量維持率は目標の85 %を満たした。" in quoted("容量維持率の目標を満たしたか。", hit(PRINTED))


def test_a_caption_without_a_table_is_a_line_like_any_other() -> None:
    text = "Table 1 Prices\nThe prices of the cells are those of May. They hold for a year."
    assert "The prices of the cells are those of May." in "\n".join(quoted("prices of the cells", hit(text)))


def test_a_bar_in_a_sentence_makes_no_table() -> None:
    text = "First comes the model. The chance of a drift is P(A | B) here. Then comes the rest."
    assert quoted("What is the chance of a drift?", hit(text)) == ["The chance of a drift is P(A | B) here."]


@pytest.mark.parametrize(
    ("question", "defines", "uses"),
    [
        ("What does SEP stand for?", "SEP = separator in all slides", "Every SEP must stand the load."),
        (
            "What does DC mean here?",
            "In this note DC stands for drift compensation.",
            "Mean DC was 4 V here.",
        ),
        ("SEPの意味は何ですか。", "SEPはセパレータをいう。", "SEPの意味を議事録で分けた。"),
        ("What does OA mean?", "OA (2) | open-air test", "An OA may mean work."),
    ],
    ids=["equals", "stands-for", "japanese", "glossary"],
)
def test_who_asks_for_a_meaning_is_shown_where_it_is_said(question: str, defines: str, uses: str) -> None:
    said = f"Term | English\n{defines}" if "|" in defines else defines
    assert said in quoted(question, hit(uses), hit(said, rank=2, score=6.0, title="Slides"))


def test_a_named_place_is_quoted_whole() -> None:
    draft = Draft("What does claim 1 say?")
    claim = hit("1. A meter.")
    draft.results, draft.named = results(draft.question, claim), [(claim, opening(claim))]
    assert [statement.text for statement in quote(draft)] == ["1. A meter."]


def test_without_a_search_nothing_is_quoted() -> None:
    assert quote(Draft("A question")) == []
