"""Numbers and codes that name things: publications, documents, lots, samples. Plain Python."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kaas.answering.checking.spotting import has_digits, has_figures, holds
from kaas.answering.checking.units import UNIT
from portfolios.characters import record
from portfolios.identifiers import Identifier, identify

# Letters and figures in one token: BOR-DR-07, LM-2206, NCM811, 2Ah is none.
CODE = re.compile(
    r"(?<![A-Za-z0-9.\-])(?=[A-Za-z0-9/\-]*\d)(?=[A-Za-z0-9/\-]*[A-Za-z])[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*(?![A-Za-z0-9])"
)
VERSION = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?!\d|\.\d)")
NUMBER_AND_UNIT = re.compile(rf"\d+-?(?:{UNIT.pattern}|st|nd|rd|th|x|[eE]-?\d+)")
# Samples and sides called by a letter.
LETTER = re.compile(
    r"(?:(?i:\b(?:samples?|cells?|types?|cases?|examples?|layers?|groups?|options?|part(?:y|ies)|lots?|units?|models?|tests?"
    r"|films?|figs?|firms?)) |試料|サンプル|セル|型|例|案|群|水準|ロット|層|膜|社|図)(?P<letter>[A-Z])(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])(?P<before>[A-Z])(?=型|案|群|社|層|例|品)"
)
ALONE = re.compile(r"(?<![A-Za-z0-9])[A-Z](?![A-Za-z0-9])")
POWER = re.compile(r"[cmkdμn]?m[23]")
KIND = re.compile(r"[A-Z]\d?$")
# Addresses, and elements of a page.
ADDRESS = re.compile(
    r"(?i)(?:\bhttps?:)?//[^\s<>()]+|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.\w+|</?[a-z!][^>]*>?|\b(?:mailto|javascript|data):\S+"
    r"|\b[\w-]+\.(?:docx?|xlsx?|pptx?|pdf|md|txt|xml|html?|js|json|csv|zip|exe)\b"
)
_SIGNS = """
// www. @ < mailto: javascript: data: .doc .xls .ppt .pdf .md .txt .xml .htm .js .csv .zip .exe
"""
OF_ADDRESSES = _SIGNS.split()
SIGN = re.compile(r"(?<![^\s(])[-+] ?\d")
FIGURE = re.compile(r"\d")


@record()
class Name:
    """A name at its place; `forms` are what it may be called, in one spelling."""

    forms: frozenset[str]
    start: int
    end: int

    def is_one_of(self, others: "Iterable[Name]") -> bool:
        return any(self.forms & other.forms for other in others)


@lru_cache(maxsize=1024)
def names(text: str) -> tuple[Name, ...]:
    """Every name of a text in its plain spelling, in order."""
    found = list(_numbered(text)) if has_figures(text) else []
    for match in LETTER.finditer(text) if ALONE.search(text) else ():
        group = "letter" if match["letter"] else "before"
        found.append(Name(frozenset({f"letter {match[group]}"}), *match.span(group)))
    return tuple(sorted(found, key=lambda name: name.start))


def _numbered(text: str) -> Iterator[Name]:
    """Publications and applications, and codes with figures in them."""
    patents = [
        Name(_forms(one), one.start, one.end) for one in identify(text) if not one.text.startswith("JPY")
    ]
    yield from patents
    if not has_digits(text):
        return
    for match in (*CODE.finditer(text), *VERSION.finditer(text)):
        inside = any(one.start < match.end() and match.start() < one.end for one in patents)
        if not (inside or NUMBER_AND_UNIT.fullmatch(match[0]) or POWER.fullmatch(match[0])):
            yield Name(frozenset({match[0].casefold().replace("-", "").replace("/", "")}), *match.span())


def _forms(one: Identifier) -> frozenset[str]:
    """The number with and without the letter of its kind, and as it is written."""
    said = {form for form in (one.canonical, one.docdb, *one.readings) if form}
    short = {KIND.sub("", form) for form in said if one.kind_inferred or not one.kind}
    return frozenset(said | short | {re.sub(r"[\W_]+", "", one.text).casefold()})


def masked(text: str, found: Sequence[Name]) -> str:
    """The text with spaces in place of its names, so that their figures are no numbers."""
    for name in found:
        text = text[: name.start] + " " * (name.end - name.start) + text[name.end :]
    return text


def may_lead(text: str) -> bool:
    """Whether there is any sign of an address or an element of a page in a text."""
    return holds(text, OF_ADDRESSES)


def leads_elsewhere(sentence: str, around: str) -> bool:
    """Whether a sentence has an address or an element of a page that its passages have not."""
    known = around.casefold()
    return any(found[0].casefold() not in known for found in ADDRESS.finditer(sentence))


def bears_sign(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a sign stands before a name, or before the figures in it, as before a value below zero."""
    return any(SIGN.search(text[max(start - 2, 0) : end]) for start, end in spans)


def knows_names(sentence: str, near: str, around: str) -> bool:
    """Whether every name of the sentence stands near the quoted words, or in their passage where no sibling is nearer.

    A sibling differs in its figures only: what is said of sample 5 is no evidence of sample 10.
    """
    close = names(near) if names(sentence) else ()
    elsewhere = [name for name in names(sentence) if not (name.is_one_of(close) or _is_letter_of(name, near))]
    shapes = {_shape(form) for name in close for form in name.forms} if elsewhere else set()
    return all(
        name.is_one_of(names(around)) and not any(_shape(form) in shapes for form in name.forms)
        for name in elsewhere
    )


def _is_letter_of(name: Name, near: str) -> bool:
    """Whether a sample called by a letter stands there under the letter alone, as in the cell of a table."""
    return any(
        form.startswith("letter ") and re.search(rf"(?<![A-Za-z0-9]){form[-1]}(?![A-Za-z0-9])", near)
        for form in name.forms
    )


def _shape(form: str) -> str:
    return "letter" if form.startswith("letter ") else FIGURE.sub("0", form)
