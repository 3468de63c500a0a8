"""An answer as server-sent events for the page that asked: `begin`, `citation` and `statement`, and always an `end`."""

import logging
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation

from kaas.answering.ask import AnswerStream, Released
from kaas.answering.endings import ending_by
from kaas.answering.outcomes import sentence
from kaas.answering.streams import CONTENT_TYPE, HEADERS, encoded, unblocked
from kaas.inference.cancellation import Cancellation
from kaas.portal.released import Event, event_of

log = logging.getLogger(__name__)

WAITING = b": waiting\n\n"


def respond(
    request: HttpRequest, pieces: AnswerStream, leaving: Cancellation, *, openness: str, language: str
) -> StreamingHttpResponse:
    """Streams what is released, in the reader's language. openness: of the model that may write.

    The first piece is taken here: a refusal is then a page of its own, and what follows is on the trail already.
    """
    first = next(pieces)
    body = encoded(_in(language, _events(first, pieces, openness, language)))
    under_asgi = hasattr(request, "scope")
    return StreamingHttpResponse(
        unblocked(body, leaving, pieces.close, in_silence=WAITING) if under_asgi else body,
        content_type=CONTENT_TYPE,
        headers=HEADERS,
    )


def _in(language: str, events: Iterator[Event]) -> Iterator[Event]:
    """Each event made under the reader's language, which ended with the request."""
    while True:
        with translation.override(language):
            event = next(events, None)
        if event is None:
            return
        yield event


def _events(first: Released, rest: Iterator[Released], openness: str, language: str) -> Iterator[Event]:
    """Who has half an answer on screen must be told what became of the rest, whatever happened."""
    yield event_of(first, language, openness=openness)
    try:
        for piece in rest:
            yield event_of(piece, language, openness=openness)
    except Exception as error:
        ending = ending_by(error)
        if ending.family == "failed":
            log.exception("answer_stream_failed")
        told = {"family": ending.family, "sentence": sentence(ending, language), "lang": language}
        yield "end", {"outcome": ending, **told}
