"""The front page of a European publication (SDOBI), by the INID codes that its elements are named after."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from portfolios.parsing.document import Bibliography, FailureReason, Unreadable
from portfolios.parsing.patentxml.dates import date_of
from portfolios.parsing.patentxml.inline import line_of
from portfolios.parsing.patentxml.numbers import publication_number

LANGUAGES = frozenset({"de", "en", "fr"})
_NUMBER = re.compile(r"\d{1,8}")
_KIND = re.compile(r"[A-Z]\d?")
_SYMBOL = re.compile(r"([A-HY]\d\d[A-Z])\s*(\d{1,4})/(\d{2,6})")
_OLD_SYMBOL = re.compile(r"\d?\s*([A-H])\s*(\d\d[A-Z])\s*(\d{1,4})/(\d{2,6})")


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page says; titles by language, published_as the international publication, if any."""

    bibliography: Bibliography
    language: str
    titles: dict[str, str]
    published_as: str


def read_front(root: etree._Element) -> Front:
    """The front page; Unreadable for a file that does not say its number and kind."""
    front = root.find("SDOBI")
    number, kind = _first(front, "B110") or root.get("doc-number", ""), _first(front, "B130")
    kind = kind or root.get("kind", "")
    if front is None or not _NUMBER.fullmatch(number) or not _KIND.fullmatch(kind):
        raise Unreadable(
            FailureReason.MALFORMED,
            "The European publication does not say its number and kind (SDOBI, B110 and B130), so that it "
            "cannot be named; check the file.",
        )
    language = (_first(front, "B260") or root.get("lang", "")).lower()
    titles = dict(_titles(front))
    if language not in LANGUAGES:
        language = next(iter(titles), "en")
    return Front(
        bibliography=Bibliography(
            office="EP",
            publication_number=publication_number("EP", f"{int(number):07d}", kind),
            kind_code=kind,
            publication_date=date_of(_first(front, "B140/date") or root.get("date-publ", "")),
            application_number=_first(front, "B210") or None,
            filing_date=date_of(_first(front, "B220/date")),
            applicants=_names(front, "B711") or _names(front, "B731"),
            inventors=_names(front, "B721"),
            classifications=tuple(dict.fromkeys(_classifications(front))),
        ),
        language=language,
        titles=titles,
        published_as=_first(front, "B871/dnum/pnum"),
    )


def _first(front: etree._Element | None, path: str) -> str:
    return line_of(front.find(f".//{path}")) if front is not None else ""


def _names(front: etree._Element, code: str) -> tuple[str, ...]:
    """The names as printed: "SATO, Hanako", "Aoba Co., Ltd."."""
    names = (line_of(party.find("snm")) for party in front.iter(code))
    return tuple(dict.fromkeys(name for name in names if name))


def _titles(front: etree._Element) -> Iterator[tuple[str, str]]:
    """Each title with its language, which stands in the element before it."""
    for group in front.iter("B540"):
        language = ""
        for child in group:
            if child.tag == "B541":
                language = line_of(child).lower()
            elif child.tag == "B542" and language in LANGUAGES and (title := line_of(child)):
                yield language, title


def _classifications(front: etree._Element) -> Iterator[str]:
    """Classes with their scheme, "IPC H01M 50/409"; the editions before 2006 have a column of their own."""
    for scheme, path in (("IPC", "classification-ipcr"), ("CPC", "classification-cpc")):
        for symbol in front.iter(path):
            if match := _SYMBOL.match(line_of(symbol)):
                yield f"{scheme} {match[1]} {match[2]}/{match[3]}"
    for code in ("B511", "B512", "B513"):
        for symbol in front.iter(code):
            if match := _OLD_SYMBOL.match(line_of(symbol)):
                yield f"IPC {match[1]}{match[2]} {match[3]}/{match[4]}"
