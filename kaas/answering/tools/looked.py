"""What a call came to, and how passages are had for it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from governance.access.scopes import NotFound
from kaas.answering.draft import Draft
from kaas.answering.front_page import front_page
from kaas.answering.tools.asked import Code
from kaas.retrieval.search import Hit
from portfolios.catalogue import get_document

SENT = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """What a call came to. hits: best first. about: what was asked for, for its asker to read. remark: computed here."""

    code: Code
    hits: tuple[Hit, ...] = ()
    about: str = ""
    remark: str = ""


def looked(hits: Sequence[Hit], about: str) -> Looked:
    """That these were found for what was asked, or nothing."""
    return Looked(Code.DONE if hits else Code.NOTHING_FOUND, tuple(hits), about)


def beginning(document: uuid.UUID, draft: Draft, passages: int) -> list[Hit]:
    """The front page of a publication, and the first passages of it or of another document."""
    try:
        page = front_page(get_document(document, scope=draft.scope))
    except NotFound:
        return []
    return [*([page] if page else []), *whole(document, draft)[:passages]]


def whole(document: uuid.UUID, draft: Draft) -> list[Hit]:
    """Every passage of a document, in reading order."""
    try:
        found = get_document(document, scope=draft.scope)
    except NotFound:
        return []
    return [Hit(rank, 0.0, passage, found.summary) for rank, passage in enumerate(found.passages, start=1)]
