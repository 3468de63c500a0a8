"""What the answering room releases, as the portal's own events: everything a page needs to show it, in words."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kaas.answering.answers import AnswerView, CitationView, StatementView
from kaas.answering.ask import Released
from kaas.portal.classification import level_of
from portfolios.analysis import language_of
from portfolios.locators import locator_text

Event = tuple[str, dict[str, Any]]


def event_of(piece: Released, answer: AnswerView, language: str) -> Event:
    """A statement or a citation of the answer as its event. language: the reader's.

    Each statement says what kind of answer it is part of, so that the page never shows one without saying so.
    """
    if isinstance(piece, StatementView):
        note = {"note": answer.sentence, "note_lang": answer.language}
        return "statement", {**statement_event(piece), **note}
    if isinstance(piece, CitationView):
        return "citation", citation_event(piece, language)
    raise TypeError(type(piece).__name__)


def statement_event(statement: StatementView) -> dict[str, Any]:
    return {
        "ordinal": statement.ordinal,
        "text": statement.text,
        "lang": language_of(statement.text),
        "verdict": str(statement.verdict),
        "citations": list(statement.markers),
    }


def citation_event(citation: CitationView, language: str) -> dict[str, Any]:
    """before, quote and after are the whole passage as it was quoted from, cut at the quotation."""
    return {
        "marker": citation.marker,
        "title": citation.title,
        "title_lang": language_of(citation.title),
        "publication_number": citation.publication_number or "",
        "locator": locator_text(citation.locator_kind, citation.locator_value, language),
        "before": citation.passage_text[: citation.quote_start],
        "quote": citation.quote,
        "after": citation.passage_text[citation.quote_end :],
        "lang": language_of(citation.quote),
        "href": document_address(citation),
        **_level(citation.level, language, citation.marking),
    }


def end_event(answer: AnswerView, language: str) -> dict[str, Any]:
    return {
        "outcome": str(answer.outcome),
        "sentence": answer.sentence,
        "lang": answer.language,
        "event": str(answer.event),
        "asked_at": answer.asked_at.isoformat(),
        "href": reverse("portal:answer", args=[answer.id]),
        **_level(answer.level, language),
    }


def document_address(citation: CitationView) -> str:
    """The document's page with the quotation marked; the fragment brings it on screen without script."""
    page = reverse("portal:document", args=[citation.document_id])
    place = {"passage": citation.passage_id, "start": citation.quote_start, "end": citation.quote_end}
    return f"{page}?{urlencode(place)}#p-{citation.passage_id}"


def _level(number: int, language: str, marking: str = "") -> dict[str, Any]:
    level = level_of(number)
    named = f" · {marking}" if marking and level.number else ""
    return {
        "level": level.number,
        "level_text": f"{level.code} {level.name(language)}{named}",
        "level_bar": f"{level.code} {level.english} / {level.japanese}",
    }
