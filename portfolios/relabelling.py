"""Giving a document another label, everywhere at once.

A file as it came has one label, because its bytes are one thing: the documents that came in one file go together. What was
derived from them follows by a trigger on the documents, which the room that keeps it has attached from above (ADR 0018).
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from governance.access.labels import label_of_marking
from governance.audit.events import Action
from governance.audit.trail import record
from portfolios.models import (
    Document,
    DocumentLabel,
    FileState,
    IngestedFile,
    IngestionFailure,
    Original,
    Passage,
    Publication,
)
from portfolios.originals import keep
from portfolios.passages import withdraw_passages


@dataclass(frozen=True, slots=True)
class Readers:
    """How many people would begin, cease, and go on reading a document under another marking, wherever they stand."""

    gain: int
    lose: int
    keep: int


def readers_under(document_id: uuid.UUID, *, marking: str) -> Readers:
    """Who reads a document now and who would under a marking, in numbers: the worker knows nobody's name."""
    with connection.cursor() as cursor:
        cursor.execute("select gain, lose, keep from readers_under(%s, %s)", [document_id, marking])
        return Readers(*cursor.fetchone())


Told = Callable[[int, int], object]  # files done, files in all


class DocumentUnknown(LookupError):
    """No document has this id."""


class BeingTakenIn(Exception):
    """The document's file is being taken in just now: relabel it when that has ended."""


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What was done. documents: every one that changed. withdrawn: those that stood under the new label already.

    others: earlier versions at the same place that keep their label.
    """

    documents: tuple[uuid.UUID, ...]
    passages: int
    withdrawn: int
    others: tuple[uuid.UUID, ...]


def relabel(
    document_id: uuid.UUID,
    *,
    marking: str,
    reason: str = "",
    versions: bool = False,
    told: Told = lambda done, files: None,  # noqa: ARG005
) -> Relabelled:
    """Give the documents of one file the label of a marking, in one transaction; with `versions` its earlier ones as well.

    As the worker. Index, original, publication, history and everything derived are under the new label when this returns,
    or nothing is. Raises MarkingUnknown, DocumentUnknown, BeingTakenIn.
    """
    label_id = label_of_marking(marking)
    with transaction.atomic():
        first = Document.objects.filter(id=document_id).first()
        if first is None:
            raise DocumentUnknown(str(document_id))
        elsewhere = _earlier_versions(first)
        files = {first.original_id, *(found.original_id for found in elsewhere if versions)}
        changed: list[Document] = []
        withdrawn = 0
        for done, original in enumerate(sorted(files)):
            told(done, len(files))
            moved, twins = _relabel_file(first.portfolio_id, original, label_id, reason)
            changed += moved
            withdrawn += twins
        told(len(files), len(files))
        passages = Passage.objects.filter(document__in=changed).count()
    others = () if versions else tuple(found.id for found in elsewhere if found.label_id != label_id)
    return Relabelled(tuple(found.id for found in changed), passages, withdrawn, others)


def _earlier_versions(document: Document) -> list[Document]:
    """What the same place said before, or says after it, under the same label."""
    same = Document.objects.filter(
        portfolio_id=document.portfolio_id, path=document.path, label_id=document.label_id
    )
    return list(same.exclude(original_id=document.original_id).order_by("ingested_at", "id"))


def _relabel_file(
    portfolio: uuid.UUID, original_id: uuid.UUID, label_id: int, reason: str
) -> tuple[list[Document], int]:
    """The documents that changed, and how many of them were withdrawn."""
    files = IngestedFile.objects.select_for_update(of=("self",)).filter(
        original_id=original_id, run__portfolio_id=portfolio
    )
    if any(file.state == FileState.WAITING for file in files):
        raise BeingTakenIn
    documents = list(
        Document.objects.select_for_update()
        .filter(portfolio_id=portfolio, original_id=original_id)
        .order_by("id")
    )
    changed = [document for document in documents if document.label_id != label_id]
    if not changed:
        return [], 0
    original = Original.objects.get(id=original_id)
    kept = keep(bytes(original.content), label_id=label_id)
    IngestionFailure.objects.filter(file__in=files).update(label_id=label_id)
    at = _now()
    twins = sum(_relabel_document(document, kept, label_id, reason, at) for document in changed)
    files.update(label_id=label_id, original=kept)
    _forget_unused(original)
    return changed, twins


def _relabel_document(
    document: Document, original: Original, label_id: int, reason: str, at: datetime
) -> bool:
    """Whether it was withdrawn, because the same stands under the new label already."""
    former = document.label_id
    twin = (
        document.withdrawn_at is None
        and Document.objects.filter(
            portfolio_id=document.portfolio_id,
            label_id=label_id,
            original=original,
            member=document.member,
            withdrawn_at__isnull=True,
        ).exists()
    )
    if twin:
        document.withdrawn_at = at
    document.label_id, document.original = label_id, original
    document.save(update_fields=["label_id", "original", "withdrawn_at"])
    passages = Passage.objects.filter(document=document).update(label_id=label_id)
    Publication.objects.filter(document=document).update(label_id=label_id)
    relabel_index(document, withdraw=twin)
    DocumentLabel.objects.filter(document=document, valid_to__isnull=True).update(valid_to=at)
    DocumentLabel.objects.create(document=document, label_id=label_id, valid_from=at, reason=reason)
    record(
        Action.DOCUMENT_RELABELLED,
        resource=f"document:{document.id}",
        detail={"former": str(former), "label": str(label_id), "passages": passages, "by": "operator"},
    )
    return twin


def relabel_index(document: Document, *, withdraw: bool = False) -> None:
    """Move a document's rows of the search index to the label it has now, or take them out of it.

    Counts and postings follow by triggers, vectors by foreign key. In the caller's transaction.
    """
    if withdraw:
        withdraw_passages(document)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update index_forward set label_id = %s where document_id = %s", [document.label_id, document.id]
        )


def _now() -> datetime:
    """The statement's own time, so that one label ends where the next begins."""
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        at: datetime = cursor.fetchone()[0]
        return at


def _forget_unused(original: Original) -> None:
    """Nobody finds a file under a label that nothing of it bears any more."""
    if (
        not Document.objects.filter(original=original).exists()
        and not IngestedFile.objects.filter(original=original).exists()
    ):
        original.delete()
