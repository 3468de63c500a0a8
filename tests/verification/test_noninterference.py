"""Two companies that differ only in what a person may not read are the same company to that person, to the byte."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from governance.access.scopes import NotFound
from governance.access.sessions import sign_in_as_operator
from kaas.answering.ask import ask
from kaas.retrieval.search import search
from portfolios.catalogue import (
    count_documents,
    find_portfolio,
    get_document,
    list_documents,
    list_portfolios,
    view_document,
)
from tests.databases import DEMO, Server, company, connected
from tests.verification.logins import Raw, person
from tests.verification.twins import Masked, Visitor, make_twin, missing

QUESTIONS = [json.loads(line) for line in (DEMO / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
PORTFOLIOS = ["", "common", "aurora", "borealis", "jda-lindfeldt", "suzhou", "no such portfolio"]
# Words of documents on every side of every wall, numbers and file names of hidden ones, and words of none.
QUERIES = [
    "界面抵抗 勾配型",
    "バインダー 0.2質量%",
    "lithium niobate coating thickness",
    "residual zero drift",
    "Coriolis",
    "US19204511B2",
    "US20240991734A1",
    "AUR-D-014",
    "gravimetric rig GR-2",
    "Lindfeldt cost 60 %",
    "notebook guideline",
    "特許 明細書",
    "xylophone",
]
SEES = {
    "engineer": {"public", "internal", "aurora", "aurora-secret"},
    "engineer2": {"public", "internal", "borealis", "borealis-secret"},
    "cn-engineer": {"public", "internal", "cn-local"},
}


@pytest.fixture(scope="module")
def twins(server: Server, django_db_blocker: DjangoDbBlocker, demo: str) -> dict[str, str]:
    """For each person a database that never held what they may not read."""
    return {name: make_twin(server, wanted=seen.__contains__) for name, seen in SEES.items()}


def through_the_verbs(username: str) -> Iterator[Any]:
    """Everything the doors of the rooms give, scores and statistics included."""
    for portfolio in PORTFOLIOS:
        with person(username) as acting:
            try:
                yield list_documents(scope=acting, portfolio=portfolio)
                yield find_portfolio(portfolio, scope=acting) if portfolio else None
            except NotFound:
                yield "not found"
        for query in QUERIES:
            with person(username) as acting:
                try:
                    found = search(query, scope=acting, limit=100, portfolio=portfolio)
                except NotFound:
                    yield "not found"
                else:
                    yield found.query, found.hits, sorted(found.rarity.items()), sorted(found.weights.items())
    with person(username) as acting:
        yield list_portfolios(scope=acting), count_documents(scope=acting)
        for document in list_documents(scope=acting):
            yield view_document(document.id, scope=acting)
    for question in QUESTIONS:
        answer = ask(question["text"], session_id=sign_in_as_operator(username))
        yield answer.question, answer.outcome, answer.sentence, answer.searched, answer.level
        yield answer.statements, answer.citations


def transcript(server: Server, database: str, username: str) -> list[str]:
    masked = Masked()
    with connected(server, "app", database):
        return [
            masked(repr(item).replace("datetime", "")) for item in without_labels(through_the_verbs(username))
        ]


def without_labels(items: Iterator[Any]) -> Iterator[Any]:
    """Labels are numbers of the database's own that never leave it; in a twin they are the same ones."""
    yield from items


@pytest.mark.parametrize("username", SEES)
def test_the_verbs_tell_twins_apart_in_nothing(
    server: Server, demo: str, twins: dict[str, str], username: str
) -> None:
    with_hidden = transcript(server, demo, username)
    without = transcript(server, twins[username], username)
    assert len(with_hidden) == len(without) > 100
    for one, other in zip(with_hidden, without, strict=True):
        assert one == other


def test_the_comparison_can_fail(server: Server, demo: str, twins: dict[str, str]) -> None:
    """Somebody who may read what is missing notices."""
    assert transcript(server, demo, "engineer") != transcript(server, twins["engineer2"], "engineer")


def through_the_portal(username: str, portfolios: list[str]) -> Iterator[str]:
    for language in ("en", "ja"):
        browser = Visitor(username, **{"Accept-Language": language})
        for path in ("/", "/documents/", "/questions/", "/trail/", "/search/", "/nowhere"):
            yield browser.get(path)
        for portfolio in portfolios:
            yield browser.get("/documents/", portfolio=portfolio)
            for query in QUERIES[:6]:
                yield browser.get("/search/", q=query, portfolio=portfolio)
        for question in QUESTIONS:
            yield browser.post(
                "/ask/stream", question=question["text"], portfolio=question.get("portfolio", "")
            )
            yield browser.post("/ask/", question=question["text"], portfolio="")
        yield browser.get("/questions/")
        yield browser.get("/")
        for document in readable(username):
            yield browser.get(f"/documents/{document}/")


def readable(username: str) -> list[uuid.UUID]:
    with person(username) as acting:
        return [document.id for document in list_documents(scope=acting)]


