"""The only writer and reader of passages. Reading asks for a scope; the database decides what comes back."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from governance.access.scopes import Scope
from portfolios.analysis import index_terms
from portfolios.chunking import Chunk
from portfolios.concepts import Asked
from portfolios.models import Document, Passage
from portfolios.words import search_words

MOST_LEXEMES = 1_000_000_000  # dimensions that a sparsevec has


def add_passages(document: Document, chunks: Sequence[Chunk]) -> int:
    """Store the chunks of one new document as passages and index them; return how many. In the caller's transaction."""
    passages = [_passage(document, chunk) for chunk in chunks if chunk.text.strip()]
    Passage.objects.bulk_create(passages, batch_size=1000)
    impacts = [index_terms(passage.text) for passage in passages]
    lexemes = _lexemes(sorted({lexeme for of in impacts for lexeme in of}))
    _number(document, passages, [_vector(of, lexemes) for of in impacts])
    return len(passages)


def withdraw_passages(document: Document) -> None:
    """Take a document's passages out of the index. The passages themselves stay, for the citations that rest on them."""
    with connection.cursor() as cursor:
        cursor.execute("delete from index_forward where document_id = %s", [document.id])


def _passage(document: Document, chunk: Chunk) -> Passage:
    return Passage(
        document=document,
        label_id=document.label_id,
        ordinal=chunk.ordinal,
        section=chunk.section,
        locator_kind=chunk.locator_kind,
        locator_value=chunk.locator_value,
        headings=list(chunk.headings),
        text=chunk.text,
        language=chunk.language,
        digest=hashlib.sha256(chunk.text.encode()).hexdigest(),
    )


def _lexemes(words: list[str]) -> dict[str, int]:
    """The number of each lexeme, new ones included."""
    known = _known(words)
    missing = [word for word in words if word not in known]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into index_lexeme (lexeme) select w from unnest(%s::text[]) w order by w"
                " on conflict do nothing",
                [missing],
            )
        known |= _known(missing)
    return known


def _known(words: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select lexeme, id from index_lexeme where lexeme = any(%s)", [words])
        return dict(cursor.fetchall())


def _vector(impacts: Mapping[str, int], lexemes: Mapping[str, int]) -> str:
    """The text form of a passage's `sparsevec`."""
    return (
        "{"
        + ",".join(f"{lexemes[lexeme]}:{impact}" for lexeme, impact in impacts.items())
        + f"}}/{MOST_LEXEMES}"
    )


def _number(document: Document, passages: Sequence[Passage], vectors: list[str]) -> None:
    """Give each passage its place in the index. Lists, postings and counts follow by triggers."""
    ties = [_tie(document, passage) for passage in passages]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into index_forward (number, passage_id, document_id, portfolio_id, label_id, tie, impacts)"
            " overriding system value select n.number, t.passage, %s, %s, %s, t.tie, t.vector::sparsevec"
            " from take_numbers(%s, %s) with ordinality as n (number, place)"
            " join unnest(%s::uuid[], %s::bigint[], %s::text[]) with ordinality as t (passage, tie, vector, place)"
            " using (place)",
            [
                document.id,
                document.portfolio_id,
                document.label_id,
                document.label_id,
                len(passages),
                [passage.id for passage in passages],
                ties,
                vectors,
            ],
        )


def _tie(document: Document, passage: Passage) -> int:
    """What orders equal scores: content and place in the document, so that nothing else in the corpus matters."""
    named = f"{document.digest}/{document.member}/{passage.ordinal}"
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:7], "big")


COLUMNS = (
    "id", "document_id", "ordinal", "section", "locator_kind", "locator_value", "headings", "text", "language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage as retrieval hands it on, read under row security."""

    id: uuid.UUID
    document_id: uuid.UUID
    ordinal: int
    section: str
    locator_kind: str
    locator_value: str
    headings: tuple[str, ...]
    text: str
    language: str


def search_index(
    terms: Sequence[tuple[str, int] | Asked],
    *,
    scope: Scope,
    within: uuid.UUID | None,
    limit: int,
    among: Sequence[uuid.UUID] | None = None,
) -> list[tuple[uuid.UUID, int]]:
    """(passage id, BM25 score in integer units) of the best permitted passages, best first.

    `among` narrows to these documents. Statistics are those of all permitted passages, narrowed or not.
    """
    scope.require()
    if not terms or limit < 1:
        return []
    asked = [Asked(*term) for term in terms]
    return search_words(asked, within=within, among=among, most=limit)


def rarity(lexemes: Sequence[str], *, scope: Scope) -> dict[str, int]:
    """The idf, in 64ths, of each lexeme among the permitted passages. A hidden word weighs what an unknown one does."""
    scope.require()
    with connection.cursor() as cursor:
        cursor.execute("select lexeme, idf from search_rarity(%s::text[])", [list(lexemes)])
        return dict(cursor.fetchall())


def read_passages(ids: Sequence[uuid.UUID], *, scope: Scope) -> dict[uuid.UUID, FoundPassage]:
    """The permitted passages among `ids`."""
    scope.require()
    rows = Passage.objects.filter(id__in=list(ids)).values_list(*COLUMNS)
    return {row[0]: _found(row) for row in rows}


def passages_at(
    places: Sequence[tuple[str, str]], documents: Sequence[uuid.UUID], *, scope: Scope
) -> list[FoundPassage]:
    """The permitted passages of these documents at these (kind, value) locators, in the order of the documents."""
    scope.require()
    order = {document: rank for rank, document in enumerate(documents)}
    kinds, values = [kind for kind, _ in places], [value for _, value in places]
    rows = Passage.objects.filter(document_id__in=documents, locator_kind__in=kinds, locator_value__in=values)
    found = [_found(row) for row in rows.values_list(*COLUMNS)]
    wanted = set(places)
    return sorted(
        (passage for passage in found if (passage.locator_kind, passage.locator_value) in wanted),
        key=lambda passage: (order[passage.document_id], passage.ordinal),
    )


def passages_of(document_id: uuid.UUID, *, scope: Scope) -> list[FoundPassage]:
    """Every passage of a permitted document, in reading order."""
    scope.require()
    rows = Passage.objects.filter(document_id=document_id).order_by("ordinal")
    return [_found(row) for row in rows.values_list(*COLUMNS)]


def _found(row: tuple[Any, ...]) -> FoundPassage:
    id_, document_id, ordinal, section, kind, value, headings, text, language = row
    return FoundPassage(id_, document_id, ordinal, section, kind, value, tuple(headings), text, language)
