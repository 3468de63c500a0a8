"""The guide to the demo company, for whoever tries the platform. There is none where a company has its own documents."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kaas.portal.guide import is_demo, read_guide
from kaas.portal.pages import page


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Open to everybody, also before signing in: it says with which account to begin."""
    language = "ja" if get_language() == "ja" else "en"
    steps = read_guide(language) if is_demo() else ()
    if not steps:
        raise Http404
    return page(request, "guide", {"opening": steps[0], "steps": steps[1:], "guide_language": language})
