"""Run the platform: database, portal and worker, until Ctrl-C."""

import argparse

from kaas.operations.processes import run as run_platform


def describe(parser: argparse.ArgumentParser) -> None:
    """No options: configuration comes from KAAS_… variables."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Serve until told to stop."""
    run_platform()
    return 0
