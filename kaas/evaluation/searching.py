"""Queries of a data set, searched as a person searches: by the same analysis and the same function, under row security."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from governance.access.scopes import Scope, scope
from governance.access.sessions import sign_in_as_operator, sign_out
from kaas.retrieval.ordering import best_documents
from portfolios.analysis import query_terms

TOGETHER: Final = 200  # queries a session: an operator's does not last for ever

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Searched:
    """Ranked documents of each query, best first, and how long each query took in milliseconds."""

    rankings: dict[str, list[str]] = field(default_factory=dict)
    took_ms: list[float] = field(default_factory=list)


def search_all(
    queries: Mapping[str, str], *, username: str, documents: Mapping[uuid.UUID, str], progress: Progress
) -> Searched:
    """Search for every query as `username`, who may read all of the data set.

    The time of a query is its analysis, the search in the database and the gathering; showing what was found is not in it.
    The bounds on what a person may ask do not apply, and nothing but words is understood.
    """
    searched = Searched()
    for some in _batches(list(queries.items())):
        session_id = sign_in_as_operator(username)
        with scope(session_id) as acting:
            for key, text in some:
                begin = time.perf_counter()
                found = _search(text, scope=acting)
                searched.took_ms.append((time.perf_counter() - begin) * 1000)
                searched.rankings[key] = [documents[one] for one in found]
        sign_out(session_id)
        progress(len(searched.rankings), len(queries))
    return searched


def _search(text: str, *, scope: Scope) -> list[uuid.UUID]:
    return best_documents(text, {term.lexeme: term.weight for term in query_terms(text)}, scope=scope)


def _batches(items: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    return (items[start : start + TOGETHER] for start in range(0, len(items), TOGETHER))
