"""However few places are looked at first and whatever happens meanwhile, a search finds what reading everything finds."""

import random
import uuid
from collections.abc import Callable, Iterator

import pytest

from governance.access.sessions import sign_in_as_operator
from portfolios import words
from portfolios.analysis import query_terms
from portfolios.catalogue import find_portfolio
from portfolios.passages import search_index
from tests.databases import TEMPLATE, Server, connected
from tests.verification.logins import Raw, identify, person
from tests.verification.test_noninterference import QUERIES, QUESTIONS

PEOPLE = ("engineer", "attorney", "counsel")
LIMITS = (1, 3, 20)
# Sums in a column, places beyond those wanted, how many times as many where too few were of those wanted.
CONSTANTS = ((2, 0, 2), (1, 1, 3), (8, 0, 100), (4096, 8, 8))
MEANWHILE = ("withdrawn", "under another label", "merged", "added", "revoked")
DRIFT = [("e:drift", 16), ("e:zero", 16), ("e:flow", 5)]
CLOSE = """
    update access_compartmentmembership m set valid_to = statement_timestamp() from access_user u
     where u.id = m.person_id and u.username = 'engineer2' and m.valid_to is null
"""
HELD = """
    select coalesce(sum(l.df), 0), (select count(*) from index_withdrawn) from index_list l
     where l.lexeme = any(%s) and l.label_id = any(%s)
"""
# A document in English under whatever label.
LEAVES = """
    delete from index_forward where document_id = (
      select p.document_id from index_forward join portfolios_passage p on p.id = passage_id where p.text ~ 'drift'
       order by md5(p.document_id::text) limit 1)
"""
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
    """By person and portfolio, for each query every passage that shares a word with it."""
    with connected(server, "app", demo):
        return {
            (username, portfolio): found(username, portfolio, queries, 1_000_000)
            for username in PEOPLE
            for portfolio in ("", "common")
        }


@pytest.mark.parametrize("constants", CONSTANTS, ids=["-".join(map(str, one)) for one in CONSTANTS])
def test_the_best_are_the_best_of_everything(
    app: str,
    queries: list[Terms],
    everything: dict[tuple[str, str], list[Found]],
    constants: tuple[int, int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in zip(("COLUMN", "SLACK", "NARROWED"), constants, strict=True):
        monkeypatch.setattr(words, name, value)
    compared = 0
    for (username, portfolio), complete in everything.items():
        for limit in LIMITS:
            cut = [one[:limit] for one in complete]
            assert found(username, portfolio, queries, limit) == cut, (username, portfolio, limit)
            compared += sum(map(len, cut))
    assert compared > 1000


def found(username: str, portfolio: str, queries: list[Terms], limit: int) -> list[Found]:
    with person(username) as acting:
        within = find_portfolio(portfolio, scope=acting) if portfolio else None
        return [search_index(terms, scope=acting, within=within, limit=limit) for terms in queries]


@pytest.fixture
def company(server: Server) -> Iterator[tuple[str, Raw]]:
    database = server.fresh(TEMPLATE)
    with server.superuser(database) as raw:
        yield database, raw


@pytest.mark.parametrize("change", MEANWHILE)
def test_what_happens_between_adding_up_and_naming_shows_in_nothing_but_who_is_left(
    server: Server, company: tuple[str, Raw], change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, raw = company
    add = words.added_up
    happened: list[Callable[[], object]] = []

    def added_up(lists: object) -> words.Sums:
        sums = add(lists)  # type: ignore[arg-type]
        while happened:
            happened.pop()()
        return sums

    monkeypatch.setattr(words, "added_up", added_up)
    with connected(server, "app", database), person("engineer2") as acting:
        before = search_index(DRIFT, scope=acting, within=None, limit=10_000)
        assert search_index(DRIFT, scope=acting, within=None, limit=5) == before[:5]
        happened.append(lambda: happens(raw, change, before[0][0]))
        during = search_index(DRIFT, scope=acting, within=None, limit=5)
        left = {passage for passage, _ in search_index(DRIFT, scope=acting, within=None, limit=10_000)}
    assert not happened
    assert during == [one for one in before if one[0] in left][:5]
    unchanged = change in ("merged", "added")
    assert (during == before[:5]) is unchanged


def happens(raw: Raw, change: str, passage: uuid.UUID) -> None:
    document = "(select document_id from index_forward where passage_id = %s)"
    if change == "withdrawn":
        raw.execute(f"delete from index_forward where document_id = {document}", [passage])
    elif change == "under another label":
        hidden = "(select label_id from access_marking where name = 'aurora-secret')"
        raw.execute(f"update index_forward set label_id = {hidden} where document_id = {document}", [passage])
    elif change == "merged":
        raw.execute("update index_posting set fresh = true")
        raw.execute("select merge_postings(1, 100000) from generate_series(1, 20)")
    elif change == "added":
        raw.execute(
            "insert into index_forward (number, passage_id, document_id, portfolio_id, label_id, tie, impacts)"
            " overriding system value select n.number, gen_random_uuid(), gen_random_uuid(), f.portfolio_id, f.label_id,"
            " 0, f.impacts from index_forward f, take_numbers(f.label_id, 1) n (number) where f.passage_id = %s",
            [passage],
        )
    else:
        raw.execute(CLOSE)


def test_postings_of_what_left_are_not_handed_out(server: Server, company: tuple[str, Raw]) -> None:
    """Neither before they are merged nor after."""
    database, raw = company
    with connected(server, "app", database):
        session = sign_in_as_operator("counsel")
    lexemes = ["e:drift", "e:flow", "e:zero", "j:電池"]
    asked = "select coalesce(sum(length(entries)) / 4, 0) from search_postings(%s, array[16, 16, 16, 16])"
    waiting = []
    with server.login("app", database) as app, server.login("worker", database) as worker:
        for _ in range(3):
            raw.execute(LEAVES)
            for _ in range(2):
                identify(app, session)
                (labels,) = app.execute("select permitted_labels()").fetchone() or ([],)
                held, withdrawn = raw.execute(HELD, [lexemes, labels]).fetchone() or (0, 0)
                waiting.append(withdrawn)
                assert app.execute(asked, [lexemes]).fetchone() == (held,)
                app.rollback()
                while (worker.execute("select merge_postings(1, 300)").fetchone() or (0,))[0]:
                    worker.commit()
                worker.commit()
    assert min(waiting) == 0 < max(waiting)
