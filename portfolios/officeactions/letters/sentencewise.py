"""Letters whose sentences each say claims, fault and provision: those of the EPO and of the CNIPA.

A sentence counts where it finds fault; "claim 5 is new (Article 54 EPC)" raises nothing. Where it names no
provision, that of the heading above holds if it is about the same ground.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from portfolios.characters import record
from portfolios.claims.claim import Office
from portfolios.officeactions.grounds import ground_of
from portfolios.officeactions.letters.boxes import box_before, has_boxes
from portfolios.officeactions.letters.raised import Body, Findings, Raised, within
from portfolios.officeactions.provisions.provision import Provision, leave_out_wider
from portfolios.officeactions.sentences import Sentences


class Ground(NamedTuple):
    """What a ground is called and the words for it; `hints` are small letters one of which stands in all of these."""

    name: str
    hints: tuple[str, ...]
    words: re.Pattern[str]


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
    no_fault: re.Pattern[str]
    grounds: tuple[Ground, ...]
    allowable: re.Pattern[str]
    satisfied: re.Pattern[str]
    heading: re.Pattern[str]
    by_name: Mapping[str, str]
    conclusion: re.Pattern[str]
    leading: tuple[str, ...] = ()


_PARAGRAPH = re.compile(
    r"\n(?=\n|[0-9]{1,2}(?:\.[0-9]{1,2})*[.、]?\s?[^\s0-9]|[一二三四五六七八九十]{1,2}、)"
)
_LONGEST_PARAGRAPH = 3_000
_OF_ART = frozenset({"novelty", "inventive step", "secret prior right"})


def read_body(body: Body, wording: Wording) -> Findings:
    """The objections of such a letter."""
    findings = Findings()
    heading: tuple[Provision, ...] = ()
    turns: list[int] = []  # where the letter goes on to other claims
    text = body.copy.text
    boxed = has_boxes(text)
    for start, end, is_empty in _stretches(body, Sentences(text, asian=wording.asian)):
        sentence = text[start:end]
        provisions = () if is_empty else _told_apart(wording, within(body.provisions, start, end))
        if (heading or provisions) and _is_heading(sentence, wording):
            heading = provisions
        if is_empty or wording.no_fault.search(sentence):
            continue
        box = box_before(text, _first(text, start)) if boxed else ""
        if box == "empty":
            continue
        claims = within(body.claims, start, end)
        if claims:
            turns.append(start)
        if _is_allowed(sentence, wording):
            findings.allowable += claims
        elif wording.fault.search(sentence):
            one = _raised(body, wording, (start, end), provisions, heading)
            findings.raised += [one._replace(in_summary=box == "checked")] if one else []
    discussed = _with_references(findings.raised, [*turns, len(text)], body, wording)
    findings.raised = _without_repetitions(discussed, wording.office)
    return findings


def _stretches(body: Body, sentences: Sentences) -> Iterator[tuple[int, int, bool]]:
    """The sentences, and whether each names neither claims nor provisions."""
    places = sorted(
        [*(one.start for one in body.claims), *(one.start for one in body.provisions), sys.maxsize]
    )
    at = 0
    for start, end in sentences:
        is_empty = places[at] >= end
        if not is_empty:
            at = bisect_left(places, end, lo=at)
        yield start, end, is_empty


def _told_apart(wording: Wording, provisions: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """The provisions of a sentence without those that only lead to others: Article 52(1) beside Article 54."""
    found = leave_out_wider([*provisions])
    for code in wording.leading:
        others = [one for one in found if one.code != code]
        found = others or found
    return tuple(found)


def _is_allowed(sentence: str, wording: Wording) -> bool:
    """Whether a sentence finds claims in order: it says so, and no word of fault takes it back."""
    if not wording.allowable.search(sentence) and (
        not wording.satisfied.search(sentence) or wording.fault.search(sentence)
    ):
        return False
    return not any(one.words.search(sentence) for one in wording.grounds)


def _first(text: str, start: int) -> int:
    """Behind the box and the spaces a sentence begins with."""
    while start < len(text) and text[start] in " \n☐☒☑□■▣√":
        start += 1
    return start


def _is_heading(sentence: str, wording: Wording) -> bool:
    line = sentence.strip("\n ")
    return "\n" not in line and len(line) <= 100 and bool(wording.heading.match(line))


def _raised(
    body: Body,
    wording: Wording,
    sentence: tuple[int, int],
    provisions: tuple[Provision, ...],
    heading: tuple[Provision, ...],
) -> Raised | None:
    text = body.copy.text
    start, end = _first(text, sentence[0]), sentence[1]
    claims = within(body.claims, start, end)
    plain = text[start:end].lower()
    said = {
        one.name: match
        for one in wording.grounds
        if any(map(plain.__contains__, one.hints)) and (match := one.words.search(text, start, end))
    }
    if not provisions and not (claims and said):
        return None
    held, how = (provisions, ()) if provisions else _held(wording, said, heading)
    return Raised(
        start=start,
        end=end,
        reach=end,
        provisions=held,
        claims=claims,
        references=within(body.mentions, start, end),
        ground="" if held else next(iter(said)),
        warnings=how,
    )


def _held(
    wording: Wording, said: Mapping[str, re.Match[str]], heading: tuple[Provision, ...]
) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """The provisions of a sentence that names none: those of the heading that are about its grounds, or those
    its words are the names of; and how they were come by.
    """
    above = tuple(one for one in heading if ground_of(wording.office, one.code) in said)
    if above:
        return above, ("statute_from_heading",)
    named = tuple(
        Provision(wording.by_name[ground], match.start(), match.end())
        for ground, match in said.items()
        if ground in wording.by_name
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
        concludes = bool(wording.conclusion.match(body.copy.text, one.start))
        whole = one._replace(reach=reach, since=since if before and (concludes or not after) else None)
        discussed = before if whole.since is not None else after
        grounds = {ground_of(wording.office, provision.code) for provision in one.provisions} or {one.ground}
        if not one.references and discussed and grounds & _OF_ART and not one.in_summary:
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
    for one in raised:
        if "statute_by_name" not in one.warnings:
            for provision in one.provisions:
                said = covered.setdefault(ground_of(office, provision.code), set())
                said.update(*(group.claims for group in one.claims))
    return [one for one in raised if not _repeats(one, covered, office)]


def _repeats(one: Raised, covered: dict[str, set[int]], office: Office) -> bool:
    if one.provisions and "statute_by_name" not in one.warnings:
        return False
    grounds = {ground_of(office, provision.code) for provision in one.provisions} or {one.ground}
    return all(
        covered.get(ground, set()).issuperset(group.claims) for ground in grounds for group in one.claims
    )
