"""An answer as server-sent events for the page that asked: `citation` and `statement` in words, and always an `end`."""

import logging
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from governance.access.scopes import Denied, NotFound
from kaas.answering.answers import AnswerView
from kaas.answering.ask import Released
from kaas.answering.streams import CONTENT_TYPE, HEADERS, encode, unblocked
from kaas.portal.released import Event, end_event, event_of

log = logging.getLogger(__name__)


def respond(request: HttpRequest, pieces: Iterator[Released], *, language: str) -> StreamingHttpResponse:
    """Streams what is released, in the reader's language.

    The first piece is taken here: a refusal is then a page of its own, and what follows is on the trail already.
    """
    answer = next(pieces)
    assert isinstance(answer, AnswerView)
    body = _encoded(_events(answer, pieces, language), language)
    under_asgi = hasattr(request, "scope")
    return StreamingHttpResponse(
        unblocked(body) if under_asgi else body, content_type=CONTENT_TYPE, headers=HEADERS
    )


def _encoded(events: Iterator[Event], language: str) -> Iterator[bytes]:
    """Each event made under the reader's language, which ended with the request."""
    while True:
        with translation.override(language):
            event = next(events, None)
        if event is None:
            return
        yield encode(*event)


def _events(answer: AnswerView, rest: Iterator[Released], language: str) -> Iterator[Event]:
    """Who has half an answer on screen must be told what became of the rest, whatever happened."""
    try:
        for piece in rest:
            yield event_of(piece, answer, language)
        yield "end", end_event(answer, language)
    except (Denied, NotFound):
        sentence = _("Your session or your access has ended. Sign in and ask again.")
        yield "end", {"outcome": "denied_session", "sentence": sentence}
    except Exception:
        log.exception("answer_stream_failed")
        sentence = _("The answer could not be finished because of a system error. Ask again in a moment.")
        yield "end", {"outcome": "failed_system", "sentence": sentence}
