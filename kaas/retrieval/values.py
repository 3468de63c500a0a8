"""How the value of a field is read: the longest stretch behind its name that is one, as pages print it. Plain Python."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from kaas.retrieval.fields import DAYS, KINDS, LANGUAGES, LEVELS, OFFICES, STAGES, STATUSES
from kaas.retrieval.spans import span_at
from portfolios.identifiers import Identifier, find_classifications, identify

MOST_WORDS: Final = 5  # of a value that is no quotation
LONGEST: Final = 60  # characters of a number or a symbol
_QUOTED = re.compile(r"[“\"＂]([^“”\"＂\n]{1,200})[”\"＂]|「([^「」\n]{1,200})」")
_BARE = re.compile(r"[^\s　、。]{1,200}")
_NEXT = re.compile(r"[ 　]{1,2}[^\s　、。]{1,40}")
# Legal forms of Japanese companies, which stand before or behind the name, with a blank between them or without.
_FORM = r"(?:株式会社|有限会社|合同会社|合資会社|合名会社|[(（]株[)）]|[(（]有[)）]|㈱|㈲)"
_BLANK = r"[ 　]{1,2}"
_FORM_BEHIND = re.compile(rf"{_BLANK}{_FORM}(?=[\s　、。]|\Z)")
_FORM_BEFORE = re.compile(rf"{_FORM}(?={_BLANK}[^\s　])")
_APART = re.compile(rf"\A{_FORM}{_BLANK}|{_BLANK}{_FORM}\Z")
_TAIL = ".,;!?)）"
_BETWEEN = re.compile(r"[\s_,・-]+")
_LEVEL = re.compile(r"(?:L|レベル|level )?([0-4])(?: (?P<name>.+))?", re.IGNORECASE)
_FIGURES = re.compile(r"[0-9]{4}").search
_SCHEME = re.compile(r"(?:CPC|IPC|FI|F-term|Fターム)[ 　]", re.IGNORECASE)
_SYMBOL = re.compile(
    r"[A-HY](?:[0-9]{2}(?:[A-Z](?:[0-9]{1,4}(?:/[0-9]{0,6})?)?)?)?|[2-5][A-Z][0-9]{3}(?:[A-Z]{2}[0-9]{0,2})?"
)


# How the stretch of time behind a field may be said, so that the two do not speak against each other.
_SPANS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("period", "range", "since", "until", "before"),
    "since": ("period", "range", "since"),
    "until": ("period", "range", "until"),
    "before": ("period", "before"),
    "after": ("period",),
}


class Value(NamedTuple):
    """A value in its canonical form, where it ends in the query, and the field it is of after all, where that is another."""

    value: str
    end: int
    field: str = ""


def read_value(field: str, text: str, at: int) -> Value | None:
    """The value of a field that stands at `at`; None where there is none that makes sense."""
    if field == "date" or field in DAYS:
        return _day(field, text, at)
    if quoted := _QUOTED.match(text, at):
        return _read(field, (quoted[1] or quoted[2]).strip(), quoted.end())
    return _numbered(field, text, at) or next(
        (value for end in _ends(field, text, at) if (value := _read(field, text[at:end], end))), None
    )


def end_of_value(text: str, at: int) -> int:
    """Where what stands as a value at `at` ends, whatever it is; `at` where nothing does."""
    found = _QUOTED.match(text, at) or _BARE.match(text, at)
    return found.end() if found else at


def end_of_quotation(text: str, at: int) -> int:
    """Where a quotation that begins at `at` ends; `at` where none does."""
    found = _QUOTED.match(text, at)
    return found.end() if found else at


def _ends(field: str, text: str, at: int) -> Iterator[int]:
    """Where a value may end, the longest first; what may be anything, or holds a number, is one word."""
    found = _BARE.match(text, at)
    if found is None:
        return
    ends = [_with_form(text, at, found.end()) if field == "party" else found.end()]
    while field not in _ONE_WORD and len(ends) < MOST_WORDS and (found := _NEXT.match(text, ends[-1])):
        ends.append(found.end())
    for end in reversed(ends):
        yield end if field in _ANYTHING else at + len(text[at:end].rstrip(_TAIL))


def _with_form(text: str, at: int, end: int) -> int:
    """Where the name of a company ends whose legal form stands apart from it."""
    before = _FORM_BEFORE.match(text, at)
    if before and before.end() == end and (name := _NEXT.match(text, end)):
        return name.end()
    behind = _FORM_BEHIND.match(text, end)
    return behind.end() if behind else end


def _read(field: str, said: str, end: int) -> Value | None:
    if not said:
        return None
    value = _READERS[field](said)
    if not value and field == "status" and (stage := _STAGE(said)):
        return Value(stage, end, "stage")
    return Value(value, end) if value else None


def _numbered(field: str, text: str, at: int) -> Value | None:
    """A number or a symbol that is written with spaces."""
    window = text[at : at + LONGEST]
    if field in ("number", "family"):
        number = next((one for one in identify(window) if one.start == 0), None)
        said = _spelled(number) if number else ""
        return Value(said, at + number.end) if number and said else None
    if field == "class":
        scheme = _SCHEME.match(window)
        begin = scheme.end() if scheme else 0
        symbol = next((one for one in find_classifications(window[begin:]) if one.start == 0), None)
        return Value(symbol.key, at + begin + symbol.end) if symbol else None
    return None


def _day(field: str, text: str, at: int) -> Value | None:
    """A day in ISO form; of `date` both ends, as "2021-01-01/2022-01-01", and one where the other is open."""
    quoted = _QUOTED.match(text, at)
    begin, limit = quoted.span(quoted.lastindex or 1) if quoted else (at, len(text))
    span = span_at(text[:limit], begin)
    if (
        span is None
        or span.said not in _SPANS[field]
        or (quoted and text[span.end : limit].strip(f"{_TAIL} 　"))
    ):
        return None
    end = quoted.end() if quoted else span.end
    if span.first and span.beyond:
        if field == "date" or span.said == "range":
            return Value(f"{span.first}/{span.beyond}", end, "date")
        return Value(str(span.first if field in ("before", "since") else span.beyond), end)
    return Value(str(span.first or span.beyond), end, "since" if span.first else "before")


def _folded(said: str) -> str:
    """ "in force", "In-force" and "in_force" are one."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", said).lower())


