"""The one object that travels through the steps of an answer."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from governance.access.scopes import Scope
from kaas.answering.outcomes import Outcome
from kaas.retrieval.search import Hit, SearchResults


class Verdict(StrEnum):
    """What the evidence says of a statement."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


@dataclass(slots=True)
class DraftStatement:
    """A sentence of the answer and the hits it claims to rest on, with the quoted span of each passage."""

    text: str
    quotes: list[tuple[Hit, str]]
    verdict: Verdict = Verdict.UNSUPPORTED
    spans: list[tuple[Hit, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A question on its way to an answer. Steps know it and nothing of each other."""

    question: str
    scope: Scope
    portfolio: str = ""
    question_id: uuid.UUID = field(default_factory=uuid.uuid4)
    answer_id: uuid.UUID = field(default_factory=uuid.uuid4)
    language: str = "en"
    within: uuid.UUID | None = None
    searched: int = 0
    results: SearchResults | None = None
    evidence: list[Hit] = field(default_factory=list)
    named: list[Hit] = field(default_factory=list)
    label_ids: list[int] = field(default_factory=list)
    event: uuid.UUID | None = None
    engine: str = "quoting"
    statements: list[DraftStatement] = field(default_factory=list)
    outcome: Outcome | None = None
