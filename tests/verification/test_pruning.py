"""Lists that are not read change nothing: whatever the constants of the search, it finds what reading everything finds."""

import random
import uuid
from collections.abc import Iterator

import pytest

from portfolios.analysis import query_terms
from portfolios.catalogue import find_portfolio
from portfolios.passages import search_index
from tests.databases import TEMPLATE, Server, connected
from tests.verification.logins import Raw, person
from tests.verification.test_noninterference import QUERIES, QUESTIONS

PEOPLE = ("engineer", "attorney", "counsel")
LIMITS = (1, 3, 20)
MOSTLY, FEW, ENOUGH, SHARE, FIRST, AGAIN = (
    ">= size then",
    "integer := 16000;",
    "integer := 3000;",
    "0.7 * certain",
    "2 * most",
    "3 * most",
)
# Postings read first, the share of the certain score at which reading ends, and how many are scored for it.
CONSTANTS = ((1, "1.0", "1"), (1, "0.5", "5"), (30, "0.8", "2"), (200, "0.95", "5"), (400, "1.0", "40"))
SLACK = "integer := 32;"
# How many more than are wanted may reach a floor, at first and where some of them have left; of how many spans it is guessed.
FLOORS = (("wanted", "2", "40"), ("30 * wanted", "100", "1"), ("wanted + 3", "8", "2"))
Terms = list[tuple[str, int]]
Found = list[tuple[uuid.UUID, int]]


@pytest.fixture(scope="module")
def queries(server: Server, demo: str) -> list[Terms]:
    """Fixed ones, the demo questions, and pieces of all lengths out of passages."""
    dice = random.Random(11)  # noqa: S311  # the same every time
    with server.superuser(demo) as raw:
        texts = [
            str(row[0]) for row in raw.execute("select text from portfolios_passage order by digest, id")
        ]
    pieces = []
    for text in dice.sample(texts, 25):
        begin = dice.randrange(max(1, len(text) - 40))
        pieces.append(text[begin : begin + dice.choice((20, 60, 200, 600))])
    asked = [*QUERIES, *(question["text"] for question in QUESTIONS), *pieces]
    terms = ([(term.lexeme, term.weight) for term in query_terms(query)] for query in asked)
    return [one for one in terms if one]


@pytest.fixture(scope="module")
def everything(server: Server, demo: str, queries: list[Terms]) -> dict[tuple[str, str], list[Found]]:
    """By person and portfolio, for each query every passage that shares a word with it: no list is left out."""
    with connected(server, "app", demo):
        return {
            (username, portfolio): _found(username, portfolio, queries, 1_000_000)
            for username in PEOPLE
            for portfolio in ("", "common")
        }


@pytest.fixture(scope="module")
def bent(server: Server) -> Iterator[tuple[str, Raw]]:
    """A clone whose search is given other constants."""
    database = server.fresh(TEMPLATE)
    with server.superuser(database) as raw:
        yield database, raw


@pytest.mark.parametrize("constants", CONSTANTS, ids=["-".join(map(str, one)) for one in CONSTANTS])
def test_the_best_are_the_best_of_everything(
    server: Server,
    bent: tuple[str, Raw],
    queries: list[Terms],
    everything: dict[tuple[str, str], list[Found]],
    constants: tuple[int, str, str],
) -> None:
    database, raw = bent
    bend(raw, *constants)
    with connected(server, "app", database):
        assert compare(queries, everything) > 1000


@pytest.mark.parametrize("floors", FLOORS, ids=["-".join(one) for one in FLOORS])
def test_points_that_are_added_up_as_vectors_find_the_same(
    server: Server,
    bent: tuple[str, Raw],
    queries: list[Terms],
    everything: dict[tuple[str, str], list[Found]],
    floors: tuple[str, str, str],
) -> None:
    """All of every search, with rows that are vectors and rows that are not."""
    database, raw = bent
    exchange(raw, "search_passages", {FEW: "integer := 0;", MOSTLY: ">= 0 then"})
    changed = {"2 * wanted + 300": floors[0], "wanted * 8": f"wanted * {floors[1]}"}
    exchange(raw, "score_spans", changed | {"integer := 40;": f"integer := {floors[2]};"})
    kinds = raw.execute("select count(impacts), count(*) - count(impacts) from index_posting").fetchone()
    assert kinds is not None and min(kinds) > 100
    with connected(server, "app", database):
        assert compare(queries, everything, every=3) > 300


