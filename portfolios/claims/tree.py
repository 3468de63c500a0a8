"""The claims as a tree, as data ready to draw: nodes with a row and a depth, edges from child to parent."""

from collections.abc import Sequence
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
    """`child` takes `parent` over; only edges of the tree itself are `first`, the rest are drawn across."""

    child: int
    parent: int
    mode: Mode
    form: Form
    first: bool


@record()
class ClaimTree:
    """Acyclic by construction: only references to lower numbers that exist become edges."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def draw_tree(claims: Sequence[Claim]) -> ClaimTree:
    """The tree of a claim set; nodes in drawing order, each parent right before its children."""
    numbers = {one.number for one in claims}
    edges = [edge for claim in claims for edge in _edges(claim, numbers)]
    first = {edge.child: edge.parent for edge in edges if edge.first}
    children: dict[int | None, list[Claim]] = {}
    for claim in sorted(claims, key=lambda one: one.number):
        children.setdefault(first.get(claim.number), []).append(claim)
    return ClaimTree(tuple(_nodes(children, first)), tuple(edges))


def _edges(claim: Claim, numbers: set[int]) -> list[Edge]:
    number, form = claim.number, claim.form
    modes = {one: ref.mode for ref in reversed(claim.refs) if ref.dependency for one in ref.claims}
    parents = [parent for parent in claim.parents if parent < number and parent in numbers]
    first = parents[0] if parents else 0
    return [Edge(number, parent, modes[parent], form, parent == first) for parent in parents]


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
