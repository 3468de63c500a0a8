"""An answer on its own page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from governance.access.scopes import Scope
from kaas.answering.answers import get_answer
from kaas.portal.pages import page
from kaas.portal.presentation import levels_of, present
from kaas.portal.session import signed_in


@require_safe
@signed_in
def answer(request: HttpRequest, scope: Scope, answer_id: UUID) -> HttpResponse:
    found = get_answer(answer_id, scope=scope)
    return page(
        request, "answer", {"answer": present(found, get_language() or "en")}, levels=levels_of(found)
    )
