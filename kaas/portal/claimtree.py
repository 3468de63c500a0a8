"""The claims of a document as a tree to look at: which claim takes over which, beside their text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kaas.portal.reading import Passage
from portfolios.claims.claim import Claim, Form, Office, Status
from portfolios.claims.reading import read_numbered
from portfolios.claims.tree import ClaimTree, Edge, Node, draw_tree

LONGEST = 64  # characters; half as many of the wide ones
FEWEST = 2  # one claim is no tree


@dataclass(frozen=True, slots=True)
class ClaimBranch:
    """A claim, where its text begins on the page, and the claims that take it over first of all.

    words: what is claimed, or what a dependent claim adds, as far as there is room. also: the other claims it takes over,
    those that follow each other as one row ("3–7"). note: what is unusual about it, in words; mostly empty.
    """

    number: int
    passage_id: UUID
    words: str
    is_independent: bool
    also: tuple[str, ...]
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
    return _Drawing(draw_tree(claims), {claim.number: claim for claim in claims}, places).roots()


class _Drawing:
    def __init__(self, tree: ClaimTree, claims: dict[int, Claim], places: dict[int, UUID]) -> None:
        self._nodes = {node.number: node for node in tree.nodes}
        self._claims = claims
        self._places = places
        self._across: dict[int, list[Edge]] = {}
        for edge in tree.edges:
            if not edge.first:
                self._across.setdefault(edge.child, []).append(edge)

    def roots(self) -> tuple[ClaimBranch, ...]:
        return tuple(self._branch(node) for node in self._nodes.values() if node.parent is None)

    def _branch(self, node: Node) -> ClaimBranch:
        return ClaimBranch(
            number=node.number,
            passage_id=self._places[node.number],
            words=_shortened(self._words(node)),
            is_independent=node.form is Form.INDEPENDENT,
            also=tuple(_rows(self._across.get(node.number, ()))),
            note=_note(node),
            children=tuple(self._branch(self._nodes[child]) for child in node.children),
        )

    def _words(self, node: Node) -> str:
        adds = self._claims[node.number].elements
        return adds[0].text if node.form is Form.DEPENDENT and adds else node.subject


def _rows(edges: Sequence[Edge]) -> Iterator[str]:
    """The numbers of the claims taken over; from three that follow each other on, the first and the last."""
    rows: list[list[int]] = []
    for edge in sorted(edges, key=lambda one: one.parent):
        if rows and edge.parent <= rows[-1][1] + 1:
            rows[-1][1] = max(rows[-1][1], edge.last)
        else:
            rows.append([edge.parent, edge.last])
    for begin, end in rows:
        if end - begin > 1:
            yield f"{begin}–{end}"
        else:
            yield from map(str, range(begin, end + 1))


def _shortened(words: str) -> str:
    plain = " ".join(words.split()).rstrip(".。;；")
    room = LONGEST if plain.isascii() else LONGEST // 2
    return plain if len(plain) <= room else plain[: room - 1].rstrip() + "…"


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
