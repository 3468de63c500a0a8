"""Letters whose sentences each say claims, fault and provision: those of the EPO and of the CNIPA.

A sentence counts where it finds fault; "claim 5 is new (Article 54 EPC)" raises nothing. Where it names no
provision, that of the heading above holds if it is about the same ground.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portfolios.claims.claim import Office
from portfolios.officeactions.grounds import ground_of
from portfolios.officeactions.letters.boxes import box_before
from portfolios.officeactions.letters.raised import Body, Findings, Raised, within
from portfolios.officeactions.provisions.provision import Provision, leave_out_wider
from portfolios.officeactions.sentences import Sentences


@dataclass(frozen=True, slots=True)
class Wording:
    """How a language finds fault: words of fault, words that take it back or make it depend, the words for
    each ground; `allowable` are words that claims are in order, `satisfied` such that a word of fault anywhere
    in the sentence takes back; `leading` are provisions that only lead to the one applied, the weakest first.
    """

    office: Office
    asian: bool
    fault: re.Pattern[str]
    no_fault: re.Pattern[str]
    grounds: tuple[tuple[str, re.Pattern[str]], ...]
    allowable: re.Pattern[str]
    satisfied: re.Pattern[str]
    heading: re.Pattern[str]
    leading: tuple[str, ...] = ()


_OF_ART = frozenset({"novelty", "inventive step", "secret prior right"})


def read_body(body: Body, wording: Wording) -> Findings:
    """The objections of such a letter."""
    findings = Findings()
    heading: tuple[Provision, ...] = ()
    turns: list[int] = []  # where the letter goes on to other claims
    text = body.copy.text
    for start, end in Sentences(text, asian=wording.asian):
        sentence, claims = text[start:end], within(body.claims, start, end)
        provisions = _told_apart(wording, within(body.provisions, start, end))
        if _is_heading(sentence, wording):
            heading = provisions
        if wording.no_fault.search(sentence) or box_before(text, _first(text, start)) == "empty":
            continue
        if claims:
            turns.append(start)
        if _is_allowed(sentence, wording):
            findings.allowable += claims
        elif wording.fault.search(sentence):
            findings.raised += _raised(body, wording, (start, end), provisions, heading)
    discussed = _with_references(findings.raised, [*turns, len(text)], body, wording)
    findings.raised = _without_repetitions(discussed, wording.office)
    return findings


def _told_apart(wording: Wording, provisions: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """The provisions of a sentence without those that only lead to others: Article 52(1) beside Article 54."""
    found = leave_out_wider([*provisions])
    for code in wording.leading:
        others = [one for one in found if one.code != code]
        found = others or found
    return tuple(found)


def _is_allowed(sentence: str, wording: Wording) -> bool:
    """Whether a sentence finds claims in order: it says so, and no word of fault takes it back."""
    if any(words.search(sentence) for _, words in wording.grounds):
        return False
    if wording.allowable.search(sentence):
        return True
    return bool(wording.satisfied.search(sentence)) and not wording.fault.search(sentence)


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
) -> Iterator[Raised]:
    text = body.copy.text
    start, end = _first(text, sentence[0]), sentence[1]
    claims = within(body.claims, start, end)
    grounds = [ground for ground, words in wording.grounds if words.search(text, start, end)]
    if not provisions and not (claims and grounds):
        return
    held = provisions or tuple(one for one in heading if ground_of(wording.office, one.code) in grounds)
    for ground in [""] if held else grounds[:1]:
        yield Raised(
            start=start,
            end=end,
            reach=end,
            provisions=held,
            claims=claims,
            references=within(body.mentions, start, end),
            ground=ground,
            in_summary=box_before(text, start) == "checked",
            warnings=() if provisions or not held else ("statute_from_heading",),
        )


def _with_references(raised: list[Raised], turns: list[int], body: Body, wording: Wording) -> list[Raised]:
    """Each with its discussion, and with the documents named there where its own sentence names none."""
    found = []
    for one in raised:
        whole = replace(one, reach=max(one.end, turns[bisect_left(turns, one.end)]))
        grounds = {ground_of(wording.office, provision.code) for provision in one.provisions} or {one.ground}
        discussed = within(body.mentions, one.end, whole.reach)
        if not one.references and discussed and grounds & _OF_ART and not one.in_summary:
            warnings = (*one.warnings, "references_in_discussion")
            whole = replace(whole, references=discussed, warnings=warnings)
        found.append(whole)
    return found


def _without_repetitions(raised: list[Raised], office: Office) -> list[Raised]:
    """Without those that name no provision for claims and a ground another one names it for."""
    covered: dict[str, set[int]] = {}
    for one in raised:
        for provision in one.provisions:
            covered.setdefault(ground_of(office, provision.code), set()).update(_claims(one))
    return [one for one in raised if one.provisions or not _claims(one) <= covered.get(one.ground, set())]


def _claims(one: Raised) -> set[int]:
    return {number for group in one.claims for number in group.claims}
