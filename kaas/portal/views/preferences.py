"""How a person likes the pages displayed. Kept in a cookie: it is about the device, and no secret."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "theme"
CHOICES = ("light", "dark", "system")
YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, "system")
    return chosen if chosen in CHOICES else "system"


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remembers light, dark or the system's choice, and goes back to the page the person was on."""
    response = HttpResponseRedirect(next_page(request))
    if request.POST.get("theme") in CHOICES:
        response.set_cookie(
            COOKIE,
            request.POST["theme"],
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


def next_page(request: HttpRequest) -> str:
    """The address in `next` when it is one of ours, else home: no sign-in page leads people elsewhere."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else reverse("portal:home")
