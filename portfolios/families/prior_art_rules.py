"""From which day and by which statute a document belongs to the state of the art, as dated parameters."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Use = Literal["novelty", "inventive_step"]
_BOTH: tuple[Use, ...] = ("novelty", "inventive_step")
_NOVELTY: tuple[Use, ...] = ("novelty",)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRule:
    """What was public before an application. With `by_the_hour` a document of the same day may count.

    `grace_months` before the effective date ("effective") or before the filing itself ("filing") leave disclosures
    out under conditions that are for counsel; 0 where there are none.
    """

    office: str
    ground: str
    statute: str
    since: date
    until: date | None = None
    by_the_hour: bool = False
    grace_months: int = 0
    grace_before: Literal["effective", "filing"] = "effective"
    grace_statute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRightRule:
    """An application filed before and published on or after: `offices` are those whose applications count,
    with a PCT application that names the office where `also_pct`. `also_same_day` where one published on the very
    day counts here. `exceptions` are facts that may leave it out, each with its statute.
    """

    office: str
    ground: str
    statute: str
    since: date
    until: date | None = None
    use: tuple[Use, ...] = _NOVELTY
    also_pct: str = ""
    exceptions: tuple[tuple[Literal["same_inventors", "same_applicants"], str], ...] = ()
    conditions: tuple[str, ...] = ()


PUBLIC: tuple[PublicRule, ...] = (
    PublicRule(
        office="JP",
        ground="29(1)",
        statute="Patent Act (JP) Art. 29(1)(iii)",
        since=date(2018, 6, 9),
        by_the_hour=True,
        grace_months=12,
        grace_before="filing",
        grace_statute="Patent Act (JP) Art. 30",
    ),
    PublicRule(
        office="JP",
        ground="29(1)",
        statute="Patent Act (JP) Art. 29(1)(iii)",
        since=date(2000, 1, 1),
        until=date(2018, 6, 8),
        by_the_hour=True,
        grace_months=6,
        grace_before="filing",
        grace_statute="Patent Act (JP) Art. 30 as of before 2018-06-09",
    ),
    PublicRule(
        office="US",
        ground="102(a)(1)",
        statute="35 U.S.C. 102(a)(1)",
        since=date(2013, 3, 16),
        grace_months=12,
        grace_statute="35 U.S.C. 102(b)(1)",
    ),
    PublicRule(
        office="EP",
        ground="54(2)",
        statute="Art. 54(2) EPC",
        since=date(1978, 6, 1),
        grace_months=6,
        grace_before="filing",
        grace_statute="Art. 55 EPC",
    ),
    PublicRule(
        office="CN",
        ground="22(5)",
        statute="Patent Law (CN) Art. 22(5)",
        since=date(2009, 10, 1),
        grace_months=6,
        grace_before="effective",
        grace_statute="Patent Law (CN) Art. 24",
    ),
)
EARLIER_RIGHTS: tuple[EarlierRightRule, ...] = (
    EarlierRightRule(
        office="JP",
        ground="29-2",
        statute="Patent Act (JP) Art. 29-2, 184-13",
        since=date(1971, 1, 1),
        also_pct="translation filed, or filed in Japanese (Art. 184-13)",
        exceptions=(
            ("same_inventors", "Patent Act (JP) Art. 29-2, in parentheses"),
            ("same_applicants", "Patent Act (JP) Art. 29-2, proviso: at the time of filing"),
        ),
    ),
    EarlierRightRule(
        office="US",
        ground="102(a)(2)",
        statute="35 U.S.C. 102(a)(2), 102(d), 374",
        since=date(2013, 3, 16),
        use=_BOTH,
        also_pct="the United States designated (35 U.S.C. 374)",
        exceptions=(
            ("same_inventors", "35 U.S.C. 102(a)(2): must name another inventor"),
            (
                "same_applicants",
                "35 U.S.C. 102(b)(2)(C): common ownership, not later than the effective date",
            ),
        ),
        conditions=(
            "35 U.S.C. 102(b)(2)(A), (B): subject matter obtained from, or disclosed before by, an inventor",
        ),
    ),
    EarlierRightRule(
        office="EP",
        ground="54(3)",
        statute="Art. 54(3), 56 second sentence, 89 EPC",
        since=date(2007, 12, 13),
        also_pct="European phase entered, filing fee paid and language supplied (Art. 153(5), R. 165 EPC)",
    ),
    EarlierRightRule(
        office="CN",
        ground="22(2)",
        statute="Patent Law (CN) Art. 22(2)",
        since=date(2009, 10, 1),
        also_pct="Chinese phase entered and published by the office",
    ),
)
