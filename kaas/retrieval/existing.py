"""Which values of a field there are among the documents that a person may read: told where one was written that none has."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Final

from governance.access.scopes import Scope
from kaas.retrieval.fields import KINDS, LANGUAGES, LEVELS, OFFICES, STAGES, STATUSES
from kaas.retrieval.narrowing import narrow
from kaas.retrieval.parts import Part

MOST_FIELDS: Final = 2  # of a query
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    field: tuple(dict.fromkeys(names.values()))
    for field, names in {
        "status": STATUSES,
        "stage": STAGES,
        "kind": KINDS,
        "office": OFFICES,
        "language": LANGUAGES,
        "level": LEVELS,
    }.items()
}


def existing(fields: Iterable[str], *, scope: Scope, within: uuid.UUID | None) -> dict[str, tuple[str, ...]]:
    """Field -> the values by which a filter would leave a permitted document; of fields with few values only."""
    asked = [field for field in dict.fromkeys(fields) if field in VALUES][:MOST_FIELDS]
    return {
        field: tuple(
            value for value in VALUES[field] if narrow([Part(field, value, 0, 0)], scope=scope, within=within)
        )
        for field in asked
    }
