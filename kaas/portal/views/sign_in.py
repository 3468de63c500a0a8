"""Signing in and out."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from governance.access import sessions
from governance.access.factors import is_asked_for
from governance.access.places import place_of
from governance.access.scopes import scope
from kaas.portal import session
from kaas.portal.forms import SignInForm
from kaas.portal.pages import page
from kaas.portal.views.preferences import next_page


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for user name and password; every refusal reads the same, so that it tells nothing about accounts."""
    if request.method == "GET":
        if session.scope_of(request) is not None:
            return HttpResponseRedirect(next_page(request))
        return sign_in_page(request, SignInForm(), status=200)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return sign_in_page(request, form, status=400)
    address = request.META.get("REMOTE_ADDR", "")
    try:
        session_id = sessions.sign_in(
            form.cleaned_data["username"],
            form.cleaned_data["password"],
            place=place_of(address),
            address=address,
        )
    except sessions.SignInRefused as refused:
        return _refused(request, form, refused)
    request.close_scope()  # type: ignore[attr-defined]  # of whoever was signed in here before
    with scope(session_id) as acting:
        has_more_to_prove = is_asked_for(acting)
    session.begin(request, session_id)
    return HttpResponseRedirect(
        to_second_factor(next_page(request)) if has_more_to_prove else next_page(request)
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    session.end(request)
    return HttpResponseRedirect(f"{reverse('portal:sign_in')}?signed-out=1")


def to_second_factor(onward: str) -> str:
    """The page that asks for the second factor, and leads on."""
    return f"{reverse('portal:second_factor')}?{urlencode({'next': onward})}"


def _refused(request: HttpRequest, form: SignInForm, refused: sessions.SignInRefused) -> HttpResponse:
    """The same for every name; only that too much was tried, or that nobody can be checked now, is said."""
    if isinstance(refused, sessions.SignInThrottled):
        form.add_error(None, _("Too many attempts. Wait a minute, then try again."))
        response = sign_in_page(request, form, status=429)
        response["Retry-After"] = str(refused.seconds)
        return response
    if isinstance(refused, sessions.SignInUnavailable):
        form.add_error(
            None, _("The company's directory does not answer, so nobody can sign in now. Try again later.")
        )
        return sign_in_page(request, form, status=503)
    form.add_error(None, _("User name or password is not right. Check both and try again."))
    return sign_in_page(request, form, status=400)


def sign_in_page(request: HttpRequest, form: SignInForm, *, status: int, problem: str = "") -> HttpResponse:
    """The page, with every way in that there is here. problem: what stands above them."""
    context = {
        "problem": problem,
        "has_provider": bool(settings.OIDC["issuer"]),
        "has_passwords": settings.LOCAL_ACCOUNTS != "none" or bool(settings.DIRECTORY["url"]),
        "form": form,
        "next": next_page(request),
        "signed_out": "signed-out" in request.GET,
        "interrupted": "next" in request.GET and request.method == "GET",
    }
    return page(request, "sign_in", context, status=status)
