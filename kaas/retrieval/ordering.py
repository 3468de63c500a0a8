"""Documents in the order in which a search shows them, and nothing else: what evaluations measure."""

import uuid
from collections.abc import Mapping

from governance.access.scopes import Scope
from kaas.retrieval.arms import Ranking
from kaas.retrieval.facets import facts
from kaas.retrieval.gathering import gathered
from kaas.retrieval.looking import WIDE
from kaas.retrieval.rereading import reread, sought
from kaas.retrieval.terms import terms_of
from portfolios.passages import rarity


def best_documents(text: str, weights: Mapping[str, int], *, scope: Scope) -> list[uuid.UUID]:
    """The permitted documents that the words of `text` find, as a search without a model orders them, the best first."""
    if not weights:
        return []
    ranking = Ranking(text, scope, None, most=WIDE, terms=terms_of(text, weights, scope=scope))
    ranking.by_words(weights)
    query = sought(text, text, weights, rarity(list(weights), scope=scope), ranking.terms)
    candidates = reread(ranking.candidates, query, scope=scope).candidates
    known = facts([one.passage for one in candidates], scope=scope)
    return [document for group in gathered(candidates, known) for document in group.documents]
