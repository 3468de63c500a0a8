"""Showing an answer to somebody else, and seeing what others show."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.scopes import Scope
from kaas.answering import sharing
from kaas.portal.forms import ShareForm
from kaas.portal.pages import page
from kaas.portal.session import signed_in
from kaas.portal.views.answers import answer_page

LIMIT = 100


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def share(request: HttpRequest, scope: Scope, answer_id: UUID) -> HttpResponse:
    """What is said afterwards is the same whether or not the other may read the sources. To look is to see the answer."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:answer", args=[answer_id]))
    form = ShareForm(request.POST, circles=sharing.list_circles(scope=scope))
    if form.is_valid():
        try:
            sharing.share(answer_id, scope=scope, **form.cleaned_data)
        except sharing.NobodySuch:
            form.add_error("username", _("There is nobody else with this user name. Type it exactly."))
        else:
            return _back(answer_id, "shared")
    return answer_page(request, scope, answer_id, share=form)


@require_POST
@signed_in
def withdraw(request: HttpRequest, scope: Scope, share_id: UUID) -> HttpResponse:  # noqa: ARG001
    answer_id = sharing.withdraw(share_id, scope=scope)
    # Who may no longer read the answer has ended the sharing all the same.
    return _back(answer_id, "withdrawn") if answer_id else HttpResponseRedirect(reverse("portal:questions"))


@require_safe
@signed_in
def shared(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What others show to the person, as far as they may read everything it rests on now."""
    found = sharing.list_shared(scope=scope, limit=LIMIT)
    return page(request, "shared", {"questions": found}, levels=[question.level for question in found])


def _back(answer_id: UUID, what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('portal:answer', args=[answer_id])}?{what}=1#share")
