"""Counsel's queue, and sending a question there."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kaas.answering.counsel import (
    LONGEST_NOTE,
    NoteMissing,
    NotYours,
    end_referral,
    list_referrals,
    take_up,
    view_referral,
)
from kaas.answering.receipts import Standing
from kaas.answering.referring import refer
from kaas.api.authentication import acting_of
from kaas.api.serializers import AnswerSerializer, ReceiptSerializer

LONGEST_SKIP = 6  # figures


class WaitingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A question in the queue."""

    id = serializers.UUIDField()
    receipt = serializers.CharField(source="number")
    question = serializers.CharField(source="text")
    language = serializers.CharField()
    opinion = serializers.CharField(allow_blank=True)
    asked_by = serializers.CharField()
    standing = serializers.CharField()
    referred_at = serializers.DateTimeField()
    taken_by = serializers.CharField(allow_blank=True)
    level = serializers.IntegerField()


class NamedDocumentSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A document that a question names by its number."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    publication_number = serializers.CharField()
    level = serializers.IntegerField()


class NamedNumberSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A number as the question writes it, and the documents that bear it; none where none is held for the caller."""

    text = serializers.CharField()
    documents = NamedDocumentSerializer(many=True)


class ReferralSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A question of the queue with what its asker was shown."""

    receipt = ReceiptSerializer()
    asked_by = serializers.CharField()
    answer = AnswerSerializer()
    turns = AnswerSerializer(many=True, help_text="What was asked before it in its conversation.")
    numbers = NamedNumberSerializer(many=True, help_text="Of patents that the question names.")


class StepRequest(serializers.Serializer):  # type: ignore[type-arg]
    """What to do with a question: take it up; having taken it up, answer or close it, with a note to its asker."""

    step = serializers.ChoiceField(choices=["take_up", "answer", "close"])
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_NOTE)


class Referrals(APIView):
    """The questions that wait for counsel, as far as the caller may read what they rest on."""

    @extend_schema(
        parameters=[
            OpenApiParameter("ended", bool, description="those that are ended instead"),
            OpenApiParameter(
                "skip", int, description="how many to leave out at the head; a hundred are given"
            ),
        ],
        responses=WaitingSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        ended = request.query_params.get("ended", "") in {"1", "true"}
        skip = request.query_params.get("skip", "0")
        if not (skip.isascii() and skip.isdecimal() and len(skip) <= LONGEST_SKIP):
            raise ValidationError("skip is a number of questions.")
        found = list_referrals(scope=acting_of(request), ended=ended, skip=int(skip))
        return Response(WaitingSerializer(found, many=True).data)


class ReferralDetail(APIView):
    """One question that counsel has."""

    @extend_schema(responses=ReferralSerializer)
    def get(self, request: Request, referral_id: UUID) -> Response:
        return Response(ReferralSerializer(view_referral(referral_id, scope=acting_of(request))).data)

    @extend_schema(request=StepRequest, responses=ReceiptSerializer)
    def post(self, request: Request, referral_id: UUID) -> Response:
        """Take it up, answer it or close it."""
        asked = StepRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        step, note = asked.validated_data["step"], asked.validated_data["note"]
        scope = acting_of(request)
        try:
            if step == "take_up":
                receipt = take_up(referral_id, scope=scope)
            else:
                ending = Standing.ANSWERED if step == "answer" else Standing.CLOSED
                receipt = end_referral(referral_id, scope=scope, ending=ending, note=note)
        except NotYours:
            raise ValidationError("It is your own, not taken up by you, or ended.") from None
        except NoteMissing:
            raise ValidationError("Answer and closing have a note, which the asker reads.") from None
        return Response(ReceiptSerializer(receipt).data)


class AnswerReferral(APIView):
    """Send the question of one of the caller's own answers to counsel."""

    @extend_schema(request=None, responses={201: ReceiptSerializer})
    def post(self, request: Request, answer_id: UUID) -> Response:
        made = refer(answer_id, scope=acting_of(request))
        return Response(ReceiptSerializer(made).data, status=status.HTTP_201_CREATED)
