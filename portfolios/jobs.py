"""What the worker does. A job's arguments are ids only: the queue's tables stand outside row security."""

import asyncio
import functools
import logging
import time
import uuid
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, transaction
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from portfolios.embedding import Embedder
from portfolios.ingestion import give_up, take_file
from portfolios.merging import WAITING, merge
from portfolios.parsing import ParsedDocument, ParseFailure
from portfolios.parsing.isolation import Parser
from portfolios.vectors.filling import FilledElsewhere, fill

QUEUE = "ingestion"
EMBEDDING = "embedding"
MAX_ATTEMPTS = 3
AFTER_FILES = -10  # priority: a file never waits for more than one turn of embedding or merging
TURN = 5.0  # seconds
log = logging.getLogger(__name__)


@functools.cache
def parser() -> Parser:
    """One child process that parses, kept between the files of this worker."""
    return Parser()


def parse(content: bytes, name: str) -> list[ParsedDocument | ParseFailure]:
    """Parse in the child."""
    return parser().parse(content, name=name)


@app.task(
    queue=QUEUE, name="ingest_file", pass_context=True, retry=RetryStrategy(max_attempts=MAX_ATTEMPTS, wait=1)
)
def ingest_file(context: JobContext, file_id: str) -> None:
    """Take one file in. A fault of the database is tried again; whatever else happens, the file is settled."""
    file = uuid.UUID(file_id)
    try:
        take_file(file, parse=parse)
    except DatabaseError:
        if context.job is not None and context.job.attempts + 1 < MAX_ATTEMPTS:
            raise
        log.exception("file failed: %s", file_id)
        give_up(
            file,
            detail="The database refused to store it; the operator's log says why. Ingest the file again.",
        )
    except Exception:
        log.exception("file failed: %s", file_id)
        give_up(file, detail="It could not be taken in; the operator's log says why. The original is kept.")
    else:
        embed_soon()


class _Worker:
    """What this process works with."""

    embedder: Embedder | None = None


def embed_with(embedder: Embedder | None) -> None:
    """Let this process embed with it when it works off the queue; None leaves everything as it is."""
    _Worker.embedder = embedder


def embed_soon() -> None:
    """Queue a turn of embedding, unless one is queued."""
    if not ProcrastinateJob.objects.filter(task_name="embed_passages", status="todo").exists():
        with suppress(AlreadyEnqueued), transaction.atomic():
            embed_passages.defer()


@app.periodic(cron="* * * * *")
@app.task(queue=EMBEDDING, name="embed_passages", queueing_lock="embed_passages", priority=AFTER_FILES)
def embed_passages(timestamp: int = 0) -> None:  # noqa: ARG001
    """Embed for one turn what is missing, then queue the next. What fails is tried again within a minute."""
    embedder, end = _Worker.embedder, time.monotonic() + TURN
    if embedder is None:
        return
    try:
        if not fill(embedder, go_on=lambda: time.monotonic() < end).is_whole:
            embed_soon()
    except FilledElsewhere:
        return
    except Exception as error:
        if not hasattr(error, "retryable"):
            raise
        log.warning("embedding with %s failed: %s: %s", embedder.name, type(error).__name__, error)


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, name="merge_postings", queueing_lock="merge_postings", priority=AFTER_FILES)
def merge_postings(timestamp: int = 0) -> None:  # noqa: ARG001
    """Join for one turn the postings of labels where many wait; the rest is done within a minute."""
    end = time.monotonic() + TURN
    merge(least=WAITING, go_on=lambda: time.monotonic() < end)


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Queue again what a worker was doing when it died. Jobs are safe to repeat."""
    await _retry_stalled(context.app)


async def _retry_stalled(queue: App) -> None:
    for job in await queue.job_manager.get_stalled_jobs():
        try:
            await queue.job_manager.retry_job(job)
        except UniqueViolation:  # another of its kind is queued already, and only one may be
            await queue.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)


def retry_stalled_now() -> None:
    """The same from a command that waits for its jobs, should no worker be running."""

    async def retry() -> None:
        async with worker_app().open_async() as queue:
            await _retry_stalled(queue)

    asyncio.run(retry())


def jobs_are_open() -> bool:
    """Whether any file has a job that is queued or in somebody's hands."""
    return ProcrastinateJob.objects.filter(task_name="ingest_file", status__in=("todo", "doing")).exists()


def worker_app() -> App:
    """The queue as a worker needs it, on a connection of its own that can listen."""
    connector: Any = app.connector
    return app.with_connector(connector.get_worker_connector())
