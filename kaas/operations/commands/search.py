"""Search as a person: the passages they would find, best first."""

import argparse

from governance.access.scopes import scope
from kaas.operations.acting import acting_as
from kaas.operations.commands.output import emit, say
from kaas.retrieval.search import search, told
from kaas.wiring import desk
from portfolios.locators import locator_text


def describe(parser: argparse.ArgumentParser) -> None:
    """QUERY --as USER [--portfolio NAME] [--limit N] [--json]"""
    parser.add_argument("query", metavar="QUERY")
    parser.add_argument(
        "--as", dest="username", required=True, metavar="USER", help="whose eyes to search with"
    )
    parser.add_argument("--portfolio", default="", help="only there")
    parser.add_argument("--limit", type=int, default=10)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print hits. Exit status 1 when nothing was found."""
    with acting_as(options.username) as session_id, scope(session_id) as acting:
        at_hand = desk()
        results = search(
            options.query,
            scope=acting,
            limit=max(1, min(options.limit, 200)),
            portfolio=options.portfolio,
            embedder=at_hand.embedder,
            reranker=at_hand.reranker,
        )
    if options.json:
        emit(
            {
                "query": results.query,
                "took_ms": results.took_ms,
                "arms": results.arms,
                "failed": results.failed,
                "hits": [told(hit) for hit in results.hits],
            }
        )
    else:
        for hit in results.hits:
            where = locator_text(hit.passage.locator_kind, hit.passage.locator_value, hit.passage.language)
            say(f"{hit.rank:3}. {hit.document.title} — {where}  [{hit.document.marking}]  {hit.score:.2f}")
            say(f"     {' '.join(hit.passage.text.split())[:160]}")
        if not results.hits:
            say("nothing found")
        if results.failed:
            say(f"without {' and '.join(results.failed)}: the model did not answer")
    return 0 if results.hits else 1
