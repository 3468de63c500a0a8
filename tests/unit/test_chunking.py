from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.chunking import ENGLISH_WORDS, JAPANESE_CHARACTERS, Chunk, chunk
from portfolios.parsing import Block, Locator, LocatorKind, ParsedDocument, Section

PAGE = Locator(LocatorKind.PAGE, "1")


def document(*blocks: Block) -> ParsedDocument:
    return ParsedDocument(
        format="pdf", kind="document", member="", title="t", language="en", blocks=blocks, bibliography=None
    )


def chunks_of(text: str) -> list[Chunk]:
    return chunk(document(Block(Section.BODY, PAGE, text)))


def solid(text: str) -> str:
    return "".join(text.split())


def test_a_short_block_is_one_chunk_with_its_place() -> None:
    block = Block(Section.CLAIMS, Locator(LocatorKind.CLAIM, "3"), "3. The cell of claim 1.", ("Claims",))
    assert chunk(document(block)) == [
        Chunk(0, "claims", "claim", "3", ("Claims",), "3. The cell of claim 1.", "en"),
    ]


def test_short_blocks_are_never_put_together() -> None:
    blocks = [Block(Section.BODY, Locator(LocatorKind.PARAGRAPH, f"{n:04}"), "短い段落。") for n in range(5)]
    chunks = chunk(document(*blocks))
    assert [(found.ordinal, found.locator_value, found.language) for found in chunks] == [
        (n, f"{n:04}", "ja") for n in range(5)
    ]


def test_a_long_claim_is_cut_between_its_elements() -> None:
    elements = [f"a unit number {n} " + "of the kind described " * 12 + ";" for n in range(8)]
    chunks = chunks_of("1. A cell comprising:\n" + "\n".join(elements))
    assert len(chunks) > 1
    assert all(found.text.endswith(";") for found in chunks)
    assert {found.locator_value for found in chunks} == {"1"}


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "The separator was heated to two hundred degrees for an hour and did not shrink. "
    chunks = chunks_of(sentence * 60)
    assert all(found.text.endswith("shrink.") for found in chunks)
    assert all(len(found.text.split()) <= ENGLISH_WORDS for found in chunks)
    japanese = chunks_of("本発明のセパレータは、二百度で一時間加熱しても収縮しなかった。" * 60)
    assert all(found.text.endswith("。") for found in japanese)
    assert all(len(found.text) <= JAPANESE_CHARACTERS for found in japanese)
    assert len(japanese) == 4


@pytest.mark.parametrize("text", ["ACGT" * 5000, "あ" * 5000, "ab, " * 5000, "漢、" * 4000, "x " * 9000])
def test_what_has_no_sentences_is_cut_all_the_same(text: str) -> None:
    chunks = chunks_of(text)
    assert max(len(found.text) for found in chunks) <= ENGLISH_WORDS * 12
    assert solid("".join(found.text for found in chunks)) == solid(text)


def test_each_row_of_a_long_table_can_be_quoted_with_its_heads() -> None:
    rows = [f"Sample {n} | coated on both sides with ceramic particles | {n} %" for n in range(90)]
    chunks = chunks_of("\n".join(["The results:", "Name | Coating | Shrinkage", *rows, "As seen."]))
    assert len(chunks) > 2
    assert chunks[0].text.startswith("The results:\nName | Coating | Shrinkage\nSample 0 |")
    assert all(found.text.startswith("Name | Coating | Shrinkage\nSample ") for found in chunks[1:])
    assert chunks[-1].text.endswith("\nAs seen.")
    said = [line for found in chunks for line in found.text.split("\n") if line.startswith("Sample")]
    assert said == rows


def test_rows_of_a_second_table_stand_under_its_own_heads() -> None:
    row = "{} | a row of it | with some words in it, of which there are more than one would think"
    tables = [
        "\n".join([f"Part | {limit} | Remark", *(row.format(f"{limit} {n}") for n in range(60))])
        for limit in ("Torque", "Heat")
    ]
    chunks = chunks_of("\n\n".join(tables))
    under = [found for found in chunks if "Heat 59" in found.text]
    assert len(chunks) > 3
    assert [found.text.split("\n")[0] for found in under] == ["Part | Heat | Remark"]


def test_heads_as_long_as_a_passage_are_not_repeated() -> None:
    heads = " | ".join(["a long head of a column"] * 30)
    chunks = chunks_of("\n".join([heads, *["one row | of it | with some words in it"] * 60]))
    assert len(chunks) > 1
    assert sum(heads in found.text for found in chunks) == 1


TEXT = st.text(st.sampled_from("ab1 \n。、.,;:|あ漢()「」-"), max_size=3000)


@given(st.lists(TEXT, max_size=4), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_doubled_or_moved(texts: list[str], times: int) -> None:
    blocks = [
        Block(Section.BODY, Locator(LocatorKind.PAGE, str(number)), text * times)
        for number, text in enumerate(texts)
        if text.strip()
    ]
    chunks = chunk(document(*blocks))
    assert [found.ordinal for found in chunks] == list(range(len(chunks)))
    for block in blocks:
        own = [found.text for found in chunks if found.locator_value == block.locator.value]
        assert solid("".join(own)) == solid(block.text)
        assert all(text == text.strip() and text for text in own)
    assert chunk(replace(document(*blocks), title="other")) == chunks
