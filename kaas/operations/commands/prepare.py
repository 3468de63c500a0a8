"""Bring the database up to date: migrations, the gate's key, the role matrix."""

import argparse
import os

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from governance.access.provisioning import prepare


def describe(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Migrate as the owner, then set what every installation starts from."""
    with connection.cursor() as cursor:
        # Under forced row security the owner's migrations would touch no rows and say nothing; off, they fail instead.
        cursor.execute("set row_security = off")
    call_command("migrate", interactive=False, verbosity=int(os.environ.get("KAAS_VERBOSE", "0")))
    connection.close()
    prepare(settings.GATE_KEY)
    return 0
