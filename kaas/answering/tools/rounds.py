"""Whether a model is asked again after a reply, and what its replies are together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from kaas.answering.draft import Draft, Writing
from kaas.answering.prompt_files import prompt_file
from kaas.answering.reopening import still
from kaas.answering.tools.looking_up import answer_calls
from kaas.answering.tools.offered import PROMPT, ROUNDS, without_tools
from kaas.inference.replies import Ending, Reply, Usage
from kaas.inference.wire import TAKES_NO_TOOLS


def goes_on(draft: Draft, writing: Writing, reply: Reply) -> bool:
    """Whether the model is asked again: its calls were answered, or its server takes none and must be asked without."""
    if not writing.prompt.tools:
        return False
    if reply.ending is Ending.REJECTED and TAKES_NO_TOOLS in reply.detail and not writing.rounds:
        writing.prompt, writing.prompt_file = without_tools(writing.prompt), prompt_file(PROMPT)
        return True
    if reply.ending is not Ending.CALLED or not reply.calls or writing.rounds == ROUNDS:
        return False
    with _undone_with(draft, writing), still(draft):
        fits = answer_calls(draft, reply.calls)
    if fits:
        writing.earlier.append(reply)
    return fits


@contextmanager
def _undone_with(draft: Draft, writing: Writing) -> Iterator[None]:
    """What undoes the transaction of a round undoes it in the draft: no answer names what it does not rest on."""
    shown, left_out, prompt, rounds = [*writing.shown], [*writing.left_out], writing.prompt, writing.rounds
    held_back, label_ids = [*draft.held_back], draft.label_ids
    try:
        yield
    except BaseException:
        writing.shown, writing.left_out, writing.prompt, writing.rounds = shown, left_out, prompt, rounds
        draft.held_back, draft.label_ids = held_back, label_ids
        raise


def with_earlier(reply: Reply, earlier: Sequence[Reply]) -> Reply:
    """The reply with what was thought, and said before a call, in those before it; its usage counts all of them."""
    whole = [*earlier, reply]
    before = [text for one in earlier for text in (one.analysis, one.final) if text]
    return replace(
        reply,
        analysis="\n\n".join([*before, reply.analysis]).strip(),
        flags=frozenset().union(*(one.flags for one in whole)),
        usage=Usage(
            sum(one.usage.prompt_tokens for one in whole),
            sum(one.usage.completion_tokens for one in whole),
        ),
    )
