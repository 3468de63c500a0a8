"""Hits of one document, and of all publications of one simple family, put together; the best documents first."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kaas.retrieval.blending import Candidate
from kaas.retrieval.facets import LONG, Fact
from kaas.retrieval.results import Group, Hit
from portfolios.catalogue import DocumentSummary

# Measured (nDCG@10). Papers' paragraphs against whole patents of some 70 passages: best passage .853, best three .868, best
# five .867. Questions against paragraphs of one or two passages: best passage .920, best three .871, because there a
# second passage is all that sets a document apart. So only long documents are summed.
BEST: Final = 3
# The title of a short document is a passage of its own, and so short that a word in it counts most: it adds to what the text
# says and stands for nothing alone. In a long one it is one more passage.
TITLE: Final = 0.5
# Of a long one the title and its beginning, an abstract mostly, say what it is about: they count once more. Measured:
# paragraphs .866 for .860, titles .980 for .976, pages in the other language .990 for .984.
TITLE_OF_LONG: Final = 0.3
BEGINNING: Final = 0.3


@dataclass(slots=True)
class Gathered:
    """Candidates that belong together, by document, each in its order; the best document first, and what is known of it.

    Publications of one family, or of one application where registers say of no family, say nearly the same, so that only the
    best of them shows its passages.
    """

    fact: Fact
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
        best, fact = documents[self.documents[0]], self.fact
        return Group(best, first, more, tuple(others), fact.registered)


def gathered(candidates: Sequence[Candidate], known: Mapping[uuid.UUID, Fact]) -> list[Gathered]:
    """The groups, the best first: in the order of their best document."""
    of_document: dict[uuid.UUID, list[tuple[Candidate, Fact]]] = {}
    for one in candidates:
        fact = known[one.passage]
        of_document.setdefault(fact.document, []).append((one, fact))
    groups: dict[uuid.UUID | str, Gathered] = {}
    for document, found in sorted(of_document.items(), key=lambda one: -worth(one[1])):
        fact = found[0][1]
        group = groups.setdefault(fact.gathered_by, Gathered(fact))
        group.by_document[document] = [one for one, _fact in found]
    return list(groups.values())


def worth(found: Sequence[tuple[Candidate, Fact]]) -> float:
    """What the found passages of one document, best first, make it worth: the mean of its three best where it is long, its
    best where it is not; to which title and beginning add. A passage that was not found is worth nothing.
    """
    title = body = beginning = 0.0
    for one, fact in found:
        if fact.is_title:
            title = max(title, one.score)
        else:
            body = max(body, one.score)
            if fact.ordinal < 2:
                beginning = max(beginning, one.score)
    if found[0][1].last + 1 < LONG:
        return body + TITLE * title
    best = sum(one.score for one, _fact in found[:BEST])
    return (best + TITLE_OF_LONG * title + BEGINNING * beginning) / BEST
