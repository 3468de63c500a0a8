"""The demo company agrees with itself: files, markings, people, and questions whose answers stand where they should."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pypdfium2
import pytest
from lxml import etree

from governance.access.permissions import Role
from portfolios.chunking import chunk
from portfolios.parsing import ParsedDocument, parse

Question = dict[str, Any]
DEMO = Path(__file__).parents[2] / "deploy" / "demo"
DOCUMENTS = DEMO / "documents"
COMPANY: dict[str, Any] = tomllib.loads((DEMO / "company.toml").read_text(encoding="utf-8"))


def _questions(name: str) -> list[Question]:
    return [json.loads(line) for line in (DEMO / name).read_text(encoding="utf-8").splitlines()]


QUESTIONS = _questions("questions.jsonl")
HUNDRED = _questions("questions-100.jsonl")
TWO_DOCUMENTS = _questions("questions-two-documents.jsonl")
DECLARED: list[dict[str, str]] = [
    entry for portfolio in COMPANY["portfolios"] for entry in portfolio["documents"]
]
FILES = {entry["file"]: entry for entry in DECLARED}
PEOPLE: dict[str, dict[str, Any]] = {person["username"]: person for person in COMPANY["people"]}
SERVING = {"admin", "admin2", "auditor", "security", "export-control"}
FIRST_TEN = {
    "engineer",
    "engineer2",
    "cn-engineer",
    "attorney",
    "counsel",
    "strategist",
    "executive",
    "admin",
    "admin2",
    "auditor",
}
STANDINGS = ["active", "acknowledged", "trained"]
ROLES = {role.value for role in Role}
HERE = "Sagamihara"
EXPECTED = ("words", "meaning", "across", "number", "two_documents", "table", "date")
KINDS = {"hidden": 20, "counsel": 10, "trap": 10}


def test_company_and_questions_name_their_files() -> None:
    on_disk = {path.relative_to(DOCUMENTS).as_posix() for path in DOCUMENTS.rglob("*") if path.is_file()}
    assert set(FILES) == on_disk
    assert len(DECLARED) == len(FILES), "a file is listed twice"
    assert {question["document"] for question in QUESTIONS} <= on_disk


def test_documents_are_many_and_small() -> None:
    sizes = [(DOCUMENTS / name).stat().st_size for name in FILES]
    assert len(sizes) >= 60
    assert sum(sizes) < 5_000_000
    assert max(sizes) < 120_000


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


def test_all_five_levels_are_used() -> None:
    assert {_marking(entry["marking"])["level"] for entry in DECLARED} == {0, 1, 2, 3, 4}


def test_public_and_internal_are_for_all() -> None:
    public, internal = _marking("public"), _marking("internal")
    assert (public["level"], public["compartments"], public["reader_groups"]) == (0, [], [])
    assert set(public["tracks"]) == set(internal["tracks"]) == _codes("tracks")
    assert internal["level"] == 1


def test_people_are_the_demo_accounts() -> None:
    assert PEOPLE.keys() >= FIRST_TEN
    for person in PEOPLE.values():
        assert person["roles"] and set(person["roles"]) <= ROLES
        assert person["language"] in ("ja", "en")
        assert person["name_ja"] and person["name_en"]


def test_walls_and_grants_name_people_and_compartments() -> None:
    for row in [*COMPANY["walls"], *COMPANY["grants"]]:
        assert row["person"] in PEOPLE
        assert row["compartment"] in _codes("compartments")
        assert row["reason_ja"] and row["reason_en"]
    assert {"person": "engineer2", "compartment": "aurora"}.items() <= COMPANY["walls"][0].items()


def test_one_grant_has_ended_and_one_runs() -> None:
    ends = sorted(grant["until_day"] for grant in COMPANY["grants"])
    assert ends[0] < 0 < ends[-1]
    assert all(grant["from_day"] < grant["until_day"] for grant in COMPANY["grants"])


@pytest.mark.parametrize("username", sorted(SERVING))
def test_who_runs_the_platform_reads_nothing(username: str) -> None:
    assert _read_by(username) == set()


def test_who_left_reads_nothing_although_everything_else_stands() -> None:
    (leaver,) = [person for person in PEOPLE.values() if person.get("until_day", 1) < 0]
    assert leaver["compartments"] and leaver["clearance"] == 3
    assert _read_by(leaver["username"]) == set()


def test_the_two_projects_do_not_see_each_other() -> None:
    of_engineer, of_engineer2 = _read_by("engineer"), _read_by("engineer2")
    shared = of_engineer & of_engineer2
    assert _markings(shared) == {"public", "internal"}
    assert _markings(of_engineer - shared) == {"aurora", "aurora-secret"}
    assert _markings(of_engineer2 - shared) == {"borealis", "borealis-secret"}


@pytest.mark.parametrize(
    ("marking", "readers"),
    [
        ("aurora", {"engineer", "attorney", "counsel", "cto"}),
        ("aurora-secret", {"engineer", "attorney", "counsel"}),
        ("aurora-ip", {"attorney", "counsel"}),
        (
            "borealis",
            {"engineer2", "laser-lead", "attorney", "counsel", "cto", "strategist", "outside-attorney"},
        ),
        ("borealis-secret", {"engineer2", "laser-lead", "attorney", "counsel"}),
        ("borealis-privileged", {"attorney", "counsel"}),
        ("borealis-controlled", {"laser-lead", "counsel"}),
        ("borealis-drawings", {"laser-lead", "counsel"}),
        ("jda-lindfeldt", {"counsel", "partner"}),
        ("jda-lindfeldt-aurora", {"counsel"}),
        ("jda-lindfeldt-positions", {"counsel"}),
        ("cn-local", {"cn-engineer", "counsel", "executive", "cto"}),
        ("cassini", {"clean-engineer", "counsel"}),
        ("dorado", {"optics-engineer", "optics-engineer2", "attorney", "counsel", "cto"}),
        ("dorado-controlled", {"optics-engineer", "cto"}),
        ("personnel", {"hr"}),
        ("docket", {"attorney", "counsel"}),
        ("board", {"counsel", "cto"}),
        ("secrecy-order", {"counsel"}),
    ],
)
def test_every_wall_has_its_readers_and_no_other(marking: str, readers: set[str]) -> None:
    names = [name for name, entry in FILES.items() if entry["marking"] == marking]
    assert names
    for name in names:
        assert {username for username in PEOPLE if _may_read(username, name, place=HERE)} == readers


def test_one_document_is_read_in_one_place_only() -> None:
    elsewhere = {name for name in FILES if any(_may_read(username, name) for username in PEOPLE)}
    assert _markings(FILES.keys() - elsewhere) == {"borealis-drawings"}


def test_the_newcomer_lacks_nothing_but_a_training() -> None:
    (newcomer,) = [person for person in PEOPLE.values() if "standings" in person]
    assert set(STANDINGS) - set(newcomer["standings"]) == {"trained"}
    assert newcomer["compartments"] and _read_by(newcomer["username"]) == set()


def test_one_member_of_a_project_lacks_the_licence_and_nothing_else() -> None:
    (tag,) = _marking("dorado-controlled")["export_tags"]
    assert PEOPLE["optics-engineer2"]["clearance"] >= _marking("dorado-controlled")["level"]
    assert not _licensed("optics-engineer2", tag, "") and _licensed("optics-engineer", tag, "")


def test_every_compartment_is_owned_by_somebody_who_is_in_it() -> None:
    for compartment in COMPANY["compartments"]:
        assert compartment["owners"]
        for owner in compartment["owners"]:
            assert compartment["code"] in PEOPLE[owner]["compartments"]


def test_licences_are_for_tags_and_tags_for_markings() -> None:
    tagged = {tag for marking in COMPANY["markings"] for tag in marking.get("export_tags", [])}
    assert tagged == _codes("export_tags") == {licence["tag"] for licence in COMPANY["export_licences"]}
    for licence in COMPANY["export_licences"]:
        assert licence["reason_ja"] and licence["reason_en"]


def test_the_partner_reads_what_is_public_and_the_joint_development_only() -> None:
    assert _markings(_read_by("partner")) == {"public", "jda-lindfeldt"}


def test_the_highest_level_is_for_two() -> None:
    assert {name for name, person in PEOPLE.items() if person["clearance"] == 4} == {"counsel", "cto"}


def test_questions_are_ten_in_two_languages() -> None:
    assert [question["id"] for question in QUESTIONS] == [f"q{number:02d}" for number in range(1, 11)]
    languages = [question["language"] for question in QUESTIONS]
    assert (languages.count("ja"), languages.count("en")) == (5, 5)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_question_is_open_to_one_and_hidden_from_the_other(question: Question) -> None:
    assert _may_read(question["as"], question["document"])
    assert not _may_read(question["not_as"], question["document"])
    portfolio = question.get("portfolio")
    assert portfolio is None or portfolio == question["document"].split("/")[0]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_who_may_not_read_the_document_reads_its_words_nowhere(question: Question) -> None:
    quote = _unspaced(question["quote"])
    holding = [name for name in FILES if quote in _unspaced(_raw_text(name))]
    assert question["document"] in holding
    assert not any(_may_read(question["not_as"], name) for name in holding)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_quote_stands_at_its_locator(question: Question) -> None:
    assert _places(question) == [question["locator"]]


def test_the_hundred_are_as_many_as_they_should_be() -> None:
    assert [question["id"] for question in HUNDRED] == [f"h{number:03d}" for number in range(1, 101)]
    assert len({question["text"] for question in HUNDRED}) == 100
    kinds = Counter(question["kind"] for question in HUNDRED)
    assert kinds.keys() == {*EXPECTED, *KINDS}
    assert {kind: kinds[kind] for kind in KINDS} == KINDS
    assert sum(kinds[kind] for kind in EXPECTED) == 60
    languages = Counter(question["language"] for question in HUNDRED)
    assert languages.keys() == {"ja", "en"} and min(languages.values()) >= 40


@pytest.mark.parametrize("question", HUNDRED + TWO_DOCUMENTS, ids=lambda question: str(question["id"]))
def test_each_of_the_hundred_says_what_is_expected(question: Question) -> None:
    kind = question["kind"]
    assert question["as"] in PEOPLE and question.get("not_as", "engineer") in PEOPLE
    assert question["as"] not in SERVING
    passages = [question, *question.get("also", [])] if "document" in question else []
    assert passages or kind in {"counsel", "trap"}
    assert (kind in {"counsel", "trap"}) == ("expect" in question)
    assert kind != "hidden" or "not_as" in question
    assert kind != "two_documents" or len({passage["document"] for passage in passages}) > 1


@pytest.mark.parametrize("question", HUNDRED + TWO_DOCUMENTS, ids=lambda question: str(question["id"]))
def test_each_passage_of_the_hundred_stands_there_for_one_and_not_for_the_other(question: Question) -> None:
    passages = [question, *question.get("also", [])] if "document" in question else []
    for passage in passages:
        assert passage["locator"] in _places(passage)
        assert _may_read(question["as"], passage["document"])
        if "not_as" in question:
            assert not _may_read(question["not_as"], passage["document"])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_guide_asks_as_people_there_are(language: str) -> None:
    guide = (DEMO / f"guide.{language}.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^## \d+\. ", guide, re.MULTILINE)) == 10
    named = set(re.findall(r"`([a-z0-9-]+)`", guide))
    assert {"engineer", "engineer2", "counsel"} <= named <= PEOPLE.keys()


@pytest.mark.parametrize("name", FILES)
def test_every_document_is_read_without_warning(name: str) -> None:
    document = _parsed(name)
    assert document.title and document.blocks and not document.warnings
    if name.endswith(".xml"):
        assert document.bibliography is not None
        assert document.bibliography.publication_number == Path(name).stem.replace("-", "")
        assert document.bibliography.applicants and document.bibliography.inventors


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".xlsx")])
def test_a_passage_of_a_workbook_names_its_sheet_and_its_own_rows(name: str) -> None:
    document = _parsed(name)
    passages = chunk(document)
    assert [passage.text for passage in passages] == [block.text for block in document.blocks]
    rows: Counter[tuple[str, int]] = Counter()
    for passage in passages:
        sheet, _, place = passage.locator_value.rpartition("!")
        first, last = (int(number) for number in re.findall(r"[0-9]+", place))
        rows.update((sheet, row) for row in range(first, last + 1))
        assert len(passage.text.splitlines()) <= last - first + 2, "more rows than it names, beside the heads"
    assert set(rows.values()) == {1}


@cache
def _parsed(name: str) -> ParsedDocument:
    (document,) = parse((DOCUMENTS / name).read_bytes(), name=name)
    assert isinstance(document, ParsedDocument), document
    return document


def _places(passage: Question) -> list[dict[str, str]]:
    """Where in its document a passage's quote stands."""
    return [
        {"kind": block.locator.kind.value, "value": block.locator.value}
        for block in _parsed(passage["document"]).blocks
        if passage["quote"] in block.text
    ]


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
        case ".xlsx":
            book = openpyxl.load_workbook(BytesIO(content))
            cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
            return "\n".join(str(cell) for cell in cells if cell is not None)
        case ".pptx":
            slides = pptx.Presentation(BytesIO(content)).slides
            elements = (node for slide in slides for node in slide.element.iter())
            return "".join(node.text or "" for node in elements if str(node.tag).endswith("}t"))
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


