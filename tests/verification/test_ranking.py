"""The ranking is BM25 over the permitted passages and nothing else, to the last unit of the score."""

import functools
import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest

from governance.access.scopes import scope
from governance.access.sessions import sign_in_as_operator
from kaas.retrieval.search import search
from portfolios.analysis import query_terms
from portfolios.analysis.indexing import occurrences
from portfolios.catalogue import find_portfolio
from portfolios.concepts import Asked
from portfolios.passages import rarity, read_passages, search_index
from tests import reference_bm25
from tests.databases import Server
from tests.oracle import Session
from tests.verification.logins import Raw, person
from tests.verification.test_noninterference import QUERIES, QUESTIONS
from tests.verification.worlds import read_world

PEOPLE = ["engineer", "engineer2", "cn-engineer", "attorney", "counsel", "strategist", "executive"]
Texts = Mapping[uuid.UUID, str]
counted = functools.cache(occurrences)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture(scope="module")
def permitted(root: Raw) -> dict[str, Texts]:
    return texts_by_person(root)


def texts_by_person(root: Raw) -> dict[str, Texts]:
    """For each person the passages they may read, by the oracle."""
    world = read_world(root)
    row = root.execute("select now()").fetchone()
    assert row is not None
    people: dict[str, uuid.UUID] = dict(root.execute("select username, id from access_user").fetchall())
    passages = root.execute(
        "select p.id, p.label_id, p.text from portfolios_passage p join portfolios_document d on d.id = p.document_id"
        " where d.withdrawn_at is null"
    ).fetchall()
    found: dict[str, Texts] = {}
    for name in PEOPLE:
        labels = world.permitted(Session(people[name], row[0] + timedelta(1), factor_level=2), row[0])
        found[name] = {passage: text for passage, label, text in passages if label in labels}
    return found


