"""What becomes of an answer when a model says, before anything is released, that counsel has to conclude the question."""

from collections.abc import Generator
from contextlib import closing

from kaas.answering.draft import Draft, DraftStatement, Engine
from kaas.answering.outcomes import Outcome
from kaas.answering.steps.refer import refer
from kaas.inference.cancellation import Cancellation
from kaas.inference.replies import Ending

Groups = Generator[list[DraftStatement], None, None]


def until_for_counsel(draft: Draft, groups: Groups) -> Groups:
    """The groups, until it is known that none of them will be shown."""
    with closing(groups):
        for statements in groups:
            if draft.screening is not None and draft.screening.is_for_counsel():
                return
            yield statements


def heed(draft: Draft, leaving: Cancellation) -> bool:
    """Wait for what the model says; whether the answer ends with it. Called before anything is released, and then again.

    A question for counsel is answered by quoting from here on. A reader who leaves before it is known is shown nothing, also
    later.
    """
    if draft.screening is None or draft.screening.screened is not None:
        return draft.opinion is not None
    screened = draft.screening.wait(leaving)
    if screened.opinion is not None:
        draft.opinion, draft.engine = screened.opinion, Engine.QUOTING
        draft.waiting.clear()
    elif screened.ending == Ending.CANCELLED:
        draft.outcome = Outcome.FAILED_INTERRUPTED
    return draft.opinion is not None or screened.ending == Ending.CANCELLED


def sent_to_counsel(draft: Draft) -> bool:
    """Give counsel a question that a model said is theirs, in the scope that is open; whether it is one."""
    if draft.sent_by is None:
        return False
    refer(draft)
    return True
