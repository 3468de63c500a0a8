"""What the worker does. A job's arguments are ids only: the queue's tables stand outside row security."""

import asyncio
import functools
import logging
import uuid
from typing import Any

from django.db import DatabaseError
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portfolios.ingestion import give_up, take_file
from portfolios.parsing import ParsedDocument, ParseFailure
from portfolios.parsing.isolation import Parser

QUEUE = "ingestion"
MAX_ATTEMPTS = 3
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


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Queue again what a worker was doing when it died. Jobs are safe to repeat."""
    await _retry_stalled(context.app)


async def _retry_stalled(queue: App) -> None:
    for job in await queue.job_manager.get_stalled_jobs():
        await queue.job_manager.retry_job(job)


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
