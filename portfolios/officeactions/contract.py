"""Office actions as JSON: the contract other programs rely on. Unknown keys are rejected on the way in."""

from typing import TypedDict

from portfolios.claims.claim import Office
from portfolios.dates import Due
from portfolios.identifiers import PinCite
from portfolios.officeactions.action import (
    Application,
    ClaimGroup,
    Day,
    Deadline,
    Kind,
    Nature,
    OfficeAction,
    Period,
    Place,
    Reference,
    Rejection,
    Remark,
)


class PlaceJSON(TypedDict):
    """A stretch of the letter."""

    text: str
    start: int
    end: int


class ApplicationJSON(PlaceJSON):
    """The application's number in its canonical form."""

    canonical: str
    warnings: list[str]


class DayJSON(PlaceJSON):
    """A date; `iso` is "" where it is open, `readings` are then what it may mean."""

    iso: str
    readings: list[str]


class ClaimGroupJSON(PlaceJSON):
    """Claims named together."""

    claims: list[int]


class ReferenceJSON(PlaceJSON):
    """A document relied on; `number` is "" where none is given or it is open."""

    label: str
    number: str
    readings: list[str]


class PinCiteJSON(PlaceJSON):
    """A place in a document."""

    document: str
    kind: str
    first: str
    last: str


class RejectionJSON(PlaceJSON):
    """One provision against a group of claims."""

    nature: str
    code: str
    ground: str
    reason: str
    claims: list[int]
    all_claims: bool
    provisions: list[PlaceJSON]
    claim_places: list[PlaceJSON]
    references: list[ReferenceJSON]
    pin_cites: list[PinCiteJSON]
    warnings: list[str]


class PeriodJSON(PlaceJSON):
    """A period as the letter states it."""

    months: int
    days: int


class ClosureJSON(TypedDict):
    """A day on which the office is closed, why, and what that rests on."""

    day: str
    reason: str
    source: str


class DueJSON(TypedDict):
    """A computed last day with all it rests on; `doubts` name what the calendar does not know."""

    due: str
    unrolled: str
    latest: str | None
    rule: str
    basis: str
    source: str
    base_date: str
    calendar_version: str
    rolled_over: list[ClosureJSON]
    rolling_statute: str
    doubts: list[str]
    caveat: str


class DeadlineJSON(TypedDict):
    """Until when to answer."""

    dues: list[DueJSON]
    base: DayJSON | None
    period: PeriodJSON | None
    stated: DayJSON | None
    warnings: list[str]


class RemarkJSON(PlaceJSON):
    """What must be looked at."""

    code: str
    detail: str


class OfficeActionJSON(TypedDict):
    """A letter."""

    office: str | None
    kind: str
    is_final: bool
    ordinal: int | None
    application: ApplicationJSON | None
    drafted: DayJSON | None
    dispatched: DayJSON | None
    rejections: list[RejectionJSON]
    allowable: list[ClaimGroupJSON]
    references: list[ReferenceJSON]
    deadline: DeadlineJSON
    remarks: list[RemarkJSON]


class ContractError(ValueError):
    """The object is no office action of the contract; the message says which key or value is wrong."""


def to_json(action: OfficeAction) -> OfficeActionJSON:
    """The office action by the contract."""
    return {
        "office": action.office.value if action.office else None,
        "kind": action.kind.value,
        "is_final": action.is_final,
        "ordinal": action.ordinal,
        "application": _application(action.application),
        "drafted": _day(action.drafted),
        "dispatched": _day(action.dispatched),
        "rejections": [_rejection(one) for one in action.rejections],
        "allowable": [_claims(one) for one in action.allowable],
        "references": [_reference(one) for one in action.references],
        "deadline": _deadline(action.deadline),
        "remarks": [_remark(one) for one in action.remarks],
    }


def _place(one: Place) -> PlaceJSON:
    return {"text": one.text, "start": one.start, "end": one.end}


def _application(one: Application | None) -> ApplicationJSON | None:
    return {**_place(one), "canonical": one.canonical, "warnings": list(one.warnings)} if one else None


def _day(one: Day | None) -> DayJSON | None:
    return {**_place(one), "iso": one.iso, "readings": list(one.readings)} if one else None


def _claims(one: ClaimGroup) -> ClaimGroupJSON:
    return {**_place(one), "claims": list(one.claims)}


def _reference(one: Reference) -> ReferenceJSON:
    return {**_place(one), "label": one.label, "number": one.number, "readings": list(one.readings)}


def _pin_cite(one: PinCite) -> PinCiteJSON:
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "document": one.document,
        "kind": one.kind.value,
        "first": one.first,
        "last": one.last,
    }


