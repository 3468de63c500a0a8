"""What the answering room releases, as the portal's own events: everything a page needs to show it, in words."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaas.answering.answers import AnswerView, CitationView, StatementView
from kaas.answering.ask import Begun, Released
from kaas.answering.cited_front_pages import is_of_front_page, quoted_lines
from kaas.answering.draft import Engine
from kaas.answering.grounds import words_missing
from kaas.answering.outcomes import Outcome, sentence
from kaas.portal.classification import level_words, own_words, whole_words
from kaas.portal.counsel_words import receipt_words
from kaas.portal.why import missing_words
from kaas.portal.written import writer, written
from portfolios.analysis import language_of
from portfolios.locators import locator_text

Event = tuple[str, dict[str, Any]]
NOT_SAID = {"of": "", "of_lang": ""}


def event_of(piece: Released, language: str, *, openness: str = "") -> Event:
    """A piece of an answer as its event. language: the reader's. openness: of the model that may write."""
    match piece:
        case Begun():
            return "begin", begin_event(piece, openness)
        case StatementView():
            return "statement", statement_event(piece)
        case CitationView():
            return "citation", citation_event(piece, language)
        case AnswerView():
            return "end", end_event(piece, language)
    raise TypeError(type(piece).__name__)


def begin_event(begun: Begun, openness: str) -> dict[str, Any]:
    """What is going on, and the note that tells what kind of answer comes, so that no statement is shown without it."""
    expected = Outcome.ANSWERED_BY_MODEL if begun.model else Outcome.ANSWERED_BY_QUOTING
    return {
        "progress": _progress(begun),
        "writer": writer(begun.model, openness),
        "note": sentence(expected, begun.language),
        "note_lang": begun.language,
        "found": begun.found,
        "shown": begun.shown,
        "event": str(begun.event),
    }


def _progress(begun: Begun) -> str:
    if not begun.model:
        return _("Quoting the passages found…")
    values = {"found": begun.found, "shown": begun.shown, "model": begun.model}
    return _("Passages found: %(found)d, read: %(shown)d. %(model)s is writing…") % values


def statement_event(statement: StatementView) -> dict[str, Any]:
    return {
        "ordinal": statement.ordinal,
        "text": statement.text,
        "lang": language_of(statement.text),
        "verdict": str(statement.verdict),
        "citations": list(statement.markers),
    }


def documents_of(answer: AnswerView) -> list[dict[str, str]]:
    """For each statement, of which documents it is, by number or title; empty where all are of the same."""
    cited = {one.marker: one.publication_number or one.title for one in answer.citations}
    said = [
        " · ".join(dict.fromkeys(cited[marker] for marker in one.markers if marker in cited))
        for one in answer.statements
    ]
    return [{"of": one, "of_lang": language_of(one)} if len({*said}) > 1 else NOT_SAID for one in said]


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
        **level_words(citation.level, language, citation.marking),
    }


def end_event(answer: AnswerView, language: str) -> dict[str, Any]:
    """sentence: what became of the question. note: what kind of answer the statements are, also where it is not whole."""
    return {
        "outcome": str(answer.outcome),
        "family": answer.outcome.family,
        "sentence": answer.sentence,
        "note": answer.sentence if answer.outcome.family == "answered" else kind_of_answer(answer),
        "lang": answer.language,
        "event": str(answer.event),
        "asked_at": answer.asked_at.isoformat(),
        "asked": date_format(timezone.localtime(answer.asked_at), pgettext("date format", "j M Y, H:i")),
        "answer": str(answer.id),
        "href": reverse("portal:answer", args=[answer.id]),
        "share_href": reverse("portal:share", args=[answer.id]),
        "doubt_href": reverse("portal:doubt", args=[answer.id]),
        "counsel_href": reverse("portal:send_to_counsel", args=[answer.id]),
        "receipt": receipt_words(answer.receipt),
        "missing": _missing(answer),
        "readings": [
            {"shown": reading.shown, "href": f"{reverse('portal:home')}?{urlencode({'q': reading.question})}"}
            for reading in answer.readings
        ],
        **written(answer, language),
        **own_words(answer.own_label, language),
        **_bar(answer, language),
    }


def _missing(answer: AnswerView) -> str:
    """In the language of the question, as everything that is said of the answer."""
    with translation.override(answer.language):
        return missing_words(words_missing(answer))


def _bar(answer: AnswerView, language: str) -> dict[str, Any]:
    """The whole label: that of the question and of everything the answer rests on."""
    words, also = level_words(answer.level, language), whole_words(answer.label, language)
    return words | {"level_bar": f"{words['level_bar']} · {also}"} if also else words


def kind_of_answer(answer: AnswerView) -> str:
    by_model = answer.engine == Engine.MODEL
    return sentence(Outcome.ANSWERED_BY_MODEL if by_model else Outcome.ANSWERED_BY_QUOTING, answer.language)


def document_address(citation: CitationView) -> str:
    """The document's page with the quotation marked; the fragment brings it on screen without script."""
    page = reverse("portal:document", args=[citation.document_id])
    if is_of_front_page(citation):
        return f"{page}?lines={'.'.join(quoted_lines(citation))}#front-page"
    place = {"passage": citation.passage_id, "start": citation.quote_start, "end": citation.quote_end}
    return f"{page}?{urlencode(place)}#p-{citation.passage_id}"
