"""What a letter is taken apart into. Offsets are into the letter as given: `letter[start:end] == text`."""

from datetime import date
from enum import StrEnum

from portfolios.characters import record
from portfolios.claims.claim import Office
from portfolios.dates import Due
from portfolios.identifiers import PinCite


class Kind(StrEnum):
    """What the letter is; `UNKNOWN` where its title is not one of these or there are two."""

    NOTICE_OF_REASONS = "notice_of_reasons"  # JP 拒絶理由通知書
    DECISION_OF_REFUSAL = "decision_of_refusal"  # JP 拒絶査定, CN 驳回决定
    DISMISSAL_OF_AMENDMENT = "dismissal_of_amendment"  # JP 補正の却下の決定
    DECISION_TO_GRANT = "decision_to_grant"  # JP 特許査定, CN 授予专利权通知书
    NON_FINAL_ACTION = "non_final_action"
    FINAL_ACTION = "final_action"
    ADVISORY_ACTION = "advisory_action"
    RESTRICTION_REQUIREMENT = "restriction_requirement"
    NOTICE_OF_ALLOWANCE = "notice_of_allowance"
    COMMUNICATION = "communication"  # EP Art. 94(3)
    INTENTION_TO_GRANT = "intention_to_grant"  # EP Rule 71(3)
    SEARCH_OPINION = "search_opinion"  # EP Rule 62
    SUMMONS = "summons"  # EP Rule 115(1)
    OPINION = "opinion"  # CN 审查意见通知书
    UNKNOWN = ""


class Nature(StrEnum):
    """What an examiner does to claims under a provision."""

    REJECTION = "rejection"
    OBJECTION = "objection"
    RESTRICTION = "restriction"
    INTERPRETATION = "interpretation"  # a notice that 35 U.S.C. 112(f) is applied; no rejection


@record(kw_only=True)
class Place:
    """A stretch of the letter."""

    text: str
    start: int
    end: int


@record(kw_only=True)
class Remark(Place):
    """Something a reader of the letter must look at: a short code and where. `detail` names the pieces."""

    code: str
    detail: str = ""


@record(kw_only=True)
class Day(Place):
    """A date of the letter. `iso` is "" where it cannot be said; `readings` are then the days it may mean."""

    iso: str
    readings: tuple[str, ...] = ()

    @property
    def value(self) -> date | None:
        """The day; None where only a month or nothing is known."""
        return date.fromisoformat(self.iso) if len(self.iso) == len("2026-06-01") else None


@record(kw_only=True)
class Application(Place):
    """The number of the application the letter is about; `warnings` are those of the number."""

    canonical: str
    warnings: tuple[str, ...] = ()


@record(kw_only=True)
class ClaimGroup(Place):
    """Claims named together, ranges expanded, ascending."""

    claims: tuple[int, ...]


@record(kw_only=True)
class Reference(Place):
    """A document relied on, where the letter names it. `label` is D1 for 引用文献1 and 对比文件1, else the name
    the letter gives it (Smith), else its number. `number` is canonical; where the letter or the number leaves
    it open it is "" and `readings` says between what.
    """

    label: str
    number: str = ""
    readings: tuple[str, ...] = ()


@record(kw_only=True)
class Rejection(Place):
    """One provision against a group of claims. `code` is the provision in short ("29(1)iii", "103", "22.3"),
    "" where the letter names none; `ground` what it is about; `reason` the letter's own number for it.
    `claims` empty and `all_claims` false: the letter names no claim here.
    """

    nature: Nature
    code: str
    ground: str
    claims: tuple[int, ...]
    provisions: tuple[Place, ...] = ()
    claim_places: tuple[Place, ...] = ()
    references: tuple[Reference, ...] = ()
    pin_cites: tuple[PinCite, ...] = ()
    reason: str = ""
    all_claims: bool = False
    warnings: tuple[str, ...] = ()


@record(kw_only=True)
class Period(Place):
    """A period as the letter states it: months or days, never both."""

    months: int = 0
    days: int = 0


@record(kw_only=True)
class Deadline:
    """Until when to answer. `dues` holds one day for each rule that may govern: two or more mean the letter
    leaves open which, none that it cannot be computed; `warnings` says why and what is assumed. `stated` is
    the last day the letter itself names.
    """

    dues: tuple[Due, ...] = ()
    base: Day | None = None
    period: Period | None = None
    stated: Day | None = None
    warnings: tuple[str, ...] = ()


@record(kw_only=True)
class OfficeAction:
    """A letter read. `drafted` (起案日) is when the examiner wrote it; the period runs from `dispatched`
    (発送日, mailing or notification date, date of the communication, 发文日). `office` is None where the letter
    does not show whose it is; nothing else is read then.
    """

    office: Office | None
    kind: Kind
    is_final: bool = False
    ordinal: int | None = None
    application: Application | None = None
    drafted: Day | None = None
    dispatched: Day | None = None
    rejections: tuple[Rejection, ...] = ()
    allowable: tuple[ClaimGroup, ...] = ()
    references: tuple[Reference, ...] = ()
    deadline: Deadline = Deadline()
    remarks: tuple[Remark, ...] = ()
