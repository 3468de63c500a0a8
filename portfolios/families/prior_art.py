"""On which day, and by which statute, a document counts towards the state of the art of an application.

Facts on dates only: what a document discloses, and whether that matters, is not said here. Where a fact is not
known the answer is None, and what it depends on is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portfolios.dates import add_months
from portfolios.families.prior_art_rules import EARLIER_RIGHTS, PUBLIC, EarlierRightRule, PublicRule, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document held against an application. For a patent document: its `office`, `filing_date` and earliest
    `priority_date`, whether that right holds (`priority_holds`), who filed it, and the offices for which an
    international application took effect (`entered`, None where not known).
    """

    publication_number: str
    publication_date: date | None
    office: str = ""
    filing_date: date | None = None
    priority_date: date | None = None
    priority_holds: bool | None = None
    inventors: frozenset[str] = frozenset()
    applicants: frozenset[str] = frozenset()
    entered: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The application looked at: where and when it was filed, and the priority claimed, if that right holds."""

    office: str
    filing_date: date
    priority_date: date | None = None
    priority_holds: bool | None = None
    inventors: frozenset[str] = frozenset()
    applicants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One ground: `counts_as_of` is the day the document counts from, `effective_date` the day it is held against,
    `is_before` whether the first is early enough for the ground; None where that depends on `open_questions`.

    `use` says what it may be used for by the statute; `assuming` whether the priority was taken to hold.
    """

    ground: str
    statute: str
    counts_as_of: date | None
    effective_date: date
    is_before: bool | None
    use: tuple[Use, ...]
    assuming: str = ""
    open_questions: tuple[str, ...] = ()


def prior_art_dates(document: Document, subject: Subject) -> tuple[Counted, ...]:
    """Every ground of the subject's office, for each effective date the subject may have. Empty where no rule is
    known for that office and day.
    """
    found: list[Counted] = []
    for day, assuming in _effective_dates(subject):
        found += [
            _public(document, subject, rule, day, assuming)
            for rule in PUBLIC
            if rule.office == subject.office and _is_in_force(rule, _governing(subject, day))
        ]
        found += [
            one
            for rule in EARLIER_RIGHTS
            if rule.office == subject.office and _is_in_force(rule, _governing(subject, day))
            for one in _earlier_right(document, subject, rule, day, assuming)
        ]
    return tuple(found)


def _effective_dates(subject: Subject) -> Iterator[tuple[date, str]]:
    if subject.priority_date is None or subject.priority_holds is False:
        yield subject.filing_date, ""
        return
    if subject.priority_holds:
        yield subject.priority_date, ""
        return
    yield subject.priority_date, "the priority holds"
    yield subject.filing_date, "the priority does not hold"


def _governing(subject: Subject, effective: date) -> date:
    """The America Invents Act governs by the effective filing date, every other law by the day of filing."""
    return effective if subject.office == "US" else subject.filing_date


def _is_in_force(rule: PublicRule | EarlierRightRule, day: date) -> bool:
    return rule.since <= day and (rule.until is None or day <= rule.until)


def _public(document: Document, subject: Subject, rule: PublicRule, day: date, assuming: str) -> Counted:
    published = document.publication_date
    questions: list[str] = []
    is_before: bool | None = None
    if published is None:
        questions.append("publication date")
    else:
        is_before = published < day
        if published == day and rule.by_the_hour:
            is_before = None
            questions.append(f"time of day of publication and of filing: {rule.statute}")
        if is_before is not False and _is_in_grace(published, subject, rule, day):
            questions.append(
                f"own or derived disclosure within {rule.grace_months} months: {rule.grace_statute}"
            )
    return Counted(
        ground=rule.ground,
        statute=rule.statute,
        counts_as_of=published,
        effective_date=day,
        is_before=is_before,
        use=("novelty", "inventive_step"),
        assuming=assuming,
        open_questions=tuple(questions),
    )


def _is_in_grace(published: date, subject: Subject, rule: PublicRule, effective: date) -> bool:
    until = subject.filing_date if rule.grace_before == "filing" else effective
    return bool(rule.grace_months) and add_months(until, -rule.grace_months) <= published <= until


def _earlier_right(
    document: Document, subject: Subject, rule: EarlierRightRule, day: date, assuming: str
) -> Iterator[Counted]:
    """Nothing for documents that can never be earlier rights there: no patent documents, those of other offices."""
    if document.office not in (rule.office, "WO") or document.filing_date is None:
        return
    if document.office == "WO" and document.entered is not None and rule.office not in document.entered:
        return
    counts, questions = _effective_of(document, day)
    if document.office == "WO" and document.entered is None:
        questions.append(rule.also_pct)
    is_before = _precedes(document, rule, counts, day)
    if is_before is not False:
        questions += _exceptions(document, subject, rule)
    yield Counted(
        ground=rule.ground,
        statute=rule.statute,
        counts_as_of=counts,
        effective_date=day,
        is_before=None if is_before and questions and _is_open(document, day) else is_before,
        use=rule.use,
        assuming=assuming,
        open_questions=tuple(questions),
    )


def _effective_of(document: Document, day: date) -> tuple[date, list[str]]:
    """The document's own effective date: its priority unless that right is known not to hold."""
    filed = document.filing_date or day
    if document.priority_date is None or document.priority_holds is False:
        return filed, []
    questions = (
        [] if document.priority_holds else [f"whether {document.publication_number} enjoys its priority"]
    )
    return document.priority_date, questions


def _is_open(document: Document, day: date) -> bool:
    """Whether an open question decides the date itself: the document's priority, or its entry into the phase."""
    filed = document.filing_date or day
    by_priority = document.priority_date is not None and document.priority_holds is None and filed >= day
    return by_priority or (document.office == "WO" and document.entered is None)


def _precedes(document: Document, rule: EarlierRightRule, counts: date, day: date) -> bool | None:
    """Filed before the day. Published on it or later, except in the United States, where that does not matter."""
    if counts >= day:
        return False
    if rule.office == "US":
        return True
    if document.publication_date is None:
        return None
    return document.publication_date >= day


def _exceptions(document: Document, subject: Subject, rule: EarlierRightRule) -> list[str]:
    """Facts that may leave the document out, where they are there or cannot be compared."""
    found = []
    for name, statute in rule.exceptions:
        one, other = (
            (document.inventors, subject.inventors)
            if name == "same_inventors"
            else (document.applicants, subject.applicants)
        )
        if not one or not other:
            found.append(f"{name} not known: {statute}")
        elif one == other:
            found.append(f"{name}: {statute}")
    return [*found, *rule.conditions]
