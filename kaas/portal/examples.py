"""Questions to begin with, made from titles the person may read, so that each of them can have an answer."""

from dataclasses import dataclass

from governance.access.scopes import Scope
from portfolios.catalogue import DocumentSummary, list_documents

SHOWN = 3
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Example:
    question: str
    language: str
    level: int


def examples(*, scope: Scope, language: str) -> list[Example]:
    """Up to three questions, from different portfolios and languages, the reader's own first.

    None when there is nothing to read.
    """
    telling = [document for document in list_documents(scope=scope) if _tells_its_subject(document.title)]
    telling.sort(key=lambda document: (document.language != language, document.kind == "document"))
    chosen: dict[tuple[str, str], DocumentSummary] = {}
    for document in telling:
        chosen.setdefault((document.portfolio, document.language), document)
    return [
        _example(document, by_number=at == 1) for at, document in enumerate(list(chosen.values())[:SHOWN])
    ]


def _tells_its_subject(title: str) -> bool:
    """Titles with numbers in them are names of reports, and a question about a name finds the name."""
    return len(title) <= LONGEST_TITLE and not any(character.isdigit() for character in title)


def _example(document: DocumentSummary, *, by_number: bool) -> Example:
    """In the document's language, because the answer will be quotations from it; by its title, or by its number."""
    ja, named = document.language == "ja", by_number and document.publication_number
    if named:
        asked = f"{named}は何を請求していますか。" if ja else f"What does {named} claim?"
    else:
        title = document.title
        asked = f"「{title}」には何が書かれていますか。" if ja else f"What is described in “{title}”?"
    return Example(asked, "ja" if ja else "en", document.level)
