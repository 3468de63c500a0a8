"""How a person likes the pages displayed. It is about the device and no secret, so a cookie keeps it."""

from django.http import HttpRequest

COOKIE = "theme"
THEMES = ("system", "light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Light, dark or the system's choice."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else "system"