def _named(names: Mapping[str, str]) -> Callable[[str], str]:
    known = {_folded(name): value for name, value in names.items()}
    return lambda said: known.get(_folded(said), "")


def _party(said: str) -> str:
    """Without a legal form that stands apart: the name is found with it and without, whatever stands between them."""
    return _APART.sub("", said)


def _class(said: str) -> str:
    """ "H01M10/0562", or the beginning of a symbol; "" for anything else."""
    found = find_classifications(said)
    if len(found) == 1 and found[0].text == said:
        return found[0].key
    packed = re.sub(r"\s", "", said).upper()
    is_whole = packed == said.upper() or "/" in packed or packed[:1].isdigit()
    return packed if is_whole and _SYMBOL.fullmatch(packed) else ""


def _level(said: str) -> str:
    """ "3", "L3" or "L3 Secret", or the name alone."""
    found = _LEVEL.fullmatch(unicodedata.normalize("NFKC", said))
    if found is None:
        return _LEVEL_NAME(said)
    return found[1] if not found["name"] or _LEVEL_NAME(found["name"]) == found[1] else ""


def _number(said: str) -> str:
    """The canonical form, or every reading of an ambiguous number with a bar between them."""
    found = identify(said)
    return _spelled(found[0]) if found else ""


def _spelled(number: Identifier) -> str:
    return "|".join([number.canonical] if number.canonical else number.readings)


def _family(said: str) -> str:
    """Of an office whose numbers are not read, the number as it is written."""
    return _number(said) or (said if _FIGURES(said) and not re.search(r"\s", said) else "")


_STAGE: Final = _named(STAGES)
_LEVEL_NAME: Final = _named(LEVELS)
_ANYTHING: Final = frozenset({"title", "party", "portfolio"})
_ONE_WORD: Final = _ANYTHING | {"number", "family"}
_READERS: Final[Mapping[str, Callable[[str], str]]] = {
    **dict.fromkeys(_ANYTHING, str),
    "party": _party,
    "office": _named(OFFICES),
    "stage": _STAGE,
    "status": _named(STATUSES),
    "family": _family,
    "kind": _named(KINDS),
    "language": _named(LANGUAGES),
    "class": _class,
    "level": _level,
    "number": _number,
}
