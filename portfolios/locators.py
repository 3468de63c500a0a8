"""How the place of a passage is said to a reader, in Japanese and English; portal, API and command line
share it.
"""

import re
from typing import Literal

from portfolios.parsing.document import LocatorKind

_TEMPLATES: dict[LocatorKind, dict[str, str]] = {
    LocatorKind.CLAIM: {"en": "Claim {}", "ja": "請求項{}"},
    LocatorKind.PARAGRAPH: {"en": "Paragraph [{}]", "ja": "段落【{}】"},
    LocatorKind.PAGE: {"en": "Page {}", "ja": "{}ページ"},
    LocatorKind.HEADING: {"en": "{}", "ja": "{}"},
    LocatorKind.SHEET: {"en": "Sheet {}", "ja": "シート「{}」"},
    LocatorKind.SLIDE: {"en": "Slide {}", "ja": "スライド{}"},
    LocatorKind.LINE: {"en": "Line {}", "ja": "{}行目"},
}
_NOTES = re.compile(r"(\d+) notes")
_NOTES_TEMPLATES = {"en": "Slide {}, notes", "ja": "スライド{}のノート"}


def locator_text(kind: str, value: str, language: Literal["ja", "en"] | str) -> str:
    """The place as a reader says it, "Claim 3" or "請求項3"; a heading is its own name. ValueError for an
    unknown kind.
    """
    language = "ja" if language == "ja" else "en"
    if kind == LocatorKind.SLIDE and (notes := _NOTES.fullmatch(value)):
        return _NOTES_TEMPLATES[language].format(notes[1])
    return _TEMPLATES[LocatorKind(kind)][language].format(value)
