"""Reporting what is wrong with a sentence of an answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.access.scopes import Scope
from kaas.answering.corrections import NoteMissing, Reason, give_feedback
from kaas.portal.forms import DoubtForm
from kaas.portal.session import signed_in
from kaas.portal.views.answers import answer_page


@require_POST
@signed_in
def doubt(request: HttpRequest, scope: Scope, answer_id: UUID) -> HttpResponse:
    """Keep it, and go back to the sentence; where it says nothing, to the page with what is missing."""
    form = DoubtForm(request.POST)
    if form.is_valid():
        ordinal, reason, note = (form.cleaned_data[name] for name in ("ordinal", "reason", "note"))
        try:
            give_feedback(answer_id, scope=scope, ordinal=ordinal, reason=Reason(reason), note=note)
        except NoteMissing:
            form.add_error("note", _("Write what is wrong, as none of the other reasons says it."))
        else:
            return HttpResponseRedirect(f"{reverse('portal:answer', args=[answer_id])}#sentence-{ordinal}")
    return answer_page(request, scope, answer_id, doubt=form)
