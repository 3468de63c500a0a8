"""The claims as a tree, as data ready to draw: nodes with a row and a depth, edges from child to parent."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portfolios.characters import record
from portfolios.claims.claim import Claim, Form, Mode, Status


@record()
class Node:
    """A claim: `row` in reading order, `depth` 0 for roots; children stand under their first parent."""

    number: int
    row: int
    depth: int
    form: Form
    status: Status
    subject: str
    parent: int | None
    children: tuple[int, ...]
    flags: tuple[str, ...]


class Edge(NamedTuple):
    """`child` takes `parent` over; only edges of the tree itself are `first`, the rest are drawn across. Where the tree
    is condensed, an edge across stands for every claim of the set from `parent` to `last`.
    """

    child: int
    parent: int
    mode: Mode
    form: Form
    first: bool
    last: int


@record()
class ClaimTree:
    """Acyclic by construction: only references to lower numbers that exist become edges. `condensed`: there were more
    than MOST_EDGES of them, and claims named in one row are one edge across.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    condensed: bool = False


MOST_EDGES = 20_000  # lines beyond which no drawing shows one from another


def draw_tree(claims: Sequence[Claim]) -> ClaimTree:
    """The tree of a claim set; nodes in drawing order, each parent right before its children."""
    numbers = sorted(one.number for one in claims)
    condensed = sum(len(ref.claims) for claim in claims for ref in claim.refs) > MOST_EDGES
    edges = _condensed(claims, numbers) if condensed else _singly(claims, set(numbers))
    first = {edge.child: edge.parent for edge in edges if edge.first}
    children: dict[int | None, list[Claim]] = {}
    for claim in sorted(claims, key=lambda one: one.number):
        children.setdefault(first.get(claim.number), []).append(claim)
    return ClaimTree(tuple(_nodes(children, first)), tuple(edges), condensed)


def _singly(claims: Sequence[Claim], numbers: set[int]) -> list[Edge]:
    return [edge for claim in claims for edge in _edges(claim, numbers)]


def _edges(claim: Claim, numbers: set[int]) -> list[Edge]:
    number, form = claim.number, claim.form
    modes = {one: ref.mode for ref in reversed(claim.refs) if ref.dependency for one in ref.claims}
    parents = [parent for parent in claim.parents if parent < number and parent in numbers]
    first = parents[0] if parents else 0
    return [Edge(number, parent, modes[parent], form, parent == first, parent) for parent in parents]


def _condensed(claims: Sequence[Claim], numbers: Sequence[int]) -> list[Edge]:
    """The tree's own edges one by one, and one edge across for each row of further claims."""
    edges: list[Edge] = []
    for claim in claims:
        number, found = claim.number, dict[tuple[int, int], Edge]()
        for mode, low, high in _rows(claim):
            begin, end = bisect_left(numbers, low), bisect_left(numbers, min(high + 1, number))
            if begin < end and not found:
                parent = numbers[begin]
                found[parent, parent] = Edge(number, parent, mode, claim.form, True, parent)
                begin += 1
            if begin < end:
                parent, last = numbers[begin], numbers[end - 1]
                found.setdefault((parent, last), Edge(number, parent, mode, claim.form, False, last))
        edges += found.values()
    return edges


def _rows(claim: Claim) -> Iterator[tuple[Mode, int, int]]:
    """What each dependency names, as rows of numbers that follow each other."""
    for ref in claim.refs:
        at = 0
        while ref.dependency and at < len(ref.claims):
            length = _length_of_row(ref.claims, at)
            yield ref.mode, ref.claims[at], ref.claims[at] + length - 1
            at += length


def _length_of_row(claims: Sequence[int], at: int) -> int:
    """How many of the numbers, which ascend, follow each other from that place on."""
    return bisect_right(range(len(claims) - at), 0, key=lambda step: claims[at + step] - claims[at] - step)


def _nodes(children: dict[int | None, list[Claim]], first: dict[int, int]) -> list[Node]:
    nodes: list[Node] = []
    waiting = [(claim, 0) for claim in reversed(children.get(None, []))]
    while waiting:
        claim, depth = waiting.pop()
        below = children.get(claim.number, [])
        nodes.append(_node(claim, len(nodes), depth, first.get(claim.number), below))
        waiting.extend((child, depth + 1) for child in reversed(below))
    return nodes


def _node(claim: Claim, row: int, depth: int, parent: int | None, below: list[Claim]) -> Node:
    numbers = tuple(child.number for child in below)
    return Node(
        claim.number, row, depth, claim.form, claim.status, claim.subject, parent, numbers, claim.flags
    )
