"""Answering the calls of one reply: carried out, told to the trail, and only then given to the model.

What it may not see is held back here as it was at first: by its card, by the one track an answer keeps to, and by the room
there is. What it is given is from then on what the answer rests on.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kaas.answering.draft import Draft, Writing
from kaas.answering.evidence_text import evidence_text
from kaas.answering.labelling import on_one_track, permitted_to
from kaas.answering.tools.asked import TOLD, Asked, Code, read_call
from kaas.answering.tools.carrying_out import carry_out
from kaas.answering.tools.looked import Looked
from kaas.answering.tools.offered import CALLS, ROUNDS
from kaas.answering.tools.recording import Lookup, record_lookup, rest_on_more
from kaas.inference.chat_model import ChatModel
from kaas.inference.prompts import Step
from kaas.inference.replies import Call
from kaas.retrieval.search import Hit


class NoRoom(Exception):
    """The model could not hold even that nothing was found."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the model is given of what was found. again: markers of what it had already."""

    hits: tuple[Hit, ...]
    again: tuple[int, ...]
    held_back: tuple[Hit, ...]


def answer_calls(draft: Draft, calls: Sequence[Call]) -> None:
    """Put each call and its result into the prompt, in the scope that is open for the asker.

    Raises NoRoom, and Denied when they may no longer read what the answer rests on.
    """
    writing, chat = draft.writing, draft.desk.chat
    assert writing is not None
    assert chat is not None
    writing.rounds += 1
    for place, call in enumerate(calls):
        asked = read_call(call) if place < CALLS else Code.TOO_MANY
        looked = carry_out(asked, draft) if isinstance(asked, Asked) else Looked(asked)
        given = _given(looked.hits, draft, chat)
        step, fitting = _step(call, looked, given, draft, chat)
        held_back, shown = list(given.held_back), list(given.hits[:fitting])
        rest_on_more(draft, [*shown, *held_back])
        tool = asked.tool if isinstance(asked, Asked) else None
        record_lookup(Lookup(tool, looked, shown, held_back, list(given.hits[fitting:])), draft)
        writing.shown += shown
        writing.left_out += given.hits[fitting:]
        draft.held_back += held_back
        writing.prompt = replace(writing.prompt, steps=(*writing.prompt.steps, step))


def _given(hits: Sequence[Hit], draft: Draft, chat: ChatModel) -> Given:
    assert draft.writing is not None
    markers = {hit.passage.id: marker for marker, hit in enumerate(draft.writing.shown, start=1)}
    fresh = list({hit.passage.id: hit for hit in hits if hit.passage.id not in markers}.values())
    permits = permitted_to(chat.card, {hit.document.label_id for hit in fresh}) if fresh else set()
    seen = [hit for hit in fresh if hit.document.label_id in permits]
    kept = {*draft.turn_labels, *(hit.document.label_id for hit in (*draft.evidence, *draft.writing.shown))}
    return Given(
        tuple(on_one_track(seen, kept)),
        tuple(markers[hit.passage.id] for hit in hits if hit.passage.id in markers),
        tuple(hit for hit in fresh if hit not in seen),
    )


def _step(call: Call, looked: Looked, given: Given, draft: Draft, chat: ChatModel) -> tuple[Step, int]:
    """The call with as many of the passages, best first, as leave room for a reply; and how many that are."""
    writing = draft.writing
    assert writing is not None

    def step(count: int) -> Step:
        return Step(call, _result(looked, given, count, writing, draft.language))

    def too_much(count: int) -> bool:
        longer = replace(writing.prompt, steps=(*writing.prompt.steps, step(count)))
        return chat.count(longer) + writing.max_tokens > draft.room

    counts = range(len(given.hits) + 1)
    fitting = (
        len(given.hits) if not too_much(len(given.hits)) else bisect_left(counts, True, key=too_much) - 1
    )
    if fitting < 0:
        raise NoRoom
    return step(fitting), fitting


def _result(looked: Looked, given: Given, count: int, writing: Writing, language: str) -> str:
    """What the model is told: first how it stands, then the passages."""
    hits = given.hits[:count]
    told = TOLD.get(looked.code) or ("" if hits or given.again else TOLD[Code.NOTHING_FOUND])
    again = f"You have already: {', '.join(f'[{marker}]' for marker in given.again)}." if given.again else ""
    left = ROUNDS - writing.rounds
    turns = f"Calls left: {left}." if left else "No call is left: answer now with what you have."
    head = " ".join(part for part in (writing.code, told, again, turns) if part)
    passages = evidence_text(hits, writing.code, language, first=len(writing.shown) + 1)
    remark = looked.remark if hits or given.again else ""
    return "\n\n".join(part for part in (head, remark, passages) if part)
