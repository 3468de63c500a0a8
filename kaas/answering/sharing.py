"""Showing an answer to somebody else. They see it while they may read everything it rests on, decided anew at each view.

What the one who shares is told is the same whether or not the other may read the sources, and stays the same.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from governance.access.languages import Called
from governance.access.models import ReaderGroup
from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission
from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.answering.models import Answer, Question, Share
from portfolios.catalogue import levels_of


class NobodySuch(ValueError):
    """No other person has this user name, and the person is in no circle of readers of this name."""


@dataclass(frozen=True, slots=True)
class ShareView:
    """With whom the person shares an answer of their own, by the name they gave."""

    id: uuid.UUID
    shared_with: str
    is_group: bool
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question that somebody shows to the person."""

    answer_id: uuid.UUID
    text: str
    language: str
    level: int
    shared_by: str
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class Circle(Called):
    """A circle of readers the person is in."""

    slug: str
    name: str
    name_en: str = ""


def share(answer_id: uuid.UUID, *, scope: Scope, username: str = "", reader_group: str = "") -> ShareView:
    """Show one's own answer to a person by exact user name, or to a circle one is in. Sharing twice is sharing once.

    Raises NobodySuch, Denied, and NotFound for an answer that is not the person's own or not permitted any more.
    """
    question = _own(answer_id, scope=scope)
    to_person = _person(username, scope=scope) if not reader_group else None
    to_group = _circle(reader_group) if reader_group else None
    named, named_en = (to_group.name, to_group.name_en) if to_group else (username, "")
    by, by_en = scope.names
    target = {"person": to_person, "reader_group": to_group.id if to_group else None}
    held = Share.objects.filter(
        question=question, owner=scope.person_id, withdrawn_at__isnull=True, **target
    ).first()
    if held is not None:
        return _view(held)
    made = Share(
        owner=scope.person_id,
        label_ids=question.label_ids,
        question=question,
        shared_by=by,
        shared_by_en=by_en,
        shared_with=named,
        shared_with_en=named_en,
        **target,
    )
    made.save(force_insert=True)
    made.refresh_from_db()
    told = {name: str(value) for name, value in target.items() if value}
    record(Action.ANSWER_SHARED, resource=f"question:{question.id}", detail={"share": str(made.id), **told})
    return _view(made)


def list_shares(answer_id: uuid.UUID, *, scope: Scope) -> list[ShareView]:
    """With whom one's own answer is shared now, in the order in which that was done. Raises NotFound and Denied."""
    question = _own(answer_id, scope=scope)
    shares = Share.objects.filter(question=question, owner=scope.person_id, withdrawn_at__isnull=True)
    return [_view(found) for found in shares.order_by("shared_at", "id")]


def withdraw(share_id: uuid.UUID, *, scope: Scope) -> uuid.UUID | None:
    """Show an answer to somebody no longer, from now on, also one that may not be read any more; raises NotFound.

    Returns the answer, or None where the person may no longer read it.
    """
    check_permission(scope, Permission.ANSWER_READ_OWN)
    found = Share.objects.filter(id=share_id, owner=scope.person_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    record(Action.SHARE_WITHDRAWN, resource=f"question:{found.question_id}", detail={"share": str(found.id)})
    return Answer.objects.filter(question_id=found.question_id).values_list("id", flat=True).first()


def list_shared(*, scope: Scope, limit: int = 50) -> list[SharedQuestion]:
    """What others show to the person and they may read now, newest first, with the event that it was listed."""
    check_permission(scope, Permission.ANSWER_READ_OWN)
    shares = (
        Share.objects.exclude(owner=scope.person_id)
        .filter(withdrawn_at__isnull=True, question__answer__isnull=False)
        .select_related("question__answer")
        .order_by("-shared_at", "id")
    )
    once = {found.question_id: found for found in reversed(shares[:limit])}
    rows = list(reversed(once.values()))
    words = texts.read([row.question.text for row in rows])
    levels = levels_of([label for row in rows for label in row.label_ids])
    if words:
        record(Action.SHARE_LISTED, detail={"shown": len(words)})
    return [
        SharedQuestion(
            row.question.answer.id,
            words[row.question.text],
            row.question.language,
            max(levels.get(label, 0) for label in row.label_ids),
            row.sharer,
            row.shared_at,
        )
        for row in rows
        if row.question.text in words
    ]


def list_circles(*, scope: Scope) -> list[Circle]:
    """The circles of readers the person is in, by name."""
    scope.require()
    return [
        Circle(found.slug, found.name, found.name_en)
        for found in ReaderGroup.objects.order_by("name", "slug")
    ]


def _own(answer_id: uuid.UUID, *, scope: Scope) -> Question:
    check_permission(scope, Permission.ANSWER_READ_OWN)
    question = Question.objects.filter(answer__id=answer_id, owner=scope.person_id).first()
    if question is None:
        raise NotFound
    return question


def _person(username: str, *, scope: Scope) -> uuid.UUID:
    """Somebody else by exact name: sign-in's own question, which lists nobody."""
    with connection.cursor() as cursor:
        cursor.execute("select person from find_login(%s)", [username])
        row = cursor.fetchone()
    if row is None or row[0] == scope.person_id:
        raise NobodySuch(username)
    return uuid.UUID(str(row[0]))


def _circle(slug: str) -> ReaderGroup:
    found = ReaderGroup.objects.filter(slug=slug).first()
    if found is None:
        raise NobodySuch(slug)
    return found


def _view(found: Share) -> ShareView:
    return ShareView(
        found.id,
        found.sharee,
        found.reader_group is not None,
        found.shared_at,
    )
