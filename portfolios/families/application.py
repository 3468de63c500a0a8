"""An application as a family sees it: its number, its filing date, and the earlier applications it rests on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portfolios.families.status_events import LegalEvent


class ApplicationType(StrEnum):
    """What was filed. A continuation or divisional says so by its links, not here."""

    PATENT = "patent"
    PROVISIONAL = "provisional"
    PCT = "pct_international"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"
    PLANT = "plant"


class LinkKind(StrEnum):
    """How an application rests on an earlier one: by a right of priority, or as its child."""

    PARIS = "paris"
    PROVISIONAL = "provisional"
    DOMESTIC = "domestic"
    CIP = "cip"
    CONTINUATION = "continuation"
    DIVISIONAL = "divisional"
    PCT_ENTRY = "pct_entry"
    REISSUE = "reissue"
    CONVERSION = "conversion"


PRIORITIES = frozenset({LinkKind.PARIS, LinkKind.PROVISIONAL, LinkKind.DOMESTIC})
# Children that sit in their parent's simple family whatever they claim (EPO, DOCDB simple patent family). A
# continuation-in-part does not: it counts as a first filing of its own.
SITS_WITH_PARENT = frozenset(
    {
        LinkKind.CONTINUATION,
        LinkKind.DIVISIONAL,
        LinkKind.PCT_ENTRY,
        LinkKind.REISSUE,
        LinkKind.CONVERSION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A claim to an earlier application. `active` false for a priority withdrawn or not recognised;
    `is_restored` where the office restored the right.
    """

    number: str
    kind: LinkKind = LinkKind.PARIS
    filing_date: date | None = None
    is_active: bool = True
    is_restored: bool = False

    @property
    def is_child_of(self) -> bool:
        """Whether it places the application in the simple family of the earlier one."""
        return self.kind in SITS_WITH_PARENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A document of an application: its number, kind code and day."""

    publication_number: str
    kind: str = ""
    publication_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A stated change of a term by the code of its rule: `days` added, or the day it runs to (`until`). Zero days
    says that there is none, which is another thing than not knowing.
    """

    code: str
    days: int = 0
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is recorded of one application. `application_number` is canonical where it could be read.

    `filing_date` is the day of filing at the office, for a national phase the international filing date.
    `grant_date` is the day of grant or registration, from which some terms run.
    """

    application_number: str
    office: str
    filing_date: date | None = None
    type: ApplicationType = ApplicationType.PATENT
    links: tuple[Link, ...] = ()
    publications: tuple[Publication, ...] = ()
    grant_date: date | None = None
    additions: tuple[Addition, ...] = ()
    events: tuple[LegalEvent, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def parents(self) -> tuple[Link, ...]:
        """The links that make it somebody's child."""
        return tuple(link for link in self.links if link.is_child_of)
