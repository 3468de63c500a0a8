"""An answer on its own page, with the conversation it belongs to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from governance.access.permissions import Permission
from governance.access.scopes import Scope, can
from kaas.answering.answers import earlier_questions, get_answer
from kaas.portal.forms import FollowForm
from kaas.portal.pages import page
from kaas.portal.presentation import levels_of, present
from kaas.portal.session import signed_in
from portfolios.catalogue import list_portfolios


@require_safe
@signed_in
def answer(request: HttpRequest, scope: Scope, answer_id: UUID) -> HttpResponse:
    return answer_page(request, scope, answer_id)


def answer_page(
    request: HttpRequest, scope: Scope, answer_id: UUID, form: FollowForm | None = None
) -> HttpResponse:
    """The page, with the box for a further question where the person may ask; `form` is one that was refused."""
    found = get_answer(answer_id, scope=scope)
    earlier = earlier_questions(found, scope=scope)
    if form is None and can(scope, Permission.QUESTION_ASK):
        form = FollowForm(portfolios=list_portfolios(scope=scope))
    context = {
        "answer": present(found, get_language() or "en"),
        "earlier": earlier,
        "follow": form,
    }
    levels = [*levels_of(found), *(one.level for one in earlier)]
    return page(request, "answer", context, levels=levels, status=400 if form and form.errors else 200)
