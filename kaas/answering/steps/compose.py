"""Write the answer: by the chat model where one may be asked, else by quoting."""

from collections.abc import Generator

from kaas.answering.draft import Draft, DraftStatement, Engine
from kaas.answering.quoting import quote
from kaas.answering.writing import write
from kaas.inference.cancellation import Cancellation


def compose(draft: Draft, leaving: Cancellation) -> Generator[list[DraftStatement], None, None]:
    """The statements in groups, each as soon as it is finished; an empty group when a second went by without one."""
    if draft.outcome is not None:
        return
    if draft.engine is Engine.MODEL:
        yield from write(draft, leaving)
    else:
        yield quote(draft)
