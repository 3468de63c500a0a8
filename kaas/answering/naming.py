"""Documents that a question names by a number of their own, such as BOR-DR-07 or LN-21, and publications and applications.

Number and title say where to look; what is asked about stands in the other words. Plain Python.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass

from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import index_terms
from portfolios.identifiers import identify

NUMBER = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]{2,5}(?:-[A-Za-z0-9]{1,5})*-\d{1,5}[A-Za-z]?(?![A-Za-z0-9])")
HYPHENS = str.maketrans({"‐": "-", "‑": "-", "−": "-"})
# A number in the titles of more documents than two editions names no document but what they are about.
EDITIONS = 2
KIND = re.compile(r"(?<=\d)[A-Z]\d?$")


@dataclass(frozen=True, slots=True)
class Named:
    """What of a question says where to look: the documents it names, and its words that stand in their titles.

    numbers: those of the words that say the documents' numbers.
    """

    documents: frozenset[uuid.UUID] = frozenset()
    words: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def is_in(self, hit: Hit) -> bool:
        return hit.document.id in self.documents


def named_in(results: SearchResults) -> Named:
    """What the question of these results names among what was found for it. Words that are all it has are not set apart."""
    asked = numbers_in(results.query)
    titles = {hit.document.id: index_terms(hit.document.title).keys() for hit in results.hits if asked}
    documents: set[uuid.UUID] = set()
    words: set[str] = set()
    numbers: set[str] = set()
    for spelled in asked:
        own = [document for document, title in titles.items() if spelled <= title]
        if 0 < len(own) <= EDITIONS:
            documents.update(own)
            numbers |= results.lexemes & spelled
            words.update(numbers, *(results.lexemes & titles[document] for document in own))
    if not words < results.lexemes:
        return Named(frozenset(documents))
    return Named(frozenset(documents), frozenset(words), frozenset(numbers))


def numbers_in(query: str, *, certain: bool = False) -> list[frozenset[str]]:
    """The words of each number in a question; where `certain`, of those that can be nothing else, as "top-10" can."""
    text = unicodedata.normalize("NFKC", query).translate(HYPHENS)
    found = NUMBER.findall(text)
    return [
        frozenset(index_terms(one)) for one in found if not certain or one.isupper() or one.count("-") > 1
    ]


def publications_in(text: str) -> frozenset[str]:
    """The publications and applications that a text names, in one form each, without the letter of their kind.

    What may be one number or another is both.
    """
    return frozenset(
        KIND.sub("", form) for one in identify(text) for form in (one.canonical, *one.readings) if form
    )


def is_of(hit: Hit, publications: frozenset[str]) -> bool:
    """Whether its document is one of these publications, or bears one of these numbers in its title."""
    own = f"{hit.document.title}\n{hit.document.publication_number}"
    return not publications.isdisjoint(publications_in(own))


def is_of_others_only(text: str, publications: frozenset[str]) -> bool:
    """Whether a text names publications and none of these."""
    named = publications_in(text)
    return bool(named) and named.isdisjoint(publications)
