"""Showing answers to others, what others show, and under which markings one may ask."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kaas.answering.labelling import list_markings
from kaas.answering.sharing import NobodySuch, list_shared, list_shares, share, withdraw
from kaas.api.authentication import acting_of
from kaas.api.serializers import MarkingSerializer, SharedSerializer, ShareRequest, ShareSerializer


class AnswerShares(APIView):
    """With whom one of the caller's own answers is shared."""

    @extend_schema(responses=ShareSerializer(many=True))
    def get(self, request: Request, answer_id: UUID) -> Response:
        return Response(ShareSerializer(list_shares(answer_id, scope=acting_of(request)), many=True).data)

    @extend_schema(request=ShareRequest, responses={201: ShareSerializer})
    def post(self, request: Request, answer_id: UUID) -> Response:
        """Share it. The reply is the same whether or not the other may read the sources."""
        asked = ShareRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            made = share(answer_id, scope=acting_of(request), **asked.validated_data)
        except NobodySuch:
            raise ValidationError("There is nobody else with this name.") from None
        return Response(ShareSerializer(made).data, status=status.HTTP_201_CREATED)


class ShareDetail(APIView):
    """One share of the caller's."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, share_id: UUID) -> Response:
        """Show the answer to them no longer."""
        withdraw(share_id, scope=acting_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Shared(APIView):
    """What others show to the caller, as far as the caller may read everything it rests on now."""

    @extend_schema(responses=SharedSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(SharedSerializer(list_shared(scope=acting_of(request)), many=True).data)


class Markings(APIView):
    """The markings the caller may classify a question as, lowest first."""

    @extend_schema(responses=MarkingSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(MarkingSerializer(list_markings(scope=acting_of(request)), many=True).data)
