"""Joining the postings of many documents into few rows, in the background. A batch is whole or not at all, however it ends.

What a search finds is the same before a merge, during it and after it. Rows of two labels are never joined.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

BATCH = 1500  # rows as they were written; a batch takes tenths of a second, and nobody adds to the label meanwhile
WAITING = 5000  # of one label, before the worker joins them: some five documents of 20 passages
WAITS = """
    select (select count(*) from index_posting where fresh), (select count(*) from index_withdrawn)
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not merged yet: rows as documents wrote them, and passages that left while their entries are still there."""

    rows: int
    withdrawn: int


def waiting() -> Waiting:
    """How much there is to merge. As the worker."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return Waiting(*cursor.fetchone())


def merge(
    *,
    least: int = 1,
    go_on: Callable[[], bool] = lambda: True,
    told: Callable[[int], object] = lambda rows: None,  # noqa: ARG005
) -> bool:
    """Merge every label that has at least `least` rows waiting, or until `go_on()` says no; whether nothing is left.

    Of what left, the entries always go. As the worker, outside a transaction; `told` is called with the rows of each batch.
    """
    while go_on():
        with connection.cursor() as cursor:
            cursor.execute("select merge_postings(%s, %s)", [least, BATCH])
            (joined,) = cursor.fetchone()
        if not joined:
            return True
        told(joined)
    return False
