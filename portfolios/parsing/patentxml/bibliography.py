"""The front page of a U.S. grant or application: numbers, dates, people, classes."""

import re
from collections.abc import Iterator

from lxml import etree

from portfolios.parsing.document import Bibliography
from portfolios.parsing.patentxml.dates import date_of
from portfolios.parsing.patentxml.inline import line_of
from portfolios.parsing.patentxml.numbers import publication_number

_SERIAL = re.compile(r"(\d{2})(\d{6})$")
_INVENTOR_TYPES = frozenset({"applicant-inventor"})


def bibliography(front: etree._Element) -> Bibliography:
    """The bibliography of a us-bibliographic-data-grant or -application element."""
    publication = front.find("publication-reference/document-id")
    application = front.find("application-reference/document-id")
    office = _text(publication, "country") or "US"
    kind = _text(publication, "kind")
    return Bibliography(
        office=office,
        publication_number=publication_number(office, _text(publication, "doc-number"), kind),
        kind_code=kind,
        publication_date=date_of(_text(publication, "date")),
        application_number=_application_number(_text(application, "doc-number")),
        filing_date=date_of(_text(application, "date")),
        applicants=_applicants(front),
        inventors=_inventors(front),
        classifications=tuple(dict.fromkeys(_classifications(front))),
    )


def _text(parent: etree._Element | None, path: str) -> str:
    return line_of(parent.find(path)) if parent is not None else ""


def _application_number(number: str) -> str | None:
    """Series and serial as the office writes them, 29/220,973; any other number as it stands."""
    match = _SERIAL.match(number)
    return f"{match[1]}/{match[2][:3]},{match[2][3:]}" if match else number or None


def _applicants(front: etree._Element) -> tuple[str, ...]:
    """Who applied; before September 2012 only inventors could in the United States, so that the assignee
    stands for it.
    """
    parties = front.findall(".//us-applicant") + front.findall(".//applicant")
    firms = [_name(party) for party in parties if party.get("app-type") not in _INVENTOR_TYPES]
    assignees = [_name(party) for party in front.findall(".//assignees/assignee")]
    persons = [_name(party) for party in parties]
    named = next(
        ([name for name in names if name] for names in (firms, assignees, persons) if any(names)), []
    )
    return tuple(dict.fromkeys(named))


def _inventors(front: etree._Element) -> tuple[str, ...]:
    parties = front.findall(".//inventors/inventor")
    if not parties:
        applicants = front.findall(".//us-applicant") + front.findall(".//applicant")
        parties = [party for party in applicants if party.get("app-type") in _INVENTOR_TYPES]
    return tuple(dict.fromkeys(name for name in map(_name, parties) if name))


def _name(party: etree._Element) -> str:
    """A firm's name, or a person's in the order spoken; some files put names beside the address book."""
    book = party.find("addressbook")
    book = party if book is None else book
    person = " ".join(
        filter(None, (_text(book, part) for part in ("first-name", "middle-name", "last-name", "suffix")))
    )
    return _text(book, "orgname") or person


def _classifications(front: etree._Element) -> Iterator[str]:
    """Classes with their scheme: "CPC B60L 11/1809", "IPC F25C 1/12", "Locarno 21-02", "USPC D21/765"."""
    for symbol in front.iterfind("./classifications-cpc//classification-cpc"):
        yield f"CPC {_symbol(symbol)}"
    for symbol in front.iterfind("./classifications-ipcr/classification-ipcr"):
        yield f"IPC {_symbol(symbol)}"
    for text in _plain_classes(front, "classification-ipc"):
        yield f"IPC {_old_symbol(text)}"
    for text in _plain_classes(front, "classification-locarno"):
        digits = text.strip()
        yield f"Locarno {digits[:2]}-{digits[2:]}" if len(digits) == 4 else f"Locarno {digits}"
    for text in _plain_classes(front, "classification-national"):
        yield f"USPC {_national(text)}"


def _plain_classes(front: etree._Element, scheme: str) -> Iterator[str]:
    """The classes that a scheme gives as one text, spaces in front included: they are columns."""
    for part in front.iterfind(f"./{scheme}/*"):
        if part.tag in ("main-classification", "further-classification") and part.text:
            yield part.text


def _symbol(symbol: etree._Element) -> str:
    part = {name: _text(symbol, name) for name in ("section", "class", "subclass", "main-group", "subgroup")}
    return f"{part['section']}{part['class']}{part['subclass']} {part['main-group']}/{part['subgroup']}"


def _old_symbol(text: str) -> str:
    """The seventh edition in fixed columns: "B01D  5314" is B01D 53/14."""
    match = re.match(r"([A-H]\d\d[A-Z])\s*(\d{1,4}?)(?:/|\s*)(\d{2,6})$", text.strip())
    if len(text) >= 9 and text[:4].isalnum() and text[4:7].strip().isdigit():
        return f"{text[:4]} {text[4:7].strip()}/{text[7:].strip()}"
    return f"{match[1]} {match[2]}/{match[3]}" if match else " ".join(text.split())


def _national(text: str) -> str:
    """Class in three columns, subclass in three with two more for its decimals: " 62 71" is 62/71."""
    text = text.rstrip("\n")
    group, rest = text[:3].strip(), text[3:].strip()
    head, tail = text[3:6].strip(), text[6:].strip()
    if not group or not rest:
        return " ".join(text.split())
    return (
        f"{group}/{head}.{tail}" if tail.isdigit() and head.isdigit() else f"{group}/{' '.join(rest.split())}"
    )
