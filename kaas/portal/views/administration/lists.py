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
from governance.access.directory_mapping import mapping
from governance.access.naming import names
from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, can, check_permission
from kaas.portal.administration.glances import codes
from kaas.portal.administration.people import ShownFact, shown
from kaas.portal.administration.words import coded, kind_words, value_words
from kaas.portal.session import signed_in
from kaas.portal.views.administration.office import office_page

Things = Callable[[Scope], Sequence[holdings.Thing]]
PAGE = 100
NAMED_KINDS = frozenset({"compartment", "track", "reader_group"})
LISTS = {
    "compartments": Kind.COMPARTMENT,
    "tracks": Kind.TRACK,
    "reader_groups": Kind.READER_GROUP,
    "markings": Kind.MARKING,
    "walls": Kind.WALL,
    "export_tags": Kind.EXPORT_TAG,
    "group_mapping": "",
}


def _list_page(
    request: HttpRequest, scope: Scope, template: str, kind: Kind | str, context: dict[str, Any]
) -> HttpResponse:
    tabs = [(reverse(f"portal:{name}"), _heading(one), one == kind) for name, one in LISTS.items()]
    context |= {"tabs": tabs, "heading": _heading(kind), "manages": can(scope, Permission.ACCESS_MANAGE)}
    return office_page(request, scope, template, context)


def _heading(kind: Kind | str) -> str:
    return kind_words(kind) if kind else _("Groups of the directory")


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


@require_safe
@signed_in
def group_mapping(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What members of each group of the directory hold here. It is loaded by the operator, not changed here."""
    check_permission(scope, Permission.ACCESS_READ)
    rules = mapping()
    known = names(scope, [UUID(rule.target) for rule in rules if rule.kind in NAMED_KINDS])
    slugs = codes(scope, known)
    groups: dict[str, list[tuple[str, str]]] = {}
    for rule in rules:
        kind = Kind.GRANT if rule.kind == "role" else rule.kind
        one = UUID(rule.target) if rule.kind in NAMED_KINDS else None
        name = coded(known.get(one, ""), slugs.get(one, "")) if one else ""
        groups.setdefault(rule.group, []).append((kind_words(kind), value_words(kind, rule.target, name)))
    return _list_page(request, scope, "group_mapping", "", {"groups": sorted(groups.items())})
