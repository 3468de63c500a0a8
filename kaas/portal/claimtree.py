"""The claims of a document as a tree to look at: which claim takes over which, beside their text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kaas.portal.reading import Passage
from portfolios.claims.claim import Form, Office, Status
from portfolios.claims.reading import read_numbered
from portfolios.claims.tree import ClaimTree, Node, draw_tree

LONGEST_SUBJECT = 60
FEWEST = 2  # one claim is no tree


@dataclass(frozen=True, slots=True)
class ClaimBranch:
    """A claim, where its text begins on the page, and the claims that take it over first of all.

    also: the other claims it takes over, by number. note: what is unusual about it, in words; mostly empty.
    """

    number: int
    passage_id: UUID
    subject: str
    is_independent: bool
    also: tuple[int, ...]
    note: str
    children: tuple["ClaimBranch", ...]


def claim_tree(passages: Iterable[Passage], *, office: str) -> tuple[ClaimBranch, ...]:
    """The roots of the tree; empty for fewer than two claims, or for an office whose claims are not read."""
    known = {one.value.upper(): one for one in Office}
    if office.upper() not in known:
        return ()
    texts: dict[int, list[str]] = {}
    places: dict[int, UUID] = {}
    for passage in passages:
        if passage.locator_kind == "claim" and passage.locator_value.isdecimal():
            number = int(passage.locator_value)
            places.setdefault(number, passage.id)
            texts.setdefault(number, []).append(passage.text)
    if len(texts) < FEWEST:
        return ()
    claims = read_numbered(
        [(number, "\n".join(parts)) for number, parts in sorted(texts.items())], office=known[office.upper()]
    )
    tree = draw_tree(claims)
    nodes = {node.number: node for node in tree.nodes}
    roots = [node for node in tree.nodes if node.parent is None]
    return tuple(_branch(root, nodes, tree, places) for root in roots)


def _branch(node: Node, nodes: dict[int, Node], tree: ClaimTree, places: dict[int, UUID]) -> ClaimBranch:
    return ClaimBranch(
        number=node.number,
        passage_id=places[node.number],
        subject=_shortened(node.subject),
        is_independent=node.form is Form.INDEPENDENT,
        also=tuple(edge.parent for edge in tree.edges if edge.child == node.number and not edge.first),
        note=_note(node),
        children=tuple(_branch(nodes[child], nodes, tree, places) for child in node.children),
    )


def _shortened(subject: str) -> str:
    words = " ".join(subject.split())
    return words if len(words) <= LONGEST_SUBJECT else words[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _note(node: Node) -> str:
    if node.status is Status.CANCELLED:
        return _("cancelled")
    return _("refers to another claim") if node.form is Form.REFERENCING else ""


def count_claims(branches: Sequence[ClaimBranch]) -> int:
    """How many claims the tree holds."""
    return sum(1 + count_claims(branch.children) for branch in branches)


def claims_shown(passages: Iterable[Passage], *, office: str) -> dict[str, Any]:
    """What the document page needs to draw the tree."""
    branches = claim_tree(passages, office=office)
    return {
        "claim_tree": branches,
        "claim_count": count_claims(branches),
        "independent_count": sum(_independent(branch) for branch in branches),
    }


def _independent(branch: ClaimBranch) -> int:
    return branch.is_independent + sum(_independent(child) for child in branch.children)
