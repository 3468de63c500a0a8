"""Home: the box to ask in, questions to begin with, and what the person asked last."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from governance.access.permissions import Permission
from governance.access.scopes import Scope, can
from kaas.answering.answers import list_questions
from kaas.answering.labelling import list_markings
from kaas.answering.sharing import list_circles
from kaas.portal.examples import examples
from kaas.portal.forms import FollowForm, QuestionForm, ShareForm
from kaas.portal.going_on import going_on
from kaas.portal.pages import page
from kaas.portal.session import signed_in
from kaas.wiring import desk
from portfolios.catalogue import list_portfolios

RECENT = 5


@require_safe
@signed_in
def home(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The ask box; for people whose role reads no content, a page that says so."""
    if not can(scope, Permission.QUESTION_ASK):
        context = {
            "sees_trail": can(scope, Permission.TRAIL_READ),
            "lacks": scope.lacks if Permission.QUESTION_ASK in scope.permissions else (),
            "opens_emergencies": can(scope, Permission.ACCESS_BREAK_GLASS),
            "reviews_exports": can(scope, Permission.EXPORT_CLASSIFY),
            **going_on(scope),
        }
        return page(request, "home_without_content", context)
    initial = {"question": request.GET.get("q", "")}
    form = QuestionForm(
        initial=initial, portfolios=list_portfolios(scope=scope), markings=list_markings(scope=scope)
    )
    return home_page(request, scope, form)


def home_page(request: HttpRequest, scope: Scope, form: QuestionForm, *, status: int = 200) -> HttpResponse:
    """The page with a form; `form` may be one that was refused."""
    suggestions = examples(scope=scope, language=get_language() or "en")
    recent = list_questions(scope=scope, limit=RECENT)
    chat = desk().chat
    context = {
        "form": form,
        "follow": FollowForm(portfolios=list_portfolios(scope=scope), markings=list_markings(scope=scope)),
        "share": ShareForm(circles=list_circles(scope=scope)),
        "model": chat.card.served_name if chat else "",
        "recent": recent,
        **going_on(scope),
        "examples": suggestions,
    }
    levels = [*(question.level for question in recent), *(example.level for example in suggestions)]
    return page(request, "home", context, levels=levels, status=status)
