"""The documents a person may read, and one of them for reading."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from governance.access.permissions import Permission
from governance.access.scopes import NotFound, Scope, check_permission
from kaas.portal.claimtree import claims_shown
from kaas.portal.forms import PlaceForm
from kaas.portal.pages import page
from kaas.portal.reading import Place, bibliography_rows, read
from kaas.portal.session import signed_in
from kaas.portal.standing_words import standing_shown
from kaas.retrieval.viewing import view_document
from portfolios.catalogue import count_by_portfolio, list_documents

LIMIT = 200


@require_safe
@signed_in
def documents(request: HttpRequest, scope: Scope) -> HttpResponse:
    check_permission(scope, Permission.DOCUMENT_READ)
    portfolios = count_by_portfolio(scope=scope)
    chosen = request.GET.get("portfolio", "")
    if chosen and chosen not in {portfolio.name for portfolio in portfolios}:
        raise NotFound
    found = list_documents(scope=scope, portfolio=chosen, limit=LIMIT)
    context = {"documents": found, "portfolios": portfolios, "chosen": chosen, "limit": LIMIT}
    return page(request, "documents", context, levels=[document.level for document in found])


@require_safe
@signed_in
def document(request: HttpRequest, scope: Scope, document_id: UUID) -> HttpResponse:
    """The text, with the passage of `?passage=` marked and, with `start` and `end`, the quotation in it; or the front page
    open, with the `lines` marked that are named by INID codes.
    """
    found = view_document(document_id, scope=scope)
    place = _place(request)
    reading = read(found.passages, title=found.summary.title, place=place, language=get_language() or "en")
    context = {
        "document": found.summary,
        "bibliography": bibliography_rows(found.bibliography, place),
        "front_page_open": bool(place.lines),
        "standing": standing_shown(found.standing),
        "reading": reading,
        "lost": place.passage_id is not None and reading.target is None,
        **claims_shown(found.passages, office=found.bibliography.office if found.bibliography else ""),
    }
    levels = [found.summary.level, *(one.level for one in found.standing.members)]
    return page(request, "document", context, levels=levels)


def _place(request: HttpRequest) -> Place:
    """A mangled address still opens the document: the place in it is a convenience."""
    form = PlaceForm(request.GET)
    if not form.is_valid():
        return Place()
    values = form.cleaned_data
    lines = frozenset(filter(None, values["lines"].split(".")))
    return Place(values["passage"], values["start"], values["end"], values["q"], lines)
