"""Short looks that a page takes in passing, beside what the verbs list. Row security decides what they see."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from governance.access.changes import State
from governance.access.models import (
    Agreement,
    Change,
    Compartment,
    Emergency,
    ExportLicence,
    ExportTag,
    ReaderGroup,
    Standing,
    Track,
)
from governance.access.permissions import Permission
from governance.access.scopes import Scope, can

STANDINGS = ("active", "acknowledged", "trained")  # in the order in which the decision asks for them
NAMED = (Compartment, Track, ReaderGroup, ExportTag)


def lacking(scope: Scope, people: Collection[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """Which standings each of these people lacks now, and so reads nothing. Empty for who may not see who holds what."""
    if not people or not can(scope, Permission.ACCESS_READ):
        return {}
    in_force = Q(valid_from__lte=Now()) & (Q(valid_to=None) | Q(valid_to__gt=Now()))
    held = set(Standing.objects.filter(in_force, person_id__in=people).values_list("person_id", "kind"))
    return {who: tuple(kind for kind in STANDINGS if (who, kind) not in held) for who in people}


def codes(scope: Scope, ids: Collection[UUID]) -> dict[UUID, str]:
    """The short names of compartments, tracks, reader groups and export tags by id."""
    scope.require()
    return {
        one: slug
        for model in NAMED
        for one, slug in model.objects.filter(id__in=ids).values_list("id", "slug")
    }


def licences_named(scope: Scope, ids: Collection[UUID]) -> dict[UUID, ExportLicence]:
    """Licences by id."""
    scope.require()
    return {one.id: one for one in ExportLicence.objects.filter(id__in=ids)} if ids else {}


def changes_waiting(scope: Scope) -> int:
    """How many proposed changes wait for an agreement this person could give, as an owner or as export control."""
    if can(scope, Permission.ACCESS_READ) and not can(scope, Permission.EXPORT_CLASSIFY):
        return 0  # sees every change and need agree to none
    me = scope.person_id
    agreed = Agreement.objects.filter(person=me).values("change_id")
    return Change.objects.filter(state=State.PROPOSED).exclude(proposed_by=me).exclude(id__in=agreed).count()


def emergencies_running(scope: Scope) -> int:
    """How many emergencies run now of those this person is told of. Which they are is told, and recorded, elsewhere."""
    if not (can(scope, Permission.EMERGENCY_READ) or can(scope, Permission.ACCESS_BREAK_GLASS)):
        return 0
    return Emergency.objects.filter(ended_at=None, expires_at__gt=Now()).count()
