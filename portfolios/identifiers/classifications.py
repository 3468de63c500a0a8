"""Classification symbols: CPC, IPC, FI and F-terms, found in text, in their normal and their display form.

CPC and IPC share the shape of their symbols: which of the two is known only from a word before the symbol, from
section Y, or from the 2000 series and long subgroups; else the scheme is "IPC/CPC".
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from portfolios.characters import matching_copy, record


class Scheme(StrEnum):
    """A classification scheme; IPC_OR_CPC where the symbol does not say which."""

    IPC = "IPC"
    CPC = "CPC"
    IPC_OR_CPC = "IPC/CPC"
    FI = "FI"
    F_TERM = "F-term"


@record(kw_only=True)
class Classification:
    """A symbol at its place: `key` is the normal form ("H01L21/302,101A"), `display` as it is printed."""

    scheme: Scheme
    key: str
    display: str
    version: str = ""
    text: str
    start: int
    end: int


_SYMBOL = re.compile(
    r"(?<![A-Za-z0-9])(?P<subclass>[A-HY][0-9]{2}[A-Z]) {0,4}(?P<group>[0-9]{1,4}) ?/ {0,5}(?P<subgroup>[0-9]{2,6})"
    r"(?:(?P<comma>,) ?(?P<expansion>[0-9]{3})(?P<after>[A-Z])?(?![A-Za-z0-9])|@(?P<volume>[A-Z])(?![A-Za-z0-9])"
    r"| (?P<expansion_>[0-9]{3})(?: ?(?P<after_>[A-Z]))?(?![A-Za-z0-9/])|(?: {0,3}\((?P<version>[0-9]{4}\.[0-9]{2})\))?"
    r"(?![A-Za-z0-9/]))"
)
_F_TERM = re.compile(
    r"(?<![A-Za-z0-9])(?P<theme>[2-5][A-HJ-NP-Z][0-9]{3}) ?(?P<viewpoint>[A-Z]{2}) ?(?P<number>[0-9]{2})(?P<mark>\.?[A-Z])?"
    r"(?![A-Za-z0-9])"
)
# Further terms of a theme: 2H148 CA04 CA12, 3C707 AA12,AA13
_FURTHER_TERM = re.compile(
    r"(?= {0,4}[,、・;\n ]) {0,4}[,、・;]? {0,4}(?:\n {0,8})?(?P<viewpoint>[A-Z]{2})(?P<number>[0-9]{2})(?P<mark>\.?[A-Z])?"
    r"(?![A-Za-z0-9/-]|\.[0-9])"
)
_LABEL = re.compile(r"(CPC|IPC|Int\. ?C[l1]\.?|FI|F I)(?:[^A-Za-z]|Cl|version){0,12}$")
_LABELS = {"C": Scheme.CPC, "I": Scheme.IPC, "F": Scheme.FI}


def find_classifications(text: str) -> list[Classification]:
    """Every symbol of the text in reading order. Offsets are those of the text as given. Never raises; linear."""
    copy = matching_copy(text)
    found = [one for match in _F_TERM.finditer(copy) for one in _terms(text, copy, match)]
    scheme, end = "", 0
    for match in _SYMBOL.finditer(copy):
        label = _LABEL.search(copy, max(end, match.start() - 24), match.start())
        listed = match.start() - end <= 24 and not label and "\n\n" not in copy[end : match.start()]
        scheme = _LABELS[label[1][0]] if label else scheme if listed else ""
        found.append(_symbol(text, match, scheme))
        end = match.end()
    return sorted(found, key=lambda one: one.start)


def read_classification(text: str) -> Classification | None:
    """The symbol a text consists of; None where it is something else."""
    found = find_classifications(text)
    return found[0] if len(found) == 1 and found[0].text == text.strip() else None


def _terms(text: str, copy: str, match: re.Match[str]) -> Iterator[Classification]:
    """A term and those that follow it, which leave its theme out."""
    theme = match["theme"]
    yield _term(text, theme, match.span(), match.group("viewpoint", "number", "mark"))
    end = match.end()
    while further := _FURTHER_TERM.match(copy, end):
        end = further.end()
        said = further.group("viewpoint", "number", "mark")
        yield _term(text, theme, (further.start("viewpoint"), end), said)


def _term(text: str, theme: str, place: tuple[int, int], said: tuple[str | None, ...]) -> Classification:
    viewpoint, number, mark = said
    key = f"{theme}{viewpoint}{number}"
    if mark:
        key += f".{mark.lstrip('.')}"
    shown = f"{key[:5]} {key[5:]}"
    return _classification(Scheme.F_TERM, key, shown, text, place)


def _symbol(text: str, match: re.Match[str], label: str) -> Classification:
    group, subgroup = match["group"].lstrip("0") or "0", match["subgroup"]
    expansion = match["expansion"] or match["expansion_"] or ""
    letter = match["after"] or match["after_"] or ""
    tail = f",{expansion}{letter}" if expansion else f"@{match['volume']}" if match["volume"] else ""
    key = f"{match['subclass']}{group}/{subgroup}{tail}"
    shown = f"{match['subclass']} {group}/{subgroup}{tail}"
    scheme = _scheme(match, tail, label)
    return _classification(scheme, key, shown, text, match.span(), match["version"] or "")


def _scheme(match: re.Match[str], tail: str, label: str) -> Scheme:
    if tail:
        return Scheme.FI
    if match["version"] and not label:
        return Scheme.IPC
    if match["subclass"][0] == "Y" or int(match["group"]) >= 2000:
        return Scheme.CPC
    return Scheme(label) if label else Scheme.IPC_OR_CPC


def _classification(
    scheme: Scheme, key: str, shown: str, text: str, place: tuple[int, int], version: str = ""
) -> Classification:
    start, end = place
    return Classification(
        scheme=scheme, key=key, display=shown, version=version, text=text[start:end], start=start, end=end
    )
