"""Periods for claiming priority and for restoring it, as dated parameters."""

from dataclasses import dataclass
from datetime import date

from portfolios.families.application import LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Months from the earlier filing in which a later one may claim it; `right` "patent" includes utility models."""

    kind: LinkKind
    right: str
    months: int
    statute: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """Months after the priority period in which its restoration may be asked for at that office."""

    office: str
    months: int
    criterion: str
    statute: str
    since: date


_PARIS_SINCE = date(1934, 8, 1)
PERIODS: tuple[Period, ...] = (
    Period(
        kind=LinkKind.PARIS,
        right="patent",
        months=12,
        statute="Paris Convention Art. 4C(1), (3)",
        since=_PARIS_SINCE,
    ),
    Period(
        kind=LinkKind.PARIS,
        right="design",
        months=6,
        statute="Paris Convention Art. 4C(1), (3)",
        since=_PARIS_SINCE,
    ),
    Period(
        kind=LinkKind.PROVISIONAL,
        right="patent",
        months=12,
        statute="35 U.S.C. 119(e), 37 CFR 1.7(b)",
        since=date(1995, 6, 8),
    ),
    Period(
        kind=LinkKind.DOMESTIC,
        right="patent",
        months=12,
        statute="national law: JP Patent Act Art. 41(1)(i); CN Patent Law Art. 29; DE PatG § 40",
        since=date(1985, 11, 1),
    ),
    Period(
        kind=LinkKind.DOMESTIC,
        right="design",
        months=6,
        statute="national law: CN Patent Law Art. 29",
        since=date(2021, 6, 1),
    ),
)
RESTORATIONS: tuple[Restoration, ...] = (
    Restoration(
        office="JP",
        months=2,
        criterion="due care until 2023-03-31, unintentional since",
        statute="Patent Act (JP) Art. 43-2, 41(1)(i)",
        since=date(2015, 4, 1),
    ),
    Restoration(
        office="US",
        months=2,
        criterion="unintentional",
        statute="37 CFR 1.55(c), 1.78(b)",
        since=date(2013, 12, 18),
    ),
    Restoration(
        office="EP",
        months=2,
        criterion="due care",
        statute="Art. 122, R. 136(1) EPC",
        since=date(2007, 12, 13),
    ),
    Restoration(
        office="CN",
        months=2,
        criterion="legitimate reasons",
        statute="Implementing Regulations of the Patent Law (CN) R. 36",
        since=date(2024, 1, 20),
    ),
    Restoration(
        office="WO",
        months=2,
        criterion="due care or unintentional, by receiving office",
        statute="PCT R. 26bis.3",
        since=date(2007, 4, 1),
    ),
)


def find_period(kind: LinkKind, *, right: str, on: date) -> Period | None:
    """The period in force for a filing on the day; None where no row is known."""
    rows = (one for one in PERIODS if (one.kind, one.right) == (kind, right) and one.since <= on)
    return next(rows, None)


def find_restoration(office: str, *, on: date) -> Restoration | None:
    """The rule of that office in force for a filing on the day; None where none is known."""
    return next((one for one in RESTORATIONS if one.office == office and one.since <= on), None)
