"""How the place of a passage is said to a reader, in Japanese and English; portal, API and command line
share it.
"""

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


def locator_text(kind: str, value: str, language: Literal["ja", "en"] | str) -> str:
    """The place as a reader says it, "Claim 3" or "請求項3"; a heading is its own name. ValueError for an
    unknown kind.
    """
    return _TEMPLATES[LocatorKind(kind)]["ja" if language == "ja" else "en"].format(value)
