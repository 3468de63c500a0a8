"""Why a hit stands where it stands, and why a document is not among the hits. Only of what the person may read."""

import uuid
from collections.abc import Mapping, Sequence

from governance.access.scopes import NotFound, Scope
from kaas.retrieval.arms import SCORE_UNIT
from kaas.retrieval.matches import matches
from kaas.retrieval.narrowing import narrow
from kaas.retrieval.parts import Part
from kaas.retrieval.phrases import holding, says
from kaas.retrieval.results import Explanation, Hit, SearchResults, WhyNot, Word
from portfolios.analysis import first_spans
from portfolios.catalogue import get_summary
from portfolios.passages import FoundPassage, passages_of

IDF_UNIT, IMPACT_UNIT = 64, 256
SEARCHED = 80  # lexemes of a long query that are told of: no more are searched for


def explain(
    results: SearchResults, hits: Sequence[Hit], *, text: str, scope: Scope
) -> dict[uuid.UUID, Explanation]:
    """Passage -> what each word of the query gave it, and its rank by each arm. `text` says the words as they are written."""
    lexemes = _weightiest(results)
    names = _names(text, lexemes)
    held = matches([hit.passage.id for hit in hits], lexemes, scope=scope) if lexemes else {}
    places = results.survey.places if results.survey else {}
    found = {}
    for hit in hits:
        impacts = dict(zip(lexemes, held.get(hit.passage.id, [0] * len(lexemes)), strict=True))
        found[hit.passage.id] = _explanation(
            results, names, impacts, places=dict(places.get(hit.passage.id, {})), hit=hit
        )
    return found


def _explanation(
    results: SearchResults,
    names: Mapping[str, str],
    impacts: Mapping[str, int],
    *,
    places: dict[str, int],
    hit: Hit | None = None,
) -> Explanation:
    words = [
        Word(
            names[lexeme],
            results.rarity[lexeme] / IDF_UNIT,
            impact / IMPACT_UNIT,
            results.weights[lexeme] * results.rarity[lexeme] * impact / SCORE_UNIT,
        )
        for lexeme, impact in impacts.items()
        if impact and lexeme[0] != "b"
    ]
    pairs = sum(
        results.weights[lexeme] * results.rarity[lexeme] * impact / SCORE_UNIT
        for lexeme, impact in impacts.items()
        if lexeme[0] == "b"
    )
    lacking = [names[lexeme] for lexeme, impact in impacts.items() if not impact and lexeme[0] != "b"]
    return Explanation(
        words=tuple(sorted(words, key=lambda word: (-word.points, word.text))),
        pairs=pairs,
        lacking=tuple(dict.fromkeys(lacking)),
        places=places,
        lexical=hit.lexical if hit else None,
        similarity=hit.similarity if hit else None,
        said=results.survey.said.get(hit.passage.id) if hit and results.survey else None,
    )


def _names(text: str, lexemes: Sequence[str]) -> dict[str, str]:
    """Each lexeme as the query writes it."""
    names = {lexeme: lexeme[2:] for lexeme in lexemes}
    for lexeme, (start, end) in first_spans(text, set(lexemes)).items():
        names[lexeme] = text[start:end]
    return names


def _weightiest(results: SearchResults) -> list[str]:
    """The lexemes of the query that count most; the rest of a long one is not searched for."""
    worth = {lexeme: results.weight(lexeme) for lexeme in results.weights}
    return sorted(worth, key=lambda lexeme: (-worth[lexeme], lexeme))[:SEARCHED]


def why_not(results: SearchResults, document_id: uuid.UUID, *, text: str, scope: Scope) -> WhyNot:
    """What keeps a permitted document from the hits, or at which rank it stands. Raises NotFound for any other."""
    if results.survey is None:
        raise NotFound
    document = get_summary(document_id, scope=scope)
    understood = results.survey.understood
    passages = passages_of(document_id, scope=scope)
    best, explanation = _best(results, passages, text, scope)
    return WhyNot(
        document=document,
        rank=results.survey.ranks.get(document_id),
        is_withdrawn=document.withdrawn,
        failing=tuple(part for part in understood.parts if not _passes(part, document_id, passages, scope)),
        passage=best,
        explanation=explanation,
    )


def _best(
    results: SearchResults, passages: Sequence[FoundPassage], text: str, scope: Scope
) -> tuple[FoundPassage | None, Explanation]:
    """The passage of the document that the words speak for most."""
    lexemes = _weightiest(results)
    names = _names(text, lexemes)
    held = matches([one.id for one in passages], lexemes, scope=scope) if lexemes else {}
    worth = [results.weights[lexeme] * results.rarity[lexeme] for lexeme in lexemes]

    def points(passage: FoundPassage) -> int:
        return sum(a * b for a, b in zip(worth, held.get(passage.id, []), strict=False))

    best = max(passages, key=points, default=None)
    impacts = held.get(best.id, [0] * len(lexemes)) if best else [0] * len(lexemes)
    explanation = _explanation(results, names, dict(zip(lexemes, impacts, strict=True)), places={})
    return (best if any(impacts) else None), explanation


def _passes(part: Part, document_id: uuid.UUID, passages: Sequence[FoundPassage], scope: Scope) -> bool:
    """Whether one part of the query alone would leave the document, or one of its passages."""
    if part.is_filter:
        return document_id in narrow([part], scope=scope, within=None)
    if part.field == "phrase":
        return any(says(one.text, part.value) != part.is_excluded for one in passages)
    ids = [one.id for one in passages]
    return len(holding(ids, [part.value], scope=scope)) < len(ids)
