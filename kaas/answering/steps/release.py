"""Store statements and their citations as they are, before they are sent. Only what is stored is ever sent."""

import uuid
from collections.abc import Iterator

from governance.audit import texts
from governance.prepared import insert
from kaas.answering.answers import CitationView, StatementView, cited
from kaas.answering.draft import Draft, DraftStatement, Place
from kaas.answering.models import Citation, Statement
from kaas.retrieval.search import Hit


def release(draft: Draft, statements: list[DraftStatement]) -> list[StatementView | CitationView]:
    """Make statements durable: rows, texts and citations, in the caller's transaction. Markers count on from those before.

    Returns what may be sent once that transaction is committed: each statement after the citations that are new with it.
    """
    if not statements:
        return []
    common = {"owner": draft.scope.person_id, "label_ids": draft.label_ids, "question_id": draft.question_id}
    cited_spans = {_place(*span): span for statement in statements for span in statement.spans}
    fresh = [place for place in cited_spans if place not in draft.markers]
    for place in fresh:
        draft.markers[place] = len(draft.markers) + 1
    stored = [(uuid.uuid4(), "statement", statement.text) for statement in statements]
    texts.store(
        stored,
        owner=draft.scope.person_id,
        resource=f"question:{draft.question_id}",
        label_ids=draft.label_ids,
        key=draft.text_key,
    )
    rows = [
        Statement(
            ordinal=ordinal,
            text=text_id,
            verdict=statement.verdict,
            markers=[draft.markers[_place(*span)] for span in statement.spans],
            **common,
        )
        for ordinal, (statement, (text_id, _, _)) in enumerate(
            zip(statements, stored, strict=True), start=len(draft.statements) + 1
        )
    ]
    insert(rows)
    citations = [_citation(draft.markers[place], *cited_spans[place], common) for place in fresh]
    insert(citations)
    draft.statements.extend(statements)
    return list(_in_order(rows, [text for _, _, text in stored], citations))


def _in_order(
    rows: list[Statement], words: list[str], citations: list[Citation]
) -> Iterator[StatementView | CitationView]:
    waiting = {citation.marker: citation for citation in citations}
    for row, text in zip(rows, words, strict=True):
        for marker in row.markers:
            if marker in waiting:
                yield cited(waiting.pop(marker))
        yield StatementView(row.ordinal, text, row.verdict, list(row.markers))


def _place(hit: Hit, start: int, end: int) -> Place:
    return hit.passage.id, start, end


def _citation(marker: int, hit: Hit, start: int, end: int, common: dict[str, object]) -> Citation:
    return Citation(
        marker=marker,
        document=hit.document.id,
        digest=hit.document.digest,
        passage=hit.passage.id,
        title=hit.document.title,
        publication_number=hit.document.publication_number,
        locator_kind=hit.passage.locator_kind,
        locator_value=hit.passage.locator_value,
        passage_text=hit.passage.text,
        quote_start=start,
        quote_end=end,
        level=hit.document.level,
        marking=hit.document.marking,
        **common,
    )
