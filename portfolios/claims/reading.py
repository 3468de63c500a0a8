"""A claims section read: the door of this package."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from portfolios.claims.anatomy import Anatomy, dissect
from portfolios.claims.claim import Claim, Element, Form, Office, Part, Reference, Status, Transition
from portfolios.claims.findings import flags_of, set_flags
from portfolios.claims.folding import Folded, fold
from portfolios.claims.forms import form_of
from portfolios.claims.functions import function_of
from portfolios.claims.outlines import Outline, Outlines
from portfolios.claims.references import find_references
from portfolios.claims.splitting import split
from portfolios.claims.statuses import read_status

_PRINTED = re.compile(
    r"\s*(?:claim\s+)?[【\[]?\s*(?:請求項|权利要求|청구항)?\s*\d{1,4}\s*(?:[.):](?:\s+|(?=[^\W\d]|[(\[]))|[、】\]]\s*)"
)

_PRINTED_IN_BRACKETS = re.compile(
    r"\s*\((\d{1,3})\)\s*(?=[^\x00-\x7f])"
)  # （１）, before electronic gazettes


class _Source(NamedTuple):
    """A claim as found: its text as stored, where its words begin in it (`lead`) and in its folded copy, and that copy."""

    number: int
    text: str
    lead: int
    folded_lead: int
    status: Status
    offset: int
    folded: Folded


class _Draft(NamedTuple):
    """A claim half read: everything that needs no other claim."""

    source: _Source
    folded: Folded
    anatomy: Anatomy
    refs: tuple[Reference, ...]
    outline: Outline


def read_claims(section: str, *, office: Office, filed: date | None = None) -> list[Claim]:
    """The claims of a claims section, by number; offsets into each `Claim.text`, which begins at
    `Claim.offset` of the section. `filed` is the effective filing date, for rules that began on a day;
    where it is None today's rules hold. Any text is read; nothing is raised."""
    pieces = [
        _Source(piece.number, text, 0, 0, piece.status, piece.start, fold(text, is_wrapped=piece.is_wrapped))
        for piece in split(section)
        for text in (section[piece.start : piece.end],)
    ]
    return _read(pieces, office, filed)


def read_numbered(
    claims: Iterable[tuple[int, str]], *, office: Office, filed: date | None = None
) -> list[Claim]:
    """The same for claims that were cut before, as number and text; a number printed before the words
    stays in `Claim.text`, and `Claim.lead` is behind it."""
    return _read([_source(number, text) for number, text in claims], office, filed)


def _source(number: int, text: str) -> _Source:
    folded = fold(text)
    printed = _PRINTED.match(folded.text) or _in_brackets(folded.text, number)
    status, lead = read_status(folded.text, printed.end() if printed else 0, len(folded.text))
    return _Source(number, text, folded.start(lead), lead, status, 0, folded)


def _in_brackets(text: str, number: int) -> re.Match[str] | None:
    """The number of an old Japanese claim; none where the text begins with a list of its own."""
    found = _PRINTED_IN_BRACKETS.match(text)
    return found if found and int(found[1]) == number and f"({number + 1})" not in text else None


def _read(sources: Sequence[_Source], office: Office, filed: date | None) -> list[Claim]:
    drafts = [_draft(source) for source in sources]
    outlines = Outlines({draft.source.number: draft.outline for draft in drafts})
    claims = [_claim(draft, outlines, office) for draft in drafts]
    further = set_flags(claims, office=office, filed=filed)
    return [claim.flagged(*further[claim.number]) if further[claim.number] else claim for claim in claims]


def _draft(source: _Source) -> _Draft:
    folded, lead = source.folded, source.folded_lead
    refs = () if source.status is Status.CANCELLED else find_references(folded.text, number=source.number)
    anatomy = dissect(folded.text, lead, refs)
    outline = Outline(
        source.number, folded.text, lead, anatomy.language, anatomy.head, anatomy.category, refs
    )
    return _Draft(source, folded, anatomy, refs, outline)


def _claim(draft: _Draft, outlines: Outlines, office: Office) -> Claim:
    source, folded, anatomy = draft.source, draft.folded, draft.anatomy
    elements = () if source.status is Status.CANCELLED else _elements(draft)
    found = anatomy.transition
    transition = _part(draft, (found.start, found.end))
    subject = _part(draft, anatomy.subject).text if anatomy.subject else anatomy.head
    claim = Claim(
        number=source.number,
        text=source.text,
        office=office,
        status=source.status,
        form=Form.INDEPENDENT if source.status is Status.CANCELLED else form_of(draft.outline, outlines),
        refs=_stored(draft),
        category=anatomy.category,
        subject=subject,
        preamble=_part(draft, anatomy.preamble),
        transition=Transition(transition.text, transition.start, transition.end, found.type),
        elements=elements,
        flags=(),
        closing=_part(draft, anatomy.closing),
        lead=source.lead,
        offset=source.offset,
    )
    flags = flags_of(claim, folded.text, proposed=anatomy.proposed)
    return claim.flagged(*flags) if flags else claim


def _stored(draft: _Draft) -> tuple[Reference, ...]:
    if draft.folded.bounds is None:
        return draft.refs
    start, end = draft.folded.start, draft.folded.end
    return tuple(replace(ref, start=start(ref.start), end=end(ref.end)) for ref in draft.refs)


def _part(draft: _Draft, span: tuple[int, int]) -> Part:
    if span[1] <= span[0]:
        start = draft.folded.start(span[0])
        return Part("", start, start)
    start, end = draft.folded.start(span[0]), draft.folded.end(span[1])
    return Part(draft.source.text[start:end], start, end)


def _elements(draft: _Draft) -> tuple[Element, ...]:
    elements: list[Element] = []
    above: dict[int, str] = {}
    for position, cut in enumerate(draft.anatomy.cuts):
        part = _part(draft, (cut.start, cut.end))
        name = f"{draft.source.number}{_letters(position)}"
        parent = next((above[level] for level in (1, 0) if level < cut.level and level in above), None)
        function = function_of(draft.folded.text[cut.start : cut.end])
        reach = draft.folded.end(cut.reach)
        elements.append(Element(part.text, part.start, part.end, name, reach, parent, function))
        if cut.level < 2:
            above = {level: named for level, named in above.items() if level < cut.level} | {cut.level: name}
    return tuple(elements)


def _letters(position: int) -> str:
    """A to Z, then AA, AB and so on."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