@pytest.fixture(scope="module", autouse=True)
def counting_once() -> Iterator[None]:
    """The reference counts words anew for every term; here each text is counted once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.reference_bm25.occurrences", counted)
        yield


def queries(texts: Texts) -> list[str]:
    """Fixed ones, the demo questions, and pieces of passages, readable or not, drawn by chance."""
    dice = random.Random(7)  # noqa: S311  # the same every time
    drawn = []
    for text in dice.sample(sorted(texts.values()), 12):
        begin = dice.randrange(max(1, len(text) - 60))
        drawn.append(text[begin : begin + 60])
    return [*QUERIES, *(question["text"] for question in QUESTIONS), *drawn]


def found_by(query: str, username: str, within: uuid.UUID | None = None) -> list[tuple[uuid.UUID, int]]:
    terms = [(term.lexeme, term.weight) for term in query_terms(query)]
    with person(username) as acting:
        return search_index(terms, scope=acting, within=within, limit=10_000) if terms else []


@pytest.mark.parametrize("username", PEOPLE)
def test_ranking_and_scores_are_those_of_the_definition(
    app: str, permitted: dict[str, Texts], username: str
) -> None:
    compared = 0
    for query in queries(permitted["counsel"]):
        found = found_by(query, username)
        expected = reference_bm25.scores(permitted[username], query)
        assert dict(found) == expected, query
        scores = [score for _, score in found]
        assert scores == sorted(scores, reverse=True)
        assert [one for one, score in found if scores.count(score) == 1] == [
            one
            for one in sorted(expected, key=lambda key: -expected[key])
            if list(expected.values()).count(expected[one]) == 1
        ]
        compared += len(found)
    assert compared > 100


@pytest.mark.parametrize(
    ("username", "portfolio"), [("attorney", "aurora"), ("counsel", "borealis"), ("executive", "common")]
)
def test_narrowing_keeps_the_statistics_of_all_that_is_permitted(
    app: str, root: Raw, permitted: dict[str, Texts], username: str, portfolio: str
) -> None:
    inside = {
        row[0]
        for row in root.execute(
            "select p.id from portfolios_passage p join portfolios_document d on d.id = p.document_id"
            " join portfolios_portfolio f on f.id = d.portfolio_id where f.name = %s",
            [portfolio],
        ).fetchall()
    }
    with person(username) as acting:
        within = find_portfolio(portfolio, scope=acting)
    for query in queries(permitted["counsel"]):
        expected = reference_bm25.scores(permitted[username], query)
        found = found_by(query, username, within)
        assert dict(found) == {key: score for key, score in expected.items() if key in inside}
        order = [key for key, _ in found_by(query, username) if key in inside]
        assert [key for key, _ in found] == order


def test_weights_multiply_and_a_limit_cuts(app: str, permitted: dict[str, Texts]) -> None:
    texts = permitted["attorney"]
    terms = [("e:flow", 16), ("e:drift", 3), ("e:batteri", 0), ("e:nosuchword", 16)]
    expected: dict[uuid.UUID, int] = {}
    for lexeme, weight in terms:
        impacts = {key: reference_bm25.impact(lexeme, text) for key, text in texts.items()}
        holding = {key: value for key, value in impacts.items() if value}
        for key, value in holding.items():
            expected[key] = expected.get(key, 0) + value * weight * reference_bm25.idf(
                len(texts), len(holding)
            )
    with person("attorney") as acting:
        found = search_index(terms, scope=acting, within=None, limit=10_000)
        assert dict(found) == expected
        for limit in (1, 3, 7):
            assert search_index(terms, scope=acting, within=None, limit=limit) == found[:limit]
        assert search_index([], scope=acting, within=None, limit=5) == []


CONCEPTS = {
    "a word and its translations": [
        Asked("e:flow", 16, 0, 0),
        Asked("j:流量", 16, 0, 1),
        Asked("j:流れ", 8, 0, 2),
        Asked("e:drift", 16),
    ],
    "two words together": [Asked("e:zero", 8, 3, 1), Asked("e:drift", 8, 3, 1), Asked("j:電池", 16, 3, 2)],
    "one of two is unknown": [
        Asked("e:zero", 8, 1, 1),
        Asked("e:nosuchword", 8, 1, 1),
        Asked("e:flow", 5, 1, 2),
    ],
    "in two concepts": [Asked("e:flow", 16, 0, 0), Asked("e:flow", 8, 1, 1), Asked("e:batteri", 16, 1, 2)],
    "nothing known": [Asked("e:nosuchword", 16, 0, 0), Asked("j:無し無し", 16, 0, 1)],
}


@pytest.mark.parametrize("asked", CONCEPTS.values(), ids=CONCEPTS)
@pytest.mark.parametrize("username", ["engineer", "engineer2", "counsel"])
def test_a_concept_is_as_rare_as_the_permitted_passages_with_any_of_its_words(
    app: str, permitted: dict[str, Texts], username: str, asked: list[Asked]
) -> None:
    with person(username) as acting:
        found = search_index(asked, scope=acting, within=None, limit=10_000)
    assert dict(found) == reference_bm25.scores_of(permitted[username], asked)


def test_a_long_query_is_cut_to_what_weighs_most_under_the_statistics_of_the_person(
    app: str, permitted: dict[str, Texts]
) -> None:
    words = sorted({word for text in permitted["counsel"].values() for word in counted(text).frequencies})
    asked = [Asked(word, 16) for word in random.Random(5).sample(words, 160)]  # noqa: S311
    seen = set()
    for username in ("engineer", "counsel"):
        with person(username) as acting:
            found = search_index(asked, scope=acting, within=None, limit=10_000)
        assert dict(found) == reference_bm25.scores_of(permitted[username], asked)
        seen.add(len(found))
    assert min(seen) > 5


ODD = {
    "particles": "のはがをにへとでもや",
    "one kanji": "流",
    "emoji": "🦀🔥👩‍🔬 flow 🌊",
    "operators": '"" AND OR NOT - ( ) * ? :',
    "regular expression": r"^(?:flow|drift)+$ \d{3,}[^\w]",
    "50,000 characters": "residual zero drift of the flow 流量の残留誤差 " * 1200,
}


@pytest.mark.parametrize("query", ODD.values(), ids=ODD)
def test_whatever_is_asked_finds_what_the_definition_finds(
    app: str, permitted: dict[str, Texts], query: str
) -> None:
    assert dict(found_by(query, "engineer")) == reference_bm25.scores(permitted["engineer"], query)


def test_among_some_documents_the_statistics_are_those_of_all(app: str, permitted: dict[str, Texts]) -> None:
    query = "residual zero drift of the flow"
    terms = [(term.lexeme, term.weight) for term in query_terms(query)]
    with person("attorney") as acting:
        everything = search_index(terms, scope=acting, within=None, limit=10_000)
        passages = read_passages([one for one, _ in everything], scope=acting)
        documents = sorted({passage.document_id for passage in passages.values()})[::2]
        kept = [found for found in everything if passages[found[0]].document_id in documents]
        for limit in (2, 10_000):
            among = search_index(terms, scope=acting, within=None, limit=limit, among=documents)
            assert among == kept[:limit]
        assert 2 < len(kept) < len(everything)
        assert search_index(terms, scope=acting, within=None, limit=5, among=[]) == []


def test_rarity_knows_permitted_passages_only(app: str, permitted: dict[str, Texts]) -> None:
    lexemes = sorted(
        {lexeme for text in permitted["counsel"].values() for lexeme in counted(text).frequencies}
    )
    sample = random.Random(3).sample(lexemes, 400)  # noqa: S311
    for username in ("engineer", "engineer2", "cn-engineer"):
        texts = permitted[username]
        counts = [counted(text).frequencies for text in texts.values()]
        expected = {
            w: reference_bm25.idf(len(texts), sum(bool(count[w]) for count in counts)) for w in sample
        }
        with person(username) as acting:
            assert rarity(sample, scope=acting) == expected
            unknown = rarity(["e:nosuchword"], scope=acting)["e:nosuchword"]
        hidden = [w for w in sample if not any(count[w] for count in counts)]
        assert len(hidden) > 50
        assert {expected[w] for w in hidden} == {unknown}


def test_a_search_shows_what_the_index_ranked(app: str) -> None:
    """Its first hits are read again and stand in another order: what they are is what the index found."""
    whole = 0
    for query in QUERIES:
        with scope(sign_in_as_operator("counsel")) as acting:
            hits = search(query, scope=acting, limit=50).hits
        ranked = [one for one, _ in found_by(query, "counsel")]
        shown = [hit.passage.id for hit in hits]
        assert len(set(shown)) == len(shown) and set(shown) <= set(ranked)
        if len(ranked) <= 50:
            assert set(shown) == set(ranked)
            whole += 1
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert whole > 3
