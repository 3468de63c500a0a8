"""Finding a document by its number."""

from kaas.answering.draft import Draft
from kaas.answering.naming import numbers_in
from kaas.answering.tools.asked import Asked, Code
from kaas.answering.tools.looked import SENT, Looked, beginning, looked
from kaas.retrieval.queries import QueryError
from portfolios.analysis import index_terms
from portfolios.catalogue import find_numbered
from portfolios.identifiers import NumberType, identify

DOCUMENTS = 2  # that have a number, of each of which so many passages are given
OPENING = 2  # behind the front page


def find_by_number(asked: Asked, draft: Draft) -> Looked:
    """By a number of a publication or application; else by one that stands in a title, as those of reports do."""
    number = asked.arguments["number"]
    found = identify(number)
    if any(one.type is NumberType.AMBIGUOUS for one in found):
        return Looked(Code.AMBIGUOUS_NUMBER, about=number)
    numbers = [one.canonical for one in found if one.canonical]
    if numbers:
        documents = find_numbered(numbers, scope=draft.scope, portfolio=draft.within)[:DOCUMENTS]
        return looked([hit for one in documents for hit in beginning(one, draft, OPENING)], number)
    spelled = numbers_in(number)
    try:
        hits = draft.find(number).hits if spelled else []
    except QueryError:
        return Looked(Code.WRONG_ARGUMENTS)
    named = [hit for hit in hits if any(one <= index_terms(hit.document.title).keys() for one in spelled)]
    return looked(named[:SENT], number)
