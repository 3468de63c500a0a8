"""Searching over HTTP."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kaas.api.authentication import acting_of
from kaas.api.findings import SearchRequest, SearchResponse
from kaas.retrieval.asking import Asked
from kaas.retrieval.naming import document_named, model_named
from kaas.retrieval.search import search
from kaas.retrieval.telling import told
from kaas.wiring import desk


class Search(APIView):
    """Passages the caller may read, best first."""

    @extend_schema(request=SearchRequest, responses=SearchResponse)
    def post(self, request: Request) -> Response:
        given = SearchRequest(data=request.data)
        given.is_valid(raise_exception=True)
        wanted, acting, models = given.validated_data, acting_of(request), desk()
        like, claim = model_named(wanted["like"], scope=acting) if wanted["like"] else (None, "")
        missed = document_named(wanted["why_not"], scope=acting) if wanted["why_not"] else None
        results = search(
            wanted["query"],
            scope=acting,
            limit=wanted["limit"],
            portfolio=wanted["portfolio"],
            asked=Asked(wanted["first"], False, like, claim, wanted["explain"], missed),
            embedder=models.embedder,
            reranker=models.reranker,
        )
        return Response(told(results))
