"""Places that a question names: a claim, a numbered paragraph, a page. Plain Python."""

import re
import unicodedata
from dataclasses import dataclass

# Claims and pages are counted, so leading zeros go; paragraphs are cited as printed, with four digits.
PLACES = (
    ("claim", re.compile(r"(?:\bclaims?|請求項|クレーム)\s*(?:no\.?\s*)?(\d{1,3})(?!\d)", re.IGNORECASE)),
    (
        "paragraph",
        re.compile(r"(?:\bpara(?:graph|\.)?s?|段落)\s*[\[【]?(\d{1,4})(?!\d)[\]】]?", re.IGNORECASE),
    ),
    ("paragraph", re.compile(r"[\[【](\d{4})[\]】]")),
    ("page", re.compile(r"(?:\bpages?|\bp\.)\s*(\d{1,4})(?!\d)", re.IGNORECASE)),
    ("page", re.compile(r"(?<!\d)(\d{1,4})\s*(?:ページ|頁)")),
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A locator as passages have it."""

    kind: str
    value: str


def places_in(question: str) -> list[Place]:
    """The places a question names, each once, in the order of its kinds."""
    text = unicodedata.normalize("NFKC", question)
    found = [
        Place(kind, _value(kind, match.group(1)))
        for kind, pattern in PLACES
        for match in pattern.finditer(text)
    ]
    return list(dict.fromkeys(found))


def _value(kind: str, digits: str) -> str:
    number = int(digits)
    return f"{number:04}" if kind == "paragraph" else str(number)
