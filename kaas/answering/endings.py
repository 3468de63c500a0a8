"""How a question ends that something outside of its steps ended: by the name that everything else tells it under."""

from django.db import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout

from governance.access.scopes import Denied, NotFound, SessionEnded
from kaas.answering.outcomes import Outcome

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)


def ending_by(error: Exception) -> Outcome:
    """The ending an error makes. What is hidden and what is missing end as changed access does: it was there when asked."""
    if isinstance(error, SessionEnded):
        return Outcome.DENIED_SESSION_ENDED
    if isinstance(error, (Denied, NotFound)):
        return Outcome.DENIED_ACCESS_CHANGED
    return Outcome.FAILED_SYSTEM_DOWN if isinstance(error, DATABASE_AWAY) else Outcome.FAILED_SYSTEM
