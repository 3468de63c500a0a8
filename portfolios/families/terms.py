"""When a right ends: the term of its law from the day that starts it, with what is added and what is not known."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portfolios.dates import add_months
from portfolios.families.application import Addition, Application, ApplicationType
from portfolios.families.starts import Starts
from portfolios.families.term_rules import (
    CARRIES_FILING_DATE,
    AdditionRule,
    TermRule,
    find_additions,
    find_term_rule,
)

_NO_RIGHT = {
    ApplicationType.PROVISIONAL: "a provisional application has no term",
    ApplicationType.PCT: "an international application has no term of its own; see its national phases",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the reckoning: what it is, by which statute, and the last day after it."""

    name: str
    statute: str
    last_day: date | None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The last day of a right (`expires_on`) and what it is made of, as far as the facts are known.

    None where no rule or no starting day is known; `missing` names the facts that may still move the day, and
    `findings` what does not fit. Whether the right lives so long is the matter of its legal status.
    """

    application_number: str
    expires_on: date | None
    starts_on: date | None = None
    started_by: str = ""
    parts: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether no fact is missing that could move the day."""
        return self.expires_on is not None and not self.missing


def find_term(application: Application, others: Iterable[Application] = ()) -> Term:
    """The term of an application's right; `others` are where its earlier applications are looked up. For all of a
    family there is find_terms().
    """
    return _term(application, Starts([*others, application]))


def find_terms(applications: Iterable[Application]) -> list[Term]:
    """The terms of applications that are looked up among each other, in their order; each number may stand once."""
    held = [*applications]
    starts = Starts(held)
    return [_term(one, starts) for one in held]


def _term(application: Application, starts: Starts) -> Term:
    number = application.application_number
    if application.type in _NO_RIGHT:
        return Term(application_number=number, expires_on=None, findings=(_NO_RIGHT[application.type],))
    start = starts.of(number)
    if start.day is None:
        return Term(application_number=number, expires_on=None, missing=start.missing)
    rule = find_term_rule(application.office, application.type, start.day)
    if rule is None:
        told = f"no term rule is known for {application.office} {application.type} filed on {start.day}"
        return Term(application_number=number, expires_on=None, starts_on=start.day, findings=(told,))
    base = Term(
        application_number=number,
        expires_on=None,
        starts_on=start.day,
        started_by=start.number,
        missing=start.missing,
    )
    try:
        return _added(_based(base, rule, application), application, start.day)
    except (OverflowError, ValueError):  # what the dates of the language do where the year 9999 is passed
        return replace(base, findings=("the term would end after the last day of the calendar",))


def _based(term: Term, rule: TermRule, application: Application) -> Term:
    if term.starts_on is None:
        return term
    _, carried = CARRIES_FILING_DATE.get(application.office, (frozenset(), ""))
    name = f"{rule.years} years from {'grant' if rule.start == 'grant' else 'filing'}"
    detail = "" if term.started_by == application.application_number else f"{term.started_by}: {carried}"
    if rule.start == "filing":
        last = _after(term.starts_on, rule.years, rule)
        return replace(term, expires_on=last, parts=(Part(name, rule.statute, last, detail),))
    granted = application.grant_date
    if rule.start == "grant":
        day = _after(granted, rule.years, rule) if granted else None
        missing = term.missing if granted else (*term.missing, "grant date")
        return replace(term, expires_on=day, parts=(Part(name, rule.statute, day),), missing=missing)
    return _later(term, rule, granted, detail)


def _later(term: Term, rule: TermRule, granted: date | None, detail: str) -> Term:
    """The longer of a term from filing and a term from grant; without a grant date, the first as a lower bound."""
    if term.starts_on is None:
        return term
    from_filing = _after(term.starts_on, rule.years, rule)
    parts = [Part(f"{rule.years} years from filing", rule.statute, from_filing, detail)]
    if granted is None:
        missing = (*term.missing, "grant date")
        return replace(term, expires_on=from_filing, parts=tuple(parts), missing=missing)
    from_grant = _after(granted, rule.years_from_grant, rule)
    parts.append(Part(f"{rule.years_from_grant} years from grant", rule.statute, from_grant))
    return replace(term, expires_on=max(from_filing, from_grant), parts=tuple(parts))


def _after(start: date, years: int, rule: TermRule) -> date:
    day = add_months(start, 12 * years)
    return day - timedelta(days=1) if rule.last_day == "day_before" else day


def _added(term: Term, application: Application, filed: date) -> Term:
    stated = {one.code: one for one in application.additions}
    rules = find_additions(application.office, application.type, filed)
    for rule in rules:
        term = _with(term, rule, stated.get(rule.code))
    known = {rule.code for rule in rules}
    strange = [f"no rule is known for the addition {code}" for code in sorted(set(stated) - known)]
    told = Counter([one.code for one in application.additions])
    twice = [f"told more than once: {code}" for code in sorted(told) if told[code] > 1]
    return replace(term, findings=(*term.findings, *strange, *twice))


def _with(term: Term, rule: AdditionRule, stated: Addition | None) -> Term:
    label = f"{rule.name} ({rule.statute})"
    if stated is None:
        return term if rule.is_separate else replace(term, missing=(*term.missing, label))
    if term.expires_on is None or (not stated.days and not stated.until):
        return term
    before = term.expires_on
    day = stated.until or before + timedelta(days=stated.days)
    if rule.cuts:
        day = min(day, before) if stated.until else before - timedelta(days=stated.days)
    findings = [*term.findings]
    if rule.cap_months and day > add_months(before, rule.cap_months):
        findings.append(f"more than {rule.cap_months} months: {label}")
    if not rule.cuts and day < before:
        findings.append(f"ends before the term it adds to: {label}")
        day = before
    part = Part(rule.name, rule.statute, day, f"{stated.days} days" if stated.days else "")
    ends = before if rule.is_separate else day
    return replace(term, expires_on=ends, parts=(*term.parts, part), findings=tuple(findings))
