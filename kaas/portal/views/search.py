"""Searching the passages a person may read."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from governance.access.permissions import Permission
from governance.access.scopes import Scope, check_permission
from kaas.portal.forms import SearchForm
from kaas.retrieval.snippets import Segment, excerpt
from kaas.portal.pages import page
from kaas.portal.session import signed_in
from kaas.retrieval import search as retrieval
from kaas.wiring import desk
from portfolios.analysis import matching_spans
from portfolios.catalogue import DocumentSummary, list_portfolios

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Excerpt:
    hit: retrieval.Hit
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class Found:
    """A document and its matching passages, best first."""

    document: DocumentSummary
    excerpts: list[Excerpt] = field(default_factory=list)


@require_safe
@signed_in
def search(request: HttpRequest, scope: Scope) -> HttpResponse:
    check_permission(scope, Permission.DOCUMENT_READ)
    form = SearchForm(request.GET, portfolios=list_portfolios(scope=scope))
    if not form.is_valid():
        return page(request, "search", {"form": form}, status=400)
    query, portfolio = form.cleaned_data["q"], form.cleaned_data["portfolio"]
    if not query:
        return page(request, "search", {"form": form})
    models = desk()
    results = retrieval.search(
        query,
        scope=scope,
        limit=LIMIT,
        portfolio=portfolio,
        embedder=models.embedder,
        reranker=models.reranker,
    )
    found = _by_document(results)
    context = {
        "form": form,
        "query": query,
        "found": found,
        "count": len(results.hits),
        "words_only": bool(results.failed),
    }
    return page(request, "search", context, levels=[group.document.level for group in found])


def _by_document(results: retrieval.SearchResults) -> list[Found]:
    """Documents in the order of their best passage, so that one document does not repeat its title ten times."""
    groups: dict[UUID, Found] = {}
    for hit in results.hits:
        marked = excerpt(hit.passage.text, matching_spans(hit.passage.text, results.lexemes))
        groups.setdefault(hit.document.id, Found(hit.document)).excerpts.append(Excerpt(hit, marked))
    return list(groups.values())
