"""How long rights last, as dated parameters: the term itself, the links that carry an earlier filing date into it,
and what is added to it or cut from it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portfolios.families.application import ApplicationType, LinkKind

Start = Literal["filing", "grant", "later_of_filing_and_grant"]
LastDay = Literal["anniversary", "day_before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule:
    """A term of `years` from `start` for applications effectively filed from `since` to `until`.

    `years_from_grant` is the other term of "later_of_filing_and_grant". `last_day` is the last day on which the
    right is in force: the day with the same number, or the one before it.
    """

    office: str
    type: ApplicationType
    years: int
    start: Start = "filing"
    years_from_grant: int = 0
    last_day: LastDay = "anniversary"
    statute: str
    since: date
    until: date | None = None

    def is_for(self, office: str, kind: ApplicationType, filed: date) -> bool:
        """Whether it governs such an application."""
        return (self.office, self.type) == (office, kind) and (
            self.since <= filed and (self.until is None or filed <= self.until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionRule:
    """Something that may lengthen or cut a term. `order` is the order in which they apply; one that `cuts` ends the
    term on a stated day. `cap_months` is the most it may add. `is_separate` for a right of its own that begins
    where the patent ends and never moves the patent's own last day.
    """

    office: str
    code: str
    name: str
    statute: str
    order: int
    since: date
    until: date | None = None
    cuts: bool = False
    cap_months: int = 0
    is_separate: bool = False

    def is_for(self, office: str, filed: date) -> bool:
        """Whether an application filed on that day may have it."""
        return self.office == office and self.since <= filed and (self.until is None or filed <= self.until)


_PATENT, _MODEL = ApplicationType.PATENT, ApplicationType.UTILITY_MODEL
_DESIGN, _PLANT = ApplicationType.DESIGN, ApplicationType.PLANT
_URAA = date(1995, 6, 8)
_US_20 = "35 U.S.C. 154(a)(2)"
_US_OLD = "35 U.S.C. 154(c)(1)"

TERMS: tuple[TermRule, ...] = (
    TermRule(
        office="JP", type=_PATENT, years=20, statute="Patent Act (JP) Art. 67(1)", since=date(1995, 7, 1)
    ),
    TermRule(
        office="JP", type=_MODEL, years=10, statute="Utility Model Act (JP) Art. 15", since=date(2005, 4, 1)
    ),
    TermRule(
        office="JP",
        type=_MODEL,
        years=6,
        statute="Utility Model Act (JP) Art. 15 as of 1994",
        since=date(1994, 1, 1),
        until=date(2005, 3, 31),
    ),
    TermRule(
        office="JP", type=_DESIGN, years=25, statute="Design Act (JP) Art. 21(1)", since=date(2020, 4, 1)
    ),
    TermRule(
        office="JP",
        type=_DESIGN,
        years=20,
        start="grant",
        statute="Design Act (JP) Art. 21(1) as of 2007",
        since=date(2007, 4, 1),
        until=date(2020, 3, 31),
    ),
    TermRule(office="US", type=_PATENT, years=20, statute=_US_20, since=_URAA),
    TermRule(office="US", type=_PLANT, years=20, statute=f"35 U.S.C. 161, {_US_20}", since=_URAA),
    TermRule(
        office="US",
        type=_PATENT,
        years=20,
        start="later_of_filing_and_grant",
        years_from_grant=17,
        statute=_US_OLD,
        since=date(1978, 6, 8),
        until=date(1995, 6, 7),
    ),
    TermRule(
        office="US",
        type=_DESIGN,
        years=15,
        start="grant",
        statute="35 U.S.C. 173",
        since=date(2015, 5, 13),
    ),
    TermRule(
        office="US",
        type=_DESIGN,
        years=14,
        start="grant",
        statute="35 U.S.C. 173 as of 1982",
        since=date(1982, 8, 27),
        until=date(2015, 5, 12),
    ),
    TermRule(office="EP", type=_PATENT, years=20, statute="Art. 63(1) EPC", since=date(1978, 6, 1)),
    TermRule(
        office="CN",
        type=_PATENT,
        years=20,
        last_day="day_before",
        statute="Patent Law (CN) Art. 42(1)",
        since=date(1993, 1, 1),
    ),
    TermRule(
        office="CN",
        type=_MODEL,
        years=10,
        last_day="day_before",
        statute="Patent Law (CN) Art. 42(1)",
        since=date(1993, 1, 1),
    ),
    TermRule(
        office="CN",
        type=_DESIGN,
        years=15,
        last_day="day_before",
        statute="Patent Law (CN) Art. 42(1) as of 2021",
        since=date(2021, 6, 1),
    ),
    TermRule(
        office="CN",
        type=_DESIGN,
        years=10,
        last_day="day_before",
        statute="Patent Law (CN) Art. 42(1) as of 1993",
        since=date(1993, 1, 1),
        until=date(2021, 5, 31),
    ),
    TermRule(
        office="KR", type=_PATENT, years=20, statute="Patent Act (KR) Art. 88(1)", since=date(1996, 7, 1)
    ),
    TermRule(
        office="KR",
        type=_MODEL,
        years=10,
        statute="Utility Model Act (KR) Art. 22(1)",
        since=date(2006, 10, 1),
    ),
    TermRule(office="DE", type=_PATENT, years=20, statute="PatG (DE) § 16", since=date(1978, 1, 1)),
    TermRule(office="DE", type=_MODEL, years=10, statute="GebrMG (DE) § 23(1)", since=date(1990, 7, 1)),
)

_FIVE_YEARS = 60
_FIRST = date(1978, 1, 1)
ADDITIONS: tuple[AdditionRule, ...] = (
    AdditionRule(
        office="JP",
        code="term_compensation",
        name="extension for delay in grant",
        statute="Patent Act (JP) Art. 67(2), (3)",
        order=1,
        since=date(2020, 3, 10),
    ),
    AdditionRule(
        office="JP",
        code="pte",
        name="extension for marketing approval",
        statute="Patent Act (JP) Art. 67(4)",
        order=2,
        since=date(1995, 7, 1),
        cap_months=_FIVE_YEARS,
    ),
    AdditionRule(
        office="US",
        code="pta",
        name="patent term adjustment",
        statute="35 U.S.C. 154(b)",
        order=1,
        since=date(2000, 5, 29),
    ),
    AdditionRule(
        office="US",
        code="uraa_extension",
        name="extension for interference, secrecy order or appeal",
        statute="35 U.S.C. 154(b) as of 1995, 37 CFR 1.701",
        order=1,
        since=_URAA,
        until=date(2000, 5, 28),
        cap_months=_FIVE_YEARS,
    ),
    AdditionRule(
        office="US",
        code="terminal_disclaimer",
        name="terminal disclaimer",
        statute="35 U.S.C. 253(b), 154(b)(2)(B), 37 CFR 1.321",
        order=2,
        since=_FIRST,
        cuts=True,
    ),
    AdditionRule(
        office="US",
        code="pte",
        name="patent term extension for regulatory review",
        statute="35 U.S.C. 156",
        order=3,
        since=_FIRST,
        cap_months=_FIVE_YEARS,
    ),
    AdditionRule(
        office="EP",
        code="spc",
        name="supplementary protection certificate of a state",
        statute="Art. 63(2)(b) EPC; Regulations (EC) 469/2009 and 1610/96 Art. 13",
        order=1,
        since=_FIRST,
        cap_months=_FIVE_YEARS,
        is_separate=True,
    ),
    AdditionRule(
        office="DE",
        code="spc",
        name="supplementary protection certificate",
        statute="PatG (DE) § 16a; Regulations (EC) 469/2009 and 1610/96 Art. 13",
        order=1,
        since=_FIRST,
        cap_months=_FIVE_YEARS,
        is_separate=True,
    ),
    AdditionRule(
        office="CN",
        code="term_compensation",
        name="compensation for delay in grant",
        statute="Patent Law (CN) Art. 42(2)",
        order=1,
        since=date(1993, 1, 1),
    ),
    AdditionRule(
        office="CN",
        code="pte",
        name="compensation for marketing approval of a new drug",
        statute="Patent Law (CN) Art. 42(3)",
        order=2,
        since=date(1993, 1, 1),
        cap_months=_FIVE_YEARS,
    ),
    AdditionRule(
        office="KR",
        code="term_compensation",
        name="extension for delay in registration",
        statute="Patent Act (KR) Art. 92-2",
        order=1,
        since=date(2012, 3, 15),
    ),
    AdditionRule(
        office="KR",
        code="pte",
        name="extension for marketing approval",
        statute="Patent Act (KR) Art. 89",
        order=2,
        since=date(1996, 7, 1),
        cap_months=_FIVE_YEARS,
    ),
)

_KEEPS = {LinkKind.DIVISIONAL, LinkKind.PCT_ENTRY}
# By which links an earlier filing date starts the term. No right of priority, no provisional application does.
CARRIES_FILING_DATE: dict[str, tuple[frozenset[LinkKind], str]] = {
    "JP": (frozenset({*_KEEPS, LinkKind.CONVERSION}), "Patent Act (JP) Art. 44(2), 46(6), 184-3(1)"),
    "US": (
        frozenset({*_KEEPS, LinkKind.CONTINUATION, LinkKind.CIP, LinkKind.REISSUE}),
        "35 U.S.C. 154(a)(2), 120, 121, 251, 363, 365(c)",
    ),
    "EP": (frozenset(_KEEPS), "Art. 76(1), 153(2) EPC"),
    "CN": (frozenset(_KEEPS), "Implementing Regulations of the Patent Law (CN) R. 49, 119; PCT Art. 11(3)"),
    "KR": (frozenset({*_KEEPS, LinkKind.CONVERSION}), "Patent Act (KR) Art. 52(2), 53, 199(1)"),
    "DE": (frozenset(_KEEPS), "PatG (DE) § 39(1); PCT Art. 11(3)"),
}


def find_term_rule(office: str, kind: ApplicationType, filed: date) -> TermRule | None:
    """The rule for an application effectively filed on that day; None where none is known."""
    return next((rule for rule in TERMS if rule.is_for(office, kind, filed)), None)


def find_additions(office: str, kind: ApplicationType, filed: date) -> tuple[AdditionRule, ...]:
    """What may change the term of a patent filed on that day, in the order in which it applies."""
    if kind is not ApplicationType.PATENT:
        return ()
    return tuple(
        sorted((one for one in ADDITIONS if one.is_for(office, filed)), key=lambda one: (one.order, one.code))
    )
