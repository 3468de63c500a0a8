"""Faults that a person can mend, in one line each."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError

from governance.access.labels import MarkingUnknown
from governance.access.scopes import Denied, NotFound, SessionEnded
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


def explain(error: Exception) -> str | None:
    """What was wrong and what to do, or None when it is a defect that should show its traceback."""
    match error:
        case OperationError() | ImproperlyConfigured() | Unusable() | ManifestUnreadable():
            return str(error)
        case QueryError():
            return QUERY[error.code]
        case MarkingUnknown():
            return _unknown_marking(str(error))
        case SignInRefused() | SessionEnded():
            return "--as names nobody who may use the platform"
        case Denied():
            return f"not permitted for this person's role ({error.code})"
        case NotFound():
            return "no such portfolio for this person"
        case OperationalError() | InterfaceError():
            return f"the database cannot be reached: {_first_line(error)}. Start the platform with `make run`, or check KAAS_DATABASE_URL"
        case DatabaseError():
            return f"the database refused: {_first_line(error)}"
        case BrokenPipeError():
            return "the output was closed early"
    return None


def _unknown_marking(name: str) -> str:
    from governance.access.labels import marking_names  # needs the database, which may be what failed

    return f"there is no marking {name!r}; there are: {', '.join(marking_names())}"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