def _read_by(username: str) -> set[str]:
    return {name for name in FILES if _may_read(username, name)}


def _markings(names: set[str]) -> set[str]:
    return {FILES[name]["marking"] for name in names}


def _may_read(username: str, name: str, *, place: str = "") -> bool:
    """Whether a person may read a document on the day the company is loaded, by the rule as a reader would state it."""
    marking, person = _marking(FILES[name]["marking"]), PEOPLE[username]
    if (
        username in SERVING
        or person.get("until_day", 1) < 0
        or person.get("standings", STANDINGS) != STANDINGS
    ):
        return False
    lent = {row["compartment"] for row in COMPANY["grants"] if row["person"] == username and _runs(row)}
    walled = {row["compartment"] for row in COMPANY["walls"] if row["person"] == username}
    if marking["name"] == "public":
        return True
    groups = set(marking["reader_groups"])
    return (
        person["clearance"] >= marking["level"]
        and set(marking["compartments"]) <= (set(person["compartments"]) | lent) - walled
        and bool(set(marking["tracks"]) & set(person["tracks"]))
        and (not groups or bool(groups & set(person["reader_groups"])))
        and all(_licensed(username, tag, place) for tag in marking.get("export_tags", []))
    )


def _licensed(username: str, tag: str, place: str) -> bool:
    return any(
        licence["tag"] == tag
        and licence.get("person_status", "") in ("", PEOPLE[username].get("export_status"))
        and licence.get("place", "") in ("", place)
        for licence in COMPANY["export_licences"]
    )


def _runs(grant: dict[str, Any]) -> bool:
    return bool(grant["from_day"] <= 0 < grant["until_day"])


def _marking(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(marking for marking in COMPANY["markings"] if marking["name"] == name)
    return found


def _codes(table: str) -> set[str]:
    return {row["code"] for row in COMPANY[table]}


def _name(row: dict[str, Any]) -> str:
    return str(row.get("name") or row["username"])
