"""The claims of a set by what they are directed to, a bit for each number: a set of a thousand claims on all before it
is asked a thousand times which of the claims named are for the same thing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from portfolios.claims.claim import Category, Reference, bit_of
from portfolios.claims.heads import parts_of, singular


class Outline(NamedTuple):
    """A claim as far as its form needs it, with offsets into folded text."""

    number: int
    text: str
    lead: int
    language: str
    head: str
    category: Category
    refs: tuple[Reference, ...]


class Outlines:
    """All claims of a set. Only those that say what they are count."""

    def __init__(self, outlines: Mapping[int, Outline]) -> None:
        self._held = [one for one in outlines.values() if one.head]

    @cached_property
    def named(self) -> int:
        """All of them."""
        return sum(bit_of(one.number) for one in self._held)  # each number is there once

    def of_category(self, category: Category) -> int:
        """Those of that category."""
        return self._categories.get(category, 0)

    def of_head(self, head: str) -> int:
        """Those with just that head."""
        return self._heads.get(head, 0)

    def alike(self, head: str) -> int:
        """Those for the same thing, as heads.same_thing has it."""
        words = singular(head)
        found = self._alike.get(words, 0) | self._parts.get(words, 0)
        for part in parts_of(words):
            found |= self._alike.get(part, 0)
        return found if head else 0

    def ending(self, tail: str) -> int:
        """Those whose heads end so."""
        return self._endings.get(tail, 0) if tail else self.named

    def ending_alike(self, head: str, *, closed_up: bool = False) -> int:
        """Those whose heads end with that one, or that one with theirs; `closed_up` without spaces in them."""
        endings, heads = (self._closed_endings, self._closed) if closed_up else (self._endings, self._heads)
        found = endings.get(head, 0)
        for tail in _tails(head):
            found |= heads.get(tail, 0)
        return found

    @cached_property
    def _categories(self) -> dict[Category, int]:
        found: dict[Category, int] = defaultdict(int)
        for one in self._held:
            found[one.category] |= bit_of(one.number)
        return found

    @cached_property
    def _heads(self) -> dict[str, int]:
        return _by((one.head, one.number) for one in self._held)

    @cached_property
    def _closed(self) -> dict[str, int]:
        return _by((one.head.replace(" ", ""), one.number) for one in self._held)

    @cached_property
    def _alike(self) -> dict[str, int]:
        return _by((singular(one.head), one.number) for one in self._held)

    @cached_property
    def _parts(self) -> dict[str, int]:
        return _by((part, one.number) for one in self._held for part in parts_of(singular(one.head)))

    @cached_property
    def _endings(self) -> dict[str, int]:
        return _by((tail, one.number) for one in self._held for tail in _tails(one.head))

    @cached_property
    def _closed_endings(self) -> dict[str, int]:
        return _by((tail, one.number) for one in self._held for tail in _tails(one.head.replace(" ", "")))


def _by(said: Iterator[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for key, number in said:
        found[key] |= bit_of(number)
    return dict(found)


def _tails(head: str) -> Iterator[str]:
    return (head[at:] for at in range(len(head)))
