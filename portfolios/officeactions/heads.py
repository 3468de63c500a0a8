"""The head of a letter: kind, application and dates, and what contradicts itself there."""

from collections.abc import Iterator, Sequence
from datetime import date

from portfolios.characters import record
from portfolios.claims.claim import Office
from portfolios.claims.numerals import number_of
from portfolios.dates import DateMention
from portfolios.identifiers import Identifier
from portfolios.officeactions.action import Application, Day, Kind, Remark
from portfolios.officeactions.copying import Copy
from portfolios.officeactions.letterheads import (
    DISPATCHED,
    DRAFTED,
    dates_of,
    find_applications,
    find_days,
)
from portfolios.officeactions.titles import find_kinds, is_final, ordinal_written


@record(kw_only=True)
class Head:
    """`dispatched` is None where the letter names no day or several."""

    kind: Kind
    is_final: bool
    ordinal: int | None
    application: Application | None
    drafted: Day | None
    dispatched: Day | None
    dates: tuple[DateMention, ...]
    remarks: tuple[Remark, ...]


def read_head(copy: Copy, office: Office, *, numbers: Sequence[Identifier], dispatched: date | None) -> Head:
    """The head of a letter; `numbers` are all of its copy, `dispatched` is the day of dispatch where it is known from
    elsewhere.
    """
    kinds = find_kinds(copy, office)
    kind = kinds[0] if len(kinds) == 1 else Kind.UNKNOWN
    written = ordinal_written(copy.text) if kind is Kind.OPINION else None
    applications = find_applications(copy, office, numbers)
    dates = tuple(dates_of(copy, office))
    drafted = find_days(copy, dates, DRAFTED, office)
    sent = find_days(copy, dates, DISPATCHED, office)
    remarks = [
        *_about_kinds(kinds),
        *_about_applications(applications),
        *_about_days(sent, dispatched),
        *_about_order(drafted, sent),
    ]
    return Head(
        kind=kind,
        is_final=is_final(copy.text, kind),
        ordinal=number_of(written["number"]) if written else None,
        application=applications[0] if applications else None,
        drafted=drafted[0] if len(drafted) == 1 else None,
        dispatched=_given(dispatched) or (sent[0] if len(sent) == 1 else None),
        dates=dates,
        remarks=tuple(remarks),
    )


def _given(day: date | None) -> Day | None:
    return Day(text="", start=0, end=0, iso=day.isoformat()) if day else None


def _about_kinds(kinds: Sequence[Kind]) -> Iterator[Remark]:
    if not kinds:
        yield Remark(text="", start=0, end=0, code="kind_unknown")
    if len(kinds) > 1:
        yield Remark(text="", start=0, end=0, code="kinds_differ", detail=", ".join(kinds))


def _about_applications(found: Sequence[Application]) -> Iterator[Remark]:
    if not found:
        yield Remark(text="", start=0, end=0, code="application_not_found")
    for one in found[1:]:
        yield _remark("applications_differ", one, one.canonical)
    for one in found[:1]:
        for warning in one.warnings:
            yield _remark("application_number", one, warning)


def _about_days(sent: Sequence[Day], given: date | None) -> Iterator[Remark]:
    """Several days of dispatch, one that can be read in two ways, or one that is not the day given."""
    if len(sent) > 1:
        for one in sent:
            yield _remark("dispatch_dates_differ", one, one.iso)
    for one in sent:
        if not one.value:
            yield _remark("dispatch_date_unread", one, " or ".join(one.readings))
        elif given and one.value != given:
            yield _remark("dispatch_date_differs", one, given.isoformat())


def _about_order(drafted: Sequence[Day], sent: Sequence[Day]) -> Iterator[Remark]:
    """A letter sent before it was written."""
    if len(drafted) == len(sent) == 1 and drafted[0].iso > sent[0].iso > "":
        yield _remark("dispatched_before_drafted", sent[0], drafted[0].iso)


def _remark(code: str, one: Day | Application, detail: str) -> Remark:
    return Remark(text=one.text, start=one.start, end=one.end, code=code, detail=detail)
