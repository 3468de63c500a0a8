"""People: who there is, and what each of them holds and why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.access import holdings
from governance.access.directory import names_of
from governance.access.permissions import Permission
from governance.access.scopes import Scope, can
from kaas.portal.administration.glances import lacking
from kaas.portal.administration.paging import paged
from kaas.portal.administration.people import drawing_of
from kaas.portal.administration.words import lacking_words
from kaas.portal.session import signed_in
from kaas.portal.views.administration.office import office_page


@require_safe
@signed_in
def people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A page of people at a time, by part of a name."""
    found = paged(
        request,
        lambda query, most, first: holdings.people(scope, query=query, limit=most, offset=first),
    )
    return office_page(request, scope, "people", {"list": found})


@require_safe
@signed_in
def person(request: HttpRequest, scope: Scope, person_id: UUID) -> HttpResponse:
    """Everything a person holds, held and will hold, on one scale of time."""
    found = holdings.person(scope, person_id)
    facts = holdings.facts_of(scope, person_id)
    drawing = drawing_of(facts, timezone.localtime(), names_of(fact.recorded_by for fact in facts))
    context = {
        "who": found,
        "drawing": drawing,
        "lacks": lacking_words(lacking(scope, [found.id]).get(found.id, ()), found.called),
        "ticks": drawing.axis.ticks(),
        "proposes": can(scope, Permission.ACCESS_MANAGE) and found.id != scope.person_id,
        "simulates": can(scope, Permission.ACCESS_EXPLAIN),
    }
    return office_page(request, scope, "person", context)
