"""Which of the passages found are of documents like another: that they share some word with it does not make them so."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from governance.access.scopes import Scope
from kaas.retrieval.blending import Candidate
from kaas.retrieval.facets import Fact
from kaas.retrieval.matches import matches

# Share of what the chosen words are worth that one passage must say. Of the demo company's patents, specifications and
# notes those on the same subject say .14 to .5, those on another one at most .12.
LEAST: Final = 0.13


def alike(
    candidates: Sequence[Candidate],
    known: Mapping[uuid.UUID, Fact],
    weights: Mapping[str, int],
    rarity: Mapping[str, int],
    *,
    scope: Scope,
) -> set[uuid.UUID]:
    """The passages of documents that are like the one whose words these are: one passage says enough of them, or is near
    by meaning.
    """
    lexemes = sorted(weights)
    worth = [weights[lexeme] * rarity[lexeme] for lexeme in lexemes]
    held = matches([one.passage for one in candidates], lexemes, scope=scope)
    enough = LEAST * sum(worth)

    def is_alike(one: Candidate) -> bool:
        impacts = held.get(one.passage, [])
        said = sum(points for points, impact in zip(worth, impacts, strict=False) if impact)
        return one.similarity is not None or said >= enough

    documents = {known[one.passage].document for one in candidates if is_alike(one)}
    return {one.passage for one in candidates if known[one.passage].document in documents}
