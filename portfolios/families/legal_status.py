"""Legal status as a fold over events: one state for every jurisdiction on a day, and every event that does not fit.

An event that cannot follow the state before it is not applied: it is named, and the status is uncertain. The order
in which events are handed in does not matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portfolios.families.status_events import ORDER, Effect, LegalEvent, find_code
from portfolios.families.unitary import EUROPEAN_STATES, unitary_states


class Status(StrEnum):
    """Where an application or a right stands."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SURRENDERED = "surrendered"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    ABANDONED = "abandoned"


_ENDED = frozenset({Status.WITHDRAWN, Status.ABANDONED, Status.REFUSED})
_BEFORE_GRANT = frozenset({Status.UNKNOWN, Status.PENDING})
_LIVING = frozenset({Status.IN_FORCE})
# An opposition may be filed and decided when the right has ended (R. 75 EPC).
_OPPOSABLE = frozenset({Status.IN_FORCE, Status.LAPSED, Status.EXPIRED, Status.SURRENDERED})
_RESTORABLE = frozenset({Status.LAPSED, *_ENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionStatus:
    """The status in one jurisdiction as of a day. `flags`: "opposition_pending", "appeal_pending", "limited",
    "restored", "unitary_effect", "grant_decided". `conflicts` name events that do not fit; `ties` events of one day
    whose order is taken from the course of a proceeding; `unknown` events whose code says nothing known.
    """

    jurisdiction: str
    as_of: date
    status: Status = Status.UNKNOWN
    since: date | None = None
    flags: frozenset[str] = frozenset()
    conflicts: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_uncertain(self) -> bool:
        """Whether events contradict each other, so that a person must look."""
        return bool(self.conflicts)


# From which states an effect may follow, and which it leads to (None: it stays).
_STEPS: dict[Effect, tuple[frozenset[Status], Status | None]] = {
    Effect.FILED: (frozenset({Status.UNKNOWN}), Status.PENDING),
    Effect.PUBLISHED: (_BEFORE_GRANT, Status.PENDING),
    Effect.EXAMINATION_REQUESTED: (_BEFORE_GRANT, Status.PENDING),
    Effect.ACTION_ISSUED: (_BEFORE_GRANT, Status.PENDING),
    Effect.GRANT_DECIDED: (_BEFORE_GRANT, Status.PENDING),
    Effect.REFUSED: (_BEFORE_GRANT, Status.REFUSED),
    Effect.APPEALED: (frozenset({Status.REFUSED, Status.REVOKED, Status.IN_FORCE}), None),
    Effect.WITHDRAWN: (_BEFORE_GRANT, Status.WITHDRAWN),
    Effect.DEEMED_WITHDRAWN: (_BEFORE_GRANT, Status.WITHDRAWN),
    Effect.ABANDONED: (_BEFORE_GRANT | {Status.REFUSED}, Status.ABANDONED),
    Effect.GRANTED: (_BEFORE_GRANT, Status.IN_FORCE),
    Effect.VALIDATED: (_LIVING, None),
    Effect.UNITARY_EFFECT: (_LIVING, None),
    Effect.OPPOSED: (_OPPOSABLE, None),
    Effect.OPPOSITION_CLOSED: (_OPPOSABLE, None),
    Effect.LIMITED: (_LIVING, None),
    Effect.LAPSED: (_LIVING, Status.LAPSED),
    Effect.FEE_PAID: (_LIVING | _BEFORE_GRANT, None),
    Effect.RESTORED: (_RESTORABLE, None),
    Effect.SURRENDERED: (_LIVING, Status.SURRENDERED),
    Effect.REVOKED: (_LIVING | {Status.LAPSED, Status.EXPIRED, Status.SURRENDERED}, Status.REVOKED),
    Effect.EXPIRED: (_LIVING, Status.EXPIRED),
}
_FLAGS: dict[Effect, tuple[frozenset[str], frozenset[str]]] = {
    Effect.APPEALED: (frozenset({"appeal_pending"}), frozenset()),
    Effect.GRANT_DECIDED: (frozenset({"grant_decided"}), frozenset({"appeal_pending"})),
    Effect.GRANTED: (frozenset(), frozenset({"appeal_pending", "grant_decided"})),
    Effect.OPPOSED: (frozenset({"opposition_pending"}), frozenset()),
    Effect.OPPOSITION_CLOSED: (frozenset(), frozenset({"opposition_pending", "appeal_pending"})),
    Effect.LIMITED: (frozenset({"limited"}), frozenset()),
    Effect.RESTORED: (frozenset({"restored"}), frozenset()),
    Effect.REVOKED: (frozenset(), frozenset({"opposition_pending", "appeal_pending"})),
    Effect.UNITARY_EFFECT: (frozenset({"unitary_effect"}), frozenset()),
}
_SILENT = frozenset({Effect.NONE, Effect.DESIGNATED})
_AFTER_LAPSE = "fee_paid after lapsed"


def legal_status(
    events: Iterable[LegalEvent],
    *,
    office: str,
    as_of: date,
    states: Iterable[str] = (),
    expires_on: date | None = None,
) -> tuple[JurisdictionStatus, ...]:
    """The status at the office and, for a granted European patent, in each state, as of the end of that day.

    `states` are designated states known otherwise; `expires_on` the last day of the term, where it is known.
    """
    past = sorted({one for one in events if one.event_date <= as_of}, key=lambda one: _order(one, office))
    by_place: dict[str, list[LegalEvent]] = defaultdict(list)
    for one in past:
        by_place[_place(one, office)].append(one)
    central = by_place.pop(office, [])
    found = [_folded(central, office, office, as_of, expires_on)]
    is_bundle = office == "EP" and any(_effect(one, office) is Effect.GRANTED for one in central)
    if is_bundle:
        found += _national(by_place, central, states, as_of, expires_on)
    elsewhere = sorted(by_place.keys() - (EUROPEAN_STATES if is_bundle else ()))
    found += [_folded(by_place[place], office, place, as_of, None) for place in elsewhere]
    return tuple(found)


def _national(
    by_place: Mapping[str, list[LegalEvent]],
    central: list[LegalEvent],
    designated: Iterable[str],
    as_of: date,
    expires_on: date | None,
) -> list[JurisdictionStatus]:
    """A granted European patent is a bundle: what happens to all of it, and what happens in a state of those for
    which there are European patents.
    """
    unitary = next((e.event_date for e in central if _effect(e, "EP") is Effect.UNITARY_EFFECT), None)
    covered = unitary_states(unitary) if unitary else frozenset[str]()
    named = {state for one in central for state in one.states} | set(designated)
    places = sorted({*named, *by_place} & EUROPEAN_STATES)
    bundle = [one for one in central if _effect(one, "EP") not in (None, Effect.UNITARY_EFFECT)]
    found = []
    for place in places:
        own = by_place.get(place, [])
        both = sorted([*bundle, *own], key=lambda one: _order(one, "EP"))
        one = _folded(both, "EP", place, as_of, expires_on)
        if place in covered:
            one = replace(one, flags=one.flags | {"unitary_effect"}, notes=(*one.notes, "by unitary effect"))
        elif not any(_effect(e, "EP") is Effect.VALIDATED for e in own):
            one = replace(one, notes=(*one.notes, "validation_not_stated"))
        found.append(one)
    return found


def _order(event: LegalEvent, office: str) -> tuple[date, int, str, str, str]:
    effect = _effect(event, office)
    return event.event_date, ORDER[effect or Effect.NONE], event.code, _place(event, office), repr(event)


def _effect(event: LegalEvent, office: str) -> Effect | None:
    if event.effect is not None:
        return event.effect
    rule = find_code(office, event.code)
    return rule.effect if rule else None


def _place(event: LegalEvent, office: str) -> str:
    rule = find_code(office, event.code)
    return rule.state if rule and rule.state and event.jurisdiction == office else event.jurisdiction


def _folded(
    events: list[LegalEvent], office: str, place: str, as_of: date, expires_on: date | None
) -> JurisdictionStatus:
    state = JurisdictionStatus(jurisdiction=place, as_of=as_of)
    for event in events:
        effect = _effect(event, office)
        if effect is None:
            state = replace(state, unknown=(*state.unknown, f"{event.event_date} {event.code}"))
        elif effect not in _SILENT:
            state = _applied(state, event, effect)
    state = replace(state, ties=_ties(events, office))
    return _expired(state, as_of, expires_on)


def _expired(state: JurisdictionStatus, as_of: date, expires_on: date | None) -> JurisdictionStatus:
    if expires_on is None or as_of <= expires_on or state.status is not Status.IN_FORCE:
        return state
    return replace(
        state, status=Status.EXPIRED, since=expires_on, notes=(*state.notes, "by the term as reckoned")
    )


def _applied(state: JurisdictionStatus, event: LegalEvent, effect: Effect) -> JurisdictionStatus:
    allowed, leads_to = _STEPS[effect]
    if leads_to is not None and leads_to is state.status and state.status not in allowed:
        return _repeated(state, event, effect)
    if not _may_follow(state, allowed):
        told = f"{event.event_date} {effect} after {state.status}"
        return replace(state, conflicts=(*state.conflicts, told))
    if effect is Effect.OPPOSITION_CLOSED and state.status is Status.REVOKED:
        leads_to = Status.IN_FORCE  # the appeal set the revocation aside
    if effect is Effect.RESTORED:
        leads_to = Status.IN_FORCE if state.status is Status.LAPSED else Status.PENDING
        kept = tuple(one for one in state.conflicts if not one.endswith(_AFTER_LAPSE))
        state = replace(state, conflicts=kept)
    added, removed = _FLAGS.get(effect, (frozenset[str](), frozenset[str]()))
    flags = (state.flags - removed) | added
    if leads_to is None or leads_to is state.status:
        return state if flags == state.flags else replace(state, flags=flags)
    return replace(state, status=leads_to, since=event.event_date, flags=flags)


def _repeated(state: JurisdictionStatus, event: LegalEvent, effect: Effect) -> JurisdictionStatus:
    """Offices and registers tell the same end twice, often under two dates: the first stands, the other is noted."""
    if event.event_date == state.since:
        return state
    return replace(state, notes=(*state.notes, f"{event.event_date} {effect} told again"))


def _may_follow(state: JurisdictionStatus, allowed: frozenset[Status]) -> bool:
    """An appeal keeps alive what was refused or revoked: what may follow the state before may follow it then."""
    if state.status in allowed or "appeal_pending" not in state.flags:
        return state.status in allowed
    before = {Status.REFUSED: Status.PENDING, Status.REVOKED: Status.IN_FORCE}.get(state.status)
    return before in allowed


def _ties(events: list[LegalEvent], office: str) -> tuple[str, ...]:
    """Days on which two events both change the status, in an order no record gives."""
    by_day: dict[date, set[str]] = {}
    for event in events:
        effect = _effect(event, office)
        if effect and effect not in _SILENT and _STEPS[effect][1] is not None:
            by_day.setdefault(event.event_date, set()).add(effect)
    return tuple(f"{day} {', '.join(sorted(some))}" for day, some in sorted(by_day.items()) if len(some) > 1)