def through_the_api(username: str, portfolios: list[str]) -> Iterator[str]:
    program = Visitor(username)
    for query in QUERIES:
        for portfolio in portfolios:
            yield program.send("/api/v1/search", query=query, portfolio=portfolio, limit=100)
    stream = Visitor(username, Accept="text/event-stream")
    for question in QUESTIONS:
        for caller in (program, stream):
            yield caller.send(
                "/api/v1/ask", question=question["text"], portfolio=question.get("portfolio", "")
            )
    for document in readable(username):
        yield program.get(f"/api/v1/documents/{document}")
    for path in (
        "schema/",
        "trail/events",
        f"documents/{missing()}",
        f"answers/{missing()}",
        "documents/x",
        "nowhere",
    ):
        yield program.get(f"/api/v1/{path}")


@pytest.mark.parametrize("door", [through_the_api, through_the_portal])
def test_http_tells_twins_apart_in_nothing(
    server: Server, demo: str, twins: dict[str, str], door: Any
) -> None:
    transcripts = []
    for database in (demo, twins["engineer2"]):
        with connected(server, "app", database):
            transcripts.append(list(door("engineer2", ["", "borealis", "aurora", "no such portfolio"])))
    assert len(transcripts[0]) > 70
    for one, other in zip(*transcripts, strict=True):
        assert one == other
    assert not any(answer.startswith("500") for answer in transcripts[0])


def test_what_is_hidden_is_nowhere_in_what_is_sent(server: Server, demo: str) -> None:
    """Not a word of a hidden title, nor the name of a project, on any page or in any answer that was not asked with it."""
    with server.superuser(demo) as root:
        hidden = {title for _, title in hidden_documents(root)}
    assert len(hidden) > 5
    with connected(server, "app", demo):
        doors = (through_the_portal, through_the_api)
        sent = "\n".join(answer for door in doors for answer in door("engineer2", ["borealis"]))
    for secret in (*hidden, "aurora", "jda-lindfeldt", "suzhou"):
        assert secret not in sent


def hidden_documents(root: Raw) -> list[tuple[uuid.UUID, str]]:
    """Id and title of what engineer2 may not read."""
    rows = root.execute(
        "select d.id, d.title from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where m.name <> all(%s)",
        [sorted(SEES["engineer2"])],
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def test_a_hidden_id_is_a_missing_id_at_every_door(server: Server, demo: str) -> None:
    with server.superuser(demo) as root:
        hidden = [document for document, _ in hidden_documents(root)]
        query = "select id from portfolios_passage where document_id = any(%s) limit 3"
        passages = [row[0] for row in root.execute(query, [hidden]).fetchall()]
    with connected(server, "app", demo):
        theirs = ask(QUESTIONS[0]["text"], session_id=sign_in_as_operator("engineer"))
        own = readable("engineer2")[0]
        with person("engineer2") as acting:
            for document in (*hidden, missing()):
                for verb in (get_document, view_document):
                    with pytest.raises(NotFound) as caught:
                        verb(document, scope=acting)
                    assert caught.value.args == ()
        for path, ids in (
            ("/api/v1/documents/{}", hidden),
            ("/documents/{}/", hidden),
            ("/api/v1/answers/{}", [theirs.id, theirs.question_id]),
            ("/answers/{}/", [theirs.id, theirs.question_id]),
            (f"/documents/{own}/?passage={{}}", passages),
            ("/trail/{}/open/", [theirs.event]),
        ):
            answers = {Visitor("engineer2").get(path.format(one)) for one in (*ids, missing())}
            assert len(answers) == 1, path
            assert path.startswith(("/documents/" + str(own), "/trail")) or answers.pop().startswith("404")
        posted = {
            Visitor("engineer2").post(f"/trail/{one}/open/", reason="curious")
            for one in (theirs.event, missing())
        }
        assert len(posted) == 1 and posted.pop().startswith("403")
        asked = {
            Visitor("engineer2").send("/api/v1/ask", question="zero drift", portfolio=name)
            for name in ("aurora", "jda-lindfeldt", "suzhou", "no such portfolio")
        }
        assert len(asked) == 1 and asked.pop().startswith("404")


def test_the_command_line_says_the_same_of_hidden_and_missing(server: Server, demo: str) -> None:
    """One of the slower tests: it starts the command as an operator would."""
    said = [
        server.kaas("search", "zero drift", "--as", "engineer2", "--portfolio", name, "--json", database=demo)
        for name in ("aurora", "no such portfolio")
    ]
    assert len({(done.returncode, done.stdout, done.stderr) for done in said}) == 1
    assert said[0].returncode != 0
    assert "aurora" not in said[0].stderr


@pytest.fixture(scope="module")
def backwards(server: Server, django_db_blocker: DjangoDbBlocker, demo: str) -> str:
    return make_twin(server, backwards=True)


@pytest.mark.parametrize("username", ["counsel", "engineer2"])
def test_the_order_of_ingestion_is_not_to_be_seen(
    server: Server, demo: str, backwards: str, username: str
) -> None:
    for one, other in zip(
        transcript(server, demo, username), transcript(server, backwards, username), strict=True
    ):
        assert one == other


def test_markings_of_the_demo_company_are_as_these_tests_take_them(server: Server, demo: str) -> None:
    held = {d["marking"] for p in company()["portfolios"] for d in p["documents"]}
    with connected(server, "app", demo):
        for username, seen in SEES.items():
            with person(username) as acting:
                assert {document.marking for document in list_documents(scope=acting)} == seen & held
