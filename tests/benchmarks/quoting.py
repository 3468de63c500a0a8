"""Answers by quoting on 150 U.S. grants: how long a person waits, against the database's own full-text search."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from governance.access.scopes import scope
from kaas.answering.ask import ask
from kaas.retrieval.search import find
from tests.benchmarks.grants import Grants, ingested_grants
from tests.benchmarks.peer import FullText
from tests.benchmarks.questions import questions
from tests.benchmarks.timing import keep, ratios, spread, table, timed

QUESTIONS = 80
WARMING = 5
FOUND = 20  # passages, as many as an answer looks for
GOAL_MS = 400
ASK, SEARCH, PEER = (
    "answer by quoting",
    "search alone, under row security",
    "peer: ts_rank, GIN, no row security",
)


def measure() -> str:
    """Run everything, keep the result, and return the table."""
    with ingested_grants() as grants, grants.server.superuser("kaas") as superuser:
        texts = [str(row[0]) for row in superuser.execute("select text from portfolios_passage")]
        superuser.execute("analyze")
        peer = FullText(superuser)
        asked = questions(texts, count=QUESTIONS + WARMING)
        outcomes: Counter[str] = Counter()
        times: dict[str, list[float]] = {ASK: [], SEARCH: [], PEER: []}
        for question in asked[:WARMING]:
            for action in _actions(question, grants, peer, Counter()).values():
                action()
        for question in asked[WARMING:]:
            for name, action in _actions(question, grants, peer, outcomes).items():
                times[name].append(timed(action))
        return _told(grants.report, times, outcomes)


def _actions(
    question: str, grants: Grants, peer: FullText, outcomes: Counter[str]
) -> dict[str, Callable[[], object]]:
    """What is measured, one after the other for each question, so that all see the same machine."""

    def search() -> None:
        with scope(grants.session_id) as acting:
            find(question, scope=acting, limit=FOUND)
        connection.close()  # as at the end of a request: back to the pool

    def answer() -> None:
        outcomes[ask(question, session_id=grants.session_id).outcome] += 1
        connection.close()

    return {SEARCH: search, PEER: lambda: peer.find(question, limit=FOUND), ASK: answer}


def _told(report: dict[str, Any], times: dict[str, list[float]], outcomes: Counter[str]) -> str:
    rows = {name: spread(taken) for name, taken in times.items()}
    result = {
        "documents": report["documents"],
        "passages": report["passages"],
        "failed": report["failed"],
        "ingestion_seconds": report["seconds"],
        "questions": len(times[ASK]),
        "milliseconds": rows,
        "ratios": {
            "search / peer": ratios(rows[SEARCH], rows[PEER]),
            "answer / peer": ratios(rows[ASK], rows[PEER]),
        },
        "outcomes": outcomes,
        "goal": {"answer p95 ms": GOAL_MS, "met": rows[ASK]["p95"] < GOAL_MS},
    }
    path = keep("quoting", result)
    compared = [
        f"{name:42}{of['p50']:>9.2f}x{of['p95']:>9.2f}x{of['max']:>9.2f}x"
        for name, of in result["ratios"].items()
    ]
    heading = (
        f"{report['documents']} grants, {report['passages']} passages, taken in in {report['seconds']} s,"
        f" {len(report['failed'])} failed;"
        f" {len(times[ASK])} questions: {', '.join(f'{n} {name}' for name, n in outcomes.items())}"
    )
    verdict = f"goal: answers p95 under {GOAL_MS} ms: {'met' if result['goal']['met'] else 'missed'}"
    return "\n".join([heading, table(rows), *compared, f"{verdict}; kept in {path}"])
