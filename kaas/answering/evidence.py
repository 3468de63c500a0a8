"""Which of the passages that were found speak of what was asked. Plain Python."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from kaas.answering.naming import Named, is_of, is_of_others_only, named_in, numbers_in, publications_in
from kaas.answering.parts import parts_of
from kaas.retrieval.search import Hit, SearchResults
from portfolios.analysis import index_terms

SENT = 8
# A passage must hold this share of the question's weight, words that occur nowhere included; and a good part of what the
# best passage holds. Chosen on the demo company's questions and on questions about things it does not have.
MIN_SHARE = 0.44
MIN_OF_BEST = 0.5
# Where something was found, the best passage of another document need hold only so much: it may say the rest, or otherwise.
MIN_SHARE_BESIDE = 0.33
MIN_OF_BEST_BESIDE = 0.45

Held = Mapping[uuid.UUID, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was found for it, and which of its words each passage holds."""

    results: SearchResults
    held: Held
    named: Named
    parts: list[frozenset[str]]

    def share(self, hit: Hit, of: frozenset[str]) -> float:
        """How much of the weight of these words the passage holds, from 0 to 1."""
        words = self.held.get(hit.passage.id, frozenset()) & of
        if of.isdisjoint(self.named.words) and self.named.words:  # there its headings count, as no title does
            words |= index_terms("\n".join(hit.passage.headings)).keys() & of
        whole = sum(self.results.weight(lexeme) for lexeme in of)
        return sum(self.results.weight(lexeme) for lexeme in words) / whole if whole else 0.0

    def share_of_all(self, hit: Hit) -> float:
        return self.share(hit, self.results.lexemes)

    def share_of_rest(self, hit: Hit) -> float:
        """Without the words that say where to look."""
        return self.share(hit, self.results.lexemes - self.named.words)

    def says_rest(self, hit: Hit) -> bool:
        """Whether a passage of a document that is named says enough of what is asked about it.

        Where hardly more than one word is left beside title and number, that word alone is found anywhere.
        """
        rest = self.results.lexemes - self.named.words
        return self.share(hit, rest) >= MIN_SHARE and (
            sum(not lexeme.startswith("b:") for lexeme in rest) > 1
            or self.share(hit, self.results.lexemes - self.named.numbers) >= MIN_SHARE_BESIDE
        )

    def is_heard_of(self) -> bool:
        """Whether the question bears no number of a document, or one that anything found knows, in its title or its words."""
        numbers = numbers_in(self.results.query, certain=True)
        return not numbers or any(
            number <= self.held.get(hit.passage.id, frozenset()) | index_terms(hit.document.title).keys()
            for number in numbers
            for hit in self.results.hits
        )

    def score(self, hit: Hit) -> float:
        """How good its words are among all that was found, from 0 to 1."""
        best = max(other.lexical or 0.0 for other in self.results.hits)
        return (hit.lexical or 0.0) / best if best else 0.0


def evidence(results: SearchResults, held: Held, *, floor: float | None) -> list[Hit]:
    """The passages that hold enough of the question or of one of its parts, and beside them the best of other documents.

    In order of rank; where there are too many, those of documents that the question names come first. What speaks of other
    publications than the named ones only is none. `floor` is the
    similarity from which on meaning alone is enough.
    """
    named = named_in(results)
    asked = Asked(results, held, named, parts_of(results, without=named.words))
    hits = _of_those_named(results)
    if not (hits and asked.is_heard_of()):
        return []
    likely = sorted(hits, key=lambda hit: (not asked.named.is_in(hit), hit.rank))
    enough = (hit for hit in likely if _by_words(hit, asked) or _by_meaning(hit, floor))
    found = list(islice(enough, SENT))
    if found:
        found.extend(islice(_beside(found, hits, asked), SENT - len(found)))
    return sorted(found, key=lambda hit: hit.rank)


def _by_words(hit: Hit, asked: Asked) -> bool:
    if asked.named.is_in(hit) and asked.says_rest(hit):
        return True
    return asked.score(hit) >= MIN_OF_BEST and any(
        asked.share(hit, part) >= MIN_SHARE for part in asked.parts
    )


def _by_meaning(hit: Hit, floor: float | None) -> bool:
    return floor is not None and hit.similarity is not None and hit.similarity >= floor


def _of_those_named(results: SearchResults) -> list[Hit]:
    """The hits; where the question names a publication, without those that speak of others only, none if nothing names it."""
    publications = publications_in(results.query)
    if not publications:
        return results.hits
    kept = [hit for hit in results.hits if is_of(hit, publications)]
    kept += [
        hit
        for hit in results.hits
        if hit not in kept and not is_of_others_only(hit.passage.text, publications)
    ]
    heard = any(is_of(hit, publications) or publications & publications_in(hit.passage.text) for hit in kept)
    return sorted(kept, key=lambda hit: hit.rank) if heard else []


def _beside(found: list[Hit], hits: list[Hit], asked: Asked) -> Iterator[Hit]:
    """The best passage of each document that has none yet and is named, or holds a good part of what was found."""
    documents = {hit.document.id for hit in found}
    share = max(MIN_SHARE_BESIDE, MIN_OF_BEST * max(map(asked.share_of_all, found)))
    named = sorted(filter(asked.named.is_in, hits), key=asked.share_of_rest, reverse=True)
    near = (
        hit for hit in hits if asked.score(hit) >= MIN_OF_BEST_BESIDE and asked.share_of_all(hit) >= share
    )
    for hit in (*named, *near):
        if hit.document.id not in documents:
            documents.add(hit.document.id)
            yield hit
