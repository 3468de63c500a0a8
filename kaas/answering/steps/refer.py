"""Give counsel a question that only counsel may conclude."""

from kaas.answering.draft import Draft
from kaas.answering.models import Question
from kaas.answering.referring import refer_question


def refer(draft: Draft) -> None:
    """Put the question into counsel's queue, with its event, in the transaction in which it was stored."""
    if draft.opinion is not None:
        refer_question(
            Question(id=draft.question_id, owner=draft.scope.person_id, label_ids=draft.label_ids),
            opinion=draft.opinion,
            scope=draft.scope,
            screening=draft.screening.told() if draft.screening else None,
        )
