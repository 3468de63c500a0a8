"""Hits of one document, and of all publications of one application, put together under the best of them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kaas.retrieval.blending import Candidate
from kaas.retrieval.facets import Fact
from kaas.retrieval.results import Group, Hit
from portfolios.catalogue import DocumentSummary


@dataclass(slots=True)
class Gathered:
    """Candidates that belong together, by document, each in its order; the documents in the order of their best.

    Publications of one application say nearly the same, so that only the best of them shows its passages.
    """

    by_document: dict[uuid.UUID, list[Candidate]] = field(default_factory=dict)

    @property
    def documents(self) -> list[uuid.UUID]:
        """The best first."""
        return list(self.by_document)

    @property
    def candidates(self) -> list[Candidate]:
        """Those of the best document."""
        return next(iter(self.by_document.values()))

    def told(
        self, hits: Mapping[uuid.UUID, Hit], documents: Mapping[uuid.UUID, DocumentSummary], shown: int
    ) -> Group:
        """The group with the best of its hits."""
        first = tuple(hits[one.passage] for one in self.candidates[:shown] if one.passage in hits)
        others = [
            (documents[document], len(self.by_document[document]))
            for document in self.documents[1:]
            if document in documents
        ]
        more = len(self.candidates) - len(first)
        return Group(documents[self.documents[0]], first, more, tuple(others))


def gathered(candidates: Sequence[Candidate], known: Mapping[uuid.UUID, Fact]) -> list[Gathered]:
    """The groups, in the order of their best candidate."""
    groups: dict[uuid.UUID | str, Gathered] = {}
    for one in candidates:
        fact = known[one.passage]
        group = groups.setdefault(fact.application or fact.document, Gathered())
        group.by_document.setdefault(fact.document, []).append(one)
    return list(groups.values())
