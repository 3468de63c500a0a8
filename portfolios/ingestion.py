"""Files become documents. Idempotent for each source and label, resumable at any point, and nothing is lost.

`begin()` keeps the original bytes; `take_file()` is the job of each file; `report()` says how a run stands.
All of it runs as the worker.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from governance.access.labels import label_of_marking
from governance.audit.events import Action
from governance.audit.trail import record
from portfolios.analysis import ANALYZER
from portfolios.chunking import chunk
from portfolios.models import (
    Document,
    DocumentLabel,
    FileState,
    IngestedFile,
    IngestionFailure,
    IngestionRun,
    Original,
    Portfolio,
    Publication,
)
from portfolios.originals import keep, printable, read_file
from portfolios.parsing import FailureReason, ParsedDocument, ParseFailure
from portfolios.passages import add_passages, withdraw_passages

Parse = Callable[[bytes, str], Sequence[ParsedDocument | ParseFailure]]


@dataclass(slots=True)
class Failure:
    """A file, or a document inside it, that could not be taken in."""

    path: str
    member: str
    reason: str
    detail: str


@dataclass(slots=True)
class Report:
    """How a run stands."""

    files: int = 0
    waiting: int = 0
    documents: int = 0
    passages: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0


def files_under(paths: Iterable[Path]) -> list[Path]:
    """Every file named, and every file in a folder named, hidden ones left out; in a settled order.

    A link that is named is followed, one inside a folder is not: what it leads to was put there by somebody else.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            folder = path.resolve()
            inside = (file for file in folder.rglob("*") if file.is_symlink() or file.is_file())
            found += sorted(file for file in inside if not _is_hidden(file.relative_to(folder)))
        else:
            found.append(path.resolve())
    return found


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def is_new_portfolio(name: str) -> bool:
    """Whether nothing was ever taken in under this name."""
    return not Portfolio.objects.filter(name=name).exists()


ELSEWHERE = """
    select f.path, m.name
      from portfolios_ingestedfile f
      join portfolios_original o on o.id = f.original_id
      join portfolios_original e on e.digest = o.digest and e.label_id <> f.label_id
      join portfolios_document d on d.original_id = e.id and d.withdrawn_at is null
      join access_marking m on m.label_id = d.label_id
     where f.run_id = any(%s)
    union
    select f.path, m.name
      from portfolios_ingestedfile f
      join portfolios_ingestionrun r on r.id = f.run_id
      join portfolios_document d on d.portfolio_id = r.portfolio_id and d.path = f.path and d.withdrawn_at is null
      join access_marking m on m.label_id = d.label_id
     where f.run_id = any(%s) and d.label_id <> f.label_id
     order by 1, 2
"""


def held_elsewhere(runs: Sequence[uuid.UUID]) -> list[tuple[str, str]]:
    """(path, marking) where a file of these runs, or the same bytes, also stand under another marking.

    Whoever may read that marking reads them as before: a new marking does not take the old one away.
    """
    with connection.cursor() as cursor:
        cursor.execute(ELSEWHERE, [list(runs), list(runs)])
        return list(cursor.fetchall())


def begin(
    paths: Sequence[Path],
    *,
    portfolio: str,
    marking: str,
    queue: Callable[[uuid.UUID], object] = lambda _: None,
) -> uuid.UUID:
    """Open a run and keep each file's bytes. `queue` is called for each file that wants a job, in the file's transaction.

    Raises MarkingUnknown. A portfolio that does not exist is made. A file that cannot be read is listed, not raised.
    """
    label_id = label_of_marking(marking)
    with transaction.atomic():
        held, _ = Portfolio.objects.get_or_create(name=portfolio)
        run = IngestionRun.objects.create(portfolio=held, label_id=label_id)
        record(
            Action.INGESTION_STARTED,
            resource=f"ingestion:{run.id}",
            detail={"files": len(paths), "portfolio": str(held.id), "by": "operator"},
        )
    for path in paths:
        _receive(run, path, queue)
    return run.id


def waiting_files(run_id: uuid.UUID) -> list[uuid.UUID]:
    """The files of a run that nothing has settled yet."""
    return list(
        IngestedFile.objects.filter(run_id=run_id, state=FileState.WAITING)
        .order_by("path")
        .values_list("id", flat=True)
    )


