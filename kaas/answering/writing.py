"""Answers in a model's words: its sentences as they come back, over all its replies where it looks things up."""

import logging
import time
from collections.abc import Generator, Iterable, Iterator, Sequence

from kaas.answering.draft import Draft, DraftStatement, Engine, Writing
from kaas.answering.outcomes import Outcome
from kaas.answering.statements import NONE, StatementCutter, WrittenStatement
from kaas.answering.tools.rounds import goes_on, with_earlier
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import FinalText, Piece, Waiting
from kaas.inference.replies import Ending, Reply

log = logging.getLogger(__name__)
LOOKING_SECONDS = 300.0  # from the first call on, for all that comes after it
AWAY = {Ending.UNREACHABLE, Ending.BUSY, Ending.REJECTED, Ending.BROKE_OFF, Ending.LATE}


def write(draft: Draft, leaving: Cancellation) -> Generator[list[DraftStatement], None, None]:
    """Ask the model and yield its statements as they are finished; the reply is then in the draft.

    What it calls for is looked up under the asker's scope, opened again, and it is asked again with what was found. Raises
    Denied when the asker may no longer read what the question rests on.
    """
    writing, chat = draft.writing, draft.desk.chat
    assert writing is not None
    assert chat is not None
    until = float("inf")
    while True:
        pieces = chat.write(
            writing.prompt, salt=writing.salt, max_tokens=writing.max_tokens, cancellation=leaving
        )
        yield from _one_reply(draft, _in_time(pieces, until))
        if writing.reply is not None:
            return
        draft.waiting.clear()  # said before a call, it is no part of an answer
        until = min(until, time.monotonic() + LOOKING_SECONDS)
        yield []


def _in_time(pieces: Iterable[Piece], until: float) -> Iterator[Piece]:
    """The pieces, to their Reply; LATE when it has not come by then."""
    for piece in pieces:
        if time.monotonic() > until and not isinstance(piece, Reply):
            yield Reply(Ending.LATE, detail="it looks things up for too long")
            return
        yield piece


def _one_reply(draft: Draft, pieces: Iterator[Piece]) -> Iterator[list[DraftStatement]]:
    """The statements of a reply. `writing.reply` is set by the last one; after a call that was answered there is none yet."""
    writing, cutter, handed_out = draft.writing, StatementCutter(), ""
    assert writing is not None
    for piece in pieces:
        match piece:
            case FinalText(text):
                handed_out += text
                yield _drafted(draft, writing, cutter.feed(text))
            case Waiting():
                yield []
            case Reply():
                if goes_on(draft, writing, piece):
                    return
                writing.reply = with_earlier(piece, writing.earlier)
                yield _drafted(draft, writing, _last(cutter, piece, handed_out))


def _last(cutter: StatementCutter, reply: Reply, handed_out: str) -> list[WrittenStatement]:
    """What was not handed out before the end, and the sentence that was still open."""
    if reply.ending in {Ending.MALFORMED, Ending.CANCELLED, Ending.CALLED}:
        return []
    rest = cutter.feed(reply.final.removeprefix(handed_out))
    return [*rest, *cutter.end(cut=reply.ending is not Ending.COMPLETE)]


def give_up(draft: Draft) -> None:
    """Turn to quoting, because nothing the model wrote can be shown; and say why."""
    assert draft.writing is not None
    reply = draft.writing.reply
    draft.engine = Engine.QUOTING
    draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY
    if reply is not None and reply.detail:
        log.warning("the chat model gave no answer (%s): %s %s", reply.ending, reply.endpoint, reply.detail)
    if reply is None or reply.ending in AWAY:
        return
    if reply.ending is Ending.CALLED and draft.writing.rounds:
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_MODEL_KEPT_SEARCHING
        return
    none = reply.final.strip().rstrip(".。").casefold() == NONE
    draft.why_quoting = (
        Outcome.ANSWERED_BY_QUOTING_MODEL_FOUND_NONE if none else Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE
    )
    draft.writing.withheld = "" if none else reply.final


def reader_left(draft: Draft) -> bool:
    """Whether the writing ended because nobody waited for it any more."""
    reply = draft.writing.reply if draft.writing else None
    return reply is not None and reply.ending is Ending.CANCELLED


def _drafted(draft: Draft, writing: Writing, written: Sequence[WrittenStatement]) -> list[DraftStatement]:
    """Markers mapped back to the passages that were shown. Those that were never given out are dropped, and counted.

    What a model says again after it looked something up is left out.
    """
    statements = []
    said = {statement.text for statement in draft.statements} if writing.rounds else ()
    for statement in written:
        if statement.text in said:
            continue
        known = [
            (writing.shown[n - 1], words) for n, words in statement.marks if 1 <= n <= len(writing.shown)
        ]
        writing.odd_markers += len(statement.marks) - len(known)
        statements.append(DraftStatement(statement.text, known, phrased=True))
    return statements
