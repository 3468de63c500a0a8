"""Setting an installation up: the gate's key, the role matrix, and the people and markings an organisation begins with.

Runs as the owner role, which never serves. Every fact made here is on the trail as the operator's.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from governance.access.labels import intern_label
from governance.access.models import Fact, Level, Marking, RolePermission, Standing
from governance.access.permissions import ROLES
from governance.audit.events import Action
from governance.audit.trail import record

PUBLIC = "public"
STANDINGS = ("active", "acknowledged", "trained")
BLOCK_BYTES = 64  # of SHA-256, RFC 2104


def prepare(gate_key: str) -> None:
    """Bring a migrated database to the state every installation starts from. Safe to repeat.

    `gate_key`: 32 bytes in hexadecimal, the same that the application process holds.
    """
    with transaction.atomic():
        _set_gate_key(bytes.fromhex(gate_key))
        _write_matrix()
        if not Marking.objects.filter(name=PUBLIC).exists():
            Marking.objects.create(name=PUBLIC, label=intern_label(level=Level.PUBLIC))


def give_standing(
    person: uuid.UUID, kinds: Collection[str] = STANDINGS, *, valid_from: datetime | None = None, **term: Any
) -> None:
    """Let a person be active, acknowledged and trained, or only what `kinds` names: without all three nobody reads."""
    for kind in kinds:
        open_fact(Standing, person=person, kind=kind, valid_from=valid_from, **term)


def open_fact(
    which: type[Fact], /, *, person: uuid.UUID, valid_from: datetime | None = None, **content: Any
) -> Fact:
    """Make one fact about a person true, from now or from a given time, with its event."""
    times: Mapping[str, Any] = {"valid_from": valid_from} if valid_from else {}
    fact = which(person_id=person, **times, **content)
    fact.save(force_insert=True)
    record(
        Action.FACT_OPENED,
        resource=f"person:{person}",
        detail={"fact": which.__name__.lower(), "id": str(fact.id), **_told(content)},
    )
    return fact


def close_fact(fact: Fact, *, at: datetime) -> None:
    """Let a fact end, with its event. The row stays."""
    fact.valid_to = at
    fact.save(update_fields=["valid_to"])
    record(
        Action.FACT_CLOSED,
        resource=f"person:{fact.person_id}",
        detail={"fact": type(fact).__name__.lower(), "id": str(fact.pk)},
    )


def _told(content: Mapping[str, Any]) -> dict[str, Any]:
    """What an event may say of a fact: ids, roles and levels, never a name or a reason."""
    return {key: str(getattr(value, "pk", value)) for key, value in content.items() if key not in {"reason"}}


def _set_gate_key(key: bytes) -> None:
    padded = key.ljust(BLOCK_BYTES, b"\x00")
    inner, outer = bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)
    with connection.cursor() as cursor:
        cursor.execute("delete from access_gatekey")
        cursor.execute(
            "insert into access_gatekey (id, inner_key, outer_key) values (1, %s, %s)", [inner, outer]
        )


def _write_matrix() -> None:
    wanted = {(role.value, permission.value) for role, held in ROLES.items() for permission in held}
    kept = set(RolePermission.objects.values_list("role", "permission"))
    for role, permission in kept - wanted:
        RolePermission.objects.filter(role=role, permission=permission).delete()
    RolePermission.objects.bulk_create(
        RolePermission(role=role, permission=permission) for role, permission in sorted(wanted - kept)
    )
