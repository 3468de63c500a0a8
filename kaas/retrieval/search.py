"""Search over what the person may read."""

from dataclasses import replace

from governance.access import scopes
from governance.access.permissions import Permission
from governance.access.scopes import Scope, check_permission
from kaas.retrieval.arms import SCORE_UNIT as SCORE_UNIT
from kaas.retrieval.arms import Reranker
from kaas.retrieval.asking import NO_MORE, Asked, Wanted, read_wanted
from kaas.retrieval.explaining import explain, why_not
from kaas.retrieval.finding import find as find
from kaas.retrieval.finding import read_places as read_places
from kaas.retrieval.recording import record_search
from kaas.retrieval.results import Hit as Hit
from kaas.retrieval.results import SearchResults as SearchResults
from kaas.retrieval.survey import survey
from portfolios.catalogue import Unseen, find_portfolio, record_unseen
from portfolios.embedding import Embedder


def search(
    query: str,
    *,
    scope: Scope,
    limit: int = 20,
    portfolio: str = "",
    asked: Asked = NO_MORE,
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
) -> SearchResults:
    """The best permitted passages for a query, with its event, and what else is told of them (`survey`).

    Filters, phrases and exclusions that the query says are applied. Raises QueryError, Denied, and NotFound for the
    portfolio and for a document named in `asked`, hidden and missing alike.
    """
    check_permission(scope, Permission.DOCUMENT_READ)
    within = find_portfolio(portfolio, scope=scope) if portfolio else None
    try:
        with scopes.scope(scope.session_id):
            wanted = read_wanted(query, asked, within=within, limit=limit, scope=scope)
            results = survey(wanted, scope=scope, embedder=embedder, reranker=reranker)
            results = _explained(results, wanted, scope)
            record_search(results, wanted, scope=scope)
    except Unseen as unseen:  # what was begun is undone; that it was asked for stays
        record_unseen(unseen)
        raise
    return results


def _explained(results: SearchResults, wanted: Wanted, scope: Scope) -> SearchResults:
    """With the reasons that were asked for."""
    asked, text = wanted.asked, wanted.text
    if results.survey is None or not (asked.explain or asked.why_not):
        return results
    more = replace(
        results.survey,
        explanations=explain(results, results.hits, text=text, scope=scope) if asked.explain else {},
        why_not=why_not(results, asked.why_not, text=text, scope=scope) if asked.why_not else None,
    )
    return replace(results, survey=more)
