"""What the person asked before."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from governance.access.scopes import Scope
from kaas.answering.answers import list_questions
from kaas.portal.pages import page
from kaas.portal.session import signed_in

LIMIT = 100


@require_safe
@signed_in
def questions(request: HttpRequest, scope: Scope) -> HttpResponse:
    found = list_questions(scope=scope, limit=LIMIT)
    return page(request, "questions", {"questions": found}, levels=[question.level for question in found])
