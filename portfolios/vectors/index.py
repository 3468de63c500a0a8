"""The only writer and reader of vectors. Searching asks for a scope; the database decides what comes back."""

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from governance.access.scopes import Scope


class DimensionsDiffer(ValueError):
    """A model of this name gave vectors of another length before: it is another model and needs another name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a model has read what is held. `unreadable` of the `done` are texts it cannot read."""

    done: int
    unreadable: int
    total: int
    is_searched: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.done == self.total


def open_space(name: str, dimensions: int) -> None:
    """Make room for the vectors of a model. Raises DimensionsDiffer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into embedding_space (name, dimensions) values (%s, %s) on conflict (name) do nothing",
            [name, dimensions],
        )
        cursor.execute("select dimensions from embedding_space where name = %s", [name])
        if cursor.fetchone() != (dimensions,):
            raise DimensionsDiffer(f"{name} has other than {dimensions} dimensions here")


def searched_space() -> tuple[str, int] | None:
    """Name and dimensions of the model whose vectors are searched, if there is one yet."""
    with connection.cursor() as cursor:
        cursor.execute("select name, dimensions from embedding_space where is_searched")
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def standing(name: str) -> Standing:
    """How far the model of this name is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(v.number), count(v.number) - count(v.dimensions), (select count(*) from index_forward),"
            " coalesce(bool_or(s.is_searched), false)"
            " from embedding_space s left join index_vector v on v.space_id = s.id where s.name = %s",
            [name],
        )
        return Standing(*cursor.fetchone())


def has_cells(name: str) -> bool:
    """Whether the model of this name has its codebook."""
    with connection.cursor() as cursor:
        cursor.execute("select codebook <> '' from embedding_space where name = %s", [name])
        row = cursor.fetchone()
    return bool(row and row[0])


def add_cells(name: str, centres: Sequence[Sequence[float]], *, codebook: str) -> None:
    """Keep the codebook of a model, once and for all."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update embedding_space set codebook = %s where name = %s and codebook = '' returning id",
            [codebook, name],
        )
        row = cursor.fetchone()
        if row is not None:
            cursor.execute(
                "insert into embedding_cell (space_id, cell, centre)"
                " select %s, t.place - 1, t.centre::halfvec from unnest(%s::text[]) with ordinality as t (centre, place)",
                [row[0], [_written(centre) for centre in centres]],
            )


def gather_loose(name: str, *, limit: int) -> int:
    """Put vectors that are in no run yet into theirs, so many and the rest of their documents; how many were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select gather_vectors(%s::smallint, array(select distinct f.document_id from"
            " (select number from index_vector where space_id = %s and loose is not null limit %s) v"
            " join index_forward f on f.number = v.number))",
            [_number(name), _number(name), limit],
        )
        return int(cursor.fetchone()[0])


MISSING = "not exists (select 1 from index_vector v where v.number = f.number and v.space_id = %s)"


def unread_documents(name: str, *, limit: int) -> list[uuid.UUID]:
    """Documents with passages that the model has not read, those first that came first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select f.document_id from index_forward f where {MISSING}"
            " group by f.document_id order by min(f.number) limit %s",
            [_number(name), limit],
        )
        return [row[0] for row in cursor.fetchall()]


def unread_passages(name: str, document: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """(id, text) of the document's passages that the model has not read, in reading order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.id, p.text from portfolios_passage p join index_forward f on f.passage_id = p.id"
            f" where f.document_id = %s and {MISSING} order by p.ordinal",
            [document, _number(name)],
        )
        return list(cursor.fetchall())


def add_vectors(name: str, vectors: Mapping[uuid.UUID, Sequence[float] | None]) -> None:
    """Keep what the model made of these passages; None is a text it cannot read. A passage that has left is left out."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into index_vector (space_id, number, label_id, portfolio_id, vector)"
            " select %s, f.number, f.label_id, f.portfolio_id, t.vector::halfvec"
            " from unnest(%s::uuid[], %s::text[]) as t (passage, vector) join index_forward f on f.passage_id = t.passage"
            " for key share of f on conflict do nothing",
            [_number(name), list(vectors), [_written(vector) for vector in vectors.values()]],
        )
        cursor.execute(
            "select gather_vectors(%s::smallint, array(select distinct document_id from index_forward"
            " where passage_id = any(%s::uuid[])))",
            [_number(name), list(vectors)],
        )


def let_search(name: str) -> bool:
    """Search this model's vectors from now on instead of any other's, if none is missing; whether they are searched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select not exists (select 1 from index_forward f where {MISSING})", [_number(name)])
        is_whole = bool(cursor.fetchone()[0])
        if is_whole:
            cursor.execute(
                "update embedding_space set is_searched = false where is_searched and name <> %s", [name]
            )
            cursor.execute(
                "update embedding_space set is_searched = true where not is_searched and name = %s", [name]
            )
    return is_whole


def forget_others(name: str) -> list[str]:
    """Delete the vectors of every other model, if this one is searched; their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from embedding_space where name <> %s"
            " and exists (select 1 from embedding_space s where s.name = %s and s.is_searched) returning name",
            [name, name],
        )
        return sorted(row[0] for row in cursor.fetchall())


def search_vectors(
    query: Sequence[float], *, space: str, scope: Scope, within: uuid.UUID | None, limit: int
) -> list[tuple[uuid.UUID, float]]:
    """(passage id, cosine) of the permitted passages nearest to `query`, best first; none where `space` is not searched."""
    scope.require()
    written = _written(query)
    if written is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select passage_id, similarity from search_vectors(%s::halfvec, %s, %s, %s)",
            [written, space, within, limit],
        )
        return list(cursor.fetchall())


def _number(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select id from embedding_space where name = %s", [name])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"no space of the name {name!r}")
    return int(row[0])


def _written(vector: Sequence[float] | None) -> str | None:
    """The vector at length 1, as the database reads it; None where it points nowhere."""
    if vector is None:
        return None
    length = math.hypot(*vector)
    if not length or not math.isfinite(length):
        return None
    return "[" + ",".join(f"{number / length:.7g}" for number in vector) + "]"
