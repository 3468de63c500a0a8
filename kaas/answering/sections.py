"""What a report says under the heading of one of its parts, and in short. Plain Python."""

from collections.abc import Iterator, Sequence

from kaas.answering.pointing import OPENING, Pointed, Quoted, hits_of
from kaas.answering.quoting import readable
from kaas.answering.reading.sections import NEXT, Part, decides, heads, numbered
from kaas.retrieval.search import Hit
from portfolios.analysis import sentences
from portfolios.catalogue import DocumentView
from portfolios.chunking import CELL

MOST = 8  # quotations of a report in short
_ENDS = tuple("。．.!?！？")


def part_of(document: DocumentView, part: Part) -> Pointed:
    """What it says under the heading of this part, or of what says it next; else the report in short, which is not it."""
    if part is Part.WHOLE:
        return Pointed(tuple(in_short(document)), says_it=True)
    hits = hits_of(document)
    for one in (part, *NEXT.get(part, ())):
        if found := _headed(hits, one):
            return Pointed(tuple(found), says_it=True)
    if part is Part.DECISIONS and (decided := _decided(hits)):
        return Pointed(tuple(decided), says_it=True)
    return Pointed(tuple(in_short(document)), says_it=False)


def in_short(document: DocumentView) -> list[Quoted]:
    """Its summary; else its purpose and conclusion; else how its parts begin; else how it begins."""
    hits = hits_of(document)
    if summary := _headed(hits, Part.WHOLE):
        return summary
    purpose, conclusion = _headed(hits, Part.PURPOSE), _headed(hits, Part.CONCLUSION)
    if conclusion or (purpose and (conclusion := _headed(hits, Part.RESULTS))):
        return [*purpose, *conclusion][:MOST]
    parts = {hit.passage.headings: hit for hit in reversed(hits) if hit.passage.headings}
    begin = hits if parts else hits[:OPENING]
    kept = [hit for hit in begin if parts.get(hit.passage.headings, hit) is hit]
    return [quoted for hit in kept if (quoted := _first(hit, whole=not parts))][:MOST]


def _decided(hits: Sequence[Hit]) -> list[Quoted]:
    """The sentences that say what is done from now on, wherever they stand."""
    return [(hit, one) for hit in hits for one in _sentences(hit) if decides(one)][:MOST]


def _first(hit: Hit, *, whole: bool) -> Quoted | None:
    """Its first sentence that is one; where it begins with none, what it begins with."""
    told = _sentences(hit)
    if whole or not told:
        shown = readable(hit.passage.text)
        return (hit, shown) if shown else None
    return hit, told[0]


def _sentences(hit: Hit) -> list[str]:
    """Those that end like one and are no row of a table."""
    text = hit.passage.text
    said = (text[span.start : span.end] for span in sentences(text))
    return [one for one in said if one.endswith(_ENDS) and CELL not in one]


def _headed(hits: Sequence[Hit], part: Part) -> list[Quoted]:
    """What stands under the first such heading: of the passages that have it above them, or from its line on to the next."""
    under = [hit for hit in hits if any(heads(one, part) for one in hit.passage.headings[-1:])]
    if under:
        first = under[0].passage.headings
        return [(hit, readable(hit.passage.text)) for hit in under if hit.passage.headings == first][:OPENING]
    return [(hit, text) for hit, said in _under_line(hits, part) if (text := readable(said))][:OPENING]


def _under_line(hits: Sequence[Hit], part: Part) -> Iterator[Quoted]:
    number: int | None = None
    for hit in hits:
        if hit.passage.headings:
            continue
        text = hit.passage.text
        begin = 0 if number is not None else len(text)
        at = 0
        for line in text.split("\n"):
            end = at + len(line)
            if number is None:
                if heads(line, part):
                    number, begin = numbered(line), end + 1
            elif number and numbered(line) == number + 1:
                yield hit, text[begin:at]
                return
            at = end + 1
        yield hit, text[begin:]
        if number == 0:  # nothing tells where it ends
            return
