"""Where the question names a document, by its number or its title, answer from that document: a number is in no passage."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from governance.access.scopes import NotFound
from kaas.answering.citing import cited_against
from kaas.answering.draft import Draft
from kaas.answering.evidence import SENT
from kaas.answering.outcomes import Outcome
from kaas.answering.pointing import (
    Quoted,
    beside,
    documents_named,
    first_claim,
    inventors_of,
    pointed_at,
    presented,
    speaking_of,
)
from kaas.answering.reading.asked_of import (
    ON_FRONT_PAGE,
    Asked,
    asked_of,
    asks_nothing_else,
    asks_side_by_side,
    asks_to_compare,
    asks_what_was_cited,
    asks_who_invented_a_thing,
    fits,
)
from kaas.answering.reading.names import named_in, without_names
from kaas.answering.reporting import told_by_reports
from kaas.retrieval.search import Hit
from portfolios.catalogue import DocumentView, get_document

DOCUMENTS = 12  # an application and its patent bear one number


def open_documents(draft: Draft) -> None:
    """Put what is asked of a named document before everything else: lines of its front page, its first claim, its abstract.

    Where something else is asked and nothing was found for it, its passages that hold the words; where none does, that it is
    held. What was cited against an application is told by the letters of its office. Where only counsel may conclude, its
    first claim. Reports are looked into one by one. What is hidden is named by nothing. Who invented a thing is told
    by the front pages of the passages that speak of it.
    """
    if draft.results is None:
        return
    draft.documents = documents_named(draft.asked, scope=draft.scope, within=draft.within)
    documents = list(_opened(draft))
    cited = cited_against(draft, documents) if asks_what_was_cited(draft.question) else []
    if cited and draft.opinion is None:
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING
        _put(draft, [*_lines_asked(draft, documents), *cited], [])
    elif documents and draft.opinion is not None:
        quotes = [quoted for one in documents for quoted in (*first_claim(one), *presented(one))]
        _put(draft, quotes, draft.evidence)
    elif documents and (asks_nothing_else(draft.question) or _compares(draft, documents)):
        _point(draft, documents, _asked_for(draft, documents))
    elif documents and not draft.evidence:
        _look_into(draft, documents)
    elif not documents and draft.opinion is None and asks_who_invented_a_thing(draft.question):
        _put(draft, inventors_of(draft.evidence, scope=draft.scope), draft.evidence)
    elif not documents and draft.opinion is None:
        _look_into_reports(draft)


def _lines_asked(draft: Draft, documents: Sequence[DocumentView]) -> Iterator[Quoted]:
    """What of front pages is asked for beside something else."""
    asked = asked_of(draft.question) & ON_FRONT_PAGE
    for one in documents if asked else ():
        yield from pointed_at(one, asked).quotes


def _compares(draft: Draft, documents: Sequence[DocumentView]) -> bool:
    """Whether several documents are to be compared, of which not all need be there: what is missing is told."""
    if len(documents) <= 1 and len(named_in(draft.asked)) <= 1:
        return False
    return asks_side_by_side(draft.question) or asks_to_compare(draft.question)


def _asked_for(draft: Draft, documents: Sequence[DocumentView]) -> frozenset[Asked] | None:
    """What of the documents is asked for; where they are to be compared, and it is not said by what, their first claims."""
    if _compares(draft, documents) and asks_side_by_side(draft.question):
        return asked_of(draft.question) & ON_FRONT_PAGE
    if _compares(draft, documents):
        return frozenset({Asked.CLAIM})
    words = draft.wording if draft.wording and asks_nothing_else(draft.wording) else draft.question
    return asked_of(words) if fits(words) else None


def _opened(draft: Draft) -> Iterator[DocumentView]:
    for one in draft.documents[:DOCUMENTS]:
        with suppress(NotFound):  # withdrawn from sight since it was found
            yield get_document(one, scope=draft.scope)


def _point(draft: Draft, documents: Sequence[DocumentView], asked: frozenset[Asked] | None) -> None:
    pointed = [pointed_at(one, asked) for one in documents]
    if not all(one.says_it for one in pointed):
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
    quotes = [quoted for one in pointed for quoted in one.quotes]
    _put(draft, quotes, [hit for one in documents for hit in beside(one)])


def _look_into(draft: Draft, documents: Sequence[DocumentView]) -> None:
    assert draft.results is not None
    words = without_names(draft.question)
    found = [hit for one in documents for hit in speaking_of(one, words, draft.results, scope=draft.scope)]
    if found:
        _put(draft, [], found)
        return
    draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
    quotes = [quoted for one in documents for quoted in presented(one)]
    _put(draft, quotes, [hit for one in documents for hit in beside(one)])


def _look_into_reports(draft: Draft) -> None:
    told = told_by_reports(draft)
    if told is None:
        return
    if not told.says_it:
        draft.why_quoting = Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD
    if not told.quotes:
        draft.evidence = []
    _put(draft, told.quotes, told.others)


def _put(draft: Draft, quotes: Sequence[Quoted], others: Sequence[Hit]) -> None:
    """As what is quoted, and beside it what the answer rests on. Nothing changes where nothing is to be put."""
    hits = {hit.passage.id: hit for hit in (*(hit for hit, _ in quotes), *others)}
    if not hits or not (quotes or not draft.evidence):
        return
    draft.evidence = list(hits.values())[: max(SENT, len(quotes))]
    draft.named = list(quotes)
    draft.outcome = None
