"""What the trail is told of what a model looked up, before the model sees it; and what the answer rests on from then on."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.answering.checking.withholding import Withheld, replaced, secrets_in
from kaas.answering.draft import Draft
from kaas.answering.tools.looked import Looked
from kaas.answering.tools.offered import Name
from kaas.inference.neutralising import has_control_tokens, neutralise
from kaas.retrieval.search import Hit
from kaas.retrieval.trail_names import named

GONE = dict.fromkeys(Withheld, "…")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A call and what came of it. tool: None where the model named none that exists. left_out: for which there was no room.
    apart: what shares no track with the rest, and is neither given nor rested on. together: calls that this stands for.
    """

    tool: Name | None
    looked: Looked
    shown: Sequence[Hit] = ()
    held_back: Sequence[Hit] = ()
    left_out: Sequence[Hit] = ()
    apart: Sequence[Hit] = ()
    together: int = 1


def rest_on_more(draft: Draft, hits: Sequence[Hit]) -> None:
    """Let question and answer rest on these documents too, under their labels. Raises Denied when one is not permitted."""
    known = {hit.document.id for hit in (*draft.evidence, *draft.held_back)}
    more = {hit.document.id for hit in hits} - known
    if draft.writing is not None:
        more -= {hit.document.id for hit in draft.writing.shown}
    if not more:
        return
    with connection.cursor() as cursor:
        cursor.execute("select rest_on_more(%s, %s)", [draft.question_id, sorted(more)])
        draft.label_ids = list(cursor.fetchone()[0])


def record_lookup(lookup: Lookup, draft: Draft) -> None:
    """Append `tool:called`, with what was asked for as a text of the question's."""
    about = _about(lookup, draft)
    stored = uuid.uuid4() if about else None
    if stored:
        texts.store(
            [(stored, "lookup", about)],
            owner=draft.scope.person_id,
            resource=f"question:{draft.question_id}",
            label_ids=draft.label_ids,
            key=draft.text_key,
        )
    hits = (*lookup.shown, *lookup.left_out, *lookup.held_back)
    record(
        Action.TOOL_CALLED,
        resource=f"question:{draft.question_id}",
        outcome=lookup.looked.code,
        detail={
            "tool": lookup.tool or "unknown",
            "round": draft.writing.rounds if draft.writing else 0,
            "calls": lookup.together,
            "text": str(stored or ""),
            "found": len(lookup.looked.hits),
            "sent": len(lookup.shown),
            "passages": [named(hit) for hit in lookup.shown],
            "held_back": [named(hit) | {"reason": "model_card"} for hit in lookup.held_back],
            "left_out": [
                *(named(hit) | {"reason": "no_room"} for hit in lookup.left_out),
                *(named(hit) | {"reason": "track"} for hit in lookup.apart),
            ],
            "spelled_tokens": [str(hit.passage.id) for hit in hits if has_control_tokens(hit.passage.text)],
        },
    )


def _about(lookup: Lookup, draft: Draft) -> str:
    """What was asked for, as its asker may read it: the words are a model's, so what no answer shows is taken out."""
    shown = draft.writing.shown if draft.writing else []
    secrets = [secret for hit in shown for secret in secrets_in(hit.passage.text)]
    return replaced(neutralise(lookup.looked.about), GONE, secrets)
