"""What a person wants of a search: the query, read, and everything that may be asked besides."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from governance.access.scopes import Scope
from kaas.retrieval.numbers import number_terms
from kaas.retrieval.queries import read_query
from kaas.retrieval.similar import Likeness, likeness
from kaas.retrieval.understanding import Understood, understand
from portfolios.analysis import query_terms


@dataclass(frozen=True, slots=True)
class Asked:
    """first: hits left out before those that are given; where they are gathered, both count documents.

    like: a document whose like is sought, or that of one of its claims. explain: why each hit stands where it stands.
    why_not: a document that is missed.
    """

    first: int = 0
    gather: bool = False
    like: uuid.UUID | None = None
    claim: str = ""
    explain: bool = False
    why_not: uuid.UUID | None = None


NO_MORE = Asked()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: a query, the terms it is searched with, where, and which page of what is found."""

    understood: Understood
    weights: Mapping[str, int]
    within: uuid.UUID | None
    limit: int
    asked: Asked
    like: Likeness | None = None

    @property
    def text(self) -> str:
        """The words as they are written: what models compare with."""
        return f"{self.understood.words} {self.like.text if self.like else ''}".strip()

    @property
    def without(self) -> frozenset[uuid.UUID | str]:
        """Documents, applications and families that are left out."""
        return self.like.without if self.like else frozenset()


def read_wanted(query: str, asked: Asked, *, within: uuid.UUID | None, limit: int, scope: Scope) -> Wanted:
    """Raises QueryError, and NotFound for the document whose like is sought."""
    like = likeness(asked.like, asked.claim, scope=scope) if asked.like else None
    text = read_query(query) if query.strip() or like is None else ""
    understood = understand(text, today=timezone.localdate())
    weights = {lexeme: weight for one in understood.loose for lexeme, weight in number_terms(one).items()}
    weights |= {term.lexeme: term.weight for term in query_terms(understood.words)}
    return Wanted(understood, weights | (like.weights if like else {}), within, limit, asked, like)
