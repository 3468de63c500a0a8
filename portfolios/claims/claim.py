"""What a claim is made of. Offsets are into `Claim.text`, the text as stored."""

from enum import StrEnum

from portfolios.characters import record


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
