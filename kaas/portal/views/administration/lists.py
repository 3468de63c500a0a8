"""What labels and facts can name: compartments, tracks, reader groups, markings, walls, export tags."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.access import holdings
from governance.access.changes import Kind
from governance.access.directory import names_of
from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, can
from kaas.portal.administration.people import ShownFact, shown
from kaas.portal.administration.words import kind_words
from kaas.portal.session import signed_in
from kaas.portal.views.administration.office import office_page

Things = Callable[[Scope], Sequence[holdings.Thing]]
PAGE = 100
LISTS = ("compartments", "tracks", "reader_groups", "markings", "walls", "export_tags")
KINDS = (Kind.COMPARTMENT, Kind.TRACK, Kind.READER_GROUP, Kind.MARKING, Kind.WALL, Kind.EXPORT_TAG)


def _list_page(
    request: HttpRequest, scope: Scope, template: str, kind: Kind, context: dict[str, Any]
) -> HttpResponse:
    tabs = [
        (reverse(f"portal:{name}"), kind_words(one), one is kind)
        for name, one in zip(LISTS, KINDS, strict=True)
    ]
    context |= {"tabs": tabs, "heading": kind_words(kind), "manages": can(scope, Permission.ACCESS_MANAGE)}
    return office_page(request, scope, template, context)


def things(kind: Kind, place: str, found: Things, hint: Callable[[], str]) -> Callable[..., HttpResponseBase]:
    """The page that lists one kind of named thing. place: the address of one of them."""

    @require_safe
    @signed_in
    def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
        context = {
            "things": found(scope),
            "place": f"portal:{place}",
            "hint": hint(),
            "new": reverse("portal:draft_change", args=[f"new-{kind.replace('_', '-')}"]),
        }
        return _list_page(request, scope, "things", kind, context)

    return listed


def thing(kind: Kind, found: Things) -> Callable[..., HttpResponseBase]:
    """The page of one named thing: who belongs to it and, of a compartment, who answers for it and who is walled off."""

    @require_safe
    @signed_in
    def one(request: HttpRequest, scope: Scope, thing_id: UUID) -> HttpResponse:
        named = next((each for each in found(scope) if each.id == thing_id), None)
        if named is None:
            raise NotFound
        members = Paginator(_members(scope, kind, thing_id), PAGE).get_page(request.GET.get("page"))
        parts = []
        if kind is Kind.COMPARTMENT:
            parts.append((_("Who answers for it"), _members(scope, Kind.OWNERSHIP, thing_id)))
            parts.append((_("Shut out by a wall"), _members(scope, Kind.WALL, thing_id)))
        context = {"thing": named, "shown": members, "parts": parts}
        return _list_page(request, scope, "thing", kind, context)

    return one


def _members(scope: Scope, kind: Kind, thing_id: UUID) -> list[ShownFact]:
    return _shown(holdings.members_of(scope, kind, thing_id))


def _shown(facts: Sequence[holdings.HeldFact]) -> list[ShownFact]:
    names = names_of({str(fact.person_id) for fact in facts} | {fact.recorded_by for fact in facts})
    return shown(facts, timezone.localtime(), names)


compartments = things(
    Kind.COMPARTMENT,
    "compartment",
    holdings.compartments,
    lambda: _("A need to know: project, matter, partner. A reader needs every compartment of a document."),
)
compartment = thing(Kind.COMPARTMENT, holdings.compartments)
tracks = things(
    Kind.TRACK,
    "track",
    holdings.tracks,
    lambda: _("Where people work. A reader needs one of a document's tracks, where it names any."),
)
track = thing(Kind.TRACK, holdings.tracks)
reader_groups = things(
    Kind.READER_GROUP,
    "reader_group",
    holdings.reader_groups,
    lambda: _("Circles of readers. A reader needs one of a document's groups, where it names any."),
)
reader_group = thing(Kind.READER_GROUP, holdings.reader_groups)


@require_safe
@signed_in
def markings(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every marking with what its label asks for."""
    return _list_page(request, scope, "markings", Kind.MARKING, {"markings": holdings.markings(scope)})


@require_safe
@signed_in
def walls(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every wall there is and was."""
    return _list_page(request, scope, "walls", Kind.WALL, {"walls": _shown(holdings.walls(scope))})


@require_safe
@signed_in
def export_tags(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every export tag, and every licence under one."""
    context = {"tags": holdings.export_tags(scope), "licences": holdings.licences(scope)}
    return _list_page(request, scope, "export_tags", Kind.EXPORT_TAG, context)
