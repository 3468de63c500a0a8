"""One's own account: the second factor, and where one is signed in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from governance.access import factors, sessions
from governance.access.scopes import Scope, scope_again
from governance.access.sign_ins import end_other_sign_ins, end_sign_in, list_sign_ins
from kaas.portal import session
from kaas.portal.forms import CodeForm, PasswordAgainForm
from kaas.portal.pages import page
from kaas.portal.session import signed_in
from kaas.portal.views.preferences import next_page

HIGHEST = 4


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def second_factor(request: HttpRequest, scope: Scope) -> HttpResponse:
    """How one's factor stands; a code posted here raises the session, which becomes another one."""
    if request.method != "POST":
        return _state(request, scope)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _state(request, scope, form=form)
    try:
        proved = factors.prove_factor(scope, form.cleaned_data["code"])
    except factors.FactorRefused as refused:
        return _state(request, scope, form=form, refused=refused)
    session.begin(request, proved.session_id)
    return HttpResponseRedirect(next_page(request))


@sensitive_post_parameters("password")
@sensitive_variables("made")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def set_up(request: HttpRequest, scope: Scope) -> HttpResponse:
    """With the password again: a new secret, on this one response and nowhere else."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:second_factor"))
    form = PasswordAgainForm(request.POST)
    before = _standing(request, scope)
    if not form.is_valid():
        return _page(request, {**before, "password_form": form}, status=400)
    address = request.META.get("REMOTE_ADDR", "")
    request.close_scope()  # type: ignore[attr-defined]  # the directory may be asked
    try:
        sessions.check_password_again(scope, form.cleaned_data["password"], address=address)
        with scope_again(scope) as acting:
            made = factors.begin_enrolment(acting)
    except sessions.SignInRefused as refused:
        form.add_error("password", _refusal_of_password(refused))
        return _page(request, {**before, "password_form": form}, status=_status(refused))
    except factors.FactorRefused as refused:
        return _page(request, {**before, "refusal": _words(refused)}, status=400)
    shown = {"drawing": _drawn(made.address), "secret": made.secret, "confirm_form": CodeForm()}
    return _page(request, {**before, **shown})


@sensitive_post_parameters("code")
@sensitive_variables("proved")
@require_POST
@signed_in
def confirm(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The first code of the app. The recovery codes stand on this one response and nowhere else."""
    form = CodeForm(request.POST)
    before = _standing(request, scope)
    if not form.is_valid():
        return _page(request, {**before, "confirm_form": form}, status=400)
    try:
        proved = factors.confirm_enrolment(scope, form.cleaned_data["code"])
    except factors.FactorRefused as refused:
        again = {} if refused.code in {"expired", "enrolled_already"} else {"confirm_form": form}
        form.add_error("code", _words(refused))
        return _limited(_page(request, {**before, **again, "refusal": _words(refused)}, status=400), refused)
    session.begin(request, proved.session_id)
    return _page(request, {**before, "codes": proved.codes})


@sensitive_variables("codes")
@require_POST
@signed_in
def new_codes(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Other recovery codes in place of those before."""
    return _changing(request, scope, lambda: {"codes": factors.renew_codes(scope), "renewed": True})


@require_POST
@signed_in
def remove(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the factor up; what is left is a session with one."""

    def removed() -> dict[str, Any]:
        session.begin(request, factors.remove_factor(scope))
        return {}

    return _changing(request, scope, removed)


@require_http_methods(["GET", "HEAD"])
@signed_in
def sign_ins(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Where one is signed in now."""
    return page(request, "account/sign_ins", {"sign_ins": list_sign_ins(scope)})


@require_POST
@signed_in
def end_one(request: HttpRequest, scope: Scope, session_id: UUID) -> HttpResponse:  # noqa: ARG001
    end_sign_in(scope, session_id)
    return HttpResponseRedirect(reverse("portal:sign_ins"))


@require_POST
@signed_in
def end_others(request: HttpRequest, scope: Scope) -> HttpResponse:  # noqa: ARG001
    end_other_sign_ins(scope)
    return HttpResponseRedirect(reverse("portal:sign_ins"))


def _changing(request: HttpRequest, scope: Scope, verb: Callable[[], dict[str, Any]]) -> HttpResponse:
    before = _standing(request, scope)
    try:
        done = verb()
    except factors.FactorRefused as refused:
        return _page(request, {**before, "refusal": _words(refused)}, status=400)
    return (
        _page(request, {**before, **done})
        if done
        else HttpResponseRedirect(f"{reverse('portal:second_factor')}?removed=1")
    )


def _standing(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """What every state of the page shows. Whether more could be seen is told of the person's own clearance alone."""
    state = factors.factor_state(scope)
    return {
        "state": state,
        "next": next_page(request),
        "gains": state.clearance == HIGHEST and state.level < factors.LEVEL,
        "is_removed": "removed" in request.GET and not state.enrolled_at and state.method == "password",
        "by_provider": state.method == "oidc",
        "has_provider": bool(settings.OIDC["issuer"]),
        "is_operator": state.method == "operator",
    }


def _state(
    request: HttpRequest,
    scope: Scope,
    *,
    form: CodeForm | None = None,
    refused: factors.FactorRefused | None = None,
) -> HttpResponse:
    context = _standing(request, scope)
    if refused is not None and form is not None:
        form.add_error("code", _words(refused))
    context |= {"form": form or CodeForm(), "password_form": PasswordAgainForm()}
    response = _page(request, context, status=400 if form is not None and form.errors else 200)
    return response if refused is None else _limited(response, refused)


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return page(request, "account/second_factor", context, status=status)


def _limited(response: HttpResponse, refused: factors.FactorRefused) -> HttpResponse:
    if isinstance(refused, factors.FactorThrottled):
        response.status_code = 429
        response["Retry-After"] = str(refused.seconds)
    return response


def _drawn(address: str) -> SafeString:
    """The QR code, drawn here: an element of the page, without a style or an address of its own."""
    drawing: str = segno.make(address, error="m").svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff"
    )
    return mark_safe(drawing)  # noqa: S308 -- made of numbers


def _words(refused: factors.FactorRefused) -> str:
    words = {
        "wrong_code": _(
            "This code is not right, or it was used already. Wait for the next one, then try again."
        ),
        "throttled": _("Too many codes were tried. Wait a minute, then try again."),
        "locked": _(
            "Too many wrong codes came in a row, so codes of the app count no more. Use a recovery code, "
            "or ask two administrators to take the second factor away."
        ),
        "not_enrolled": _("You have no second factor."),
        "enrolled_already": _("You have a second factor already."),
        "expired": _("This took too long. Begin again."),
    }
    return words[refused.code]


def _refusal_of_password(refused: sessions.SignInRefused) -> str:
    if isinstance(refused, sessions.SignInThrottled):
        return _("Too many attempts. Wait a minute, then try again.")
    if isinstance(refused, sessions.SignInUnavailable):
        return _("The company's directory does not answer. Try again later.")
    return _("This is not the password you sign in with.")


def _status(refused: sessions.SignInRefused) -> int:
    if isinstance(refused, sessions.SignInThrottled):
        return 429
    return 503 if isinstance(refused, sessions.SignInUnavailable) else 400
