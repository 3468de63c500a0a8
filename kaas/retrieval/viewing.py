"""A document as a person is shown it: its text, where it stands, and which others of its family are named beside it."""

import uuid
from dataclasses import dataclass, field

from governance.access.permissions import Permission
from governance.access.scopes import Scope, check_permission
from governance.audit.events import Action
from governance.audit.trail import record
from kaas.retrieval.standing import Standing, standings
from portfolios.catalogue import DocumentView, Unseen, get_document, record_unseen


@dataclass(frozen=True, slots=True)
class ShownDocument(DocumentView):
    """The same, and where it stands; nothing of that for what no office published."""

    standing: Standing = field(default_factory=Standing)


def view_document(document_id: uuid.UUID, *, scope: Scope) -> ShownDocument:
    """Show a document to a person: as `get_document()`, with its event, which has the others that are named beside it.

    Raises Denied and NotFound.
    """
    check_permission(scope, Permission.DOCUMENT_READ)
    try:
        found = get_document(document_id, scope=scope)
    except Unseen as unseen:
        record_unseen(unseen)
        raise
    standing = standings([found.summary], scope=scope).get(document_id, Standing())
    members = {"members": [str(one.id) for one in standing.members]} if standing.members else {}
    record(
        Action.DOCUMENT_VIEWED,
        resource=f"document:{document_id}",
        detail={"digest": found.summary.digest, **members},
    )
    return ShownDocument(found.summary, found.bibliography, found.passages, standing)
