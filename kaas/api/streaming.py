"""An answer as a stream of events: `begin`, then each `statement` after its `citation`s, and whatever happens an `end`."""

import logging
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from rest_framework.serializers import Serializer

from kaas.answering.answers import AnswerView, CitationView, StatementView
from kaas.answering.ask import AnswerStream, Begun, Released
from kaas.answering.draft import Engine
from kaas.answering.endings import ending_by
from kaas.answering.outcomes import sentence
from kaas.answering.streams import CONTENT_TYPE, HEADERS, Event, encoded, unblocked
from kaas.api.serializers import CitationSerializer, EndingSerializer, StatementSerializer
from kaas.inference.cancellation import Cancellation

log = logging.getLogger(__name__)

WAITING = b": waiting\n\n"


def respond(request: HttpRequest, pieces: AnswerStream, leaving: Cancellation) -> StreamingHttpResponse:
    """Stream what is released. The first piece is taken here, so that an error is still an error and not half a stream."""
    first = next(pieces)
    body = encoded(_events(first, pieces))
    under_asgi = hasattr(request, "scope")
    return StreamingHttpResponse(
        unblocked(body, leaving, pieces.close, in_silence=WAITING) if under_asgi else body,
        content_type=CONTENT_TYPE,
        headers=HEADERS,
    )


def _events(first: Released, rest: Iterator[Released]) -> Iterator[Event]:
    yield _event(first)
    try:
        for piece in rest:
            yield _event(piece)
    except Exception as error:
        ending = ending_by(error)
        if ending.family == "failed":
            log.exception("answer_stream_failed")
        language = first.language if isinstance(first, Begun) else "en"
        yield "end", {"outcome": ending, "sentence": sentence(ending, language)}


def _event(piece: Released) -> Event:
    match piece:
        case Begun():
            return "begin", _begun(piece)
        case StatementView():
            return "statement", {"ordinal": piece.ordinal, **_represented(StatementSerializer, piece)}
        case CitationView():
            return "citation", _represented(CitationSerializer, piece)
        case AnswerView():
            return "end", _represented(EndingSerializer, piece)
    raise TypeError(type(piece).__name__)


def _represented(kind: type[Serializer[Any]], piece: Released) -> Mapping[str, Any]:
    return _serializer(kind).to_representation(piece)


@cache
def _serializer(kind: type[Serializer[Any]]) -> Serializer[Any]:
    """One for all pieces: to make one copies all of its fields, which takes longer than what they then do."""
    return kind()


def _begun(begun: Begun) -> dict[str, object]:
    return {
        "answer": begun.answer_id,
        "event": begun.event,
        "language": begun.language,
        "engine": Engine.MODEL if begun.model else Engine.QUOTING,
        "model": begun.model,
        "found": begun.found,
        "shown": begun.shown,
    }
