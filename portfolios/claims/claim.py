"""What a claim is made of. Offsets are into `Claim.text`, the text as stored."""

from enum import StrEnum
from functools import reduce
from operator import or_

from portfolios.characters import record
from portfolios.claims.numerals import LARGEST


class Office(StrEnum):
    """Whose drafting style and rules a claim follows."""

    US = "us"
    EP = "ep"
    JP = "jp"
    CN = "cn"
    KR = "kr"


class Mode(StrEnum):
    """How a reference joins the claims it names."""

    SINGLE = "single"
    ALTERNATIVE = "alternative"
    ONE_OR_MORE = "one_or_more"
    CUMULATIVE = "cumulative"
    MIXED = "mixed"
    RANGE_NO_ALT = "range_no_alt"
    INVALID = "invalid"


class Form(StrEnum):
    """`referencing`: names another claim but stands in another category or for another thing."""

    INDEPENDENT = "independent"
    DEPENDENT = "dependent"
    REFERENCING = "referencing"


class Category(StrEnum):
    """What is claimed."""

    APPARATUS = "apparatus"
    SYSTEM = "system"
    METHOD = "method"
    USE = "use"
    COMPOSITION = "composition"
    CRM = "crm"
    PROGRAM = "program"
    DATA_STRUCTURE = "data_structure"
    SIGNAL = "signal"
    KIT = "kit"
    PRODUCT_BY_PROCESS = "product_by_process"


class Status(StrEnum):
    """A claim's standing in an amendment (37 CFR 1.121(c) and its likes)."""

    ORIGINAL = "original"
    AMENDED = "amended"
    PREVIOUSLY_PRESENTED = "previously_presented"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    NEW = "new"
    REINSTATED = "reinstated"
    NOT_ENTERED = "not_entered"


class TransitionType(StrEnum):
    """`open?`: words like "having" or "composed of" that only construction can settle."""

    OPEN = "open"
    OPEN_UNSURE = "open?"
    CLOSED = "closed"
    SEMI = "semi"
    JEPSON = "jepson"
    TWO_PART = "two_part"
    NONE = "none"


class Function(StrEnum):
    """Means-plus-function language of an element, 35 USC 112(f)."""

    NONE = "none"
    INVOKED = "invoked"
    POSSIBLE = "possible"


@record()
class Part:
    """A stretch of the claim, `claim.text[start:end] == text`."""

    text: str
    start: int
    end: int


NOTHING = Part("", 0, 0)


@record()
class Reference:
    """A group of claims named together; `dependency` is false for a mere mention."""

    claims: tuple[int, ...]
    mode: Mode
    start: int
    end: int
    dependency: bool = True


@record()
class Transition(Part):
    """The words between preamble and body."""

    type: TransitionType


@record()
class Element(Part):
    """A limitation; `reach` is the end of the connective that follows it ("; and", 「と、」)."""

    id: str
    reach: int
    parent: str | None = None
    function: Function = Function.NONE


@record()
class Claim:
    """One numbered claim, taken apart. `lead` is where its words begin, after number and status;
    `offset` is where `text` begins in the section it was read from; `closing` is the subject at the end
    of a Japanese claim whose preamble stands in front."""

    number: int
    text: str
    office: Office
    status: Status
    form: Form
    refs: tuple[Reference, ...]
    category: Category
    subject: str
    preamble: Part
    transition: Transition
    elements: tuple[Element, ...]
    flags: tuple[str, ...]
    closing: Part = NOTHING
    lead: int = 0
    offset: int = 0

    def flagged(self, *further: str) -> "Claim":
        """The same with further flags; quicker than dataclasses.replace, of which a text made to be slow needs
        thousands.
        """
        return Claim(
            self.number,
            self.text,
            self.office,
            self.status,
            self.form,
            self.refs,
            self.category,
            self.subject,
            self.preamble,
            self.transition,
            self.elements,
            (*self.flags, *further),
            self.closing,
            self.lead,
            self.offset,
        )

    @property
    def rests_on(self) -> int:
        """The claims it takes over as a bit for each number."""
        groups = {id(ref.claims): ref.claims for ref in self.refs if ref.dependency}  # "claims 1 to 999" once
        return reduce(or_, map(bits_of, groups.values()), 0)

    @property
    def parents(self) -> tuple[int, ...]:
        """Every claim this one takes over, in order, each once."""
        groups = {id(ref.claims): ref.claims for ref in self.refs if ref.dependency}  # "claims 1 to 999" once
        if len(groups) == 1:
            return next(iter(groups.values()))  # a group names each claim once
        found: dict[int, None] = {}
        named: set[int] = set()
        low, high = 1, 0  # a row of numbers that are all named
        for claims in filter(None, groups.values()):
            if low <= claims[0] and claims[-1] <= high:
                continue
            if not named.issuperset(claims):
                found.update(dict.fromkeys(claims))
                named.update(claims)
            if claims[-1] - claims[0] + 1 == len(claims):
                low, high = _longer((low, high), (claims[0], claims[-1]))
        return tuple(found)


def _longer(held: tuple[int, int], row: tuple[int, int]) -> tuple[int, int]:
    """Both rows as one where they overlap, else the longer."""
    if row[0] <= held[1] and held[0] <= row[1]:
        return min(held[0], row[0]), max(held[1], row[1])
    return max(held, row, key=lambda one: one[1] - one[0])


def bit_of(number: int) -> int:
    """The bit of a claim; none for a number that no reference can name."""
    return 1 << number if 0 <= number <= LARGEST else 0


def bits_of(numbers: tuple[int, ...]) -> int:
    """A bit for each of ascending numbers that a reference names."""
    if not numbers:
        return 0
    if numbers[-1] - numbers[0] + 1 == len(numbers):
        return (1 << numbers[-1] + 1) - (1 << numbers[0])
    return sum(1 << number for number in numbers)


def bits_below(number: int) -> int:
    """The bits of all smaller numbers."""
    return (1 << min(max(number, 0), LARGEST + 1)) - 1
