"""Lay out what the chat model may be shown: what its card permits, and what there is room for."""

from django.utils import timezone

from governance.access.labels import permitted_labels
from kaas.answering.draft import Draft, Engine
from kaas.answering.labelling import permitted_to
from kaas.answering.laying_out import lay_out_writing
from kaas.answering.outcomes import Outcome


def lay_out(draft: Draft) -> None:
    """Decide who writes. Without a model, or when it may see nothing of this, the answer is made by quoting, and says why.

    A model is not asked where only counsel may conclude.
    """
    chat = draft.desk.chat
    if draft.outcome is not None or draft.opinion is not None or chat is None:
        return
    labels = {*draft.turn_labels, *draft.own_labels, *(hit.document.label_id for hit in draft.evidence)}
    permits = permitted_to(chat.card, labels)
    if not permits.issuperset(draft.turn_labels):
        draft.turns, draft.turn_labels, draft.turn_own_labels, draft.turn_documents = [], [], [], []
    permitted = [hit for hit in draft.evidence if hit.document.label_id in permits]
    draft.held_back = [hit for hit in draft.evidence if hit not in permitted]
    if not permits.issuperset(draft.own_labels):
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_QUESTION_NOT_PERMITTED
        return
    if not permitted:
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_MODEL_NOT_PERMITTED
        return
    draft.writing = lay_out_writing(
        draft, chat, permitted, label_ids=permitted_labels(scope=draft.scope), today=timezone.localdate()
    )
    if draft.writing is None:
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_MODEL_HAS_NO_ROOM
    else:
        draft.engine = Engine.MODEL
