"""Letters whose sentences each say claims, fault and provision: those of the EPO and of the CNIPA.

A sentence counts where it finds fault; "claim 5 is new (Article 54 EPC)" raises nothing. Where it names no
provision, that of the heading above holds if it is about the same ground.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from portfolios.characters import record
from portfolios.claims.claim import Office
from portfolios.officeactions.claim_lists import ClaimList
from portfolios.officeactions.grounds import ground_of
from portfolios.officeactions.letters.boxes import box_before, has_boxes
from portfolios.officeactions.letters.raised import Body, Findings, Raised, by_end, within
from portfolios.officeactions.provisions.provision import Provision, leave_out_wider
from portfolios.officeactions.sentences import Sentences


class Ground(NamedTuple):
    """What a ground is called and the words for it; `hints` are small letters one of which stands in all of these."""

    name: str
    hints: tuple[str, ...]
    words: re.Pattern[str]

    def search(self, words: str, plain: str) -> re.Match[str] | None:
        """The first of its words in a sentence, of which `plain` is the same in small letters."""
        return self.words.search(words) if any(map(plain.__contains__, self.hints)) else None


@record(kw_only=True)
class Wording:
    """How a language finds fault: words of fault, words that take it back or make it depend, the words for
    each ground; `allowable` are words that claims are in order, `satisfied` such that a word of fault anywhere
    in the sentence takes back; `by_name` the provisions whose name a ground is; `conclusion` the words that
    close a discussion; `leading` are provisions that only lead to the one applied, the weakest first.
    """

    office: Office
    asian: bool
    fault: re.Pattern[str]
    no_fault: Ground
    grounds: tuple[Ground, ...]
    allowable: Ground
    satisfied: re.Pattern[str]
    heading: re.Pattern[str]
    by_name: Mapping[str, str]
    conclusion: re.Pattern[str]
    leading: tuple[str, ...] = ()


_PARAGRAPH = re.compile(
    r"\n(?=\n|[0-9]{1,2}(?:\.[0-9]{1,2})*[.、]?\s?[^\s0-9]|[一二三四五六七八九十]{1,2}、)"
)
_LONGEST_PARAGRAPH = 3_000
_FIGURES = str.maketrans("123456789", "000000000")
_MOST_KNOWN = 1_000  # sentences of a letter remembered for their repetition
_OF_ART = frozenset({"novelty", "inventive step", "secret prior right"})


class _Sentence(NamedTuple):
    """A sentence at its place in the copy, with the claims and provisions that begin in it."""

    start: int
    end: int
    claims: tuple[ClaimList, ...]
    provisions: tuple[Provision, ...]


class _Said(NamedTuple):
    """What the words of a sentence say, wherever it stands: no fault, or claims allowed, or a fault on grounds, each
    with its stretch of the sentence.
    """

    no_fault: bool = False
    allowed: bool = False
    fault: bool = False
    grounds: Mapping[str, tuple[int, int]] = {}


def read_body(body: Body, wording: Wording) -> Findings:
    """The objections of such a letter."""
    findings = Findings()
    heading: tuple[Provision, ...] = ()
    turns: list[int] = []  # where the letter goes on to other claims
    text = body.copy.text
    boxed = has_boxes(text)
    say = lru_cache(maxsize=_MOST_KNOWN)(partial(_said, wording))
    for one in _sentences(body, wording):
        start, words, is_empty = one.start, text[one.start : one.end], not (one.claims or one.provisions)
        if (heading or one.provisions) and _is_heading(words, wording):
            heading = one.provisions
        if is_empty or (said := say(words.translate(_FIGURES))).no_fault:
            continue
        box = box_before(text, _first(text, start)) if boxed else ""
        if box == "empty":
            continue
        if one.claims:
            turns.append(start)
        if said.allowed:
            findings.allowable += one.claims
        elif said.fault and (raised := _raised(body, wording, one, said, heading)):
            findings.raised.append(raised._replace(in_summary=True) if box == "checked" else raised)
    discussed = _with_references(findings.raised, [*turns, len(text)], body, wording)
    findings.raised = _without_repetitions(discussed, wording.office)
    return findings


def _sentences(body: Body, wording: Wording) -> Iterator[_Sentence]:
    stretches = [*Sentences(body.copy.text, asian=wording.asian)]
    ends = [end for _, end in stretches]
    found = zip(by_end(body.claims, ends), by_end(body.provisions, ends), strict=True)
    for (start, end), (claims, provisions) in zip(stretches, found, strict=True):
        yield _Sentence(start, end, claims, _told_apart(wording, provisions) if provisions else ())


def _said(wording: Wording, words: str) -> _Said:
    """What a sentence says; which figures stand in it changes nothing of that."""
    plain = words.lower()
    if wording.no_fault.search(words, plain):
        return _Said(no_fault=True)
    if _is_allowed(words, plain, wording):
        return _Said(allowed=True)
    if not wording.fault.search(words):
        return _Said()
    found = {one.name: match.span() for one in wording.grounds if (match := one.search(words, plain))}
    return _Said(fault=True, grounds=found)


def _told_apart(wording: Wording, provisions: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """The provisions of a sentence without those that only lead to others: Article 52(1) beside Article 54."""
    found = leave_out_wider([*provisions])
    for code in wording.leading:
        others = [one for one in found if one.code != code]
        found = others or found
    return tuple(found)


def _is_allowed(sentence: str, plain: str, wording: Wording) -> bool:
    """Whether a sentence finds claims in order: it says so, and no word of fault takes it back."""
    if not wording.allowable.search(sentence, plain) and (
        not wording.satisfied.search(sentence) or wording.fault.search(sentence)
    ):
        return False
    return not any(one.search(sentence, plain) for one in wording.grounds)


def _first(text: str, start: int) -> int:
    """Behind the box and the spaces a sentence begins with."""
    while start < len(text) and text[start] in " \n☐☒☑□■▣√":
        start += 1
    return start


def _is_heading(sentence: str, wording: Wording) -> bool:
    line = sentence.strip("\n ")
    return "\n" not in line and len(line) <= 100 and bool(wording.heading.match(line))


def _raised(
    body: Body, wording: Wording, one: _Sentence, said: _Said, heading: tuple[Provision, ...]
) -> Raised | None:
    if not one.provisions and not (one.claims and said.grounds):
        return None
    start, end = _first(body.copy.text, one.start), one.end
    held, how = (one.provisions, ()) if one.provisions else _held(wording, one.start, said, heading)
    return Raised(
        start=start,
        end=end,
        reach=end,
        provisions=held,
        claims=one.claims,
        references=within(body.mentions, start, end),
        ground="" if held else next(iter(said.grounds)),
        warnings=how,
    )


def _held(
    wording: Wording, start: int, said: _Said, heading: tuple[Provision, ...]
) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """The provisions of a sentence that names none: those of the heading that are about its grounds, or those
    its words are the names of; and how they were come by.
    """
    above = tuple([one for one in heading if ground_of(wording.office, one.code) in said.grounds])
    if above:
        return above, ("statute_from_heading",)
    named = tuple(
        [
            Provision(wording.by_name[ground], start + first, start + last)
            for ground, (first, last) in said.grounds.items()
            if ground in wording.by_name
        ]
    )
    return named, ("statute_by_name",) if named else ()


def _with_references(raised: list[Raised], turns: list[int], body: Body, wording: Wording) -> list[Raised]:
    """Each with its discussion, and with the documents named there where its own sentence names none."""
    found: list[Raised] = []
    paragraphs = [match.end() for match in _PARAGRAPH.finditer(body.copy.text)] if raised else []
    for one in raised:
        reach = max(one.end, turns[bisect_left(turns, one.end)])
        since = max(_paragraph(paragraphs, one.start), found[-1].end if found else 0)
        after, before = within(body.mentions, one.end, reach), within(body.mentions, since, one.start)
        backward = before and (not after or wording.conclusion.match(body.copy.text, one.start))
        whole = one._replace(reach=reach, since=since if backward else None)
        discussed = before if backward else after
        if (
            discussed
            and not one.references
            and not one.in_summary
            and _grounds(one, wording.office) & _OF_ART
        ):
            warnings = (*one.warnings, "references_in_discussion")
            whole = whole._replace(references=discussed, warnings=warnings)
        found.append(whole)
    return found


def _paragraph(paragraphs: list[int], at: int) -> int:
    """Where the paragraph begins that the place stands in; the place itself where that is too far."""
    since = max(0, at - _LONGEST_PARAGRAPH)
    index = bisect_right(paragraphs, at) - 1
    if index >= 0 and paragraphs[index] > since:
        return paragraphs[index]
    return 0 if since == 0 else at


def _without_repetitions(raised: list[Raised], office: Office) -> list[Raised]:
    """Without those that only repeat, naming no provision, what another says of these claims by provision."""
    covered: dict[str, set[int]] = {}
    added: set[tuple[str, int]] = set()
    for one in raised:
        if "statute_by_name" not in one.warnings:
            said = [(ground, group.claims) for ground in _said_grounds(one, office) for group in one.claims]
            for ground, claims in said:
                if (ground, id(claims)) not in added:  # the same list is one object
                    added.add((ground, id(claims)))
                    covered.setdefault(ground, set()).update(claims)
    return [one for one in raised if not _repeats(one, covered, office)]


def _repeats(one: Raised, covered: dict[str, set[int]], office: Office) -> bool:
    if one.provisions and "statute_by_name" not in one.warnings:
        return False
    return all(
        covered.get(ground, set()).issuperset(group.claims)
        for ground in _grounds(one, office)
        for group in one.claims
    )


def _grounds(one: Raised, office: Office) -> set[str]:
    return _said_grounds(one, office) or {one.ground}


def _said_grounds(one: Raised, office: Office) -> set[str]:
    return {ground_of(office, provision.code) for provision in one.provisions}
