"""Of everything that was found the page that is shown, read under row security, and where it stands."""

import uuid
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field

from governance.access.scopes import Scope
from kaas.retrieval.arms import MEANING, WORDS, Ranking
from kaas.retrieval.asking import Wanted
from kaas.retrieval.blending import Candidate
from kaas.retrieval.facets import Fact
from kaas.retrieval.gathering import gathered
from kaas.retrieval.rereading import Said
from kaas.retrieval.results import Group, Hit
from portfolios.catalogue import DocumentSummary, summaries
from portfolios.passages import read_passages

SHOWN_OF_A_GROUP, SHOWN_OF_THE_ONLY_GROUP = 3, 20


@dataclass(slots=True)
class Found:
    """Candidates in their order, best first, with the facts of their documents, under one scope.

    by_words: their order by words alone. said: what the first of these say of the query.
    """

    ranking: Ranking
    scope: Scope
    candidates: list[Candidate] = field(default_factory=list)
    known: dict[uuid.UUID, Fact] = field(default_factory=dict)
    is_cut: bool = False
    by_words: list[uuid.UUID] = field(default_factory=list)
    said: Mapping[uuid.UUID, Said] = field(default_factory=dict)

    def keep(self, passages: Set[uuid.UUID]) -> None:
        """Forget all others."""
        self.candidates = [one for one in self.candidates if one.passage in passages]


def page_of(found: Found, wanted: Wanted) -> tuple[tuple[Group, ...], int, list[Hit]]:
    """The groups of the page, how many there are on all pages, and the hits that are shown."""
    last = wanted.asked.first + wanted.limit
    if not wanted.asked.gather:
        page = found.candidates[wanted.asked.first : last]
        hits = _hits(found, page, _documents(found, {found.known[one.passage].document for one in page}))
        return (), 0, list(hits.values())
    whole = gathered(found.candidates, found.known)
    first = min(wanted.asked.first, max(0, (len(whole) - 1) // wanted.limit * wanted.limit))
    shown = whole[first : first + wanted.limit]  # beyond the end, the last page
    most = SHOWN_OF_A_GROUP if len(whole) > 1 else SHOWN_OF_THE_ONLY_GROUP
    best = [one for group in shown for one in group.candidates[:most]]
    documents = _documents(found, {document for group in shown for document in group.documents})
    hits = _hits(found, best, documents)
    groups = tuple(group.told(hits, documents, most) for group in shown if group.documents[0] in documents)
    return groups, len(whole), list(hits.values())


def _documents(found: Found, wanted: Collection[uuid.UUID]) -> dict[uuid.UUID, DocumentSummary]:
    return summaries(list(wanted), scope=found.scope)


def ranks_of(found: Found) -> dict[uuid.UUID, int]:
    """Document -> the rank of its best passage."""
    ranks: dict[uuid.UUID, int] = {}
    for rank, one in enumerate(found.candidates, start=1):
        ranks.setdefault(found.known[one.passage].document, rank)
    return ranks


def _hits(
    found: Found, candidates: Sequence[Candidate], documents: Mapping[uuid.UUID, DocumentSummary]
) -> dict[uuid.UUID, Hit]:
    """Read under row security, in this transaction, each once. What cannot be read is no hit, nor is that of a document which
    cannot be read any more.
    """
    ranks = {id(one): rank for rank, one in enumerate(found.candidates, start=1)}
    unread = [one.passage for one in candidates if one.passage not in found.ranking.passages]
    passages = {**found.ranking.passages, **(read_passages(unread, scope=found.scope) if unread else {})}
    return {
        one.passage: Hit(
            ranks[id(one)],
            one.score,
            passage,
            documents[passage.document_id],
            one.similarity,
            one.lexical,
        )
        for one in candidates
        if (passage := passages.get(one.passage)) and passage.document_id in documents
    }


def places_of(found: Found, shown: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    """At which rank each arm has the shown passages, among all that were found."""
    left = {one.passage for one in found.candidates}
    by_words = [passage for passage in found.by_words if passage in left]
    near = [one for one in found.candidates if one.similarity is not None]
    by_meaning = [one.passage for one in sorted(near, key=lambda one: -(one.similarity or 0))]
    places: dict[uuid.UUID, dict[str, int]] = {passage: {} for passage in shown}
    for arm, order in ((WORDS, by_words), (MEANING, by_meaning)):
        for rank, passage in enumerate(order, start=1):
            if passage in places:
                places[passage][arm] = rank
    return places
