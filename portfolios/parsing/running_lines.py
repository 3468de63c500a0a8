"""Headers, footers and page numbers, told from text by coming back on page after page.

A running header is kept on the first page that has it, so that its words can be found, and dropped from the
others: repeated, it would make every page look relevant to its words and would stand in the middle of
sentences. A line that only counts pages says nothing and is dropped everywhere.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

_EDGE = 3  # lines from the top and from the bottom of a page that may be running lines
_LEAST_PAGES = 3
_LEAST_SHARE = 0.25  # left and right pages may have headers of their own, chapters theirs
_NUMBER = re.compile(r"[0-9０-９]+")
_SPACE = re.compile(r"[\s\u3000]+")
_PAGE_WORDS = re.compile(r"^(?:page|p|頁|ページ|of|第|全)*$", re.I)


def without_running_lines(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The pages with their running lines taken out as described above."""
    repeated = _repeated(pages)
    kept: set[str] = set()
    for page in pages:
        lines: list[str] = []
        edges = _edges(page)
        for index, line in enumerate(page):
            pattern = _pattern(line) if index in edges else ""
            if pattern in repeated:
                if pattern in kept or _counts_pages(pattern):
                    continue
                kept.add(pattern)
                lines += ["", line, ""]  # apart, so that it is not joined with the text
                continue
            lines.append(line)
        yield lines if any(line.strip() for line in lines) else list(page)  # a page of one line is that line


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    offsets: dict[str, Counter[int]] = defaultdict(Counter)
    for number, page in enumerate(pages):
        for pattern, line in {(_pattern(page[index]), page[index]) for index in _edges(page)}:
            counts[pattern] += 1
            offsets[pattern].update(
                {int(found) - number for found in _NUMBER.findall(line) if len(found) < 6}
            )
    least = max(_LEAST_PAGES, len(pages) * _LEAST_SHARE)
    return frozenset(
        pattern
        for pattern, count in counts.items()
        if pattern and count >= least and (not _counts_pages(pattern) or _rises(offsets[pattern], count))
    )


def _rises(offsets: Counter[int], count: int) -> bool:
    """Whether one number of the line keeps step with the pages; figures of a table do not."""
    return bool(offsets) and max(offsets.values()) >= count * 0.6


def _edges(page: Sequence[str]) -> frozenset[int]:
    """The indexes of the first and last lines that hold anything."""
    filled = [index for index, line in enumerate(page) if line.strip()]
    return frozenset(filled[:_EDGE] + filled[-_EDGE:])


def _pattern(line: str) -> str:
    """The line with every number as 0, so that the same header on two pages is the same."""
    return _NUMBER.sub("0", _SPACE.sub("", line))


def _counts_pages(pattern: str) -> bool:
    """Whether nothing but numbers and the words that go with page numbers is left: "- 0 - (0.0)", "Page 0
    of 0".
    """
    return "0" in pattern and _PAGE_WORDS.match(re.sub(r"[\W0_]", "", pattern)) is not None
