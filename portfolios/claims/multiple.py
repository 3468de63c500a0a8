"""Multiple dependent claims: what each office allows, from which filing date, and what the U.S. counts.

US: 35 USC 112(e), 37 CFR 1.75(c). JP: 施行規則24条の3第5号, applications filed from 2022-04-01.
CN: Implementing Regulations R. 25.2, dependent claims only. EP: allowed, R. 43(4).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from portfolios.characters import record
from portfolios.claims.claim import Claim, Form, Mode, Office, bit_of, bits_below


@record()
class Rule:
    """An office's rule; `since` is the first filing date it holds for, None for always."""

    improper: frozenset[Mode]
    bars_multiple: bool
    indirect: bool = False
    dependents_only: bool = False
    since: date | None = None
    wording_flag: str = "improper_multiple"


_NOT_ALTERNATIVE = frozenset({Mode.CUMULATIVE, Mode.MIXED, Mode.RANGE_NO_ALT})
RULES = {
    Office.US: Rule(_NOT_ALTERNATIVE | {Mode.ONE_OR_MORE}, bars_multiple=True, indirect=True),
    Office.JP: Rule(
        _NOT_ALTERNATIVE,
        bars_multiple=True,
        indirect=True,
        since=date(2022, 4, 1),
        wording_flag="unclear_reference",
    ),
    Office.CN: Rule(_NOT_ALTERNATIVE | {Mode.ONE_OR_MORE}, bars_multiple=True, dependents_only=True),
    Office.KR: Rule(_NOT_ALTERNATIVE, bars_multiple=True, indirect=True),
    Office.EP: Rule(frozenset(), bars_multiple=False),
}


def multiple_flags(
    claims: Sequence[Claim], *, office: Office, filed: date | None = None
) -> dict[int, list[str]]:
    """Flags by claim number; `filed` is the effective filing date, today's law where it is not known."""
    rule = RULES[office]
    flags: dict[int, list[str]] = {claim.number: [] for claim in claims}
    for claim in claims:
        if any(ref.mode in rule.improper for ref in claim.refs if ref.dependency):
            flags[claim.number].append(rule.wording_flag)
    if rule.bars_multiple and (rule.since is None or filed is None or filed >= rule.since):
        for number, flag in _multiple_on_multiple(claims, rule):
            flags[number].append(flag)
    return flags


def is_multiple(claim: Claim) -> bool:
    """Whether the claim takes over one of several claims by a single reference."""
    return any(ref.dependency and len(ref.claims) > 1 for ref in claim.refs)


def fee_count(claims: Sequence[Claim]) -> int:
    """Claims as the U.S. counts them for fees: a multiple dependent claim as many as it refers to, and so
    each claim that depends from it; an improper one counts once."""
    units: dict[int, int] = {}
    improper = {n for n, flags in multiple_flags(claims, office=Office.US).items() if flags}
    for claim in claims:
        if not _counts(claim):
            continue
        if claim.number in improper:
            units[claim.number] = 1
        elif is_multiple(claim):
            units[claim.number] = len(claim.parents)
        else:
            earlier = [units.get(parent, 1) for parent in claim.parents if parent < claim.number]
            units[claim.number] = max(earlier, default=1)
    return sum(units.values())


def _counts(claim: Claim) -> bool:
    return claim.status.value != "cancelled"


def _multiple_on_multiple(claims: Sequence[Claim], rule: Rule) -> Iterable[tuple[int, str]]:
    """The claims that break the rule, as number and flag; claims are held as a bit for each number."""
    standing = [claim for claim in claims if not rule.dependents_only or claim.form is Form.DEPENDENT]
    multiple = sum(bit_of(number) for number in {claim.number for claim in standing if is_multiple(claim)})
    below = 0  # claims that rest on a multiple one, directly or not
    barred = 0
    for claim in sorted(standing, key=lambda one: one.number):
        own = bit_of(claim.number)
        earlier = claim.rests_on & bits_below(claim.number)
        direct, indirect = earlier & multiple, earlier & below
        if direct or indirect:
            below |= own
        if is_multiple(claim) and (direct or (indirect and rule.indirect)):
            barred |= own
            yield claim.number, "multi_multi" if direct else "multi_multi_indirect"
        elif earlier & barred:
            barred |= own
            yield claim.number, "cites_multi_multi"
