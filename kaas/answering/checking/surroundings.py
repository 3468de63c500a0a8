"""The sentences and rows of a passage in which a quotation stands. Plain Python."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from kaas.answering.checking.grounding import Grounds
from kaas.answering.front_page import SECTION
from kaas.retrieval.search import Hit
from portfolios.analysis import whole_sentences
from portfolios.chunking import CELL

Span = tuple[int, int]


def grounds(spans: Sequence[tuple[Hit, int, int]]) -> Grounds:
    """What a statement rests on, from its quoted words to its whole passages."""
    hits = {id(hit): hit for hit, _, _ in spans}.values()
    about = "\n".join(_about(hit) for hit in hits)
    quoted = "\n".join(hit.passage.text[start:end] for hit, start, end in spans)
    said = "\n".join(dict.fromkeys(said_around(hit.passage.text, start, end) for hit, start, end in spans))
    heads = "\n".join(dict.fromkeys(_heads(hit.passage.text, start) for hit, start, _ in spans))
    texts = "\n".join(hit.passage.text for hit in hits)
    return Grounds(quoted, about, said, f"{heads}\n{said}".strip(), texts, *_of_front_pages(spans))


def _of_front_pages(spans: Sequence[tuple[Hit, int, int]]) -> tuple[str, str, str]:
    """The lines of front pages that are quoted from, these pages whole, and what is quoted of anything else."""
    pages = [one for one in spans if one[0].passage.section == SECTION]
    lines = [_lines(hit.passage.text, start, end) for hit, start, end in pages]
    whole = dict.fromkeys(hit.passage.text for hit, _, _ in pages)
    besides = [hit.passage.text[start:end] for hit, start, end in spans if hit.passage.section != SECTION]
    return "\n".join(dict.fromkeys(lines)), "\n".join(whole), "\n".join(besides)


def _lines(text: str, start: int, end: int) -> str:
    """The whole lines in which a place stands."""
    stop = text.find("\n", max(start, end - 1))
    return text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)]


def _about(hit: Hit) -> str:
    """What the document says of all its passages: title, number, headings, place."""
    document, passage = hit.document, hit.passage
    number = getattr(document, "publication_number", "")
    return "\n".join((document.title, number, *passage.headings, passage.locator_value))


def said_around(text: str, start: int, end: int) -> str:
    """The whole sentences, or rows of a table, in which a quoted place stands."""
    begins, ends = _sentences(text)
    first = max(bisect_right(begins, start) - 1, 0)
    last = max(bisect_right(begins, max(start, end - 1)) - 1, first)
    begin, stop = (min(begins[first], start), max(ends[last], end)) if begins else (start, end)
    if CELL in text[begin:stop]:
        begin = max(begin, text.rfind("\n", 0, start) + 1)
        line = text.find("\n", end)
        stop = min(stop, line if line >= 0 else len(text))
    return text[begin:stop].strip()


def _heads(text: str, start: int) -> str:
    """The first row of the table in which a place stands."""
    lines = text[:start].split("\n")
    lines[-1] = text[text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
    head = ""
    for line in reversed(lines):
        if CELL not in line:
            break
        head = line
    return head


@lru_cache(maxsize=1024)
def _sentences(text: str) -> tuple[list[int], list[int]]:
    spans = whole_sentences(text)
    return [span.start for span in spans], [span.end for span in spans]
