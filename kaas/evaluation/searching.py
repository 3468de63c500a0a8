"""Queries of a data set, searched as a person searches: by the same analysis and the same function, under row security."""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from governance.access.scopes import Scope, scope
from governance.access.sessions import sign_in_as_operator, sign_out
from kaas.evaluation.gathering import Scored, gather
from portfolios.analysis import query_terms
from portfolios.concepts import widen
from portfolios.models import Passage
from portfolios.parsing import Section
from portfolios.passages import search_index

PASSAGES: Final = 1000  # deep enough for a hundred documents with ten passages each
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

    The time of a query is its analysis, the search in the database and the gathering; reading the found texts is not in it.
    The bounds on what a person may ask do not apply.
    """
    searched = Searched()
    owners: dict[uuid.UUID, str] = {}
    titles: frozenset[uuid.UUID] = frozenset()
    lengths: Counter[str] = Counter()
    for some in _batches(list(queries.items())):
        session_id = sign_in_as_operator(username)
        with scope(session_id) as acting:
            if not owners:
                owners, titles = _owners(documents), _titles()
                lengths = Counter(owners.values())
            for key, text in some:
                begin = time.perf_counter()
                found = _search(text, scope=acting)
                scored = (Scored(owners[one], score, one in titles) for one, score in found)
                searched.rankings[key] = gather(scored, lengths=lengths)
                searched.took_ms.append((time.perf_counter() - begin) * 1000)
        sign_out(session_id)
        progress(len(searched.rankings), len(queries))
    return searched


def _owners(documents: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, str]:
    """Passage -> id in the data set, as far as the identified person may read it."""
    pairs = Passage.objects.values_list("id", "document_id").iterator(chunk_size=10_000)
    return {passage: documents[document] for passage, document in pairs}


def _titles() -> frozenset[uuid.UUID]:
    """The passages that are titles, as far as the identified person may read them."""
    return frozenset(Passage.objects.filter(section=Section.TITLE.value).values_list("id", flat=True))


def _search(text: str, *, scope: Scope) -> list[tuple[uuid.UUID, int]]:
    asked = widen(text, {term.lexeme: term.weight for term in query_terms(text)})
    return search_index(asked, scope=scope, within=None, limit=PASSAGES) if asked else []


def _batches(items: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    return (items[start : start + TOGETHER] for start in range(0, len(items), TOGETHER))
