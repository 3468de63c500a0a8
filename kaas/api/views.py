"""Five beats each: authorise and fetch; validate; one verb; record is already done; render."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access.oversight import read_day
from governance.audit.trail import FIRST_DAY, LAST_DAY
from kaas.answering.answers import get_answer
from kaas.answering.ask import ask, ask_stream
from kaas.api.authentication import acting_of
from kaas.api.serializers import (
    AnswerDetailSerializer,
    AnswerSerializer,
    AskRequest,
    DocumentDetailSerializer,
    EventSerializer,
)
from kaas.api.streaming import respond
from kaas.inference.cancellation import Cancellation
from kaas.retrieval.viewing import view_document
from kaas.wiring import desk


class EventStream(BaseRenderer):
    """Lets a client ask for `text/event-stream`; the view writes the stream itself."""

    media_type = "text/event-stream"
    format = "stream"

    def render(self, data: object, *_: object) -> bytes:
        """Only errors come this way: a problem, as JSON."""
        return JSONRenderer().render(data)


class Ask(APIView):
    """An answer, whole as JSON or statement by statement as an event stream."""

    renderer_classes = (JSONRenderer, EventStream)

    @extend_schema(request=AskRequest, responses=AnswerSerializer)
    def post(self, request: Request) -> Response | StreamingHttpResponse:
        asked = AskRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        given: dict[str, Any] = {
            "session_id": acting_of(request).session_id,
            "portfolio": wanted["portfolio"],
            "marking": wanted["marking"],
            "follows": wanted["follows"],
            "secret": request._request.key_secret,  # type: ignore[attr-defined]
            "desk": desk(),
        }
        request._request.close_scope()  # type: ignore[attr-defined]
        if isinstance(request.accepted_renderer, EventStream):
            leaving = Cancellation()
            pieces = ask_stream(wanted["question"], **given, leaving=leaving)
            return respond(request._request, pieces, leaving)
        return Response(AnswerSerializer(ask(wanted["question"], **given)).data)


class DocumentDetail(APIView):
    """One document with its passages."""

    @extend_schema(responses=DocumentDetailSerializer)
    def get(self, request: Request, document_id: UUID) -> Response:
        found = view_document(document_id, scope=acting_of(request))
        return Response(DocumentDetailSerializer(found).data)


class AnswerDetail(APIView):
    """One of the caller's own answers, or one that is shown to the caller."""

    @extend_schema(responses=AnswerDetailSerializer)
    def get(self, request: Request, answer_id: UUID) -> Response:
        scope = acting_of(request)
        found = get_answer(answer_id, scope=scope)
        return Response(AnswerDetailSerializer(found, context={"scope": scope}).data)


class TrailEvents(APIView):
    """The events of one day, for those who read the trail."""

    @extend_schema(
        parameters=[OpenApiParameter("day", date, description="ISO date; today when left out")],
        responses=EventSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        day = _day(request.query_params.get("day", ""))
        return Response(EventSerializer(read_day(day, scope=acting_of(request)), many=True).data)


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given) if given else timezone.localdate()
    except ValueError:
        raise ValidationError("day is an ISO date, such as 2026-01-31.") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(f"day is between {FIRST_DAY} and {LAST_DAY}.")
    return day
