"""tantivy over the same words, with the label as a field that every query filters by: the peer where a part is read.

It is no part of this project: where it is not installed, it is left out.
"""

import importlib.util
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

Search = Callable[[list[tuple[str, int]]], object]


def installed() -> bool:
    """Whether there is a tantivy to compare with."""
    return importlib.util.find_spec("tantivy") is not None


def tantivy_search(
    folder: Path, rows: Callable[[], Iterable[tuple[int, str]]], labels: Sequence[int], *, found: int
) -> Search:
    """The best passages under these labels. The index is made of (label, words) where the folder is empty."""
    import tantivy  # type: ignore[import-not-found]  # of the bench extra, absent elsewhere

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("label", stored=False, tokenizer_name="raw", index_option="basic")
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    if not index.searcher().num_docs:
        writer = index.writer(256_000_000, 1)
        for label, words in rows():
            writer.add_document(tantivy.Document(words=[words], label=[f"l{label}"]))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
    searcher = index.searcher()
    one_of = [
        (tantivy.Occur.Should, tantivy.Query.term_query(schema, "label", f"l{label}")) for label in labels
    ]
    permitted = tantivy.Query.boolean_query(one_of)

    def find(asked: list[tuple[str, int]]) -> object:
        either = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", word[2:])) for word, _ in asked
        ]
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.boolean_query(either)), (tantivy.Occur.Must, permitted)]
        )
        return searcher.search(query, found).hits

    return find
