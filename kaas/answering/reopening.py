"""Opening the scope again while a model takes its time, so that what is permitted is decided anew."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from governance.access.scopes import Denied, Scope, give_connection_back, scope_again
from kaas.answering.draft import Draft
from kaas.answering.models import Question

Opened = Callable[[], AbstractContextManager[Scope]]


@contextmanager
def briefly(opened: Opened) -> Iterator[Scope]:
    """A scope whose connection goes back to the pool after it, as what comes next may take long."""
    try:
        with opened() as acting:
            yield acting
    finally:
        give_connection_back()


@contextmanager
def still(draft: Draft, *, looks: bool = True) -> Iterator[None]:
    """The scope again, for one who may still read all the question rests on. Raises Denied.

    looks: not needed by who writes what belongs to the question, as nobody else can.
    """
    with briefly(partial(scope_again, draft.scope)) as draft.scope:
        if looks and not Question.objects.filter(id=draft.question_id).exists():
            raise Denied("access_changed")
        yield
