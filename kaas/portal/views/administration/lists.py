"""What labels and facts can name: compartments, tracks, reader groups, markings, walls, export tags."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.access import holdings
from governance.access import things as named
from governance.access.changes import Kind
from governance.access.directory import names_of
from governance.access.permissions import Permission
from governance.access.scopes import Scope, can
from kaas.portal.administration.paging import PAGE, among, paged
from kaas.portal.administration.people import ShownFact, shown
from kaas.portal.administration.words import export_status_words, kind_words
from kaas.portal.session import signed_in
from kaas.portal.views.administration.office import office_page

LISTS = {
    "compartments": Kind.COMPARTMENT,
    "tracks": Kind.TRACK,
    "reader_groups": Kind.READER_GROUP,
    "markings": Kind.MARKING,
    "walls": Kind.WALL,
    "export_tags": Kind.EXPORT_TAG,
    "group_mapping": "",
}


def list_page(
    request: HttpRequest, scope: Scope, template: str, kind: Kind | str, context: dict[str, Any]
) -> HttpResponse:
    """A page among the lists, with the way to the others."""
    tabs = [(reverse(f"portal:{name}"), _heading(one), one == kind) for name, one in LISTS.items()]
    context |= {"tabs": tabs, "heading": _heading(kind), "manages": can(scope, Permission.ACCESS_MANAGE)}
    return office_page(request, scope, template, context)


def _heading(kind: Kind | str) -> str:
    return kind_words(kind) if kind else _("Groups of the directory")


def things(kind: Kind, place: str, hint: Callable[[], str]) -> Callable[..., HttpResponseBase]:
    """The page that lists one kind of named thing. place: the address of one of them."""

    @require_safe
    @signed_in
    def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
        context = {
            "list": paged(
                request,
                lambda query, most, first: named.things(scope, kind, query=query, limit=most, offset=first),
            ),
            "place": f"portal:{place}",
            "hint": hint(),
            "new": reverse("portal:draft_change", args=[f"new-{kind.replace('_', '-')}"]),
        }
        return list_page(request, scope, "things", kind, context)

    return listed


def thing(kind: Kind) -> Callable[..., HttpResponseBase]:
    """The page of one named thing: who belongs to it and, of a compartment, who answers for it and who is walled off."""

    @require_safe
    @signed_in
    def one(request: HttpRequest, scope: Scope, thing_id: UUID) -> HttpResponse:
        found = named.thing(scope, kind, thing_id)
        members = paged(
            request,
            lambda _query, most, first: _members(scope, kind, thing_id, most, first),
        )
        parts = []
        if kind is Kind.COMPARTMENT:
            for name, other in (
                (_("Who answers for it"), Kind.OWNERSHIP),
                (_("Shut out by a wall"), Kind.WALL),
            ):
                facts, total = _members(scope, other, thing_id, PAGE, 0)
                parts.append((name, facts, total, _apart(scope, other, thing_id)))
        naming = reverse("portal:draft_change", args=[f"english-name-of-{kind.replace('_', '-')}"])
        query = urlencode({"thing": found.slug})
        context = {"thing": found, "list": members, "apart": _apart(scope, kind, thing_id), "parts": parts}
        context["naming"] = f"{naming}?{query}"
        return list_page(request, scope, "thing", kind, context)

    return one


def _members(
    scope: Scope, kind: Kind, thing_id: UUID, most: int, first: int
) -> tuple[Sequence[ShownFact], int]:
    facts, total = holdings.members_of(scope, kind, thing_id, in_force=True, limit=most, offset=first)
    return _shown(facts), total


def _apart(scope: Scope, kind: Kind, thing_id: UUID) -> tuple[Sequence[ShownFact], int]:
    """What is over or has not begun: told, and not counted with what is so now."""
    facts, total = holdings.members_of(scope, kind, thing_id, in_force=False, limit=PAGE)
    return _shown(facts), total


def _shown(facts: Sequence[holdings.HeldFact]) -> list[ShownFact]:
    names = names_of({str(fact.person_id) for fact in facts} | {fact.recorded_by for fact in facts})
    return shown(facts, timezone.localtime(), names)


compartments = things(
    Kind.COMPARTMENT,
    "compartment",
    lambda: _("A need to know: project, matter, partner. A reader needs every compartment of a document."),
)
compartment = thing(Kind.COMPARTMENT)
tracks = things(
    Kind.TRACK,
    "track",
    lambda: _("Where people work. A reader needs one of a document's tracks, where it names any."),
)
track = thing(Kind.TRACK)
reader_groups = things(
    Kind.READER_GROUP,
    "reader_group",
    lambda: _("Circles of readers. A reader needs one of a document's groups, where it names any."),
)
reader_group = thing(Kind.READER_GROUP)


@require_safe
@signed_in
def markings(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The markings with what their labels ask for."""
    found = among(
        holdings.markings(scope),
        lambda one: (
            one.name, f"L{one.level}", *one.compartments, *one.tracks, *one.reader_groups, *one.export_tags
        ),
    )  # fmt: skip
    return list_page(request, scope, "markings", Kind.MARKING, {"list": paged(request, found)})


@require_safe
@signed_in
def walls(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The walls there are and were."""

    def found(query: str, most: int, first: int) -> tuple[Sequence[ShownFact], int]:
        facts, total = holdings.walls(scope, query=query, limit=most, offset=first)
        return _shown(facts), total

    return list_page(request, scope, "walls", Kind.WALL, {"list": paged(request, found)})


@require_safe
@signed_in
def export_tags(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every export tag, and the licences under one."""
    found = among(
        holdings.licences(scope),
        lambda one: (one.tag, export_status_words(one.person_status), one.place, one.reason),
    )
    context = {"tags": holdings.export_tags(scope), "list": paged(request, found)}
    return list_page(request, scope, "export_tags", Kind.EXPORT_TAG, context)
