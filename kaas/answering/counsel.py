"""Counsel's queue: the questions that only counsel may conclude, as far as the one who looks may read what they rest on."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, can, check_permission
from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.answering.answers import AnswerView, read_answer
from kaas.answering.models import Answer, Question, Referral
from kaas.answering.notes import clean_note
from kaas.answering.receipts import Receipt, Standing, receipt_of, standing_of
from kaas.retrieval.naming import NamedNumber, numbers_named
from portfolios.catalogue import levels_of

ENDINGS = (Standing.ANSWERED, Standing.CLOSED)
LONGEST_NOTE = 4000  # characters


class NotYours(ValueError):
    """Somebody else has taken the question up, or nobody has, or it is ended."""


class NoteMissing(ValueError):
    """An answer or a reason without words, or with more than a note may have."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question in the queue. `is_mine` where the one who looks has taken it up."""

    id: uuid.UUID
    number: str
    text: str
    language: str
    opinion: str
    asked_by: str
    standing: Standing
    referred_at: datetime
    taken_by: str
    level: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A question of the queue with its evidence. `is_own`: the one who looks asked it, and so does not answer it.

    turns: what was asked and answered before it in its conversation, oldest first, as far as it may be read. numbers: of
    patents that the question names, each with the documents under it that may be read.
    """

    answer: AnswerView
    receipt: Receipt
    asked_by: str
    is_mine: bool
    is_own: bool
    turns: tuple[AnswerView, ...] = ()
    numbers: tuple[NamedNumber, ...] = ()


def list_referrals(*, scope: Scope, ended: bool = False, limit: int = 100, skip: int = 0) -> list[Waiting]:
    """What waits, the oldest first, and behind it what is taken up; or what is ended, the newest first. With its event.

    Raises Denied.
    """
    check_permission(scope, Permission.REFERRAL_ANSWER)
    order = ["-ended_at"] if ended else [F("taken_at").asc(nulls_first=True), "referred_at"]
    found_rows = Referral.objects.filter(ended_at__isnull=not ended).order_by(*order, "id")
    rows = list(found_rows[skip : skip + limit])
    questions = {one.id: one for one in Question.objects.filter(id__in=[row.question_id for row in rows])}
    words = texts.read([question.text for question in questions.values()])
    levels = levels_of([label for row in rows for label in row.label_ids])
    found = [
        Waiting(
            row.id,
            row.receipt,
            words[question.text],
            question.language,
            row.opinion,
            row.asker,
            standing_of(row),
            row.referred_at,
            row.taker,
            max(levels.get(label, 0) for label in row.label_ids),
            row.taken_by == scope.person_id,
        )
        for row in rows
        if (question := questions.get(row.question_id)) and question.text in words
    ]
    if found:
        record(Action.REFERRAL_LISTED, detail={"shown": len(found)})
    return found


def view_referral(referral_id: uuid.UUID, *, scope: Scope) -> ReferralView:
    """A question of the queue with what was quoted for it, with its event. Raises Denied and NotFound."""
    row = _found(referral_id, scope=scope)
    answer_id = Answer.objects.filter(question_id=row.question_id).values_list("id", flat=True).first()
    if answer_id is None:
        raise NotFound
    answer = read_answer(answer_id, scope=scope)
    receipt = answer.receipt or receipt_of(row, {})
    assert receipt is not None
    turns, me = _turns(row, scope), scope.person_id
    numbers = numbers_named(answer.question, scope=scope)
    shown = {
        "referral": str(row.id),
        "turns": [str(turn.question_id) for turn in turns],
        "named": [str(document.id) for number in numbers for document in number.documents],
    }
    record(Action.REFERRAL_VIEWED, resource=f"question:{row.question_id}", detail=shown)
    return ReferralView(answer, receipt, row.asker, row.taken_by == me, row.owner == me, turns, numbers)


def _turns(row: Referral, scope: Scope) -> tuple[AnswerView, ...]:
    answers = dict(Answer.objects.filter(question_id__in=row.turns).values_list("question_id", "id"))
    found = []
    for turn in row.turns:
        with suppress(NotFound):
            if turn in answers:
                found.append(read_answer(answers[turn], scope=scope))
    return tuple(found)


def take_up(referral_id: uuid.UUID, *, scope: Scope) -> Receipt:
    """Take a question up, also one that another has taken up before. Raises Denied, NotFound, and NotYours where it is ended
    or one's own.
    """
    row = _answerable(referral_id, scope=scope)
    former = row.taken_by
    if former != scope.person_id:
        row.taken_by, row.taken_at = scope.person_id, timezone.now()
        row.taken_by_name, row.taken_by_name_en = scope.names
        row.save(update_fields=["taken_by", "taken_by_name", "taken_by_name_en", "taken_at"])
        detail = {"referral": str(row.id)} | ({"former": str(former)} if former else {})
        record(Action.REFERRAL_TAKEN, resource=f"question:{row.question_id}", detail=detail)
    return _receipt(row)


def end_referral(referral_id: uuid.UUID, *, scope: Scope, ending: Standing, note: str = "") -> Receipt:
    """Answer a question one has taken up, or close it without an answer; with a note to its asker, who reads the reason.

    Raises Denied, NotFound, NotYours and NoteMissing.
    """
    row = _answerable(referral_id, scope=scope)
    note = clean_note(note)
    if row.taken_by != scope.person_id:
        raise NotYours
    if ending not in ENDINGS or not note or len(note) > LONGEST_NOTE:
        raise NoteMissing
    resource = f"question:{row.question_id}"
    row.note = uuid.uuid4()
    texts.store([(row.note, "note", note)], owner=scope.person_id, resource=resource, label_ids=row.label_ids)
    row.ending, row.ended_at = ending.value, timezone.now()
    row.save(update_fields=["ending", "ended_at", "note"])
    record(Action.REFERRAL_ENDED, resource=resource, detail={"referral": str(row.id), "ending": ending.value})
    return _receipt(row)


def referrals_waiting(scope: Scope) -> int:
    """How many questions nobody has taken up, for a page to tell in passing; none for who answers nothing for counsel."""
    if not can(scope, Permission.REFERRAL_ANSWER):
        return 0
    waiting = Referral.objects.filter(taken_by__isnull=True, ended_at__isnull=True)
    return waiting.exclude(owner=scope.person_id).count()


def _found(referral_id: uuid.UUID, *, scope: Scope) -> Referral:
    check_permission(scope, Permission.REFERRAL_ANSWER)
    row = Referral.objects.filter(id=referral_id).first()
    if row is None:
        raise NotFound
    return row


def _answerable(referral_id: uuid.UUID, *, scope: Scope) -> Referral:
    """The question, which nobody else takes up or ends until this transaction is over."""
    if _found(referral_id, scope=scope).owner == scope.person_id:
        raise NotYours
    row = Referral.objects.select_for_update().filter(id=referral_id).first()
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise NotYours
    return row


def _receipt(row: Referral) -> Receipt:
    row.refresh_from_db()
    found = receipt_of(row, texts.read([row.note]) if row.note else {})
    assert found is not None
    return found
