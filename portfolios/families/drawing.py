"""A family as data ready to draw: nodes, edges from the later to the earlier application, and a timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portfolios.families.application import Application, LinkKind
from portfolios.families.grouping import Families, Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An application; `is_recorded` false for one that is only named. The family numbers count from 0."""

    number: str
    office: str = ""
    type: str = ""
    filing_date: date | None = None
    is_recorded: bool = True
    docdb_family: int | None = None
    inpadoc_family: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The later application rests on the earlier one."""

    later: str
    earlier: str
    kind: LinkKind
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something dated: "filed", "published" or "granted"."""

    day: date
    number: str
    what: str
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Nodes and edges in the order of their numbers, moments in the order of time."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    timeline: tuple[Moment, ...]


def draw(applications: Iterable[Application], families: Families) -> Drawing:
    """Everything recorded and everything named."""
    held = sorted(applications, key=lambda one: one.application_number)
    simple, extended = _positions(families.docdb_families), _positions(families.inpadoc_families)
    nodes = [
        Node(
            number=one.application_number,
            office=one.office,
            type=one.type,
            filing_date=one.filing_date,
            docdb_family=simple[one.application_number],
            inpadoc_family=extended[one.application_number],
        )
        for one in held
    ]
    recorded = {one.application_number for one in held}
    named: dict[str, date | None] = {}
    for link in (link for one in held for link in one.links):
        days = [day for day in (named.get(link.number), link.filing_date) if day]
        named[link.number] = min(days, default=None)
    nodes += [
        Node(number=number, filing_date=day, is_recorded=False)
        for number, day in named.items()
        if number not in recorded
    ]
    edges = [
        Edge(later=one.application_number, earlier=link.number, kind=link.kind, is_active=link.is_active)
        for one in held
        for link in one.links
    ]
    return Drawing(
        nodes=tuple(sorted(nodes, key=lambda node: node.number)),
        edges=tuple(sorted(edges, key=lambda edge: (edge.later, edge.earlier, edge.kind))),
        timeline=tuple(sorted(_moments(held), key=lambda one: (one.day, one.number, one.what, one.document))),
    )


def _positions(families: Iterable[Family]) -> dict[str, int]:
    return {number: position for position, family in enumerate(families) for number in family.members}


def _moments(held: Iterable[Application]) -> list[Moment]:
    found = []
    for one in held:
        number = one.application_number
        if one.filing_date:
            found.append(Moment(day=one.filing_date, number=number, what="filed"))
        if one.grant_date:
            found.append(Moment(day=one.grant_date, number=number, what="granted"))
        found += [
            Moment(
                day=each.publication_date, number=number, what="published", document=each.publication_number
            )
            for each in one.publications
            if each.publication_date
        ]
    return found
