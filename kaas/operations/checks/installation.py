"""All checks, in the order in which a person would ask them."""

from collections.abc import Callable

from django.db import DatabaseError, OperationalError, transaction

from kaas.operations.checks.dictionary import check_dictionary
from kaas.operations.checks.directory import check_directory
from kaas.operations.checks.finding import Finding
from kaas.operations.checks.keys import check_gate_key, check_text_key
from kaas.operations.checks.migrations import check_migrations
from kaas.operations.checks.outside import check_egress, check_model_endpoints
from kaas.operations.checks.trail import check_trail
from kaas.operations.checks.walls import (
    check_definers,
    check_role,
    check_row_security,
    check_versions,
    check_views,
)

Check = Callable[[], Finding]
# A fault in one of these lets the serving role see what row security hides: nothing is served then.
WALLS: tuple[Check, ...] = (check_role, check_versions, check_row_security, check_definers, check_views)
OTHERS: tuple[Check, ...] = (
    check_migrations,
    check_gate_key,
    check_text_key,
    check_trail,
    check_directory,
    check_dictionary,
    check_model_endpoints,
    check_egress,
)


def check_installation() -> list[Finding]:
    """What every check found, as the role of this process. Raises OperationalError when the database is away."""
    return [_look(check) for check in (*WALLS, *OTHERS)]


def problems_that_forbid_serving() -> list[str]:
    """Why this process must not serve, one sentence each; empty when it may.

    Asked once at start, as the role that will serve. Raises OperationalError when the database is away.
    """
    return [f"{found.name}: {found.detail}" for found in map(_look, WALLS) if not found.ok]


def _look(check: Check) -> Finding:
    """What a check found; a check that the database does not let finish found a fault."""
    try:
        with transaction.atomic():
            return check()
    except OperationalError:
        raise
    except DatabaseError as error:
        name = check.__name__.removeprefix("check_").replace("_", " ")
        return Finding(name, False, f"the database refused: {str(error).strip().partition(chr(10))[0]}")
