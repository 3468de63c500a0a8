"""Which words permitted passages hold, asked of the index; and which there are."""

import uuid
from collections.abc import Sequence

from django.db import connection

from governance.access.scopes import Scope
from governance.prepared import prepared


def matches(
    passages: Sequence[uuid.UUID], lexemes: Sequence[str], *, scope: Scope
) -> dict[uuid.UUID, list[int]]:
    """The impact of each lexeme, in 256ths and in that order, in each permitted passage among these; 0: not held."""
    scope.require()
    with prepared() as cursor:
        cursor.execute(
            "select passage_id, impacts from search_matches(%s::uuid[], %s::text[])",
            [list(passages), list(lexemes)],
        )
        return dict(cursor.fetchall())


def vocabulary(beginnings: Sequence[str], most: int, *, scope: Scope) -> list[tuple[str, int]]:
    """Lexemes of permitted passages that begin so, with the number of passages that hold each, most first."""
    scope.require()
    with connection.cursor() as cursor:
        cursor.execute(
            "select lexeme, passages from search_vocabulary(%s::text[], %s)", [list(beginnings), most]
        )
        return list(cursor.fetchall())
