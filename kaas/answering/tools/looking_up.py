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
from kaas.answering.tools.offered import CALLS, ROUNDS, Name
from kaas.answering.tools.recording import Lookup, record_lookup, rest_on_more
from kaas.inference.prompts import Step
from kaas.inference.replies import Call
from kaas.retrieval.search import Hit


@dataclass(frozen=True, slots=True)
class Given:
    """What the model is given of what was found. again: markers of what it had already. apart: what is on another track."""

    hits: tuple[Hit, ...] = ()
    again: tuple[int, ...] = ()
    held_back: tuple[Hit, ...] = ()
    apart: tuple[Hit, ...] = ()


def answer_calls(draft: Draft, calls: Sequence[Call]) -> bool:
    """Put calls and their results into the prompt, in the scope that is open for the asker; whether there was room for any.

    Each holds the room for one line from the beginning, so none is looked up that cannot be answered; and each is on the
    trail, those that are not answered together. Raises Denied when they may no longer read what the answer rests on.
    """
    writing = draft.writing
    assert writing is not None
    writing.rounds += 1
    steps = [_without_room(call, writing) for call in calls[: CALLS + 1]]
    while steps and _is_too_long(steps, draft):
        steps.pop()
    for place, call in enumerate(calls[: len(steps)]):
        asked = read_call(call) if place < CALLS else Code.TOO_MANY
        looked = carry_out(asked, draft) if isinstance(asked, Asked) else Looked(asked)
        given = _given(looked.hits, draft)
        looked, steps[place], fitting = _fitted(looked, given, steps, place, draft)
        held_back, shown = list(given.held_back), list(given.hits[:fitting])
        rest_on_more(draft, [*shown, *held_back])
        together = 1 if place < CALLS else len(calls) - CALLS
        left_out = list(given.hits[fitting:])
        record_lookup(Lookup(_tool(asked), looked, shown, held_back, left_out, given.apart, together), draft)
        writing.shown += shown
        writing.left_out += left_out
        draft.held_back += held_back
    if len(steps) < min(len(calls), CALLS + 1):
        asked = read_call(calls[len(steps)])
        together = len(calls) - len(steps)
        record_lookup(Lookup(_tool(asked), Looked(Code.NO_ROOM), together=together), draft)
    writing.prompt = replace(writing.prompt, steps=(*writing.prompt.steps, *steps))
    return bool(steps)


def _given(hits: Sequence[Hit], draft: Draft) -> Given:
    chat = draft.desk.chat
    assert draft.writing is not None
    assert chat is not None
    markers = {hit.passage.id: marker for marker, hit in enumerate(draft.writing.shown, start=1)}
    fresh = list({hit.passage.id: hit for hit in hits if hit.passage.id not in markers}.values())
    permits = permitted_to(chat.card, {hit.document.label_id for hit in fresh}) if fresh else set()
    seen = [hit for hit in fresh if hit.document.label_id in permits]
    before = (*draft.evidence, *draft.held_back, *draft.writing.shown)
    kept = {*draft.turn_labels, *(hit.document.label_id for hit in before)}
    together = on_one_track([*seen, *(hit for hit in fresh if hit not in seen)], kept)
    return Given(
        tuple(hit for hit in together if hit in seen),
        tuple(markers[hit.passage.id] for hit in hits if hit.passage.id in markers),
        tuple(hit for hit in together if hit not in seen),
        tuple(hit for hit in fresh if hit not in together),
    )


def _tool(asked: Asked | Code) -> Name | None:
    return asked.tool if isinstance(asked, Asked) else None


def _is_too_long(steps: Sequence[Step], draft: Draft) -> bool:
    """Whether with these the model has no room for a reply."""
    writing, chat = draft.writing, draft.desk.chat
    assert writing is not None
    assert chat is not None
    longer = replace(writing.prompt, steps=(*writing.prompt.steps, *steps))
    return chat.count(longer) + writing.max_tokens > draft.room


def _without_room(call: Call, writing: Writing) -> Step:
    return Step(call, _result(Looked(Code.NO_ROOM), Given(), 0, writing, ""))


def _fitted(
    looked: Looked, given: Given, steps: Sequence[Step], place: int, draft: Draft
) -> tuple[Looked, Step, int]:
    """The step at this place with as many of the passages, best first, as leave room for a reply; and how many that are."""
    writing, call = draft.writing, steps[place].call
    assert writing is not None

    def step(count: int) -> Step:
        return Step(call, _result(looked, given, count, writing, draft.language))

    def too_much(count: int) -> bool:
        return _is_too_long([*steps[:place], step(count), *steps[place + 1 :]], draft)

    most = len(given.hits)
    fitting = bisect_left(range(most + 1), True, key=too_much) - 1 if too_much(most) else most
    if fitting < 0:
        return replace(looked, code=Code.NO_ROOM), steps[place], 0
    return looked, step(fitting), fitting


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
