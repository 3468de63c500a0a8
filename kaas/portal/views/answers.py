"""An answer on its own page, with the conversation it belongs to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from governance.access.permissions import Permission
from governance.access.scopes import Scope, can
from kaas.answering.answers import earlier_questions, get_answer
from kaas.answering.labelling import list_markings
from kaas.answering.sharing import list_circles, list_shares
from kaas.portal.beside import beside
from kaas.portal.classification import whole_words
from kaas.portal.forms import DoubtForm, FollowForm, ShareForm
from kaas.portal.pages import page
from kaas.portal.presentation import levels_of, present
from kaas.portal.session import signed_in
from portfolios.catalogue import list_portfolios


@require_safe
@signed_in
def answer(request: HttpRequest, scope: Scope, answer_id: UUID) -> HttpResponse:
    return answer_page(request, scope, answer_id)


def answer_page(
    request: HttpRequest,
    scope: Scope,
    answer_id: UUID,
    form: FollowForm | None = None,
    share: ShareForm | None = None,
    doubt: DoubtForm | None = None,
) -> HttpResponse:
    """The page. Under an answer of one's own: the box for a further question where the person may ask, and whom it is
    shared with. `form`, `share` and `doubt` are forms that were refused.
    """
    found = get_answer(answer_id, scope=scope)
    earlier = earlier_questions(found, scope=scope)
    kept = beside(found, scope)
    shown = present(found, get_language() or "en", said=kept["said"])
    context: dict[str, object] = {**kept, "answer": shown, "earlier": earlier, "doubt": doubt}
    if not found.shared_by:
        context |= _own(scope, answer_id, form, share)
    levels = [*levels_of(found), *(one.level for one in earlier)]
    refused = any(given is not None and given.errors for given in (form, share, doubt))
    return page(
        request,
        "answer",
        context,
        levels=levels,
        also=whole_words(found.label, get_language() or "en"),
        status=400 if refused else 200,
    )


def _own(
    scope: Scope, answer_id: UUID, form: FollowForm | None, share: ShareForm | None
) -> dict[str, object]:
    if form is None and can(scope, Permission.QUESTION_ASK):
        form = FollowForm(portfolios=list_portfolios(scope=scope), markings=list_markings(scope=scope))
    return {
        "follow": form,
        "share": share or ShareForm(circles=list_circles(scope=scope)),
        "shares": list_shares(answer_id, scope=scope),
    }
