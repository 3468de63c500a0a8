"""What a search found as programs are given it, by the command line and over HTTP alike."""

from typing import Any

from kaas.retrieval.numbers import readings
from kaas.retrieval.parts import Part
from kaas.retrieval.phrases import phrase_spans
from kaas.retrieval.results import Explanation, Hit, SearchResults, Survey, WhyNot
from kaas.retrieval.snippets import Segment, excerpt
from portfolios.analysis import matching_spans
from portfolios.catalogue import DocumentSummary


def told(results: SearchResults) -> dict[str, Any]:
    """The hits, and what is told besides."""
    survey = results.survey
    hits = [_hit(hit, results) for hit in results.hits]
    found = {
        "query": results.query,
        "took_ms": results.took_ms,
        "arms": list(results.arms),
        "failed": list(results.failed),
        "hits": hits,
    }
    return found | _survey(survey) if survey else found


def _hit(hit: Hit, results: SearchResults) -> dict[str, Any]:
    explanation = results.survey.explanations.get(hit.passage.id) if results.survey else None
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "passage": hit.passage.id,
        "document": _document(hit.document),
        "locator": {"kind": hit.passage.locator_kind, "value": hit.passage.locator_value},
        "text": hit.passage.text,
        "marking": hit.document.marking,
        "snippet": [{"text": piece.text, "marked": piece.marked} for piece in snippet(hit, results)],
    } | ({"why": _explanation(explanation)} if explanation else {})


def snippet(hit: Hit, results: SearchResults) -> list[Segment]:
    """The part of a passage that holds most of what was asked for, with the words and phrases marked."""
    text = hit.passage.text
    phrases = results.survey.understood.phrases if results.survey else ()
    spans = matching_spans(text, results.lexemes)
    return excerpt(text, [*spans, *(span for phrase in phrases for span in phrase_spans(text, phrase))])


def _document(document: DocumentSummary) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "publication_number": document.publication_number,
        "kind": document.kind,
    }


def _explanation(one: Explanation) -> dict[str, Any]:
    return {
        "words": [
            {
                "text": word.text,
                "idf": round(word.idf, 3),
                "impact": round(word.impact, 3),
                "points": round(word.points, 4),
            }
            for word in one.words
        ],
        "pairs": round(one.pairs, 4),
        "lacking": list(one.lacking),
        "ranks": dict(one.places),
        "lexical": one.lexical,
        "similarity": one.similarity,
        "share": round(one.said.share, 4) if one.said else None,
        "neighbours": round(one.said.neighbours, 4) if one.said else None,
    }


def _survey(survey: Survey) -> dict[str, Any]:
    return {
        "total": survey.total,
        "is_cut": survey.is_cut,
        "understood": _understood(survey),
        "facets": [
            {
                "field": facet.field,
                "values": [{"value": value, "documents": count} for value, count in facet.values],
                "more": facet.more,
            }
            for facet in survey.facets
        ],
        "numbered": [_document(one) for one in survey.numbered],
        "variants": [
            {"word": one.word, "instead": one.instead, "query": one.query} for one in survey.variants
        ],
        "like": _document(survey.like) if survey.like else None,
        "why_not": _why_not(survey.why_not) if survey.why_not else None,
    }


def _understood(survey: Survey) -> dict[str, Any]:
    understood = survey.understood
    return {
        "words": understood.words,
        "parts": [
            _part(one) | {"excluded": one.is_excluded, "without": understood.without(one)}
            for one in understood.parts
        ],
        "offers": [
            _part(one) | {"query": understood.having(one.field, one.value)} for one in understood.offers
        ],
        "unread": [
            {"text": one.text, "field": one.field, "values": list(survey.values.get(one.field, ()))}
            for one in understood.unread
        ],
        "lacking": [one.text for one in understood.lacking],
        "longer": survey.longer._asdict() if survey.longer else None,
        "numbers": [
            {
                "text": one.text,
                "canonical": one.canonical,
                "readings": [
                    {"number": shown, "query": understood.reading(one, shown)}
                    for shown, _canonical in readings(one, held=survey.held)
                ],
            }
            for one in understood.numbers
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    return {"field": part.field, "value": part.value}


def _why_not(one: WhyNot) -> dict[str, Any]:
    return {
        "document": _document(one.document),
        "rank": one.rank,
        "withdrawn": one.is_withdrawn,
        "failing": [_part(part) | {"excluded": part.is_excluded} for part in one.failing],
        "passage": one.passage.id if one.passage else None,
        "why": _explanation(one.explanation),
    }
