"""What an examiner cited against an application, quoted from the office's letter. What is hidden is quoted by nobody."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from governance.access.scopes import NotFound
from kaas.answering.draft import Draft
from kaas.answering.naming import publications_in
from kaas.answering.pointing import MOST_NAMED, Quoted, hits_of, pointed_at
from kaas.answering.reading.asked_of import Asked
from portfolios.catalogue import DocumentView, get_document
from portfolios.identifiers import Identifier, NumberType, display, identify
from portfolios.officeactions.action import OfficeAction
from portfolios.officeactions.reading import read_office_action

LOOKED_INTO = 12  # documents
LETTERS = "拒絶理由通知書 office action"  # beside the number, by which its letters are found


def cited_against(draft: Draft, documents: Sequence[DocumentView]) -> list[Quoted]:
    """The lines in which letters of an office say the documents that they rely on, of the applications that are named.

    documents: those that the question names; of a patent it is its application, and the line that says so stands first.
    """
    named = _applications(draft.asked)
    quotes = [quoted for one in list(named.values())[:MOST_NAMED] for quoted in _said_in_letters(draft, one)]
    for document in documents:
        own = _applications(document.bibliography.application_number if document.bibliography else "")
        for canonical, number in own.items():
            said = _said_in_letters(draft, number) if canonical not in named else []
            if said:
                quotes += pointed_at(document, frozenset({Asked.APPLICATION_NUMBER})).quotes
                quotes += said
    return list({(hit.passage.id, text): (hit, text) for hit, text in quotes}.values())


def _applications(text: str) -> dict[str, Identifier]:
    """The applications in a text, each once, by their canonical numbers."""
    found = identify(text)
    return {one.canonical: one for one in found if one.type is NumberType.APPLICATION and one.canonical}


def _said_in_letters(draft: Draft, application: Identifier) -> list[Quoted]:
    found = draft.find(f"{display(application)} {LETTERS}").hits
    quotes: list[Quoted] = []
    for one in list(dict.fromkeys(hit.document.id for hit in found))[:LOOKED_INTO]:
        with suppress(NotFound):  # withdrawn from sight since it was found
            quotes += _cited_in(get_document(one, scope=draft.scope), application.canonical)
    return quotes


def _cited_in(letter: DocumentView, application: str) -> Iterator[Quoted]:
    if letter.bibliography is not None:
        return  # a publication names applications, and is no letter
    passages = hits_of(letter)
    read = read_office_action("\n".join(hit.passage.text for hit in passages))
    if read.application is None or read.application.canonical != application:
        return
    left = _numbers(read)
    for hit in passages:
        for line in hit.passage.text.split("\n"):
            said = left & publications_in(line)
            if said:
                left -= said
                yield hit, line.strip()


def _numbers(read: OfficeAction) -> frozenset[str]:
    """The numbers of what it relies on, as `publications_in()` has them."""
    own = [number for one in read.references for number in (one.number, *one.readings) if number]
    return publications_in("\n".join(own))
