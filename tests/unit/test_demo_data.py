"""The demo company agrees with itself: files, markings, people, and questions whose answers stand where they should."""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from lxml import etree

from portfolios.parsing import ParsedDocument, parse

DEMO = Path(__file__).parents[2] / "deploy" / "demo"
DOCUMENTS = DEMO / "documents"
COMPANY: dict[str, Any] = tomllib.loads((DEMO / "company.toml").read_text(encoding="utf-8"))
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (DEMO / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
DECLARED: list[dict[str, str]] = [
    entry for portfolio in COMPANY["portfolios"] for entry in portfolio["documents"]
]
FILES = {entry["file"]: entry for entry in DECLARED}
ACCOUNTS = {"engineer", "engineer2", "cn-engineer", "attorney", "counsel", "strategist", "executive"}
ACCOUNTS |= {"admin", "admin2", "auditor"}
ROLES = {"engineer", "strategist", "executive", "attorney", "counsel", "administrator", "auditor"}


def test_company_and_questions_name_their_files() -> None:
    on_disk = {path.relative_to(DOCUMENTS).as_posix() for path in DOCUMENTS.rglob("*") if path.is_file()}
    assert set(FILES) == on_disk
    assert len(DECLARED) == len(FILES), "a file is listed twice"
    assert {question["document"] for question in QUESTIONS} <= on_disk


def test_documents_are_few_and_small() -> None:
    assert 12 <= len(FILES) <= 16
    assert sum((DOCUMENTS / name).stat().st_size for name in FILES) < 1_000_000


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("tracks", "code"),
        ("compartments", "code"),
        ("reader_groups", "code"),
        ("markings", "name"),
        ("portfolios", "name"),
        ("people", "username"),
    ],
)
def test_names_are_unique(table: str, key: str) -> None:
    names = [row[key] for row in COMPANY[table]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("owner", [*COMPANY["markings"], *COMPANY["people"]], ids=lambda row: _name(row))
def test_labels_refer_to_what_is_declared(owner: dict[str, Any]) -> None:
    for table in ("tracks", "compartments", "reader_groups"):
        assert set(owner[table]) <= _codes(table)
    assert 0 <= owner.get("level", owner.get("clearance", -1)) <= 4


def test_every_document_has_a_declared_marking_and_every_marking_a_document() -> None:
    used = {entry["marking"] for entry in DECLARED}
    assert used == {marking["name"] for marking in COMPANY["markings"]}


def test_public_and_internal_are_for_all() -> None:
    public, internal = _marking("public"), _marking("internal")
    assert (public["level"], public["compartments"], public["reader_groups"]) == (0, [], [])
    assert set(public["tracks"]) == set(internal["tracks"]) == _codes("tracks")
    assert internal["level"] == 1


def test_people_are_the_demo_accounts() -> None:
    people = COMPANY["people"]
    assert {person["username"] for person in people} == ACCOUNTS
    for person in people:
        assert person["roles"] and set(person["roles"]) <= ROLES
        assert person["language"] in ("ja", "en")
        assert person["name_ja"] and person["name_en"]


def test_walls_and_grants_name_people_and_compartments() -> None:
    for row in [*COMPANY["walls"], *COMPANY["grants"]]:
        assert row["person"] in ACCOUNTS
        assert row["compartment"] in _codes("compartments")
        assert row["reason_ja"] and row["reason_en"]
    assert {"person": "engineer2", "compartment": "aurora"}.items() <= COMPANY["walls"][0].items()


def test_one_grant_has_ended_and_one_runs() -> None:
    ends = sorted(grant["until_day"] for grant in COMPANY["grants"])
    assert ends[0] < 0 < ends[-1]
    assert all(grant["from_day"] < grant["until_day"] for grant in COMPANY["grants"])


@pytest.mark.parametrize("username", ["admin", "admin2", "auditor"])
def test_who_runs_the_platform_reads_nothing(username: str) -> None:
    assert not any(_may_read(username, name) for name in FILES)


def test_the_two_projects_do_not_see_each_other() -> None:
    of_engineer = {name for name in FILES if _may_read("engineer", name)}
    of_engineer2 = {name for name in FILES if _may_read("engineer2", name)}
    shared = of_engineer & of_engineer2
    assert {name.split("/")[0] for name in shared} == {"common"}
    assert {name.split("/")[0] for name in of_engineer - shared} == {"aurora"}
    assert {name.split("/")[0] for name in of_engineer2 - shared} == {"borealis"}


def test_questions_are_ten_in_two_languages() -> None:
    assert [question["id"] for question in QUESTIONS] == [f"q{number:02d}" for number in range(1, 11)]
    languages = [question["language"] for question in QUESTIONS]
    assert (languages.count("ja"), languages.count("en")) == (5, 5)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_question_is_open_to_one_and_hidden_from_the_other(question: dict[str, Any]) -> None:
    assert _may_read(question["as"], question["document"])
    assert not _may_read(question["not_as"], question["document"])
    portfolio = question.get("portfolio")
    assert portfolio is None or portfolio == question["document"].split("/")[0]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_quote_stands_in_that_document_only(question: dict[str, Any]) -> None:
    quote = _unspaced(question["quote"])
    assert [name for name in FILES if quote in _unspaced(_raw_text(name))] == [question["document"]]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_quote_stands_at_its_locator(question: dict[str, Any]) -> None:
    places = [
        {"kind": block.locator.kind.value, "value": block.locator.value}
        for block in _parsed(question["document"]).blocks
        if question["quote"] in block.text
    ]
    assert places == [question["locator"]]


@pytest.mark.parametrize("name", FILES)
def test_every_document_is_read_without_warning(name: str) -> None:
    document = _parsed(name)
    assert document.title and document.blocks and not document.warnings
    assert (document.bibliography is not None) == name.endswith(".xml")
    if document.bibliography is not None:
        assert document.bibliography.publication_number == Path(name).stem
        assert document.bibliography.applicants and document.bibliography.inventors


@cache
def _parsed(name: str) -> ParsedDocument:
    (document,) = parse((DOCUMENTS / name).read_bytes(), name=name)
    assert isinstance(document, ParsedDocument), document
    return document


@cache
def _raw_text(name: str) -> str:
    """All text of a file by the shortest way, apart from the product's own parsing."""
    content = (DOCUMENTS / name).read_bytes()
    match Path(name).suffix:
        case ".xml":
            return "".join(str(text) for text in etree.fromstring(content).itertext())
        case ".pdf":
            return "".join(_pdf_pages(content))
        case ".docx":
            body = docx.Document(BytesIO(content)).element.body
            return "".join(node.text or "" for node in body.iter() if str(node.tag).endswith("}t"))
        case _:
            return content.decode()


def _pdf_pages(content: bytes) -> Iterator[str]:
    pdf = pypdfium2.PdfDocument(content)
    for page in pdf:
        textpage = page.get_textpage()
        yield textpage.get_text_range()
        textpage.close()
        page.close()
    pdf.close()


def _unspaced(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _may_read(username: str, name: str) -> bool:
    """Whether standing facts let a person read a document; grants for a time are left out."""
    marking = _marking(FILES[name]["marking"])
    person = next(person for person in COMPANY["people"] if person["username"] == username)
    walled = {wall["compartment"] for wall in COMPANY["walls"] if wall["person"] == username}
    needed, groups = set(marking["compartments"]), set(marking["reader_groups"])
    return (
        person["clearance"] >= marking["level"]
        and needed <= set(person["compartments"]) - walled
        and bool(set(marking["tracks"]) & set(person["tracks"]))
        and (not groups or bool(groups & set(person["reader_groups"])))
    )


def _marking(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(marking for marking in COMPANY["markings"] if marking["name"] == name)
    return found


def _codes(table: str) -> set[str]:
    return {row["code"] for row in COMPANY[table]}


def _name(row: dict[str, Any]) -> str:
    return str(row.get("name") or row["username"])
