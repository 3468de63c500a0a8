"""A document as a person names it: its id, its number, or words of its title. What is hidden is named by nothing."""

import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from governance.access.scopes import NotFound, Scope
from kaas.retrieval.narrowing import narrow, numbered
from kaas.retrieval.parts import Part
from portfolios.catalogue import DocumentSummary, summaries
from portfolios.identifiers import Identifier, identify

LONGEST_NAME = 300
MOST_NAMED = 4  # in one text
EDITIONS = 2
MOST_TITLED = 8
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_CLAIM = re.compile(r"(?P<document>.+?):\s*(?:claim|請求項)\s*(?P<claim>[0-9]{1,4})")


def document_named(name: str, *, scope: Scope) -> uuid.UUID:
    """The permitted document of that id or address, number or title. Raises NotFound for a hidden and a missing one alike."""
    name = name.replace("\0", "").encode(errors="ignore").decode().strip()[:LONGEST_NAME]
    if found := _ID.search(name):
        return uuid.UUID(found[0])  # whether it may be read is asked where it is read
    numbers = identify(name)
    if documents := numbered(numbers, scope=scope, within=None):
        said = {one.canonical for one in numbers}
        return min(documents, key=lambda one: one.publication_number not in said).id
    titled = narrow([Part("title", name, 0, 0)], scope=scope, within=None) if name else []
    if not titled:
        raise NotFound
    return titled[0]


def model_named(name: str, *, scope: Scope) -> tuple[uuid.UUID, str]:
    """A document, or "EP4991107B1:claim 3" for a claim of it, as id and claim. Raises NotFound."""
    claim = _CLAIM.fullmatch(name.strip())
    if claim:
        return document_named(claim["document"], scope=scope), claim["claim"]
    return document_named(name, scope=scope), ""


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """A number of a patent as a text writes it, and the permitted documents that bear it."""

    text: str
    documents: tuple[DocumentSummary, ...]


def numbers_named(
    text: str, *, scope: Scope, within: uuid.UUID | None = None, most: int = 8
) -> tuple[NamedNumber, ...]:
    """The numbers in a text, each with its documents: the very publication, where that is held; else those of the application
    or of another kind, of which two, as an application and its patent are two documents.
    """
    return tuple(
        NamedNumber(one.text, tuple(_under(one, numbered([one], scope=scope, within=within))))
        for one in identify(text)[:most]
    )


def _under(number: Identifier, documents: Sequence[DocumentSummary]) -> Sequence[DocumentSummary]:
    exact = [document for document in documents if document.publication_number == number.canonical]
    return exact or documents[:EDITIONS]


def named_by_number(text: str, *, scope: Scope, within: uuid.UUID | None, most: int) -> list[uuid.UUID]:
    """The permitted documents whose numbers are among the first `most` in a text."""
    found = numbers_named(text, scope=scope, within=within, most=most)
    return list(dict.fromkeys(document.id for number in found for document in number.documents))


def titled(titles: Sequence[str], *, scope: Scope, within: uuid.UUID | None) -> list[uuid.UUID]:
    """The permitted documents with one of these titles, whatever its width, case and white space."""
    found: list[uuid.UUID] = []
    for title in titles[:MOST_NAMED]:
        near = narrow([Part("title", title, 0, 0)], scope=scope, within=within) if _plain(title) else []
        known = summaries(near, scope=scope)
        found += [one for one in near if one in known and _plain(known[one].title) == _plain(title)][
            :EDITIONS
        ]
    return list(dict.fromkeys(found))


def having_in_title(words: str, *, scope: Scope, within: uuid.UUID | None) -> list[uuid.UUID]:
    """The permitted documents whose titles have these words in them, whatever their width and case; a few at most."""
    return narrow([Part("title", words, 0, 0)], scope=scope, within=within)[:MOST_TITLED] if words else []


def _plain(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).casefold().split())