def _rejection(one: Rejection) -> RejectionJSON:
    return {
        **_place(one),
        "nature": one.nature.value,
        "code": one.code,
        "ground": one.ground,
        "reason": one.reason,
        "claims": list(one.claims),
        "all_claims": one.all_claims,
        "provisions": [_place(place) for place in one.provisions],
        "claim_places": [_place(place) for place in one.claim_places],
        "references": [_reference(reference) for reference in one.references],
        "pin_cites": [_pin_cite(pin) for pin in one.pin_cites],
        "warnings": list(one.warnings),
    }


def _period(one: Period | None) -> PeriodJSON | None:
    return {**_place(one), "months": one.months, "days": one.days} if one else None


def _deadline(one: Deadline) -> DeadlineJSON:
    return {
        "dues": [_due(due) for due in one.dues],
        "base": _day(one.base),
        "period": _period(one.period),
        "stated": _day(one.stated),
        "warnings": list(one.warnings),
    }


def _due(one: Due) -> DueJSON:
    return {
        "due": one.due.isoformat(),
        "unrolled": one.unrolled.isoformat(),
        "latest": one.latest.isoformat() if one.latest else None,
        "rule": f"{one.rule.office} {one.rule.code}",
        "basis": one.rule.basis,
        "source": one.rule.source,
        "base_date": one.base_date.isoformat(),
        "calendar_version": one.calendar_version,
        "rolled_over": [
            {"day": closed.day.isoformat(), "reason": closed.reason, "source": closed.source}
            for closed in one.rolled_over
        ],
        "rolling_statute": one.rolling_statute,
        "doubts": list(one.doubts),
        "caveat": one.caveat,
    }


def _remark(one: Remark) -> RemarkJSON:
    return {**_place(one), "code": one.code, "detail": one.detail}


_PARTS: dict[str, type] = {
    "application": ApplicationJSON,
    "drafted": DayJSON,
    "dispatched": DayJSON,
    "base": DayJSON,
    "stated": DayJSON,
    "period": PeriodJSON,
    "deadline": DeadlineJSON,
    "rejections": RejectionJSON,
    "allowable": ClaimGroupJSON,
    "references": ReferenceJSON,
    "remarks": RemarkJSON,
    "provisions": PlaceJSON,
    "claim_places": PlaceJSON,
    "pin_cites": PinCiteJSON,
    "dues": DueJSON,
    "rolled_over": ClosureJSON,
}
_NULLABLE = frozenset(
    {"office", "ordinal", "application", "drafted", "dispatched", "base", "stated", "period", "latest"}
)
_LISTS = frozenset(name for name in _PARTS if name.endswith("s") or name in ("allowable", "rolled_over"))
_NUMBERS = frozenset({"start", "end", "months", "days", "ordinal"})
_TRUTHS = frozenset({"is_final", "all_claims"})
_WORDS = frozenset({"warnings", "readings", "doubts"})
_VALUES = {"office": Office, "kind": Kind, "nature": Nature}


def check_json(given: object) -> None:
    """Raise ContractError unless `given` has exactly the contract's keys, of the right kinds and values."""
    _check(given, OfficeActionJSON, "office action")


def _check(given: object, shape: type, place: str) -> None:
    wanted = set(shape.__annotations__)
    if not isinstance(given, dict) or set(given) != wanted:
        found = set(given) if isinstance(given, dict) else set()
        raise ContractError(
            f"{place}: unknown keys {sorted(found - wanted)}, missing keys {sorted(wanted - found)}"
        )
    for key, value in given.items():
        if value is None and key in _NULLABLE:
            continue
        if key in _PARTS:
            _check_parts(value, key)
        else:
            _check_value(value, key, place, pin=shape is PinCiteJSON)


def _check_parts(value: object, key: str) -> None:
    if key in _LISTS and not isinstance(value, list):
        raise ContractError(f"{key}: a list is needed")
    for one in value if isinstance(value, list) else [value]:
        _check(one, _PARTS[key], key)


def _check_value(value: object, key: str, place: str, *, pin: bool) -> None:
    if key in _VALUES and not (key == "kind" and pin):
        values = [one.value for one in _VALUES[key]]
        if value not in values:
            raise ContractError(f"{place}: {key} {value!r} is not one of {', '.join(values)}")
    elif key == "claims" or key in _WORDS:
        member = int if key == "claims" else str
        if not isinstance(value, list) or not all(type(one) is member for one in value):
            raise ContractError(f"{place}: {key} must be a list of type {member.__name__}")
    else:
        kind = int if key in _NUMBERS else bool if key in _TRUTHS else str
        if type(value) is not kind:
            raise ContractError(f"{place}: {key} must be of type {kind.__name__}")
