"""Sending a question to counsel: the one act of the asker's side."""

import uuid
from collections.abc import Mapping

from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.answering.models import Question, Referral
from kaas.answering.reading.opinions import Opinion
from kaas.answering.receipts import Receipt, as_its_asker_has_it, receipt_of

TURNS = 10  # as the database permits


def refer(answer_id: uuid.UUID, *, scope: Scope) -> Receipt:
    """Send one's own question to counsel. Sending it twice is sending it once. Raises Denied and NotFound."""
    check_permission(scope, Permission.ANSWER_READ_OWN)
    question = Question.objects.filter(answer__id=answer_id, owner=scope.person_id).first()
    if question is None:
        raise NotFound
    held = Referral.objects.filter(question=question).first()
    found = receipt_of(held or refer_question(question, opinion=None, scope=scope), {})
    found = as_its_asker_has_it(found, question.id)
    assert found is not None
    return found


def refer_question(
    question: Question,
    *,
    opinion: Opinion | None,
    scope: Scope,
    screening: Mapping[str, str] | None = None,
) -> Referral:
    """Store that counsel has a question and those before it, with its event; in the caller's transaction.

    screening: what a model said of it, where it goes to counsel by that.
    """
    name, name_en = scope.names
    made = Referral(
        owner=question.owner,
        label_ids=question.label_ids,
        question=question,
        opinion=opinion or "",
        asked_by=name,
        asked_by_en=name_en,
        turns=_turns(question),
    )
    made.save(force_insert=True)
    made.refresh_from_db()
    record(
        Action.QUESTION_REFERRED,
        resource=f"question:{question.id}",
        detail={"referral": str(made.id), "opinion": opinion or ""}
        | ({"screening": dict(screening)} if screening else {}),
    )
    return made


def _turns(question: Question) -> list[uuid.UUID]:
    """The asker's questions before this one, oldest first."""
    turns: list[uuid.UUID] = []
    follows = Question.objects.filter(id=question.id).values_list("follows", flat=True).first()
    while follows is not None and len(turns) < TURNS:
        row = Question.objects.filter(id=follows, owner=question.owner).first()
        if row is None:
            break
        turns.insert(0, row.id)
        follows = row.follows
    return turns
