"""The last day for answering a letter, by the rules of its office and the period it states."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from portfolios.characters import in_any_case
from portfolios.claims.claim import Office
from portfolios.dates import LAST_YEAR, DateMention, Due, OfficeCalendar, Rule, due_of
from portfolios.officeactions.action import Day, Deadline, Kind, Period
from portfolios.officeactions.copying import Copy
from portfolios.officeactions.letterheads import day_of
from portfolios.officeactions.periods import find_periods, rules_for

_NO_PERIOD = frozenset(
    {
        Kind.DECISION_TO_GRANT,
        Kind.DISMISSAL_OF_AMENDMENT,
        Kind.ADVISORY_ACTION,
        Kind.SEARCH_OPINION,
        Kind.SUMMONS,
    }
)
_TIME_LIMIT = in_any_case("reply", r"time\slimit", "period")
_LAST_DAY = {
    Office.JP: re.compile(r"(?:応答|提出|回答)期限(?:日)?[\s:はを、]{0,4}(?=[^\n]{0,12}[0-9元])"),
    Office.US: re.compile(
        r"[RrDd](?:(?<=[Rr])(?i:(?:eply|esponse)\s(?:is\s)?(?:due|required)\s(?:on|by|no\slater\sthan)\s)"
        r"|(?<=[Dd])(?i:ue\sdate:?\s))"
    ),
    Office.EP: re.compile(
        rf"(?:{_TIME_LIMIT})(?i:\s(?:is\sdue|expires)\s(?:on|by)\s)"
        rf"|(?:{in_any_case('final', 'due')})(?i:\sdate:?\s)"
    ),
    Office.CN: re.compile(r"(?:答复|答辩|陈述意见)(?:的)?期限(?:届满日)?[\s:为至]{0,4}"),
}  # fmt: skip


def read_deadline(
    copy: Copy,
    office: Office,
    kind: Kind,
    *,
    base: Day | None,
    dates: Sequence[DateMention],
    ordinal: int | None,
    abroad: bool | None,
    calendar: OfficeCalendar,
) -> Deadline:
    """Until when the letter must be answered, with what that rests on; nothing is computed without a base date."""
    periods = find_periods(copy, office, kind)
    stated = _stated(copy, office, dates)
    if kind in _NO_PERIOD or kind is Kind.UNKNOWN:
        return Deadline(
            base=base, period=periods[0] if periods else None, stated=stated, warnings=("no_rule",)
        )
    day = base.value if base else None
    if day is None:
        period = periods[0] if periods else None
        return Deadline(base=base, period=period, stated=stated, warnings=("no_dispatch_date",))
    if day.year > LAST_YEAR:
        period = periods[0] if periods else None
        return Deadline(base=base, period=period, stated=stated, warnings=("dispatch_date_out_of_range",))
    rules = rules_for(office, kind, ordinal=ordinal, on=day)
    rules, period, warnings = _governing(rules, periods, office, abroad)
    dues = tuple(due_of(rule, base_date=day, calendar=calendar) for rule in rules)
    warnings += _disagreements(dues, stated)
    return Deadline(
        dues=dues, base=base, period=period, stated=stated, warnings=(*warnings, *_assumed(rules))
    )


def _stated(copy: Copy, office: Office, dates: Sequence[DateMention]) -> Day | None:
    """The last day the letter itself names."""
    ends = {match.end() for match in _LAST_DAY[office].finditer(copy.text)}
    return next((day_of(copy, one) for one in dates if one.start in ends), None)


def _governing(
    rules: list[Rule], periods: list[Period], office: Office, abroad: bool | None
) -> tuple[list[Rule], Period | None, tuple[str, ...]]:
    """The rules that remain once the letter has stated its period, that period, and what is odd about it. A
    period the letter sets itself takes the place of the rule's.
    """
    if abroad is not None and office is Office.JP:
        rules = [rule for rule in rules if rule.code.endswith("abroad") is abroad]
    if not rules:
        return [], periods[0] if periods else None, ("no_rule",)
    if not periods:
        unstated = () if office is Office.JP and len(rules) == 1 else ("period_not_stated",)
        return ([] if office is Office.EP else rules), None, unstated
    same = [
        (rule, one) for one in periods for rule in rules if (rule.months, rule.days) == (one.months, one.days)
    ]
    if same:
        kept = list(dict.fromkeys(rule for rule, _ in same))
        several = ("several_periods",) if len(periods) > len(kept) else ()
        return kept, same[0][1] if len(kept) == 1 else periods[0], several
    if len(periods) > 1:
        return [], periods[0], ("several_periods",)
    differs = () if office is Office.EP else ("period_differs_from_rule",)
    own = periods[0]
    return [replace(rule, months=own.months, days=own.days) for rule in rules], own, differs


def _disagreements(dues: Sequence[Due], stated: Day | None) -> tuple[str, ...]:
    several = ("several_rules",) if len(dues) > 1 else ()
    if stated is None or not dues:
        return several
    agrees = any(stated.iso == day.isoformat() for due in dues for day in (due.due, due.unrolled))
    return several if agrees else (*several, "stated_day_differs")


def _assumed(rules: list[Rule]) -> Iterator[str]:
    """What the base date takes for granted: the rules count from receipt or service, the letter names dispatch."""
    bases = {rule.basis for rule in rules}
    if "receipt" in bases:
        yield "receipt_taken_as_dispatch"
    if "service" in bases:
        yield "service_taken_as_dispatch"
