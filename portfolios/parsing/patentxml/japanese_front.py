"""The front page of a Japanese gazette under the names of japanese_names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from portfolios.parsing.document import Bibliography, FailureReason, Unreadable
from portfolios.parsing.patentxml.dates import date_of
from portfolios.parsing.patentxml.inline import line_of
from portfolios.parsing.patentxml.numbers import publication_number

_NUMBER = re.compile(r"(?:WO)?\d{1,12}")
_KIND = re.compile(r"[ABUY]\d?")
_KIND_IN_WORDS = re.compile(r"[(（]\s*([ABUYＡＢＵＹ])([0-9１２]?)\s*[)）]")
_APPLICATION = re.compile(r"((?:19|20)\d{2})(\d{6})")
_SYMBOL = re.compile(r"([A-H]\d\d[A-Z])\s*(\d{1,4})/(\d{2,6})")
_ASCII = str.maketrans("ＡＢＵＹ１２", "ABUY12")
_PARTIES = ("applicant", "patentee", "holder", "patent-right-holder", "right-holder")
_CLASSES = {
    "IPC": ("classification-ipc", "ipc-classification"),
    "FI": ("classification-national", "national-classification"),
}


@dataclass(frozen=True, slots=True)
class Front:
    bibliography: Bibliography
    title: str


def read_front(root: etree._Element) -> Front:
    """The front page; Unreadable for a gazette that does not say its number and kind."""
    front = next((child for child in root if child.tag.endswith("bibliographic-data")), None)
    published = _either(front, "publication-reference/document-id", "patent-publication-identification")
    applied = _either(front, "application-reference/document-id", "application-identification")
    number = re.sub(r"[\s-]", "", _text(published, "doc-number", "publication-number"))
    kind = _kind(root, front, published)
    if front is None or not _NUMBER.fullmatch(number) or not kind:
        raise Unreadable(
            FailureReason.MALFORMED,
            "The gazette does not say its number and kind, so that it cannot be named; check the file.",
        )
    bibliography = Bibliography(
        office="JP",
        publication_number=publication_number("JP", number, kind),
        kind_code=kind,
        publication_date=date_of(_text(published, "date", "publication-date")),
        application_number=_application(
            _text(applied, "doc-number", "application-number/application-number-text"), kind
        ),
        filing_date=date_of(_text(applied, "date", "filing-date")),
        applicants=_names(front, _PARTIES),
        inventors=_names(front, ("inventor", "deviser")),
        classifications=tuple(dict.fromkeys(_classifications(front))),
    )
    return Front(bibliography, _text(front, "invention-title", "utility-model-title"))


def _either(parent: etree._Element | None, *paths: str) -> etree._Element | None:
    if parent is None:
        return None
    return next((found for path in paths if (found := parent.find(path)) is not None), None)


def _text(parent: etree._Element | None, *paths: str) -> str:
    return line_of(_either(parent, *paths))


def _kind(root: etree._Element, front: etree._Element | None, published: etree._Element | None) -> str:
    """The kind code: of the root, in the words 特許公報(B2), or the only one that the root can have."""
    given = (root.get("kind-of-st16") or root.get("kind-of-jp") or "").strip()
    if _KIND.fullmatch(given):
        return given
    words = _text(published, "kind") + _text(front, "plain-language-designation-text")
    if match := _KIND_IN_WORDS.search(words):
        return (match[1] + match[2]).translate(_ASCII)
    utility_model = "utility-model" in root.tag
    if root.tag.startswith(("unexamined", "international")):
        return "U" if utility_model else "A"
    return "U" if utility_model else "B" if root.tag.startswith("registered") else ""


def _application(number: str, kind: str) -> str | None:
    """The number as the office prints it, 特願2024-990123."""
    word = "実願" if kind[:1] in ("U", "Y") else "特願"
    match = _APPLICATION.fullmatch(number)
    return f"{word}{match[1]}-{match[2]}" if match else number or None


def _names(front: etree._Element, roles: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the parties; beside the Japanese one a party may have its own in another script."""
    found = []
    for party in front.iter(*roles):
        books = party.findall("addressbook") + party.findall("contact")
        japanese = [book for book in books if book.get("original-language-indicator") != "true"]
        names = (
            _text(book, "name/entity-name", "name", "orgname", "last-name") for book in japanese or books
        )
        found += [next((name for name in names if name), "")]
    return tuple(dict.fromkeys(name for name in found if name))


def _classifications(front: etree._Element) -> Iterator[str]:
    """Classes with their scheme: "IPC H01M 50/409", "FI H01M50/409", "F-term 5H021EE03"."""
    for scheme, groups in _CLASSES.items():
        for group in front.iter(*groups):
            for written in _symbols(group):
                match = _SYMBOL.match(written) if scheme == "IPC" else None
                yield f"{scheme} {match[1]} {match[2]}/{match[3]}" if match else f"{scheme} {written}"
    for term in front.iter("f-term", "fterm-information"):
        if written := line_of(term):
            yield f"F-term {written}"


def _symbols(group: etree._Element) -> Iterator[str]:
    for symbol in group.iter(
        "main-clsf",
        "further-clsf",
        "main-classification",
        "further-classification",
        "patent-classification-text",
    ):
        if written := line_of(symbol):
            yield written
