"""Find every quote in its passage. What is not there is not supported."""

import re
import unicodedata

from kaas.answering.citations import NUMBER, locate
from kaas.answering.draft import DraftStatement, Verdict
from kaas.retrieval.search import Hit

ELLIPSIS = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?)\s*")
# Words that any passage has support nothing. Japanese says with four characters what English says with a dozen.
SHORTEST = 12
SHORTEST_JAPANESE = 4
GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def verify(statement: DraftStatement) -> None:
    """Give a statement the spans its quotes have in their passages, and its verdict.

    A sentence in a model's words is supported when all its quotes are found, none of them trifling, and every number in it
    stands in the passages it names; with a part of that it is partly supported.
    """
    quotes = statement.quotes
    if statement.phrased:
        quotes = [part for hit, quote in statement.quotes for part in _parts(hit, quote or statement.text)]
    for hit, quote in quotes:
        span = locate(quote, hit.passage.text)
        if span is not None:
            statement.spans.append((hit, *span))
    if not statement.spans:
        return
    whole = len(statement.spans) == len(quotes) and (not statement.phrased or _holds(statement))
    statement.verdict = Verdict.SUPPORTED if whole else Verdict.PARTIAL
    statement.spans = list(dict.fromkeys(statement.spans))


def _parts(hit: Hit, quote: str) -> list[tuple[Hit, str]]:
    """A quote with an omission in it is the quotes around it."""
    return [(hit, part) for part in ELLIPSIS.split(quote) if part.strip()]


def _holds(statement: DraftStatement) -> bool:
    if any(_is_trifling(quote or statement.text) for _, quote in statement.quotes):
        return False
    evidence = " ".join(f"{hit.document.title} {hit.passage.text}" for hit, _, _ in statement.spans)
    return _numbers(statement.text) <= _numbers(evidence)


def _is_trifling(quote: str) -> bool:
    letters = sum(character.isalnum() for character in quote)
    return letters < (SHORTEST if quote.isascii() else SHORTEST_JAPANESE)


def _numbers(text: str) -> set[str]:
    """The numbers in a text, without signs of grouping; 1,234 and 1234 are the same."""
    plain = GROUPING.sub("", unicodedata.normalize("NFKC", text))
    return {match.lstrip("+-−±") for match in NUMBER.findall(plain)}