@pytest.mark.parametrize("slack", [0, 2])
def test_the_best_of_few_postings_are_taken_at_once(
    server: Server,
    bent: tuple[str, Raw],
    queries: list[Terms],
    everything: dict[tuple[str, str], list[Found]],
    slack: int,
) -> None:
    """Equal scores at the end of what was asked for are told apart as well."""
    database, raw = bent
    exchange(raw, "search_passages", {FEW: "integer := 2147483647;", SLACK: f"integer := {slack};"})
    with connected(server, "app", database):
        assert compare(queries, everything, every=3) > 300


def compare(queries: list[Terms], everything: dict[tuple[str, str], list[Found]], every: int = 1) -> int:
    """How many hits were those that reading everything finds. Raises AssertionError for any other."""
    compared = 0
    for (username, portfolio), complete in everything.items():
        for limit in LIMITS:
            cut = [found[:limit] for found in complete[::every]]
            assert _found(username, portfolio, queries[::every], limit) == cut, (username, portfolio, limit)
            compared += sum(map(len, cut))
    return compared


def test_lists_are_left_out(server: Server, bent: tuple[str, Raw], queries: list[Terms]) -> None:
    """Otherwise the test above would compare a search with itself."""
    database, raw = bent
    bend(raw, 1, "0.8", "5")
    raw.execute("create table left_out (lists integer)")
    raw.execute("grant insert on left_out to kaas_gate")
    definition = _definition(raw, "score_passages")
    noted = definition.replace(
        "return query", "insert into left_out values (cardinality(lists) - taken); return query"
    )
    raw.execute(noted.replace(" STABLE", " VOLATILE").encode())
    raw.execute(_definition(raw, "search_passages").replace(" STABLE", " VOLATILE").encode())
    with connected(server, "app", database):
        _found("counsel", "", queries, 1)
    # Each search that leaves lists out scores twice, and only the second time with all it read.
    seconds = raw.execute("select count(*) filter (where lists > 0), count(*) from left_out").fetchone()
    assert seconds is not None
    assert seconds[0] > len(queries) // 2


def bend(raw: Raw, enough: int, share: str, widest: str) -> None:
    """Give the search that prunes other constants."""
    changes = {
        MOSTLY: "< 0 then",
        FEW: f"integer := {enough};",
        ENOUGH: f"integer := {enough} ;",
        SHARE: f"{share} * certain",
        FIRST: f"{widest} * most ",
        AGAIN: f"{widest} * most",
    }
    exchange(raw, "search_passages", changes)


_originals: dict[str, str] = {}


def exchange(raw: Raw, name: str, changes: dict[str, str]) -> None:
    """Give a function other constants than those it came with. Fails where it no longer has these."""
    kept = _originals.setdefault(name, _definition(raw, name))
    for before, after in changes.items():
        assert kept.count(before) == 1, before
        kept = kept.replace(before, after)
    raw.execute(kept.encode())


def _definition(raw: Raw, name: str) -> str:
    row = raw.execute(
        "select pg_get_functiondef(p.oid) from pg_proc p where p.proname = %s", [name]
    ).fetchone()
    assert row is not None
    return str(row[0])


def _found(username: str, portfolio: str, queries: list[Terms], limit: int) -> list[Found]:
    with person(username) as acting:
        within = find_portfolio(portfolio, scope=acting) if portfolio else None
        return [search_index(terms, scope=acting, within=within, limit=limit) for terms in queries]
