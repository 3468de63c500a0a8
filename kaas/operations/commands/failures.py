"""Faults that a person can mend, in one line each."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError

from governance.access.labels import MarkingUnknown, marking_names
from governance.access.scopes import Denied, NotFound
from governance.access.sessions import SignInRefused
from kaas.operations.errors import OperationError
from kaas.operations.ingesting import ManifestUnreadable
from kaas.retrieval.queries import QueryError

QUERY = {
    "empty": "there is nothing to ask: write a question with at least one letter or digit",
    "too_long": "the question is too long: 4,000 characters at most; ingest a long text as a document instead",
    "control_characters": "the question holds control characters: paste it as plain text",
}


class Unusable(Exception):
    """The command cannot be used like this; the message says how."""


def _unknown_marking(error: Exception) -> str:
    return f"there is no marking {str(error)!r}; there are: {', '.join(marking_names())}"


def _unreachable(error: Exception) -> str:
    advice = "Start the platform with `make run`, or check KAAS_DATABASE_URL and its brothers"
    return f"the database cannot be reached: {_first_line(error)}. {advice}"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


# The first kind that fits speaks, so the particular stands before the general.
LINES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Exception], str]], ...] = (
    ((OperationError, ImproperlyConfigured, Unusable, ManifestUnreadable), str),
    (QueryError, lambda error: QUERY[str(error)]),
    (MarkingUnknown, _unknown_marking),
    (SignInRefused, lambda _: "--as names nobody who may use the platform"),
    (Denied, lambda error: f"not permitted to this person's role or session ({error})"),
    (NotFound, lambda _: "there is no such portfolio, or no such marking, for this person"),
    ((OperationalError, InterfaceError), _unreachable),
    (DatabaseError, lambda error: f"the database refused: {_first_line(error)}"),
    (BrokenPipeError, lambda _: "the output was closed early"),
)


def explain(error: Exception) -> str | None:
    """What was wrong and what to do, or None when it is a defect that should show its traceback."""
    return next((line(error) for kind, line in LINES if isinstance(error, kind)), None)
