"""Why a person may read a document, or not: every condition of the decision with its verdict.

For those who look after access. They are told of conditions, never a title or a word of the document.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import connection

from governance.access.permissions import Permission
from governance.access.refusals import refusals_told
from governance.access.scopes import NotFound, Scope, check_permission
from governance.audit.events import Action
from governance.audit.trail import record


@dataclass(frozen=True, slots=True)
class Conjunct:
    """One condition. `detail` names what is lacking in codes: levels, slugs of compartments, or nothing."""

    name: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decision, and the conditions in the order in which they are told; the first that fails is the reason."""

    decision: Literal["permitted", "denied"]
    conjuncts: tuple[Conjunct, ...]

    @property
    def reason(self) -> str:
        """The name of the first condition that fails, "" where none does."""
        return next((one.name for one in self.conjuncts if not one.holds), "")


def explain(
    acting: Scope, *, person_id: uuid.UUID, document_id: uuid.UUID, at: datetime | None = None
) -> Explanation:
    """Whether a person may read a document, now or at another time, condition by condition.

    A past time is judged by the facts and the document's label of that time, and by today's matrix of roles. Raises Denied;
    NotFound when there is no such person, or no such document at that time.
    """
    check_permission(acting, Permission.ACCESS_EXPLAIN)
    return _explained("explain_access", person_id, document_id, at)


def explain_to_operator(*, username: str, document_id: uuid.UUID, at: datetime | None = None) -> Explanation:
    """The same for the operator, who holds the owner's login and acts for nobody. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("select id from access_user where username = %s", [username])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return _explained("explain_reading", row[0], document_id, at)


def _explained(verb: str, person_id: uuid.UUID, document_id: uuid.UUID, at: datetime | None) -> Explanation:
    if at is not None and at.tzinfo is None:
        raise ValueError("a time to explain needs its zone")
    with refusals_told(), connection.cursor() as cursor:
        cursor.execute(
            f"select conjunct, holds, detail from {verb}(%s, %s, %s)", [person_id, document_id, at]
        )
        conjuncts = tuple(Conjunct(*row) for row in cursor.fetchall())
    if not conjuncts:
        raise NotFound
    found = Explanation("permitted" if all(one.holds for one in conjuncts) else "denied", conjuncts)
    record(
        Action.ACCESS_EXPLAINED,
        resource=f"person:{person_id}",
        detail={"document": str(document_id), "decision": found.decision, "reason": found.reason},
    )
    return found
