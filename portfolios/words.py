"""Searching by words. The database hands out the postings of what is permitted, as bytes; they are added up here (ADR 0036).

A database groups a posting in a third of a microsecond, a loop of the machine adds it in some nanoseconds. What comes out
of the sums is places under labels, and the database says again which of them hold a permitted passage.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from django.db import connection
from numpy.typing import NDArray

from governance.prepared import prepared
from portfolios.concepts import Asked

AT_ONCE = (
    1 << 20
)  # postings that are added up at once, so that no search takes more room than so many and its sums
COLUMN = 64  # sums of which only the highest is looked at first
SLACK = 8  # places beyond those wanted, as a passage may have left meanwhile
# Times as many where only one portfolio or some documents are wanted, and wherever too few places were of those wanted.
NARROWED = 8
COUNTED = (
    128  # below its points a sum counts the words, at most 80: a passage may have some that weigh nothing
)
POSTINGS = "select factor, heads, entries from search_postings(%s::text[], %s::int[], %s::int[], %s::int[])"
PLACES = "select passage_id, score from search_places(%s::bigint[], %s::bigint[], %s::uuid, %s::uuid[], %s)"

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
List = tuple[int, bytes, bytes]  # what impacts are multiplied by, a head for each run of entries, the entries
Found = list[tuple[uuid.UUID, int]]


def search_words(
    asked: Sequence[Asked], *, within: uuid.UUID | None, among: Sequence[uuid.UUID] | None, most: int
) -> Found:
    """(passage id, BM25 score in integer units) of the best permitted passages, best first."""
    sums = added_up(_postings(asked))
    wanted = SLACK + (most if within is None and among is None else NARROWED * most)
    while True:
        places, scores = sums.best(wanted)
        found = _passages(places, scores, within, among, most) if len(places) else []
        # All that score what the last place does are among the places: nobody else is better than any of them.
        if len(found) >= most or len(places) == np.count_nonzero(sums.sums):
            return found
        wanted *= NARROWED


@dataclass(frozen=True, slots=True)
class Sums:
    """What each place has, label after label. `begins`: where the places of each label do.

    The sums are integers, which floats hold exactly up to 2^53: 80 words give less than 2^39.
    """

    labels: Integers
    begins: Integers
    sums: Floats

    def best(self, wanted: int) -> tuple[Integers, Integers]:
        """So many places, where there are, with their scores, and all that score what the last of these does."""
        at = np.flatnonzero(self.sums >= self._floor(wanted))
        scores = self.sums[at].astype(np.int64) // COUNTED
        if len(at) > wanted:
            last = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
            at, scores = at[scores >= last], scores[scores >= last]
        label = np.searchsorted(self.begins, at, side="right") - 1
        return (self.labels[label] << 32) + at - self.begins[label], scores

    def _floor(self, wanted: int) -> float:
        """A sum that at least so many reach, where as many have any: the highest of some columns do."""
        columns = len(self.sums) // COLUMN
        if columns <= wanted:
            return 1.0
        tops = self.sums[: columns * COLUMN].reshape(COLUMN, columns).max(axis=0)
        reached = np.partition(tops, columns - wanted)[columns - wanted]
        return max(float(reached // COUNTED * COUNTED), 1.0)


def added_up(lists: Iterator[List]) -> Sums:
    """The sums of all lists, of which one at a time is held. Before them come the labels and how many places they have."""
    _, under, _ = next(lists)
    places = np.sort(np.frombuffer(under or b"", ">i8").astype(np.int64))
    ends = np.cumsum(places & 0xFFFFFFFF)
    sums = Sums(places >> 32, ends - (places & 0xFFFFFFFF), np.zeros(ends[-1] if len(ends) else 0))
    for factor, heads, run in lists:
        of = np.frombuffer(heads, ">i8").astype(np.int64)
        entries = np.frombuffer(run, ">i4").astype(np.int32)
        begins = sums.begins[np.searchsorted(sums.labels, of >> 32)] + (of & 0xFFF00000)
        at = np.repeat(begins, of & 0xFFFFF)
        at += entries >> 10
        points = (entries & 0x3FF) * float(factor * COUNTED)
        points += 1
        sums.sums[at] += points  # no place is in a list twice
    return sums


def _postings(asked: Sequence[Asked]) -> Iterator[List]:
    """List by list, as they come in: one statement, so that all are of the same moment."""
    parameters = [
        [one.lexeme for one in asked],
        [one.weight for one in asked],
        [one.concept for one in asked],
        [one.choice for one in asked],
    ]
    connection.ensure_connection()
    cursor: Any = psycopg.Cursor(connection.connection)
    with connection.wrap_database_errors:
        yield from cursor.stream(POSTINGS, parameters, binary=True)


def _passages(
    places: Integers,
    scores: Integers,
    within: uuid.UUID | None,
    among: Sequence[uuid.UUID] | None,
    most: int,
) -> Found:
    with prepared() as cursor:
        documents = None if among is None else list(among)
        cursor.execute(PLACES, [places.tolist(), scores.tolist(), within, documents, most])
        return list(cursor.fetchall())
