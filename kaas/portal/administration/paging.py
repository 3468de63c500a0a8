"""A list that is searched and read a page at a time: what was asked for, and the part of it that is shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

T = TypeVar("T")
PAGE = 50
LONGEST_QUERY = 150


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page. `shown` is what the pager draws; it holds numbers only."""

    rows: Sequence[T]
    query: str
    shown: "Page[int]"

    @property
    def total(self) -> int:
        return self.shown.paginator.count


def paged(request: HttpRequest, found: Callable[[str, int, int], tuple[Sequence[T], int]]) -> Paged[T]:
    """The page that `q` and `page` in the address ask for; the first where there is none of that number.

    found: given what is searched for, how many rows and from which on, these rows and how many there are in all.
    """
    query = asked(request.GET.get("q", ""))
    number = _number(request.GET.get("page", ""))
    rows, total = found(query, PAGE, (number - 1) * PAGE)
    if not rows and number > 1:
        number = 1
        rows, total = found(query, PAGE, 0)
    return Paged(rows, query, Paginator(range(total), PAGE).get_page(number))


def among(
    rows: Iterable[T], told: Callable[[T], Iterable[str]]
) -> Callable[[str, int, int], tuple[Sequence[T], int]]:
    """The same for what is read as a whole: a row is found by part of what is told of it."""

    def found(query: str, limit: int, offset: int) -> tuple[Sequence[T], int]:
        some = [row for row in rows if query.casefold() in " ".join(told(row)).casefold()]
        return some[offset : offset + limit], len(some)

    return found


def asked(said: str) -> str:
    """What somebody typed into a search box, as it is searched for."""
    return " ".join(said.replace("\x00", " ").split())[:LONGEST_QUERY]


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and 0 < int(said[:6]) < 100_000 else 1
