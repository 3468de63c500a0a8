"""Changes of access: proposed by one person, looked at before they are made, made by another.

What may be changed, by whom, and who else has to agree is decided by functions of the database; what is here puts the
question and tells the answer. Every verb leaves its event.
"""

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from governance.access.permissions import Permission
from governance.access.refusals import ChangeRefused, refusals_told
from governance.access.scopes import Scope, can, check_permission
from governance.audit.events import Action
from governance.audit.trail import record, request_id


class Doing(StrEnum):
    """What a part of a change does."""

    OPEN = "open"  # makes something true, from a time and perhaps to one
    CLOSE = "close"  # lets something that was opened end
    MAKE = "make"  # adds something that labels and facts can name
    NAME = "name"  # gives somebody or something a name in English, or takes it away


class Kind(StrEnum):
    """What a part of a change is about. OPEN and CLOSE: a fact about a person, or a licence; MAKE and NAME: the thing."""

    CLEARANCE = "clearance"
    COMPARTMENT = "compartment"
    EXPORT_STATUS = "export_status"
    EXPORT_TAG = "export_tag"
    GRANT = "grant"
    LICENCE = "licence"
    MARKING = "marking"
    OWNERSHIP = "ownership"
    PERSON = "person"  # with NAME only
    READER_GROUP = "reader_group"
    SECOND_FACTOR = "second_factor"
    STANDING = "standing"
    TRACK = "track"
    WALL = "wall"


class State(StrEnum):
    """Where a change stands. The last three are ends."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem:
    """One part of a change.

    OPEN: `person` and, by kind, `target` (compartment, track, reader group), `level`, or `value` (role, standing, status);
    a LICENCE has `target` (the export tag), `value` (person status) and `place`. CLOSE: `target` is the id of what ends,
    at `valid_to` or now. MAKE: `slug` and `name`, perhaps `name_en`, and what the kind has besides; a MARKING only `name` and
    its label. NAME: `person` or `target`, and `name_en`; without it the name in English is taken away. `was`: the one it had,
    which the database says of what is proposed.
    """

    do: Doing
    kind: Kind
    person: uuid.UUID | None = None
    target: uuid.UUID | None = None
    level: int | None = None
    value: str = ""
    place: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    reason: str = ""
    slug: str = ""
    name: str = ""
    name_en: str = ""
    was: str | None = None
    regime: str = ""
    code: str = ""
    status: str = ""
    reviewer: str = ""
    compartments: tuple[uuid.UUID, ...] = ()
    tracks: tuple[uuid.UUID, ...] = ()
    reader_groups: tuple[uuid.UUID, ...] = ()
    export_tags: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """How many documents one person would gain and lose, at any moment of the change and at any place.

    `lacking`: of a person named, why they would read nothing even so: the first condition that fails ("active",
    "acknowledged", "trained", "role", "clearance"), else "".
    `once_admitted`: where that is one of the first three, how many documents they would read once all three are recorded.
    `administers`: of a person named, whether their roles would read documents and administer access at once.
    """

    person_id: uuid.UUID
    username: str
    display_name: str
    gained: int
    lost: int
    lacking: str = ""
    once_admitted: int | None = None
    administers: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do to reading, for everybody it names or moves.

    `refusal`: the code with which the person who looks would be refused if they proposed or approved it, else "".
    """

    people: tuple[Effect, ...]
    refusal: str = ""

    @property
    def gained(self) -> int:
        """How many people would read a document more."""
        return sum(effect.gained > 0 for effect in self.people)

    @property
    def lost(self) -> int:
        """How many people would read a document less."""
        return sum(effect.lost > 0 for effect in self.people)


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it stands. `agreed_by`: the owners and reviewers who have agreed so far."""

    id: uuid.UUID
    state: State
    items: tuple[ChangeItem, ...]
    note: str
    proposed_by: uuid.UUID
    proposed_at: datetime
    decided_by: uuid.UUID | None
    decided_at: datetime | None
    decision_note: str
    agreed_by: tuple[uuid.UUID, ...]


_UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what ends a text elsewhere, and halves of a character


def propose(acting: Scope, items: Sequence[ChangeItem], *, note: str) -> Change:
    """Put a change forward. Nothing happens until somebody else approves it. Raises Denied, ChangeRefused."""
    _check_proposer(acting)
    _check_kept(note)
    made = uuid.uuid4()
    _call("propose_change(%s, %s::jsonb, %s, %s)", [made, _written(items), note, request_id.get()])
    return change(acting, made)


def preview(acting: Scope, items: Sequence[ChangeItem]) -> Preview:
    """Who would gain and who would lose how many documents. The change is made and undone. Raises Denied, ChangeRefused."""
    _check_proposer(acting)
    with refusals_told(), connection.cursor() as cursor:
        cursor.execute(
            "select person, username, display_name, gained, lost, lacking, once_admitted, administers, refusal"
            " from preview_change(%s::jsonb) order by username",
            [_written(items)],
        )
        rows = cursor.fetchall()
    people = tuple(Effect(*row) for *row, _ in rows)
    record(Action.CHANGE_PREVIEWED, detail={"parts": len(items), "people": len(people)})
    return Preview(people, next((refusal for *_, refusal in rows if refusal), ""))


def approve(acting: Scope, change_id: uuid.UUID) -> Change:
    """Make a proposed change true. Raises Denied; ChangeRefused for one's own, for oneself, or when its basis changed."""
    check_permission(acting, Permission.ACCESS_MANAGE)
    return _decide(acting, change_id, "approve", "")


