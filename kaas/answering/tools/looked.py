"""What a call came to, and how passages are had for it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from governance.access.scopes import NotFound
from kaas.answering.draft import Draft
from kaas.answering.front_page import front_page
from kaas.answering.tools.asked import Code
from kaas.retrieval.search import Hit
from portfolios.catalogue import DocumentView, get_document

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
    found = _read(document, draft)
    page = front_page(found) if found else None
    return [*([page] if page else []), *_hits(found)[:passages]]


def whole(document: uuid.UUID, draft: Draft) -> list[Hit]:
    """Every passage of a document, in reading order."""
    return _hits(_read(document, draft))


def _read(document: uuid.UUID, draft: Draft) -> DocumentView | None:
    try:
        return get_document(document, scope=draft.scope)
    except NotFound:
        return None


def _hits(found: DocumentView | None) -> list[Hit]:
    if found is None:
        return []
    return [Hit(rank, 0.0, passage, found.summary) for rank, passage in enumerate(found.passages, start=1)]
