"""Where publications stand: their legal status, the day their right ends, and which others of the family one may read."""

import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.utils import timezone

from governance.access.scopes import Scope
from kaas.retrieval.narrowing import narrow
from kaas.retrieval.parts import Part
from kaas.retrieval.registered import NOTHING, REACHED, Registered, registered
from portfolios.catalogue import DocumentSummary, summaries
from portfolios.families import Term, find_term, read_applications
from portfolios.registers import names_of

ENDS_WHERE: Final = frozenset(
    {"in_force", "expired"}
)  # elsewhere the last day of the term says nothing of the right
MOST: Final = 500  # applications that are read for one term
RECORDS: Final = f"""{REACHED}
    select a.id, a.label_id, a.number, a.records, a.id in (select application from published)
      from register_application a where a.number in (select number from reached)
     order by a.number, a.recorded_at, a.id limit %(most)s
"""
SIBLINGS: Final = "select document, sibling from find_siblings(%s)"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is said of one document besides what it says itself. Everything is of what the person may read.

    expires_on: the last day of its right by the recorded facts, None where it has none or they do not say it; is_open: some
    fact is missing that may move that day. members: the other publications of its simple family, and of its application, by
    number.
    """

    registered: Registered = NOTHING
    expires_on: date | None = None
    is_open: bool = False
    members: tuple[DocumentSummary, ...] = ()


def standings(documents: Sequence[DocumentSummary], *, scope: Scope) -> dict[uuid.UUID, Standing]:
    """Document -> where it stands; what has no publication number is left out."""
    numbers = {one.id: one.publication_number for one in documents if one.publication_number}
    scope.require()
    if not numbers:
        return {}
    said = registered(numbers.values(), on=timezone.localdate(), scope=scope)
    members = _members(numbers, said, scope)
    known = summaries(list({one for some in members.values() for one in some}), scope=scope)
    held = {one: document for one, document in known.items() if not document.withdrawn}
    found = {}
    for document, number in numbers.items():
        of = said.get(number, NOTHING)
        term = _term(number) if of.status in ENDS_WHERE else None
        found[document] = Standing(
            of,
            term.expires_on if term else None,
            bool(term and term.missing),
            tuple(sorted((held[one] for one in members[document] if one in held), key=_by_number)),
        )
    return found


def _by_number(one: DocumentSummary) -> tuple[str, str]:
    return one.publication_number, str(one.id)


def _members(
    numbers: dict[uuid.UUID, str], said: dict[str, Registered], scope: Scope
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The permitted documents of the same family or application, in their current version, without the document itself."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    families: dict[str, list[uuid.UUID]] = {}
    for document, number in numbers.items():
        key = said[number].family if number in said else number
        if key not in families:
            families[key] = narrow([Part("family", key, 0, 0)], scope=scope, within=None)
        found[document].update(families[key])
    with connection.cursor() as cursor:
        cursor.execute(SIBLINGS, [list(numbers)])
        for mine, other in cursor.fetchall():
            found[mine].add(other)
    return {document: found[document] - {document} for document in numbers}


def _term(number: str) -> Term | None:
    """The term of a publication's application, of the records under the marking that was recorded last."""
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, {"names": names_of(number), "what": "publication", "most": MOST})
        rows = cursor.fetchall()
    own = next((row for row in reversed(rows) if row[4]), None)
    if own is None:
        return None
    given = [record for row in rows if row[1] == own[1] for record in json.loads(row[3])]
    applications, _findings = read_applications(given)
    return next(
        (find_term(one, applications) for one in applications if one.application_number == own[2]), None
    )
