"""Work off the queue: ingestion, embedding after it, and jobs that a dead worker left."""

import argparse

from kaas.operations.embedding import hand_to_worker
from portfolios.jobs import EMBEDDING, QUEUE, worker_app

FINISH_WITHIN = 8.0  # seconds, before a job in hand is left for the next worker


def describe(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Run until told to stop; a job in hand is finished first."""
    hand_to_worker()
    worker_app().run_worker(
        queues=[QUEUE, EMBEDDING],
        concurrency=1,
        shutdown_graceful_timeout=FINISH_WITHIN,
        delete_jobs="successful",  # what they did stands elsewhere; a row a minute would only grow
    )
    return 0
