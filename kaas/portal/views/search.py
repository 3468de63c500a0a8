"""Searching the passages a person may read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from governance.access.permissions import Permission
from governance.access.scopes import Scope, check_permission
from kaas.portal.forms import SearchForm
from kaas.portal.pages import page
from kaas.portal.search_help import syntax
from kaas.portal.searching import levels_of, shown
from kaas.portal.session import signed_in
from kaas.portal.wishes import SIZE, asked_by, read_wishes
from kaas.retrieval.search import search as find
from kaas.wiring import desk
from portfolios.catalogue import list_portfolios


@require_safe
@signed_in
def search(request: HttpRequest, scope: Scope) -> HttpResponse:
    check_permission(scope, Permission.DOCUMENT_READ)
    form = SearchForm(request.GET, portfolios=list_portfolios(scope=scope))
    if not form.is_valid():
        return page(request, "search", {"form": form}, status=400)
    query, portfolio = form.cleaned_data["q"], form.cleaned_data["portfolio"]
    wishes = read_wishes(request.GET)
    if not query and wishes.like is None:
        return page(request, "search", {"form": form, "syntax": syntax()})
    models = desk()
    results = find(
        query,
        scope=scope,
        limit=SIZE,
        portfolio=portfolio,
        asked=asked_by(wishes, scope=scope),
        embedder=models.embedder,
        reranker=models.reranker,
    )
    assert results.survey is not None
    context = {"form": form, **shown(results, wishes, portfolio)}
    return page(request, "search", context, levels=levels_of(results.survey))
