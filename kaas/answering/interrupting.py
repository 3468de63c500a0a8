"""An answer that ends before its time keeps what was released of it, and says that it is not the whole."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

from governance.access.scopes import Denied, NotFound
from kaas.answering.draft import Draft, Engine
from kaas.answering.interruptions import leave
from kaas.answering.outcomes import Outcome
from kaas.answering.reopening import still
from kaas.answering.steps.conclude import conclude

log = logging.getLogger(__name__)


@contextmanager
def kept(draft: Draft) -> Iterator[None]:
    """Whatever ends the work in here, what it released is kept, but where the person may no longer read the sources."""
    try:
        yield
    except (Denied, NotFound):
        raise
    except GeneratorExit:
        interrupted(draft, here=draft.is_closed)
        raise
    except Exception:
        interrupted(draft, here=True)
        raise


def interrupted(draft: Draft, *, here: bool) -> None:
    """Keep what was released, and say that it is not the whole. Who lost access meanwhile has no answer to keep.

    here: whether this is a place where the database may be used, and not wherever a dropped stream is collected.
    """
    if here:
        _keep_released(draft)
    else:
        leave(partial(_keep_released, draft))


def _keep_released(draft: Draft) -> None:
    if draft.outcome is not None:
        return
    if draft.engine is Engine.QUOTING and draft.screening is not None:
        # Nothing was released before all of it was stored, and what was to be stored was undone with its transaction.
        draft.opinion, draft.outcome = None, Outcome.FAILED_INTERRUPTED
        draft.statements.clear()
    try:
        with suppress(Denied), still(draft, looks=False):
            conclude(draft)
    except Exception:
        # What interrupted it may be what is wrong here too. The question is then listed as interrupted.
        log.exception("an interrupted answer could not be concluded")
