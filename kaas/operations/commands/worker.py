"""Work off the queue: ingestion jobs, and jobs that a dead worker left."""

import argparse

from procrastinate.contrib.django import app

from portfolios.jobs import QUEUE


def describe(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Run until told to stop; a job in hand is finished first."""
    worker_app = app.with_connector(app.connector.get_worker_connector())
    with app.replace_connector(worker_app.connector):
        app.run_worker(
            queues=[QUEUE], concurrency=1, install_signal_handlers=True, shutdown_graceful_timeout=8
        )
    return 0
