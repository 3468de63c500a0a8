"""Places that a question names: a claim, a numbered paragraph, a page. Plain Python."""

import re
import unicodedata
from dataclasses import dataclass

from portfolios.officeactions.claim_lists import claims_named

_THROUGH = r"(?:to|through|-|–|~|〜|から|ないし|乃至)"
_LIST = rf"(?:\s*(?:,|、|·|・|&|and|or|と|及び|および|又は|または|{_THROUGH})+\s*(?:\[|【|p\.\s?)?\d{{1,4}}(?!\d)(?:\]|】)?)*"
# Claims and pages are counted, so leading zeros go; paragraphs are cited as printed, with four digits.
PLACES = (
    ("claim", re.compile(r"(?:\bclaims?|請求項|クレーム)\s*(?:no\.?\s*)?(\d{1,3})(?!\d)", re.IGNORECASE)),
    ("paragraph", re.compile(r"\bpara(?:graph|\.)?s?\s*[\[【]?(\d{1,4})(?!\d)[\]】]?", re.IGNORECASE)),
    (
        "paragraph",
        re.compile(rf"(?:\bpara(?:graph)?s\b|段落)\s*[\[【]?(\d{{1,4}}(?!\d)[\]】]?{_LIST})", re.IGNORECASE),
    ),
    ("paragraph", re.compile(rf"[\[【](\d{{4}}[\]】]{_LIST})")),
    ("page", re.compile(r"(?:\bpages?|\bp\.)\s*(\d{1,4})(?!\d)", re.IGNORECASE)),
    ("page", re.compile(rf"(?:\bpages|\bpp\.)\s*(\d{{1,4}}(?!\d){_LIST})", re.IGNORECASE)),
    ("page", re.compile(r"(?<!\d)(\d{1,4})\s*(?:ページ|頁)")),
)
_RANGE = re.compile(rf"(\d+)\D{{0,3}}{_THROUGH}\D{{0,3}}(\d+)")
_COUNTED = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINALS = {
    **{word: n for n, word in enumerate(_COUNTED, 2)},
    **{f"{n}{'nd' if n == 2 else 'rd' if n == 3 else 'th'}": n for n in range(2, 21)},
    **{f"第{kanji}": n for n, kanji in enumerate("二三四五六七八九", 2)},
    **{f"第{n}": n for n in range(2, 21)},
    **{f"{n}番目の": n for n in range(2, 21)},
}
_ORDINAL = re.compile(
    rf"(?i)(?<![A-Za-z0-9-])({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?: claim\b| ?(?:請求項|クレーム))"
)
_ONE = r"\s*[\[【]?\d{1,4}(?!\d)[\]】]?"
_WORDS = re.compile(
    rf"(?:\b(?:claims|para(?:graph)?s|pages)\b|請求項|クレーム|段落)(?:{_ONE}{_LIST})?"
    rf"|\b(?:claim|para(?:graph)?|page)\b(?:{_ONE})?"
    rf"|[\[【]\d{{4}}[\]】]{_LIST}|(?<!\d)\d{{1,4}}\s*(?:ページ|頁)",
    re.IGNORECASE,
)
LONGEST_RANGE = 30  # what goes on further is named by its ends
LAST_CLAIM = 999  # a list that goes on further names none
_KINDS = ("claim", "paragraph", "page")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A locator as passages have it."""

    kind: str
    value: str


def places_in(question: str) -> list[Place]:
    """The places a question names, each once, in the order of its kinds."""
    text = unicodedata.normalize("NFKC", question)
    listed = [Place("claim", str(number)) for number in claims_named(text) if number <= LAST_CLAIM]
    listed += [Place("claim", str(_ORDINALS[found[1].lower()])) for found in _ORDINAL.finditer(text)]
    found = [
        Place(kind, _value(kind, number))
        for kind, pattern in PLACES
        for match in pattern.finditer(text)
        for number in _numbers(match.group(1))
    ]
    return sorted(dict.fromkeys([*listed, *found]), key=lambda one: _KINDS.index(one.kind))


def without_places(question: str) -> str:
    """The question, each character of the places it names put as a blank."""
    return _WORDS.sub(lambda found: " " * len(found[0]), question)


def _numbers(listed: str) -> list[int]:
    """What a list of numbers names, short ranges with what lies between."""
    between = [
        number
        for first, last in (map(int, found.groups()) for found in _RANGE.finditer(listed))
        for number in range(first, last)
        if last - first <= LONGEST_RANGE
    ]
    return sorted({*between, *map(int, re.findall(r"\d+", listed))})


def _value(kind: str, number: int) -> str:
    return f"{number:04}" if kind == "paragraph" else str(number)