def reject(acting: Scope, change_id: uuid.UUID, *, reason: str) -> Change:
    """Decide that a proposed change is not made. Raises Denied, ChangeRefused."""
    check_permission(acting, Permission.ACCESS_MANAGE)
    return _decide(acting, change_id, "reject", reason)


def withdraw(acting: Scope, change_id: uuid.UUID, *, reason: str = "") -> Change:
    """Take back what one proposed. Raises ChangeRefused for somebody else's."""
    _check_proposer(acting)
    return _decide(acting, change_id, "withdraw", reason)


def agree(acting: Scope, change_id: uuid.UUID) -> Change:
    """Agree to a change as an owner of a compartment it concerns, or as export control. Raises ChangeRefused."""
    _call("agree_to_change(%s, %s)", [change_id, request_id.get()])
    return change(acting, change_id)


CHANGES = """
    select c.id, c.state, c.items, c.note, c.proposed_by, c.proposed_at, c.decided_by, c.decided_at, c.decision_note,
           array(select a.person from access_agreement a where a.change_id = c.id order by a.given_at)
      from access_change c
"""


def changes(acting: Scope, *, state: State | None = None, limit: int = 100) -> tuple[Change, ...]:
    """The changes this person may know, newest first: all, or those that concern a compartment of theirs."""
    acting.require()
    with connection.cursor() as cursor:
        cursor.execute(
            CHANGES + " where %s = '' or c.state = %s order by c.proposed_at desc, c.id limit %s",
            [state or "", state or "", limit],
        )
        found = tuple(_change(row) for row in cursor.fetchall())
    record(Action.CHANGE_LISTED, detail={"shown": len(found)})
    return found


def change(acting: Scope, change_id: uuid.UUID) -> Change:
    """One change. Raises ChangeRefused when there is none for this person."""
    acting.require()
    with connection.cursor() as cursor:
        cursor.execute(CHANGES + " where c.id = %s", [change_id])
        row = cursor.fetchone()
    if row is None:
        raise ChangeRefused("unknown_change")
    return _change(row)


def _check_proposer(acting: Scope) -> None:
    """Administrators propose anything; export control what is its own, which the database tells apart."""
    if not can(acting, Permission.EXPORT_CLASSIFY):
        check_permission(acting, Permission.ACCESS_MANAGE)


def _decide(acting: Scope, change_id: uuid.UUID, verdict: str, reason: str) -> Change:
    _check_kept(reason)
    _call("decide_change(%s, %s, %s, %s)", [change_id, verdict, reason, request_id.get()])
    return change(acting, change_id)


def _call(call: str, parameters: list[Any]) -> None:
    with refusals_told(), connection.cursor() as cursor:
        cursor.execute(f"select {call}", parameters)


def _written(items: Sequence[ChangeItem]) -> str:
    said = [_item(item) for item in items]
    _check_kept(*(value for one in said for value in one.values() if isinstance(value, str)))
    return json.dumps(said)


def _check_kept(*said: str) -> None:
    """What no database keeps is refused before one is asked."""
    if any(_UNKEPT.search(one) for one in said):
        raise ChangeRefused("unknown_value")


def _item(item: ChangeItem) -> dict[str, Any]:
    """Only what is asked for: an absent part and an empty one are the same to the database."""
    said = {field.name: getattr(item, field.name) for field in fields(item) if field.name != "was"}
    return {name: _plain(value) for name, value in said.items() if value not in (None, "", ())}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time of a change needs its zone")
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _change(row: tuple[Any, ...]) -> Change:
    number, state, items, *rest, agreed = row
    read = json.loads(items) if isinstance(items, str) else items
    parts = tuple(_read(one) for one in read)
    return Change(*[number, State(state), parts, *rest, tuple(agreed)])


IDS = ("person", "target")
ID_LISTS = ("compartments", "tracks", "reader_groups", "export_tags")
TIMES = ("valid_from", "valid_to")


def _read(said: dict[str, Any]) -> ChangeItem:
    found: dict[str, Any] = {**said, "do": Doing(said["do"]), "kind": Kind(said["kind"])}
    found |= {name: uuid.UUID(said[name]) for name in IDS if name in said}
    found |= {name: tuple(map(uuid.UUID, said[name])) for name in ID_LISTS if name in said}
    found |= {name: datetime.fromisoformat(said[name]) for name in TIMES if name in said}
    return ChangeItem(**found)
