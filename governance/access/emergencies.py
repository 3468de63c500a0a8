"""Emergencies: reading one compartment for a few hours, with a reason that its owners and counsel are told."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from governance.access.languages import called
from governance.access.permissions import Permission
from governance.access.refusals import refusals_told
from governance.access.scopes import Scope, check_permission
from governance.audit.events import Action
from governance.audit.trail import record, request_id


@dataclass(frozen=True, slots=True)
class Notice:
    """An emergency as those are told who have to know of it."""

    id: uuid.UUID
    person_id: uuid.UUID
    display_name: str
    name_en: str
    compartment_id: uuid.UUID
    compartment: str
    reason: str
    opened_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    is_open: bool

    @property
    def called(self) -> str:
        """The person's name in the active language; empty for who may not know it."""
        return called(self.display_name, self.name_en)


def open_emergency(acting: Scope, *, compartment_id: uuid.UUID, reason: str, hours: int) -> uuid.UUID:
    """Let the person themselves read what lies in one compartment for 1 to 4 hours. Raises Denied, ChangeRefused.

    A wall, an export tag, a track or a reader group excludes as before; standing and the second factor are needed.
    """
    check_permission(acting, Permission.ACCESS_BREAK_GLASS)
    opened = uuid.uuid4()
    with refusals_told(), connection.cursor() as cursor:
        cursor.execute(
            "select open_emergency(%s, %s, %s, %s, %s)",
            [opened, compartment_id, reason, hours, request_id.get()],
        )
    return opened


def end_emergency(acting: Scope, emergency_id: uuid.UUID) -> None:
    """End an emergency before its time: one's own, or as an administrator. Raises ChangeRefused when there is none."""
    acting.require()
    with refusals_told(), connection.cursor() as cursor:
        cursor.execute("select end_emergency(%s, %s)", [emergency_id, request_id.get()])


NOTICES = """
    select e.id, e.person_id, coalesce(u.display_name, ''), coalesce(u.name_en, ''),
           e.compartment_id, coalesce(c.slug, ''), e.reason, e.opened_at,
           e.expires_at, e.ended_at, e.ended_at is null and e.expires_at > statement_timestamp()
      from access_emergency e
      left join access_user u on u.id = e.person_id
      left join access_compartment c on c.id = e.compartment_id
     order by e.opened_at desc, e.id limit %s
"""


def emergencies_noticed(acting: Scope, *, limit: int = 100) -> tuple[Notice, ...]:
    """The emergencies this person is told of, newest first: their own, those in a compartment they own, or all."""
    acting.require()
    with connection.cursor() as cursor:
        cursor.execute(NOTICES, [limit])
        found = tuple(Notice(*row) for row in cursor.fetchall())
    record(Action.EMERGENCY_LISTED, detail={"shown": len(found)})
    return found
