"""Taking files in from the command line: the jobs are the worker's, and this process is a worker while it waits."""

import threading
import time
import tomllib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from governance.access.labels import label_of_marking
from portfolios.ingestion import (
    Report,
    begin,
    files_under,
    finish,
    give_up,
    held_elsewhere,
    is_new_portfolio,
    report,
    waiting_files,
)
from portfolios.jobs import QUEUE, ingest_file, jobs_are_open, retry_stalled_now, worker_app

Progress = Callable[[int, int, int], None]
LOOK_EVERY = 0.2  # seconds
LOOK_AGAIN = 1.0
TRIES_AGAIN = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that go to one portfolio under one marking."""

    portfolio: str
    marking: str
    paths: tuple[Path, ...]


class ManifestUnreadable(Exception):
    """A manifest that cannot be read, with what is wrong in it."""


def read_manifest(file: Path) -> list[Batch]:
    """The batches of a manifest: `[[portfolios]]` with a name and documents of file and marking.

    Files are relative to the folder `documents` beside the manifest. Raises ManifestUnreadable.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        placed = [
            (p["name"], d["marking"], file.parent / "documents" / d["file"])
            for p in content["portfolios"]
            for d in p["documents"]
        ]
    except OSError as error:
        raise ManifestUnreadable(f"{file} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestUnreadable(f"{file} is no TOML: {error}") from None
    except (KeyError, TypeError) as error:
        raise ManifestUnreadable(
            f"{file}: a portfolio needs name and documents, a document file and marking; missing: {error}"
        ) from None
    batches: dict[tuple[str, str], list[Path]] = {}
    for portfolio, marking, path in placed:
        batches.setdefault((portfolio, marking), []).append(path)
    return [Batch(portfolio, marking, tuple(paths)) for (portfolio, marking), paths in batches.items()]


def ingest(batches: Sequence[Batch], *, progress: Progress) -> Report:
    """Queue every file and work on the queue beside any running worker until all of them are settled.

    Raises MarkingUnknown before anything is taken in.
    """
    for batch in batches:
        label_of_marking(batch.marking)
    new = [name for name in dict.fromkeys(batch.portfolio for batch in batches) if is_new_portfolio(name)]
    runs = [
        begin(files_under(b.paths), portfolio=b.portfolio, marking=b.marking, queue=_queue) for b in batches
    ]
    _work_until_done(runs, progress)
    for _ in range(TRIES_AGAIN):
        if waiting := [file for run in runs for file in waiting_files(run)]:
            for file in waiting:
                _queue(file)
            _work_until_done(runs, progress)
    for run in runs:
        for file in waiting_files(run):
            give_up(
                file, detail="Its job ended three times without an end of its own. Ingest the file again."
            )
    whole = _together([finish(run) for run in runs])
    whole.notes = [f"the portfolio {name!r} is new" for name in new]
    whole.notes += [
        f"{path} is also held as {marking!r}; who may read that reads it as before"
        for path, marking in held_elsewhere(runs)
    ]
    return whole


def _queue(file: uuid.UUID) -> None:
    """In the transaction of the file's own row, so that neither is there without the other."""
    ingest_file.defer(file_id=str(file))


def _together(reports: Sequence[Report]) -> Report:
    whole = Report(seconds=max((one.seconds for one in reports), default=0.0))
    for one in reports:
        whole.files += one.files
        whole.waiting += one.waiting
        whole.documents += one.documents
        whole.passages += one.passages
        whole.unchanged += one.unchanged
        whole.failed += one.failed
    return whole


def _work_until_done(runs: Sequence[uuid.UUID], progress: Progress) -> None:
    """Show progress until nothing waits, or until no job is left that could change that."""
    helper = threading.Thread(target=_work, daemon=True)
    helper.start()
    shown = -1
    known: dict[uuid.UUID, Report] = {}
    while True:
        working = helper.is_alive() or jobs_are_open()
        known |= {run: report(run) for run in runs if run not in known or known[run].waiting}
        now = _together([known[run] for run in runs])
        if now.files - now.waiting != shown:
            shown = now.files - now.waiting
            progress(shown, now.files, now.passages)
        if not now.waiting or not working:
            break
        if not helper.is_alive():
            # Ours ends when the queue is empty for a moment. What is still open is in another worker's hands, waits to be
            # tried again, or was left by a worker that died.
            retry_stalled_now()
            time.sleep(LOOK_AGAIN)
            helper = threading.Thread(target=_work, daemon=True)
            helper.start()
        time.sleep(LOOK_EVERY)
    helper.join(timeout=30)


def _work() -> None:
    """Work off what is queued now, then stop."""
    worker_app().run_worker(queues=[QUEUE], concurrency=1, wait=False, install_signal_handlers=False)
