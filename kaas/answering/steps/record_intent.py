"""Put on the trail what was asked and what was found, before anything of it is shown."""

import uuid

from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from governance.prepared import insert
from kaas.answering.draft import Draft
from kaas.answering.models import Question
from kaas.inference.neutralising import has_control_tokens
from kaas.retrieval.trail_names import named


def record_intent(draft: Draft) -> None:
    """Store the question once, under every label it rests on, and append `answer:asked`."""
    draft.label_ids = sorted(
        {*draft.own_labels, *draft.turn_labels, *(hit.document.label_id for hit in draft.evidence)}
    )
    draft.event = record(
        Action.ANSWER_ASKED,
        resource=f"question:{draft.question_id}",
        detail=_detail(draft),
    )
    text = uuid.uuid4()
    draft.text_key = texts.writing_key(draft.scope.person_id)
    texts.store(
        [(text, "question", draft.question)],
        owner=draft.scope.person_id,
        resource=f"question:{draft.question_id}",
        label_ids=draft.label_ids,
        key=draft.text_key,
    )
    asked = Question(
        id=draft.question_id,
        owner=draft.scope.person_id,
        label_ids=draft.label_ids,
        own_label_ids=draft.own_labels,
        turn_label_ids=draft.turn_own_labels,
        documents=sorted({*draft.turn_documents, *(hit.document.id for hit in draft.evidence)}),
        text=text,
        language=draft.language,
        portfolio=draft.within,
        follows=draft.follows_question,
        event=draft.event,
    )
    insert([asked])


def _detail(draft: Draft) -> dict[str, object]:
    writing = draft.writing
    sent = {hit.passage.id for hit in (writing.shown if writing else draft.evidence)}
    found = draft.found
    return {
        "engine": draft.engine,
        "model": draft.desk.chat.card.served_name if writing and draft.desk.chat else "",
        "language": draft.language,
        "portfolio": str(draft.within or ""),
        "policy": draft.rule or "none",
        **({"screening": draft.unscreened or "asked"} if draft.screening or draft.unscreened else {}),
        "marking": "chosen" if draft.marking else "highest",
        "found": len(found),
        "sent": len(sent),
        "follows": str(draft.follows_question or ""),
        "arms": list(draft.results.arms) if draft.results else [],
        "failed": list(draft.results.failed) if draft.results else [],
        "spelled_tokens": [
            str(hit.passage.id) for hit in draft.evidence if has_control_tokens(hit.passage.text)
        ],
        "held_back": [named(hit) | {"reason": "model_card"} for hit in draft.held_back],
        "left_out": [named(hit) | {"reason": "no_room"} for hit in (writing.left_out if writing else [])],
        "passages": [named(hit) | {"sent": passage in sent} for passage, hit in found.items()],
    }
