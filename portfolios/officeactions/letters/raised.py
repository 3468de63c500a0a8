"""What an examiner raises, as an office's reader finds it in the copy of a letter."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from portfolios.characters import record
from portfolios.claims.claim import Office
from portfolios.identifiers import Identifier, identify
from portfolios.officeactions.action import Nature
from portfolios.officeactions.cited import Mention, find_mentions
from portfolios.officeactions.claim_lists import ClaimList, find_claim_lists
from portfolios.officeactions.copying import Copy
from portfolios.officeactions.grounds import ground_of
from portfolios.officeactions.provisions.provision import Provision


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=_Placed)
_START = attrgetter("start")


class Raised(NamedTuple):
    """One objection; offsets into the copy. The discussion of it goes to `reach`; it
    began at `since` where the objection concludes it. `in_summary`: said on the
    form or in the conclusions, where the body says it again.
    """

    start: int
    end: int
    reach: int
    provisions: tuple[Provision, ...]
    claims: tuple[ClaimList, ...] = ()
    references: tuple[Mention, ...] = ()
    nature: Nature = Nature.REJECTION
    ground: str = ""
    reason: str = ""
    in_summary: bool = False
    warnings: tuple[str, ...] = ()
    since: int | None = None


@dataclass(slots=True)
class Findings:
    """All of a letter's body. `summary` are the claims its form calls rejected; `listed` the provisions its
    head lists as applied; `remarks` are code, detail and the stretch they are about.
    """

    raised: list[Raised] = field(default_factory=list)
    allowable: list[ClaimList] = field(default_factory=list)
    summary: list[ClaimList] = field(default_factory=list)
    listed: list[Provision] = field(default_factory=list)
    remarks: list[tuple[str, str, int, int]] = field(default_factory=list)
    names: list[Mention] = field(default_factory=list)


@record()
class Body:
    """What is found in a letter before anybody asks what belongs together; `numbers` are all of its patent numbers."""

    copy: Copy
    office: Office
    claims: tuple[ClaimList, ...]
    mentions: tuple[Mention, ...]
    provisions: tuple[Provision, ...]
    numbers: tuple[Identifier, ...]


def body_of(copy: Copy, office: Office, provisions: list[Provision]) -> Body:
    """The claims of the application, the labels, the provisions that are grounds, and the numbers."""
    claims = tuple(one for one in find_claim_lists(copy.text, office) if not one.foreign)
    grounds = tuple(one for one in provisions if ground_of(office, one.code))
    return Body(copy, office, claims, tuple(find_mentions(copy.text)), grounds, tuple(identify(copy.text)))


def within(found: Sequence[T], start: int, end: int) -> tuple[T, ...]:
    """Those of a sequence in order of place that begin in the stretch."""
    if not found:
        return ()
    first = bisect_left(found, start, key=_START)
    if first == len(found) or found[first].start >= end:
        return ()
    return tuple(found[first : bisect_left(found, end, lo=first, key=_START)])


def by_end(found: Sequence[T], ends: Iterable[int]) -> Iterator[tuple[T, ...]]:
    """The sequence in order of place, cut where each stretch ends; `ends` ascend."""
    at = 0
    for end in ends:
        first = at
        while at < len(found) and found[at].start < end:
            at += 1
        yield tuple(found[first:at])


def until_next(found: Sequence[T], end: int) -> Iterator[tuple[T, int]]:
    """Each with the place where the next one begins, the last with `end`."""
    ends = [one.start for one in found[1:]]
    yield from zip(found, [*ends, end][: len(found)], strict=True)
