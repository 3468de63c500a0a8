"""One evaluation, from a folder to figures, in a database of its own."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any

from django.db import connection

from kaas.evaluation.apart import database_apart, working_as
from kaas.evaluation.beir import Dataset, read_dataset
from kaas.evaluation.indexing import index
from kaas.evaluation.keeping import digest_of
from kaas.evaluation.metrics import measure, measure_each
from kaas.evaluation.reader import READER, make_reader
from kaas.evaluation.searching import Searched, search_all

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]
Progress = Callable[[str, int, int], None]  # what is going on, how many are done, of how many


@dataclass(slots=True)
class Run:
    """What an evaluation found: figures are those of kaas.evaluation.metrics; seconds says where the time went.

    rankings: query -> ids of documents, best first. each: query -> its own figures. data: digest of the questions and what
    is relevant to them; two runs with the same one can be compared.
    """

    documents: int
    queries: int
    passages: int = 0
    took_ms: list[float] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    rankings: dict[str, list[str]] = field(default_factory=dict)
    each: dict[str, dict[str, float]] = field(default_factory=dict)
    data: str = ""

    def within_ms(self, percent: int) -> float:
        """The time in which so many percent of the queries were answered (nearest rank)."""
        ordered = sorted(self.took_ms)
        return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def evaluate(folder: Path, *, most_queries: int = 0, progress: Progress) -> Run:
    """Index a BEIR folder apart from everything else, search for its judged queries and measure what they found.

    `most_queries` above 0 takes that many of the queries, always the same ones. Raises DatasetError and NotPrepared.
    """
    progress("reading", 0, 0)
    return evaluate_dataset(read_dataset(folder), most_queries=most_queries, progress=progress)


def evaluate_dataset(dataset: Dataset, *, most_queries: int = 0, progress: Progress) -> Run:
    """The same of a data set that was read already. Raises NotPrepared."""
    queries = _queries(dataset, most_queries)
    run = Run(documents=len(dataset.documents), queries=len(queries))
    progress("preparing", 0, 0)
    begin = time.perf_counter()
    with database_apart() as logins:
        with working_as("owner", logins["owner"]):
            make_reader()
        run.seconds["preparing"] = time.perf_counter() - begin
        found = _searched(run, dataset, queries, logins, progress)
    run.rankings = found.rankings
    judgements = {key: dataset.judgements[key] for key in queries}
    run.figures, run.each = (
        measure(found.rankings, judgements),
        measure_each(found.rankings, judgements),
    )
    run.data = digest_of([[key, queries[key], sorted(grades.items())] for key, grades in judgements.items()])
    return run


def _searched(
    run: Run, dataset: Dataset, queries: Mapping[str, str], logins: Mapping[str, str], progress: Progress
) -> Searched:
    with working_as("worker", logins["worker"]), _timed(run, "indexing"), _timed_database(run):
        indexed = index(dataset.documents, progress=partial(progress, "indexing"))
    with working_as("owner", logins["owner"]), _timed(run, "statistics"):
        _gather_statistics()
    with working_as("app", logins["app"]), _timed(run, "searching"):
        found = search_all(
            queries, username=READER, documents=indexed.documents, progress=partial(progress, "searching")
        )
    run.passages, run.took_ms = indexed.passages, found.took_ms
    return found


def _queries(dataset: Dataset, most: int) -> dict[str, str]:
    """The queries for which something relevant is known; of too many, those whose ids have the lowest digests."""
    judged = [
        key for key, grades in dataset.judgements.items() if any(grade > 0 for grade in grades.values())
    ]
    if 0 < most < len(judged):
        judged = sorted(judged, key=lambda key: hashlib.sha256(key.encode()).digest())[:most]
    return {key: dataset.queries[key] for key in judged}


def _gather_statistics() -> None:
    """What autovacuum does to a database that lives longer: tell the planner how much there is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "analyze index_lexeme, index_forward, index_posting, index_list, index_statistic, portfolios_document,"
            " portfolios_passage"
        )


@contextmanager
def _timed(run: Run, what: str) -> Iterator[None]:
    begin = time.perf_counter()
    yield
    run.seconds[what] = time.perf_counter() - begin


@contextmanager
def _timed_database(run: Run) -> Iterator[None]:
    """How much of the time is spent waiting for the database."""
    spent = 0.0

    def timed(execute: Execute, statement: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal spent
        begin = time.perf_counter()
        try:
            return execute(statement, parameters, many, context)
        finally:
            spent += time.perf_counter() - begin

    with connection.execute_wrapper(timed):
        yield
    run.seconds["indexing_in_database"] = spent
