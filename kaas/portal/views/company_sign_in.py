"""Signing in at the company's OpenID provider: sending the browser there, and taking it back with the answer."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from governance.access import oidc_accounts
from governance.access.factors import is_asked_for
from governance.access.oidc_settings import Provider, ProviderAway, ProviderRefused
from governance.access.places import place_of
from governance.access.scopes import scope
from governance.access.throttling import give_return_back, spend_return
from kaas.portal import session
from kaas.portal.forms import SignInForm
from kaas.portal.views.preferences import next_page
from kaas.portal.views.sign_in import sign_in_page, to_second_factor

KEPT = "company_sign_in"  # in the signed cookie: what ties the answer to this browser


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """To the provider; from somebody who wants two factors, with the wish that it asks for both."""
    provider = _provider()
    onward = next_page(request)
    if session.scope_of(request) is not None and request.GET.get("factors") != "2":
        return HttpResponseRedirect(onward)
    request.close_scope()  # type: ignore[attr-defined]  # the provider may be asked
    try:
        address, pending = _door().begin(
            provider, redirect_uri=_return_address(request), strongly=request.GET.get("factors") == "2"
        )
    except ProviderAway as away:
        return _told(request, away)
    request.session[KEPT] = {"pending": pending, "next": onward}
    return HttpResponseRedirect(address)


@sensitive_variables("code")
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """From the provider, with its answer to this browser. What is not that answer ends here, the same for everybody."""
    provider, door = _provider(), _door()
    kept = request.session.pop(KEPT, None) or {}
    code, state = request.GET.get("code", ""), request.GET.get("state", "")
    address = request.META.get("REMOTE_ADDR", "")
    place = place_of(address)
    request.close_scope()  # type: ignore[attr-defined]  # of whoever was signed in here before
    try:
        pending = door.check_pending(kept.get("pending"), state)
        if not code:
            raise ProviderRefused("code")
        if wait := spend_return(address):
            return _later(request, wait)
        believed = door.finish(provider, pending, code)
        session_id = oidc_accounts.sign_in_believed(
            name=believed.name,
            entry=believed.entry,
            by_entry=bool(provider.entry_claim),
            factors=believed.factors,
            place=place,
            address=address,
        )
    except (ProviderAway, ProviderRefused) as refused:
        outcome = "failed" if isinstance(refused, ProviderAway) else "denied"
        oidc_accounts.record_refusal(refused.code, place=place, address=address, outcome=outcome)
        return _told(request, refused)
    give_return_back(address)
    with scope(session_id) as acting:
        has_more_to_prove = is_asked_for(acting)
    session.begin(request, session_id)
    onward = str(kept["next"])
    return HttpResponseRedirect(to_second_factor(onward) if has_more_to_prove else onward)


def _provider() -> Provider:
    if not settings.OIDC["issuer"]:
        raise Http404
    return Provider.configured()


def _door() -> Any:
    """The part that needs the packages of deploy/locks/oidc.txt, which only who has a provider installs."""
    return import_module("governance.access.oidc")


def _return_address(request: HttpRequest) -> str:
    address = request.build_absolute_uri(reverse("portal:company_return"))
    return "https:" + address.partition(":")[2] if settings.BEHIND_TLS else address


def _told(request: HttpRequest, refused: ProviderAway | ProviderRefused) -> HttpResponse:
    """One sentence for everything that proves nobody, whoever it was: it says nothing about accounts."""
    if isinstance(refused, ProviderAway):
        return _page(request, _("The company's sign-in does not answer. Try again later."), status=503)
    return _page(request, _("The company's sign-in did not let you in here. Begin again."), status=400)


def _later(request: HttpRequest, seconds: int) -> HttpResponse:
    response = _page(request, _("Too many attempts. Wait a minute, then try again."), status=429)
    response["Retry-After"] = str(seconds)
    return response


def _page(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    return sign_in_page(request, SignInForm(), status=status, problem=sentence)
