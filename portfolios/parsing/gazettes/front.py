"""The front page of a gazette, read by the INID codes that stand before its data: (11), (21), (73) ... (WIPO ST.9)."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portfolios.dates import find_dates
from portfolios.identifiers import identify
from portfolios.parsing.document import Bibliography

_CODE = re.compile(r"(?:^|(?<=[\s|]))\(([1-8][0-9])\)\s*", re.M)
_KIND = re.compile(r"公報\(([ABUY][0-9]?)\)")
_LABEL = re.compile(r"\S*?(?:出願人|特許権者|実用新案権者|権利者|発明者|考案者)\s*")
_PARTY_NUMBER = re.compile(r"[0-9]{6,10}\s*")
_APPLICATION = re.compile(r"[特実]願(?:昭|平|令)?[0-9]{1,4}-[0-9]{1,6}")
_SYMBOL = re.compile(r"([A-H][0-9]{2}[A-Z]) ?([0-9]{1,4})/([0-9]{2,6})(?: ?([A-Z0-9, ]{1,8}))?")
_THEME = re.compile(r"\b([0-9][A-Z][0-9]{3})((?: [A-Z]{2}[0-9]{2})+)")
_TITLE = re.compile(r"【(?:発明|考案)の名称】(.*)")


@dataclass(frozen=True, slots=True)
class Front:
    bibliography: Bibliography
    title: str


def read_front(lines: Sequence[str]) -> Front | None:
    """What the lines of a front page say; None where they do not say the number and the kind."""
    plain = [" ".join(unicodedata.normalize("NFKC", line).split()) for line in lines]
    items = list(_items(plain))
    kind = _KIND.search("".join(plain).replace(" ", ""))
    number = _number(items, plain, kind[1]) if kind else ""
    if not kind or not number:
        return None
    published = "45" if kind[1][0] in "BY" or not _of(items, "43") else "43"
    application = _APPLICATION.search(_of(items, "21").replace(" ", ""))
    return Front(
        Bibliography(
            office="JP",
            publication_number=number,
            kind_code=kind[1],
            publication_date=_date(_of(items, published)),
            application_number=application[0] if application else None,
            filing_date=_date(_of(items, "22")),
            applicants=_names(items, "71") or _names(items, "73"),
            inventors=_names(items, "72") or _names(items, "75"),
            classifications=tuple(dict.fromkeys(_classifications(items, plain))),
        ),
        _title(lines),
    )


def _items(plain: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each code with the lines up to the next."""
    text = "\n".join(plain)
    found = list(_CODE.finditer(text))
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        yield match[1], text[match.end() : end].strip(" |\n")


def _of(items: Sequence[tuple[str, str]], code: str) -> str:
    return next((text for found, text in items if found == code), "")


def _number(items: Sequence[tuple[str, str]], plain: Sequence[str], kind: str) -> str:
    """The canonical number with the kind that is printed: the one at (11), or the first of its sort on the page."""
    wanted = "grant" if kind[0] == "B" else "publication"
    for text in (_of(items, "11"), *plain):
        for found in identify(text):
            if found.office == "JP" and found.canonical and (found.type == wanted or kind[0] in "UY"):
                return found.canonical.removesuffix(found.kind) + kind
    return ""


def _date(text: str) -> date | None:
    return next((found.value for found in find_dates(text) if found.value), None)


def _names(items: Sequence[tuple[str, str]], code: str) -> tuple[str, ...]:
    """The names of the parties of a code: after the label and the party's number, before the address."""
    found = []
    for text in (text for number, text in items if number == code):
        lines = (
            _PARTY_NUMBER.sub("", _LABEL.sub("", line, count=1), count=1).strip() for line in text.split("\n")
        )
        found += [next((line for line in lines if line), "")]
    return tuple(dict.fromkeys(name for name in found if name))


def _classifications(items: Sequence[tuple[str, str]], plain: Sequence[str]) -> Iterator[str]:
    for match in _SYMBOL.finditer(_of(items, "51").partition("\nFI")[0]):
        yield f"IPC {match[1]} {match[2]}/{match[3]}"
    national = False
    for line in plain:
        national = line.startswith("FI") or (national and _SYMBOL.match(line) is not None)
        for match in _SYMBOL.finditer(line) if national else ():
            yield " ".join(f"FI {match[1]} {match[2]}/{match[3]} {match[4] or ''}".split())
    for match in _THEME.finditer("\n".join(plain)):
        yield from (f"F-term {match[1]}{term}" for term in match[2].split())


def _title(lines: Sequence[str]) -> str:
    """The title, as printed; one of two lines goes on until the next code or heading."""
    for at, line in enumerate(lines):
        if match := _TITLE.search(line):
            rest = []
            for more in lines[at + 1 :]:
                if "【" in more or _CODE.match(unicodedata.normalize("NFKC", more)):
                    break
                rest.append(more.strip())
            return "".join([match[1], *rest[:2]]).strip()
    return ""
