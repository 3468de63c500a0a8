"""Answers in a model's words: what it is given, and its sentences as they come back."""

import logging
import secrets
from bisect import bisect_left
from collections.abc import Generator, Sequence
from datetime import date

from kaas.answering.draft import Draft, DraftStatement, Engine, Writing
from kaas.answering.outcomes import Outcome
from kaas.answering.prompt_files import prompt_file
from kaas.answering.statements import NONE, StatementCutter, WrittenStatement
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import ChatModel, FinalText, Waiting
from kaas.inference.prompts import Prompt
from kaas.inference.replies import Ending, Reply
from kaas.inference.salts import cache_salt
from kaas.retrieval.search import Hit
from portfolios.locators import locator_text

log = logging.getLogger(__name__)
PROMPT = "answer"
SENTENCES = 8
REPLY_TOKENS = 4096
CODE_BYTES = 4
AWAY = {Ending.UNREACHABLE, Ending.BUSY, Ending.REJECTED, Ending.BROKE_OFF, Ending.LATE}
LANGUAGES = {"ja": "Japanese", "en": "English"}


def lay_out_writing(
    draft: Draft, chat: ChatModel, permitted: Sequence[Hit], *, label_ids: Sequence[int], today: date
) -> Writing | None:
    """What the model is given: as many of the passages, best first, as leave room for a reply; None when not one fits.

    `label_ids`: everything the person may read, which separates the server's prefix cache between people.
    """
    reply = min(REPLY_TOKENS, draft.room // 3)
    code, file = secrets.token_hex(CODE_BYTES), prompt_file(PROMPT)

    def prompt(count: int) -> Prompt:
        return Prompt(
            instructions=file.filled(language=LANGUAGES[draft.language], sentences=SENTENCES, code=code),
            question=draft.question,
            evidence=evidence_text(permitted[:count], code, draft.language),
            turns=tuple(draft.turns),
            effort=draft.desk.effort,
            conversation_date=today,
        )

    def too_much(count: int) -> bool:
        return chat.count(prompt(count)) + reply > draft.room

    # Most often all of them fit; else the count is found by halving.
    counts = range(1, len(permitted) + 1)
    fitting = len(counts) if not too_much(len(counts)) else bisect_left(counts, True, key=too_much)
    if not fitting:
        return None
    salt = cache_salt(draft.desk.salt_key, label_ids)
    shown, left_out = list(permitted[:fitting]), list(permitted[fitting:])
    return Writing(prompt(fitting), file, salt, reply, shown, left_out=left_out)


def evidence_text(hits: Sequence[Hit], code: str, language: str) -> str:
    """The passages under their markers, each header with the code that no document can know."""
    return "\n\n".join(
        f"[{marker}] {code} {hit.document.title}, {_place(hit, language)}\n{hit.passage.text}"
        for marker, hit in enumerate(hits, start=1)
    )


def _place(hit: Hit, language: str) -> str:
    return locator_text(hit.passage.locator_kind, hit.passage.locator_value, language)


def write(draft: Draft, leaving: Cancellation) -> Generator[list[DraftStatement], None, None]:
    """Ask the model and yield its statements as they are finished; the reply is then in the draft."""
    assert draft.writing is not None
    assert draft.desk.chat is not None
    writing, cutter = draft.writing, StatementCutter()
    pieces = draft.desk.chat.write(
        writing.prompt, salt=writing.salt, max_tokens=writing.max_tokens, cancellation=leaving
    )
    handed_out = ""
    for piece in pieces:
        match piece:
            case FinalText(text):
                handed_out += text
                yield _drafted(writing, cutter.feed(text))
            case Waiting():
                yield []
            case Reply():
                writing.reply = piece
                yield _drafted(writing, _last(cutter, piece, handed_out))


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
    none = reply.final.strip().rstrip(".。").casefold() == NONE
    draft.why_quoting = (
        Outcome.ANSWERED_BY_QUOTING_MODEL_FOUND_NONE if none else Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE
    )
    draft.writing.withheld = "" if none else reply.final


def reader_left(draft: Draft) -> bool:
    """Whether the writing ended because nobody waited for it any more."""
    reply = draft.writing.reply if draft.writing else None
    return reply is not None and reply.ending is Ending.CANCELLED


def _drafted(writing: Writing, written: Sequence[WrittenStatement]) -> list[DraftStatement]:
    """Markers mapped back to the passages that were shown. Those that were never given out are dropped, and counted."""
    statements = []
    for statement in written:
        known = [
            (writing.shown[n - 1], words) for n, words in statement.marks if 1 <= n <= len(writing.shown)
        ]
        writing.odd_markers += len(statement.marks) - len(known)
        statements.append(DraftStatement(statement.text, known, phrased=True))
    return statements
