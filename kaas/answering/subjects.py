"""Patents on a subject, or documents that mention it: of each in which a search finds it, the best that it says of it."""

import uuid
from dataclasses import replace

from kaas.answering.draft import Draft
from kaas.answering.evidence import Held, evidence
from kaas.answering.pieces import candidates
from kaas.answering.pointing import Quoted
from kaas.retrieval.matches import matches
from kaas.retrieval.search import Hit, SearchResults, find

LOOKED_INTO = 100  # passages, of which those of papers are passed over


def found_among(draft: Draft, subject: str, *, patents: bool) -> tuple[SearchResults, list[Quoted]]:
    """The best passage of each permitted publication, or document, that says enough of it, with what is quoted."""
    results = find(
        subject,
        scope=draft.scope,
        limit=LOOKED_INTO,
        within=draft.within,
        embedder=draft.desk.embedder,
        reranker=draft.desk.reranker,
    )
    best: dict[uuid.UUID, Hit] = {}
    for hit in results.hits:
        if hit.document.publication_number or not patents:
            best.setdefault(hit.document.id, hit)
    results = replace(results, hits=list(best.values()))
    found = [_quoted(hit, results) for hit in evidence(results, _held(draft, results), floor=None)]
    return results, [one for one in found if one is not None]


def _held(draft: Draft, results: SearchResults) -> Held:
    asked = sorted(results.lexemes)
    held = matches([hit.passage.id for hit in results.hits], asked, scope=draft.scope) if results.hits else {}
    return {
        passage: frozenset(word for word, impact in zip(asked, impacts, strict=True) if impact)
        for passage, impacts in held.items()
    }


def _quoted(hit: Hit, results: SearchResults) -> Quoted | None:
    """The sentence of it that holds most of the subject."""
    said = candidates([hit], results.lexemes)
    best = max(said, key=lambda one: (sum(map(results.weight, one.held)), -one.position), default=None)
    return (hit, best.text) if best and len(best.piece.quotes) == 1 else None
