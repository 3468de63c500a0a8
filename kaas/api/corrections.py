"""Reporting what is wrong with a sentence of an answer, and one's own corrections as questions to be evaluated."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kaas.answering.corrections import LONGEST_NOTE, NoteMissing, Reason, corrections, give_feedback
from kaas.api.authentication import acting_of


class FeedbackSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What is wrong with a sentence. `note`: what it should say; needed where the reason is `other`."""

    ordinal = serializers.IntegerField(min_value=1, help_text="Which sentence, counted from 1.")
    reason = serializers.ChoiceField(choices=[reason.value for reason in Reason])
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_NOTE)


class CorrectionSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A correction as a question to be evaluated: `wrong` must not come back as a supported sentence."""

    id = serializers.CharField()
    kind = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()
    portfolio = serializers.CharField(allow_blank=True)
    wrong = serializers.CharField()
    reason = serializers.CharField()
    correction = serializers.CharField(allow_blank=True)


class AnswerFeedback(APIView):
    """What the caller says is wrong with a sentence of an answer they may read."""

    @extend_schema(request=FeedbackSerializer, responses={201: FeedbackSerializer})
    def post(self, request: Request, answer_id: UUID) -> Response:
        asked = FeedbackSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        try:
            made = give_feedback(
                answer_id,
                scope=acting_of(request),
                ordinal=given["ordinal"],
                reason=Reason(given["reason"]),
                note=given["note"],
            )
        except NoteMissing:
            raise ValidationError("The reason `other` needs a note.") from None
        return Response(FeedbackSerializer(made).data, status=status.HTTP_201_CREATED)


class Corrections(APIView):
    """The caller's own corrections of answers they may still read, the earliest first."""

    @extend_schema(responses=CorrectionSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(CorrectionSerializer(corrections(scope=acting_of(request)), many=True).data)
