"""What every page knows: who is reading, where they can go, and how they like it displayed."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from governance.access.permissions import Permission
from governance.access.scopes import Scope, can
from kaas.portal.administration.offices import MEMBERS
from kaas.portal.display import theme_of
from kaas.portal.guide import is_demo
from kaas.portal.session import scope_of


@dataclass(frozen=True, slots=True)
class Destination:
    url: str
    label: str
    current: bool


# Address, label, the permission that makes it useful, and the pages that belong under it.
DESTINATIONS = (
    ("home", pgettext_lazy("navigation", "Ask"), Permission.QUESTION_ASK, ("home", "ask")),
    ("search", pgettext_lazy("navigation", "Search"), Permission.DOCUMENT_READ, ("search",)),
    (
        "documents",
        pgettext_lazy("navigation", "Documents"),
        Permission.DOCUMENT_READ,
        ("documents", "document"),
    ),
    (
        "questions",
        pgettext_lazy("navigation", "My questions"),
        Permission.ANSWER_READ_OWN,
        ("questions", "answer", "share", "shared"),
    ),
    (
        "counsel",
        pgettext_lazy("navigation", "For counsel"),
        Permission.REFERRAL_ANSWER,
        ("counsel", "referral", "take", "end_referral"),
    ),
    ("trail", pgettext_lazy("navigation", "Trail"), Permission.TRAIL_READ, ("trail", "open_texts")),
    (
        "administration",
        pgettext_lazy("navigation", "Administration"),
        Permission.ACCESS_READ,
        MEMBERS,
    ),
)

THEMES = (
    ("system", pgettext_lazy("theme", "System")),
    ("light", pgettext_lazy("theme", "Light")),
    ("dark", pgettext_lazy("theme", "Dark")),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """The context processor; safe on error pages, where there may be neither scope nor address."""
    person = scope_of(request)
    return {
        "person": person,
        "navigation": navigation(request, person),
        "administers": person is not None and can(person, Permission.ACCESS_READ),
        "theme": theme_of(request),
        "themes": THEMES,
        "has_guide": is_demo(),
        "languages": settings.LANGUAGES,
        "here": request.get_full_path() if request.method == "GET" else reverse("portal:home"),
    }


def navigation(request: HttpRequest, person: Scope | None) -> list[Destination]:
    """Only places where this person's role can do something."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    found = [
        Destination(reverse(f"portal:{address}"), str(label), name in members)
        for address, label, permission, members in DESTINATIONS
        if person is not None and can(person, permission)
    ]
    if person is None or can(person, Permission.ACCESS_READ) or not can(person, Permission.EMERGENCY_READ):
        return found
    emergencies = pgettext_lazy("navigation", "Emergencies")  # for counsel, who administers nothing
    return [*found, Destination(reverse("portal:emergencies"), str(emergencies), name == "emergencies")]