def take_file(file_id: uuid.UUID, *, parse: Parse) -> None:
    """Parse one waiting file and store its documents, each in a transaction of its own. Safe to repeat."""
    file = IngestedFile.objects.select_related("run", "original").get(id=file_id)
    if file.state != FileState.WAITING or file.original is None:
        return
    outcomes = parse(bytes(file.original.content), Path(file.path).name)
    IngestionFailure.objects.filter(file=file).delete()
    file.documents = file.passages = file.unchanged = 0
    for outcome in outcomes:
        if isinstance(outcome, ParseFailure):
            _fail(file, member=outcome.member, reason=outcome.reason, detail=outcome.detail)
        else:
            _take_document(file, outcome)
    _settle(file, any(isinstance(outcome, ParsedDocument) for outcome in outcomes))


def finish(run_id: uuid.UUID) -> Report:
    """Close a run whose files are all settled, with its event, and return its report."""
    found = report(run_id)
    with transaction.atomic():
        closed = IngestionRun.objects.filter(id=run_id, ended_at__isnull=True).update(ended_at=timezone.now())
        if closed:
            record(
                Action.INGESTION_ENDED,
                resource=f"ingestion:{run_id}",
                detail={
                    "documents": found.documents,
                    "passages": found.passages,
                    "unchanged": found.unchanged,
                    "failed": len(found.failed),
                },
            )
    return found


def report(run_id: uuid.UUID) -> Report:
    """How a run stands now."""
    run = IngestionRun.objects.get(id=run_id)
    found = Report(seconds=round(((run.ended_at or timezone.now()) - run.started_at).total_seconds(), 1))
    for file in IngestedFile.objects.filter(run_id=run_id).only(
        "state", "documents", "passages", "unchanged"
    ):
        found.files += 1
        found.waiting += file.state == FileState.WAITING
        found.documents += file.documents
        found.passages += file.passages
        found.unchanged += file.unchanged
    failures = (
        IngestionFailure.objects.filter(file__run_id=run_id)
        .select_related("file")
        .order_by("file__path", "member")
    )
    found.failed = [Failure(f.file.path, f.member, f.reason, f.detail) for f in failures]
    return found


def give_up(file_id: uuid.UUID, *, detail: str) -> None:
    """Settle a file whose job failed for a reason of its own, so that a run always ends."""
    with transaction.atomic():
        file = IngestedFile.objects.select_for_update().get(id=file_id)
        if file.state == FileState.WAITING:
            _fail(file, member="", reason=FailureReason.CRASHED, detail=detail)
            _settle(file, False)


def _receive(run: IngestionRun, path: Path, queue: Callable[[uuid.UUID], object]) -> None:
    """Keep a file's bytes, or list why it cannot be read. A file held already, in the same place, is unchanged."""
    content = read_file(path)
    file = IngestedFile(run=run, label_id=run.label_id, path=printable(path))
    with transaction.atomic():
        if isinstance(content, ParseFailure):
            file.state = FileState.FAILED
            file.save(force_insert=True)
            _fail(file, member="", reason=content.reason, detail=content.detail)
            return
        file.original = keep(content, label_id=run.label_id)
        held = _held(run, file.original)
        if held:
            file.state, file.unchanged = FileState.UNCHANGED, held
        file.save(force_insert=True)
        if held:
            _replace_former(file)
        else:
            queue(file.id)


def _held(run: IngestionRun, original: Original) -> int:
    """How many documents of these very bytes stand in the portfolio, if an earlier run took all of them without a failure."""
    complete = IngestedFile.objects.filter(
        run__portfolio_id=run.portfolio_id,
        label_id=run.label_id,
        original=original,
        state=FileState.DONE,
        failures__isnull=True,
    ).exists()
    return _documents_of(run, original).filter(analyzer=ANALYZER).count() if complete else 0


def _documents_of(run: IngestionRun, original: Original) -> Any:
    return Document.objects.filter(
        portfolio_id=run.portfolio_id, label_id=run.label_id, original=original, withdrawn_at__isnull=True
    )


