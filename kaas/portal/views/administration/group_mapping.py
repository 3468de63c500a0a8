"""What members of the directory's groups hold here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from governance.access.changes import Kind
from governance.access.directory_mapping import mapping
from governance.access.naming import names
from governance.access.permissions import Permission
from governance.access.scopes import Scope, check_permission
from kaas.portal.administration.glances import codes
from kaas.portal.administration.words import coded, kind_words, value_words
from kaas.portal.session import signed_in
from kaas.portal.views.administration.lists import list_page

NAMED_KINDS = frozenset({"compartment", "track", "reader_group"})


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
    return list_page(request, scope, "group_mapping", "", {"groups": sorted(groups.items())})
