"""Taking files in from the command line: the jobs are the worker's, and this process is a worker while it waits."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from procrastinate.contrib.django import app

from portfolios.ingestion import Report, begin, files_under, finish, watch
from portfolios.jobs import QUEUE, ingest_file

Progress = Callable[[int, int, int], None]


def ingest(paths: Sequence[Path], *, portfolio: str, marking: str, progress: Progress) -> Report:
    """Queue every file and work on the queue beside any running worker until all of them are settled."""
    run, waiting = begin(files_under(paths), portfolio=portfolio, marking=marking)
    for file in waiting:
        ingest_file.defer(file_id=str(file))
    if waiting:
        _work_until_done(run, progress)
    return finish(run)


def _work_until_done(run: object, progress: Progress) -> None:
    helper = threading.Thread(target=_work, daemon=True)
    helper.start()
    shown = -1
    for report in watch(run):  # type: ignore[arg-type]
        done = report.files - report.waiting
        if done != shown:
            progress(done, report.files, report.passages)
            shown = done
    helper.join(timeout=30)


def _work() -> None:
    """Work off what is queued now, then stop."""
    worker_app = app.with_connector(app.connector.get_worker_connector())
    worker_app.run_worker(queues=[QUEUE], concurrency=1, wait=False, install_signal_handlers=False)
