"""Where administrators, auditors, security and counsel can go, each as far as their role is of use there."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from governance.access.permissions import Permission
from governance.access.scopes import Scope, can


@dataclass(frozen=True, slots=True)
class Office:
    """A place among the administrators' pages."""

    url: str
    label: str
    current: bool


# Address, label, the permissions of which one is needed, and the pages that belong under it.
OFFICES = (
    (
        "people",
        pgettext_lazy("administration", "People"),
        (Permission.ACCESS_READ,),
        ("people", "person"),
    ),
    (
        "compartments",
        pgettext_lazy("administration", "Lists"),
        (Permission.ACCESS_READ,),
        (
            *("compartments", "compartment", "tracks", "track", "reader_groups", "reader_group"),
            *("markings", "walls", "export_tags", "group_mapping"),
        ),
    ),
    ("simulate", pgettext_lazy("administration", "Simulate"), (Permission.ACCESS_EXPLAIN,), ("simulate",)),
    (
        "changes",
        pgettext_lazy("administration", "Changes"),
        (Permission.ACCESS_READ,),
        ("changes", "change", "new_change", "draft_change", "end_fact"),
    ),
    (
        "emergencies",
        pgettext_lazy("administration", "Emergencies"),
        (Permission.EMERGENCY_READ, Permission.ACCESS_BREAK_GLASS),
        ("emergencies",),
    ),
)
MEMBERS = ("administration", *(member for *_, members in OFFICES for member in members))


def offices(request: HttpRequest, scope: Scope) -> list[Office]:
    """The places among which this person can choose."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return [
        Office(reverse(f"portal:{address}"), str(label), name in members)
        for address, label, permissions, members in OFFICES
        if any(can(scope, permission) for permission in permissions)
    ]
