"""Claims as JSON: the contract other programs rely on. Unknown keys are rejected on the way in."""

from typing import TypedDict

from portfolios.claims.claim import Category, Claim, Form, Mode, Office, TransitionType


class ReferenceJSON(TypedDict):
    """A reference; offsets into the claim's text as stored."""

    claims: list[int]
    mode: str
    start: int
    end: int


class TransitionJSON(TypedDict):
    """The words between preamble and body."""

    text: str
    type: str


class ElementJSON(TypedDict):
    """An element; offsets into the claim's text as stored."""

    id: str
    text: str
    start: int
    end: int


class ClaimJSON(TypedDict):
    """One claim."""

    number: int
    office_style: str
    form: str
    refs: list[ReferenceJSON]
    category: str
    subject: str
    transition: TransitionJSON
    elements: list[ElementJSON]
    flags: list[str]


class ContractError(ValueError):
    """The object is no claim of the contract; the message says which key or value is wrong."""


_VALUES = {"office_style": Office, "form": Form, "category": Category}


def to_json(claim: Claim) -> ClaimJSON:
    """The claim by the contract; mere mentions of other claims are no references."""
    status = ["cancelled"] if claim.status.value == "cancelled" else []
    return {
        "number": claim.number,
        "office_style": claim.office.value,
        "form": claim.form.value,
        "refs": [
            {"claims": list(ref.claims), "mode": ref.mode.value, "start": ref.start, "end": ref.end}
            for ref in claim.refs
            if ref.dependency
        ],
        "category": claim.category.value,
        "subject": claim.subject,
        "transition": {"text": claim.transition.text, "type": claim.transition.type.value},
        "elements": [{"id": e.id, "text": e.text, "start": e.start, "end": e.end} for e in claim.elements],
        "flags": [*status, *claim.flags],
    }


def check_json(given: dict[str, object]) -> None:
    """Raise ContractError unless `given` has exactly the contract's keys, of the right kinds and values."""
    _check_keys(given, ClaimJSON, "claim")
    for key, values in _VALUES.items():
        if given[key] not in {value.value for value in values}:
            raise ContractError(
                f"claim: {key} {given[key]!r} is not one of {', '.join(v.value for v in values)}"
            )
    _check_parts(given["refs"], ReferenceJSON, "refs", {"mode": {mode.value for mode in Mode}})
    _check_parts(
        [given["transition"]], TransitionJSON, "transition", {"type": {t.value for t in TransitionType}}
    )
    _check_parts(given["elements"], ElementJSON, "elements", {})


def _check_parts(given: object, shape: type, place: str, allowed: dict[str, set[str]]) -> None:
    if not isinstance(given, list):
        raise ContractError(f"{place}: a list is needed")
    for part in given:
        _check_keys(part, shape, place)
        for key, values in allowed.items():
            if part[key] not in values:
                raise ContractError(f"{place}: {key} {part[key]!r} is not one of {', '.join(sorted(values))}")


_KINDS = {
    "number": int,
    "start": int,
    "end": int,
    "refs": list,
    "elements": list,
    "flags": list,
    "claims": list,
    "transition": dict,
}


def _check_keys(given: object, shape: type, place: str) -> None:
    wanted = set(shape.__annotations__)
    if not isinstance(given, dict) or set(given) != wanted:
        found = set(given) if isinstance(given, dict) else set()
        raise ContractError(
            f"{place}: unknown keys {sorted(found - wanted)}, missing keys {sorted(wanted - found)}"
        )
    for key, value in given.items():
        kind = _KINDS.get(key, str)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ContractError(f"{place}: {key} must be of type {kind.__name__}")
