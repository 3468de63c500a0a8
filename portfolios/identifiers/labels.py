"""Labels of cited documents (D1, 引用文献1, 特許文献1, 非特許文献1), the numbers they stand for, and literature
that is no patent.
"""

import re
from collections.abc import Iterator

from portfolios.characters import matching_copy, record
from portfolios.identifiers.reading import identify


@record(kw_only=True)
class Label:
    """A label at its place. `name` is one for all ways of writing it: D1 (引用文献1, 引例1), PTL1, NPL1."""

    name: str
    text: str
    start: int
    end: int


@record(kw_only=True)
class Literature:
    """A publication that is no patent, as its citation names it."""

    authors: str
    title: str
    venue: str
    year: int
    text: str
    start: int
    end: int


_WRITTEN = "(?:[Ll]iteratures?|[Dd]ocuments?)"
# Every alternative starts with one certain character, so that the search runs from candidate to candidate.
_LABEL = re.compile(
    r"非特許文献 ?(?P<npl>[0-9]{1,2})|特許文献 ?(?P<ptl>[0-9]{1,2})"
    rf"|N(?<![A-Za-z]N)(?:PL|on-?[ ]?[Pp]atent {_WRITTEN}) ?(?P<npl_>[0-9]{{1,2}})(?![0-9A-Za-z]|[,.][0-9])"
    rf"|P(?<![A-Za-z]P)(?<!Non-P)(?<!Non P)(?:TL|atent {_WRITTEN}) ?(?P<ptl_>[0-9]{{1,2}})(?![0-9A-Za-z]|[,.][0-9])"
    r"|引(?:用文献(?:等)?|用例|例) ?([0-9]{1,2})|対比文件 ?([0-9]{1,2})|对比文件 ?([0-9]{1,2})"
    r"|D(?<![A-Za-z0-9]D)([1-9][0-9]?)(?![0-9A-Za-z]|[,.][0-9])"
)
_PREFIXES = {"npl": "NPL", "ptl": "PTL", "npl_": "NPL", "ptl_": "PTL"}
_STANDS_FOR = re.compile(r" ?(?:\]? ?[:(]|は,?|is|=) ?|\]? {1,3}")
_LITERATURE = re.compile(
    r"(?<![\w'-])(?P<authors>[A-Z][\w'-]{1,30}(?: et al\.|(?:,? (?:and |& )?[A-Z][\w.'-]{0,30}){0,8})), "
    r"[\"“](?P<title>[^\"“”\n]{3,300}?),?[\"”],? (?P<venue>[^\n,;\"“”]{2,120}?),? \(?(?P<year>(?:19|20)[0-9]{2})\)?(?![0-9])"
)


def find_labels(text: str) -> list[Label]:
    """Every label of the text, in reading order."""
    return [
        Label(name=name, text=text[start:end], start=start, end=end)
        for start, end, name in label_places(matching_copy(text))
    ]


def label_places(copy: str) -> Iterator[tuple[int, int, str]]:
    """Where each label of a matching copy stands, and its name."""
    for match in _LABEL.finditer(copy):
        number = match[match.lastindex or 0]
        yield *match.span(), f"{_PREFIXES.get(match.lastgroup or '', 'D')}{int(number)}"


def label_table(text: str) -> dict[str, str]:
    """What each label stands for where the text says so: "特許文献1：特開2020-123456号公報" → PTL1: JP2020123456A.
    The first that is said holds.
    """
    copy = matching_copy(text)
    behind = [(name, _STANDS_FOR.match(copy, end)) for _, end, name in label_places(copy)]
    places = [(name, between.end()) for name, between in behind if between]
    numbers = {one.start: one.canonical for one in identify(text)} if places else {}
    table: dict[str, str] = {}
    for name, place in places:
        if numbers.get(place):
            table.setdefault(name, numbers[place])
    return table


def find_literature(text: str) -> list[Literature]:
    """Citations of the form: authors, "title", venue year."""
    return [
        Literature(
            authors=match["authors"],
            title=match["title"],
            venue=match["venue"].rstrip(),
            year=int(match["year"]),
            text=match.group(),
            start=match.start(),
            end=match.end(),
        )
        for match in _LITERATURE.finditer(text)
    ]
