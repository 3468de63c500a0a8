"""What people say is wrong with a sentence they were shown, and what is asked again because of it.

A correction is its giver's: it bears the labels of the answer, and is judged by asking again as that person.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission
from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.answering.answers import AnswerView
from kaas.answering.citations import fold
from kaas.answering.models import Feedback, Question, Share, Statement
from kaas.answering.notes import clean_note
from portfolios.catalogue import list_portfolios

LONGEST_NOTE = 1000  # characters
LONGEST_SAME = 0.9  # of a sentence that must stand in another for that to say it again
MOST = 1000


class Reason(StrEnum):
    """What is wrong with a sentence."""

    WRONG_NUMBER = "wrong_number"
    NOT_IN_SOURCE = "not_in_source"
    SOURCE_OUTDATED = "source_outdated"
    MISLEADING = "misleading"
    OTHER = "other"


class NoteMissing(ValueError):
    """A reason that says nothing without a note, or a note that is too long."""


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """What the person said of a sentence, by its ordinal."""

    ordinal: int
    reason: Reason
    note: str
    given_at: datetime


def give_feedback(
    answer_id: uuid.UUID, *, scope: Scope, ordinal: int, reason: Reason, note: str = ""
) -> FeedbackView:
    """Say what is wrong with a sentence of an answer one may read. Saying the same without a note twice is saying it once.

    Raises Denied, NoteMissing, and NotFound for an answer or a sentence that is not there or not permitted.
    """
    check_permission(scope, Permission.ANSWER_READ_OWN)
    note = clean_note(note)
    if len(note) > LONGEST_NOTE or (reason is Reason.OTHER and not note):
        raise NoteMissing
    question = _readable(answer_id, scope)
    if not Statement.objects.filter(question=question, ordinal=ordinal).exists():
        raise NotFound
    same = {"question": question, "owner": scope.person_id, "ordinal": ordinal, "reason": reason.value}
    held = None if note else Feedback.objects.filter(**same, note__isnull=True).first()
    return _view(held or _given(same, question, note, scope), note)


def _readable(answer_id: uuid.UUID, scope: Scope) -> Question:
    """The question of an answer that is the person's own or shown to them."""
    question = Question.objects.filter(answer__id=answer_id).first()
    if question is None:
        raise NotFound
    if question.owner != scope.person_id and not Share.objects.filter(question=question).exists():
        raise NotFound
    return question


def _given(same: dict[str, Any], question: Question, note: str, scope: Scope) -> Feedback:
    resource = f"question:{question.id}"
    note_id = uuid.uuid4() if note else None
    if note_id:
        texts.store(
            [(note_id, "feedback", note)],
            owner=scope.person_id,
            resource=resource,
            label_ids=question.label_ids,
        )
    made = Feedback(label_ids=question.label_ids, note=note_id, **same)
    made.save(force_insert=True)
    made.refresh_from_db()
    detail = {"feedback": str(made.id), "ordinal": made.ordinal, "doubt": made.reason}
    record(Action.ANSWER_DOUBTED, resource=resource, detail=detail)
    return made


def feedback_on(answer: AnswerView, *, scope: Scope) -> list[FeedbackView]:
    """What the person said of this answer's sentences, in the order of saying. Part of what shows the answer."""
    scope.require()
    rows = list(Feedback.objects.filter(question_id=answer.question_id, owner=scope.person_id))
    words = texts.read([row.note for row in rows if row.note]) if rows else {}
    return [_view(row, words.get(row.note, "") if row.note else "") for row in rows]


def _view(row: Feedback, note: str) -> FeedbackView:
    return FeedbackView(row.ordinal, Reason(row.reason), note, row.given_at)


def corrections(*, scope: Scope) -> list[dict[str, Any]]:
    """The person's corrections of what they may still read, as questions to be evaluated; the earliest first, with its event.

    `wrong` is the sentence that must not come back as a supported one; `reason` and `correction` what was said of it.
    """
    check_permission(scope, Permission.ANSWER_READ_OWN)
    rows = list(Feedback.objects.filter(owner=scope.person_id).order_by("given_at", "id")[:MOST])
    about = {row.question_id for row in rows}
    asked = {one.id: one for one in Question.objects.filter(id__in=about)}
    said = {
        (one.question_id, one.ordinal): one.text for one in Statement.objects.filter(question_id__in=about)
    }
    words = texts.read(
        [*(one.text for one in asked.values()), *said.values(), *(row.note for row in rows if row.note)]
    )
    named = {one.id: one.name for one in list_portfolios(scope=scope)}
    found = [
        {
            "id": f"correction-{row.id.hex[:8]}",
            "kind": "corrected",
            "as": scope.username,
            "text": words[question.text],
            "language": question.language,
            "portfolio": named.get(question.portfolio, "") if question.portfolio else "",
            "wrong": words[sentence],
            "reason": row.reason,
            "correction": words.get(row.note, "") if row.note else "",
        }
        for row in rows
        if (question := asked.get(row.question_id)) and (sentence := said.get((row.question_id, row.ordinal)))
        if question.text in words and sentence in words
    ]
    if found:
        record(Action.CORRECTION_LISTED, detail={"shown": len(found)})
    return found


def repeats(answer: AnswerView, wrong: str) -> bool:
    """Whether a supported sentence of the answer says again what was corrected."""
    sought, _ = fold(wrong)
    said = (fold(one.text)[0] for one in answer.statements if one.verdict == "supported")
    return any(
        one == sought or (sought in one and len(sought) >= LONGEST_SAME * len(one)) for one in said if sought
    )
