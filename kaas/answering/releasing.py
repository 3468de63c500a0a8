"""How statements leave: verified, stored, then sent; and how the writing ends, whatever ends it."""

import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from kaas.answering.answers import AnswerView, CitationView, StatementView
from kaas.answering.draft import Draft, Verdict
from kaas.answering.heeding import heed, sent_to_counsel, until_for_counsel
from kaas.answering.interrupting import kept
from kaas.answering.interruptions import be_ready
from kaas.answering.reopening import still
from kaas.answering.steps.compose import compose
from kaas.answering.steps.conclude import conclude
from kaas.answering.steps.release import release
from kaas.answering.steps.verify import verify
from kaas.answering.writing import give_up, reader_left
from kaas.inference.cancellation import Cancellation

LOOK_AGAIN = 1.0  # seconds, after which it is looked whether the person may still read the sources


@dataclass(frozen=True, slots=True)
class Begun:
    """The question is on the trail; the answer will be made from `shown` passages of the `found`.

    `model` is the served name of the model that writes; empty where the answer is made by quoting.
    """

    question_id: uuid.UUID
    answer_id: uuid.UUID
    event: uuid.UUID
    language: str
    model: str
    found: int
    shown: int


Released = Begun | StatementView | CitationView | AnswerView


def begun(draft: Draft) -> Begun:
    """What may be told as soon as the question is on the trail. From here on it may be left, and that is prepared for."""
    be_ready()
    assert draft.event is not None
    model = draft.desk.chat.card.served_name if draft.writing and draft.desk.chat else ""
    shown = draft.writing.shown if draft.writing else draft.evidence
    return Begun(
        draft.question_id, draft.answer_id, draft.event, draft.language, model, len(draft.found), len(shown)
    )


def quoted(draft: Draft) -> list[StatementView | CitationView]:
    """The whole answer by quoting, in the scope that is open."""
    pieces: list[StatementView | CitationView] = []
    for statements in compose(draft, Cancellation()):
        for statement in statements:
            verify(statement, fold=draft.fold)
        pieces.extend(release(draft, statements))
    conclude(draft)
    return pieces


def quoted_when_screened(draft: Draft, leaving: Cancellation) -> None:
    """The whole answer by quoting, when the model has said whether it is counsel's. No connection is held till then.

    Raises Denied when the person may no longer read the sources.
    """
    with kept(draft):
        heed(draft, leaving)
        with still(draft):
            sent_to_counsel(draft)
            quoted(draft)


def written(draft: Draft, leaving: Cancellation) -> Iterator[StatementView | CitationView]:
    """The answer in the model's words, each statement as soon as it is verified and stored.

    Nothing leaves before the first supported statement; unsupported ones before it are held and then shown as such. Where
    none comes, the answer is made by quoting. Raises Denied when the person may no longer read the sources.
    """
    try:
        with kept(draft):
            yield from _as_written(draft, leaving)
    finally:
        leaving.cancel()  # whatever happened, nobody waits for the model any more


def _as_written(draft: Draft, leaving: Cancellation) -> Iterator[StatementView | CitationView]:
    shown = draft.writing.shown if draft.writing else ()
    looked = time.monotonic()
    with closing(until_for_counsel(draft, compose(draft, leaving))) as groups:
        for statements in groups:
            for statement in statements:
                verify(statement, draft.question, fold=draft.fold, shown=shown)
            draft.waiting.extend(statements)
            ready = draft.waiting and (
                draft.statements or any(s.verdict is Verdict.SUPPORTED for s in draft.waiting)
            )
            if ready and heed(draft, leaving):
                break
            if ready or time.monotonic() - looked >= LOOK_AGAIN:
                with still(draft, looks=not ready):
                    pieces = release(draft, draft.waiting) if ready else []
                draft.waiting = [] if ready else draft.waiting
                looked = time.monotonic()
                yield from pieces
    heed(draft, leaving)
    with still(draft, looks=False):
        pieces = []
        if sent_to_counsel(draft):
            pieces = quoted(draft)
        elif draft.statements or draft.outcome is not None or reader_left(draft):
            conclude(draft)
        else:
            give_up(draft)
            pieces = quoted(draft)
    yield from pieces
