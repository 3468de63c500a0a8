"""An answer as a stream of events: `answer`, then each `statement` after its `citation`s, then `end`."""

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse

from governance.access.scopes import Denied, NotFound
from kaas.answering.answers import AnswerView, CitationView, StatementView
from kaas.answering.ask import Released
from kaas.answering.streams import CONTENT_TYPE, HEADERS, encode, unblocked
from kaas.api.serializers import AnswerSerializer, CitationSerializer, StatementSerializer


def respond(request: HttpRequest, pieces: Iterator[Released]) -> StreamingHttpResponse:
    """Stream what is released. The first piece is taken here, so that an error is still an error and not half a stream."""
    first = next(pieces)
    body = _events(first, pieces)
    under_asgi = hasattr(request, "scope")
    return StreamingHttpResponse(
        unblocked(body) if under_asgi else body, content_type=CONTENT_TYPE, headers=HEADERS
    )


def _events(first: Released, rest: Iterator[Released]) -> Iterator[bytes]:
    assert isinstance(first, AnswerView)
    yield encode(
        "answer",
        {
            key: value
            for key, value in AnswerSerializer(first).data.items()
            if key not in {"statements", "citations"}
        },
    )
    try:
        for piece in rest:
            yield _event(piece)
    except (Denied, NotFound):
        yield encode("end", {"outcome": "denied_session"})
    else:
        yield encode("end", {"outcome": first.outcome.value})


def _event(piece: Released) -> bytes:
    match piece:
        case StatementView():
            return encode("statement", {"ordinal": piece.ordinal, **StatementSerializer(piece).data})
        case CitationView():
            return encode("citation", CitationSerializer(piece).data)
    raise TypeError(type(piece).__name__)
