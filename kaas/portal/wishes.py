"""What the address of the search page asks for besides the query. A mangled one asks for nothing."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from governance.access.scopes import NotFound, Scope
from kaas.retrieval.asking import Asked
from kaas.retrieval.naming import LONGEST_NAME, document_named

LAST_PAGE = 40
SIZE = 10  # documents on a page


@dataclass(frozen=True, slots=True)
class Wishes:
    """like: a document whose like is sought, or that of its `claim`. missed: what is missing among the hits, as named."""

    page: int = 1
    like: uuid.UUID | None = None
    claim: str = ""
    missed: str = ""


def asked_by(wishes: Wishes, *, scope: Scope) -> Asked:
    """What the search is asked. A missed document that the person cannot know is not asked about."""
    missed = None
    if wishes.missed:
        with suppress(NotFound):
            missed = document_named(wishes.missed, scope=scope)
    first = (wishes.page - 1) * SIZE
    return Asked(first, gather=True, like=wishes.like, claim=wishes.claim, explain=True, why_not=missed)


def read_wishes(given: Mapping[str, str]) -> Wishes:
    """From the parameters of an address."""
    like = _id(given.get("like", ""))
    claim = given.get("claim", "").strip()
    return Wishes(
        page=_page(given.get("page", "")),
        like=like,
        claim=claim if like and claim.isascii() and claim.isdecimal() and len(claim) <= 4 else "",
        missed=given.get("missed", "").replace("\0", "").strip()[:LONGEST_NAME],
    )


def _page(given: str) -> int:
    is_number = given.isascii() and given.isdecimal() and len(given) <= 3
    return min(max(1, int(given)), LAST_PAGE) if is_number else 1


def _id(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None
