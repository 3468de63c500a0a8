"""Documents that a question names by a number of their own, such as BOR-DR-07 or LN-21. Plain Python.

Number and title say where to look; what is asked about stands in the other words.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass

from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import index_terms

NUMBER = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]{2,5}(?:-[A-Za-z0-9]{1,5})*-\d{1,5}[A-Za-z]?(?![A-Za-z0-9])")
HYPHENS = str.maketrans({"‐": "-", "‑": "-", "−": "-"})
# A number in the titles of more documents than two editions names no document but what they are about.
EDITIONS = 2


@dataclass(frozen=True, slots=True)
class Named:
    """What of a question says where to look: the documents it names, and its words that stand in their titles."""

    documents: frozenset[uuid.UUID] = frozenset()
    words: frozenset[str] = frozenset()

    def is_in(self, hit: Hit) -> bool:
        return hit.document.id in self.documents


def named_in(results: SearchResults) -> Named:
    """What the question of these results names among what was found for it. Words that are all it has are not set apart."""
    text = unicodedata.normalize("NFKC", results.query).translate(HYPHENS)
    numbers = NUMBER.findall(text)
    titles = {hit.document.id: index_terms(hit.document.title).keys() for hit in results.hits if numbers}
    documents: set[uuid.UUID] = set()
    words: set[str] = set()
    for number in numbers:
        spelled = index_terms(number).keys()
        own = [document for document, title in titles.items() if spelled <= title]
        if 0 < len(own) <= EDITIONS:
            documents.update(own)
            words.update(results.lexemes & spelled, *(results.lexemes & titles[document] for document in own))
    return Named(frozenset(documents), frozenset(words) if words < results.lexemes else frozenset())
