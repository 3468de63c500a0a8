"""Conflicts in what applications say of each other, and priorities claimed after their period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from portfolios.dates import LAST_YEAR, add_months, office_calendar
from portfolios.families.application import PRIORITIES, Application, ApplicationType, Link, LinkKind
from portfolios.families.findings import Finding
from portfolios.families.periods import find_period, find_restoration


def find_conflicts(applications: Iterable[Application]) -> list[Finding]:
    """Everything that does not fit, in the order of the numbers. Decides nothing."""
    held = {one.application_number: one for one in applications}
    found = [*_disagreements(held)]
    for one in held.values():
        found += _own(one)
        for link in one.links:
            found += _claim(one, link, held)
    return sorted(set(found))


def _disagreements(held: Mapping[str, Application]) -> Iterator[Finding]:
    told: dict[str, set[date]] = defaultdict(set)
    for one in held.values():
        for link in one.links:
            if link.filing_date:
                told[link.number].add(link.filing_date)
    for number, days in told.items():
        own = held[number].filing_date if number in held else None
        every = days | ({own} if own else set())
        if len(every) > 1:
            detail = ", ".join(day.isoformat() for day in sorted(every))
            yield Finding(application_number=number, code="priority_date_disagrees", detail=detail)


def _own(one: Application) -> Iterator[Finding]:
    if one.filing_date is None:
        yield Finding(application_number=one.application_number, code="filing_date_missing")
        return
    for publication in one.publications:
        if publication.publication_date and publication.publication_date < one.filing_date:
            yield Finding(
                application_number=one.application_number,
                code="published_before_filing",
                detail=f"{publication.publication_number} {publication.publication_date}",
            )


def _claim(one: Application, link: Link, held: Mapping[str, Application]) -> Iterator[Finding]:
    earlier = held.get(link.number)
    day = (earlier.filing_date if earlier else None) or link.filing_date
    if link.number == one.application_number:
        yield _finding(one, link, "rests_on_itself")
    elif one.filing_date is None:
        return
    elif day is None:
        yield _finding(one, link, "priority_date_missing")
    elif day > one.filing_date:
        yield _finding(one, link, "priority_after_filing", f"{day} > {one.filing_date}")
    elif link.kind in PRIORITIES and not one.parents:
        yield from _period(one, link, day, one.filing_date)
    if earlier and link.is_child_of:
        yield from _international_date(one, link, earlier)


def _international_date(one: Application, link: Link, earlier: Application) -> Iterator[Finding]:
    """PCT Art. 11(3): the international filing date is the filing date in every designated state."""
    if link.kind is LinkKind.PCT_ENTRY and earlier.filing_date and one.filing_date != earlier.filing_date:
        yield Finding(
            application_number=one.application_number,
            code="filing_date_is_not_the_international",
            detail=f"{one.filing_date} != {earlier.filing_date} of {link.number}",
            statute="PCT Art. 11(3)",
        )


def _period(one: Application, link: Link, day: date, filed: date) -> Iterator[Finding]:
    if filed.year > LAST_YEAR:
        yield _finding(one, link, "filing_date_out_of_range", filed.isoformat())
        return
    right = "design" if one.type is ApplicationType.DESIGN else "patent"
    period = find_period(link.kind, right=right, on=filed)
    if period is None:
        yield _finding(one, link, "priority_period_not_known", right)
        return
    nominal = add_months(day, period.months)
    last, doubt = _rolled(one.office, nominal)
    if filed > last:
        yield _finding(
            one, link, "priority_period_exceeded", f"last day {last}, filed {filed}", period.statute
        )
        yield _restoration(one, link, nominal, filed)
    elif filed > nominal:
        yield _finding(one, link, "priority_period_rolled", f"{nominal} to {last}", period.statute)
    if doubt and filed > nominal:
        yield _finding(one, link, "working_days_not_known", doubt, period.statute)


def _restoration(one: Application, link: Link, nominal: date, filed: date) -> Finding:
    """Whether the law of the office knows a restoration that this filing could fall under; whether it is given
    is for the office, and whether to ask for counsel."""
    if link.is_restored:
        return _finding(one, link, "priority_restored_as_recorded")
    rule = find_restoration(one.office, on=filed)
    if rule is None:
        return _finding(one, link, "restoration_rule_not_known", one.office)
    end, _ = _rolled(one.office, add_months(nominal, rule.months))
    code = "restoration_conceivable" if filed <= end else "restoration_period_exceeded"
    return _finding(one, link, code, f"within {rule.months} months: {end}", rule.statute)


def _rolled(office: str, day: date) -> tuple[date, str]:
    """The first working day of the office of the later filing; weekends alone where no calendar is kept."""
    try:
        kept = office_calendar(office)
    except LookupError as error:
        while day.weekday() > 4:
            day = date.fromordinal(day.toordinal() + 1)
        return day, str(error)
    rolled, _ = kept.roll(day)
    return rolled, ", ".join(kept.doubts(rolled))


def _finding(one: Application, link: Link, code: str, detail: str = "", statute: str = "") -> Finding:
    told = f"{link.number} ({link.kind}){': ' if detail else ''}{detail}"
    return Finding(application_number=one.application_number, code=code, detail=told, statute=statute)
