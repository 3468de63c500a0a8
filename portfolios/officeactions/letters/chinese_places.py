"""Places in documents as Chinese letters name them: 说明书第32-35段, 说明书第3页第5-10行, 附图2, 权利要求1."""

import re

from portfolios.identifiers import PinCite, PinKind

_TO = r"(?:[-~]|至|到)"
_PARAGRAPH = re.compile(
    rf"第\[?0{{0,3}}(?P<first>[0-9]{{1,4}})\]?(?:{_TO}第?\[?0{{0,3}}(?P<last>[0-9]{{1,4}})\]?)?段"
)
_PAGE = re.compile(
    rf"第(?P<page>[0-9]{{1,4}})页(?:第?(?P<line>[0-9]{{1,3}})(?:行?{_TO}第?(?P<last>[0-9]{{1,3}}))?行)?"
)


def find_chinese_places(text: str) -> list[PinCite]:
    """The places that only Chinese letters write so, without a document, in order within each kind."""
    found = [
        _pin(PinKind.PARAGRAPH, match, match["first"], match["last"])
        for match in _PARAGRAPH.finditer(text)
        if "[" not in match.group()
    ]
    return found + [_page(match) for match in _PAGE.finditer(text)]


def _page(match: re.Match[str]) -> PinCite:
    if not match["line"]:
        return _pin(PinKind.PAGE, match, match["page"], None)
    last = f"{match['page']}:{match['last']}" if match["last"] else None
    return _pin(PinKind.PAGE, match, f"{match['page']}:{match['line']}", last)


def _pin(kind: PinKind, match: re.Match[str], first: str, last: str | None) -> PinCite:
    return PinCite(
        document="",
        kind=kind,
        first=first,
        last=last or first,
        text=match.group(),
        start=match.start(),
        end=match.end(),
    )