def _take_document(file: IngestedFile, parsed: ParsedDocument) -> None:
    chunks = chunk(parsed)
    with transaction.atomic():
        IngestedFile.objects.select_for_update().get(id=file.id)
        assert file.original is not None
        # Locked, as a relabelling may be moving it: what has another label then is not this run's to replace.
        held = _documents_of(file.run, file.original).filter(member=parsed.member).select_for_update().first()
        if held is not None and held.analyzer == ANALYZER:
            _count_held(file, held)
        else:
            if held is not None:
                _withdraw(held)
            document = _new_document(file, parsed)
            file.passages += add_passages(document, chunks)
            file.documents += 1
        file.save(update_fields=["documents", "passages", "unchanged"])


def _count_held(file: IngestedFile, held: Document) -> None:
    """A document that an interrupted attempt at this very file stored counts as taken in, any other as unchanged."""
    if held.path == file.path and held.ingested_at >= file.run.started_at:
        file.documents += 1
        file.passages += held.passages.count()
    else:
        file.unchanged += 1


def _new_document(file: IngestedFile, parsed: ParsedDocument) -> Document:
    numbered = parsed.bibliography
    assert file.original is not None
    document = Document.objects.create(
        portfolio_id=file.run.portfolio_id,
        label_id=file.label_id,
        original=file.original,
        path=file.path,
        member=parsed.member,
        digest=_digest(parsed),
        title=parsed.title or Path(file.path).stem,
        kind=parsed.kind,
        format=parsed.format,
        language=parsed.language,
        publication_number=numbered.publication_number if numbered else "",
        analyzer=ANALYZER,
        warnings=list(parsed.warnings),
    )
    DocumentLabel.objects.create(document=document, label_id=file.label_id)
    if numbered:
        Publication.objects.create(
            document=document,
            label_id=file.label_id,
            office=numbered.office,
            publication_number=numbered.publication_number,
            kind_code=numbered.kind_code,
            publication_date=numbered.publication_date,
            application_number=numbered.application_number or "",
            filing_date=numbered.filing_date,
            applicants=list(numbered.applicants),
            inventors=list(numbered.inventors),
            classifications=list(numbered.classifications),
        )
    return document


def _digest(parsed: ParsedDocument) -> str:
    """The version digest: what the document says, apart from the file it came in."""
    content = "\x1e".join(
        [parsed.title, *(f"{b.locator.kind}\x1f{b.locator.value}\x1f{b.text}" for b in parsed.blocks)]
    )
    return hashlib.sha256(content.encode()).hexdigest()


def _withdraw(document: Document) -> None:
    document.withdrawn_at = timezone.now()
    document.save(update_fields=["withdrawn_at"])
    withdraw_passages(document)


def _settle(file: IngestedFile, any_document: bool) -> None:
    """Say how a file ended; a file that now says something else replaces what the same path said before."""
    with transaction.atomic():
        file.state = FileState.DONE if any_document else FileState.FAILED
        file.save(update_fields=["state", "documents", "passages", "unchanged"])
        if any_document:
            _replace_former(file)


def _replace_former(file: IngestedFile) -> None:
    """Withdraw what the same path said before, where it says something else now."""
    former = Document.objects.filter(
        portfolio_id=file.run.portfolio_id, label_id=file.label_id, path=file.path, withdrawn_at__isnull=True
    )
    for document in former.exclude(original=file.original).select_for_update():
        _replace(file, document)


# The files whose last settled ingestion into the same portfolio under the same label held these bytes.
STILL_SAYS = """
    select path from (
      select distinct on (f.path) f.path, f.original_id
        from portfolios_ingestedfile f join portfolios_ingestionrun r on r.id = f.run_id
       where r.portfolio_id = %s and f.label_id = %s and f.state in ('done', 'unchanged') and f.path <> %s
       order by f.path, r.started_at desc) latest
     where latest.original_id = %s order by path limit 1
"""


def _replace(file: IngestedFile, document: Document) -> None:
    """Withdraw what a path said before, unless another file with the same bytes still says it."""
    with connection.cursor() as cursor:
        cursor.execute(STILL_SAYS, [file.run.portfolio_id, file.label_id, file.path, document.original_id])
        other = cursor.fetchone()
    if other is None:
        _withdraw(document)
    else:
        document.path = other[0]
        document.save(update_fields=["path"])


def _fail(file: IngestedFile, *, member: str, reason: str, detail: str) -> None:
    IngestionFailure.objects.create(
        file=file, label_id=file.label_id, member=member, reason=reason, detail=detail
    )
