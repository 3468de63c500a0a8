"""Recall the conversation: the earlier questions and answers this one follows, as far as they may still be read."""

from governance.access.scopes import NotFound
from kaas.answering.answers import AnswerView, read_answer
from kaas.answering.draft import Draft
from kaas.answering.models import Question
from kaas.answering.reading.following import turns_back
from kaas.inference.prompts import Turn

LONGEST_TURN = 1500  # characters


def recall(draft: Draft) -> None:
    """Put up to three earlier turns into the draft, oldest first; more where several documents are meant.

    Raises NotFound when the one named is not the person's.

    What the model thought is no part of an answer, so it cannot come back.
    """
    follows = draft.follows
    most = turns_back(draft.question)
    while follows is not None and len(draft.turns) < most:
        earlier = read_answer(follows, scope=draft.scope)
        if earlier.owner != draft.scope.person_id:
            raise NotFound
        draft.follows_question = draft.follows_question or earlier.question_id
        answer = " ".join(statement.text for statement in earlier.statements)
        draft.turns.insert(0, Turn(earlier.question, answer[:LONGEST_TURN]))
        _rest_on(draft, earlier)
        follows = earlier.follows


def _rest_on(draft: Draft, earlier: AnswerView) -> None:
    """What a turn rests on, this answer rests on too."""
    draft.turn_labels = sorted({*draft.turn_labels, *earlier.label_ids})
    turn = Question.objects.get(id=earlier.question_id)
    draft.turn_own_labels = sorted({*draft.turn_own_labels, *turn.own_label_ids, *turn.turn_label_ids})
    draft.turn_documents = sorted({*draft.turn_documents, *turn.documents})
