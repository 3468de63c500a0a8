"""Store the answer, each statement and each citation as it was, with its event. Only what is stored is ever sent."""

import uuid

from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.answering.draft import Draft
from kaas.answering.models import Answer, Citation, Statement
from kaas.retrieval.search import Hit


def release(draft: Draft) -> None:
    """Make the answer durable: rows, texts and `answer:composed`, in the caller's transaction."""
    assert draft.outcome is not None
    common = {"owner": draft.scope.person_id, "label_ids": draft.label_ids, "question_id": draft.question_id}
    Answer(
        id=draft.answer_id, outcome=draft.outcome, engine=draft.engine, searched=draft.searched, **common
    ).save(force_insert=True)
    markers = _markers(draft)
    stored = [(uuid.uuid4(), "statement", statement.text) for statement in draft.statements]
    if stored:
        texts.store(
            stored,
            owner=draft.scope.person_id,
            resource=f"question:{draft.question_id}",
            label_ids=draft.label_ids,
        )
    Statement.objects.bulk_create(
        Statement(
            ordinal=ordinal,
            text=text_id,
            verdict=statement.verdict,
            markers=[markers[_place(hit, start, end)] for hit, start, end in statement.spans],
            **common,
        )
        for ordinal, (statement, (text_id, _, _)) in enumerate(
            zip(draft.statements, stored, strict=True), start=1
        )
    )
    cited = {_place(*span): span for statement in draft.statements for span in statement.spans}
    Citation.objects.bulk_create(_citation(markers[place], *span, common) for place, span in cited.items())
    record(
        Action.ANSWER_COMPOSED,
        resource=f"question:{draft.question_id}",
        outcome=draft.outcome,
        detail={
            "statements": len(draft.statements),
            "documents": len({hit.document.id for hit, _, _ in cited.values()}),
        },
    )


def _place(hit: Hit, start: int, end: int) -> tuple[uuid.UUID, int, int]:
    return hit.passage.id, start, end


def _markers(draft: Draft) -> dict[tuple[uuid.UUID, int, int], int]:
    """One marker for each quoted place, counted from 1 in reading order."""
    markers: dict[tuple[uuid.UUID, int, int], int] = {}
    for statement in draft.statements:
        for span in statement.spans:
            markers.setdefault(_place(*span), len(markers) + 1)
    return markers


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
