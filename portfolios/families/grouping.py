"""Simple and extended families of a set of applications, with the reason for every connection.

Simple (DOCDB): exactly the same active priorities; an application without any counts as its own; continuations and
divisionals sit with their parent, a continuation-in-part counts as a first filing of its own. Extended (INPADOC):
connected through any earlier application, directly or through others. Source: EPO, "DOCDB simple patent family" and
"INPADOC extended patent family".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portfolios.families.application import Application, Link, LinkKind
from portfolios.families.disjoint import Sets

Numbers = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Why some applications belong together: all of them rest on `through` (or are it)."""

    through: str
    members: Numbers
    kinds: Mapping[str, tuple[LinkKind, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Applications that belong together. `rests_on` are the priorities all of a simple family share; `missing` the
    earlier applications that are named and not recorded.
    """

    members: Numbers
    rests_on: Numbers = ()
    connections: tuple[Connection, ...] = ()
    missing: Numbers = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """Every application is in one simple and in one extended family, and the extended holds the whole simple."""

    docdb_families: tuple[Family, ...]
    inpadoc_families: tuple[Family, ...]

    def docdb_family(self, application_number: str) -> Family:
        """The simple family of an application. LookupError for one that is not recorded."""
        return _of(self.docdb_families, application_number)

    def inpadoc_family(self, application_number: str) -> Family:
        """The extended family of an application. LookupError for one that is not recorded."""
        return _of(self.inpadoc_families, application_number)


def find_families(applications: Iterable[Application]) -> Families:
    """Both kinds of families. The order of the applications does not matter; each number may stand once."""
    held = {one.application_number: one for one in applications}
    return Families(docdb_families=_simple(held), inpadoc_families=_extended(held))


def _of(families: tuple[Family, ...], number: str) -> Family:
    for family in families:
        if number in family.members:
            return family
    raise LookupError(f"{number} is not recorded")


def _simple(held: Mapping[str, Application]) -> tuple[Family, ...]:
    below: dict[str, list[str]] = defaultdict(list)
    roots = _roots(held)
    for number in sorted(held):
        below[roots[number]].append(number)
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for root, members in below.items():
        groups[_priorities(root, members, held)] += members
    return _families(groups.items(), held)


def _extended(held: Mapping[str, Application]) -> tuple[Family, ...]:
    sets = Sets()
    for number, one in held.items():
        sets.add(number)
        for link in one.links:
            sets.join(number, link.number)
    groups = ((frozenset[str](), [n for n in group if n in held]) for group in sets.groups())
    return _families(groups, held)


def _roots(held: Mapping[str, Application]) -> dict[str, str]:
    """The application each one sits with, over every generation; a missing parent ends the way up. A circle is one
    place, named after its first number. Every application is passed once.
    """
    roots: dict[str, str] = {}
    for number in held:
        way: dict[str, int] = {}
        while number not in roots and number not in way and (parent := _parent(number, held)):
            way[number] = len(way)
            number = parent
        root = min([*way][way[number] :]) if number in way else roots.get(number, number)
        roots.update(dict.fromkeys([*way, number], root))
    return roots


def _parent(number: str, held: Mapping[str, Application]) -> str:
    """The parent a child sits with, "" where it has none: of several the one filed last, which is the nearest."""
    parents = held[number].parents if number in held else ()
    return max(parents, key=lambda link: _nearness(link, held)).number if parents else ""


def _nearness(link: Link, held: Mapping[str, Application]) -> tuple[str, str]:
    parent = held.get(link.number)
    return str((parent.filing_date if parent else None) or link.filing_date or ""), link.number


def _priorities(root: str, members: list[str], held: Mapping[str, Application]) -> frozenset[str]:
    """What the members below that root rest on. The root's record may be missing: then its first child speaks."""
    if root in held:
        return _active(held[root])
    children = sorted(
        (held[one] for one in members), key=lambda one: (str(one.filing_date or ""), one.application_number)
    )
    claimed = (_claimed(child) for child in children)
    return next((some for some in claimed if some), frozenset({root}))


def _active(one: Application) -> frozenset[str]:
    own = frozenset({one.application_number})
    if any(link.kind is LinkKind.CIP and link.is_active for link in one.links):
        return _claimed(one) | own
    return _claimed(one) or own


def _claimed(one: Application) -> frozenset[str]:
    return frozenset(link.number for link in one.links if link.is_active and not link.is_child_of)


def _families(
    groups: Iterable[tuple[frozenset[str], list[str]]], held: Mapping[str, Application]
) -> tuple[Family, ...]:
    found = [_family(sorted(members), rests_on, held) for rests_on, members in groups if members]
    return tuple(sorted(found, key=lambda family: family.members))


def _family(members: list[str], rests_on: frozenset[str], held: Mapping[str, Application]) -> Family:
    through: dict[str, dict[str, set[LinkKind]]] = defaultdict(lambda: defaultdict(set))
    for number in members:
        for link in held[number].links:
            through[link.number][number].add(link.kind)
    return Family(
        members=tuple(members),
        rests_on=tuple(sorted(rests_on)),
        connections=tuple(
            Connection(
                through=earlier,
                members=tuple(sorted({*by, *({earlier} & set(members))})),
                kinds={number: tuple(sorted(kinds)) for number, kinds in sorted(by.items())},
            )
            for earlier, by in sorted(through.items())
            if len({*by, *({earlier} & set(members))}) > 1
        ),
        missing=tuple(sorted(set(through) - set(held))),
    )
