"""What is told of a query besides what it found: documents of its numbers, values that exist, words spelled nearly so."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from governance.access.scopes import Scope
from kaas.retrieval.existing import existing
from kaas.retrieval.narrowing import numbered, readings_held
from kaas.retrieval.results import Variant
from kaas.retrieval.standing import Standing, standings
from kaas.retrieval.suggesting import variants
from kaas.retrieval.understanding import Understood
from portfolios.catalogue import DocumentSummary


@dataclass(frozen=True, slots=True)
class Reply:
    """As in Survey, by the same names."""

    numbered: tuple[DocumentSummary, ...]
    standings: dict[uuid.UUID, Standing]
    held: frozenset[str]
    variants: tuple[Variant, ...]
    values: dict[str, tuple[str, ...]]


def reply(understood: Understood, unknown: Sequence[str], *, scope: Scope, within: uuid.UUID | None) -> Reply:
    """unknown: lexemes of the query that nothing permitted holds."""
    named = numbered(understood.numbers, scope=scope, within=within)
    return Reply(
        numbered=tuple(named),
        standings=standings(named, scope=scope),
        held=readings_held(understood.ambiguous if named else (), scope=scope, within=within),
        variants=variants(understood, unknown, scope=scope),
        values=existing([one.field for one in understood.unread], scope=scope, within=within),
    )
