"""May this person ask, and is this a question?"""

from governance.access.permissions import Permission
from governance.access.scopes import check_permission
from kaas.answering.crowds import place_for
from kaas.answering.draft import Draft
from kaas.answering.labelling import own_labels
from kaas.retrieval.queries import read_query
from portfolios.analysis import language_of
from portfolios.catalogue import count_documents, find_portfolio


def admit(draft: Draft) -> None:
    """Check role and question, settle its language, its labels and where to look.

    Raises TooManyQuestions, Denied, QueryError, NotFound (portfolio, marking).
    """
    draft.place.enter_context(place_for(draft.scope.person_id))
    check_permission(draft.scope, Permission.QUESTION_ASK)
    check_permission(draft.scope, Permission.DOCUMENT_READ)
    draft.question = read_query(draft.question)
    draft.language = language_of(draft.question)
    draft.within = find_portfolio(draft.portfolio, scope=draft.scope) if draft.portfolio else None
    draft.own_labels = own_labels(scope=draft.scope, marking=draft.marking, portfolio=draft.within)
    draft.searched = count_documents(scope=draft.scope, portfolio=draft.within)
