"""Questions to begin with, made from titles the person may read, so that each of them has an answer."""

from dataclasses import dataclass

from governance.access.scopes import Scope
from portfolios.catalogue import DocumentSummary, list_documents

SHOWN = 3
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Example:
    question: str
    language: str
    level: int


def examples(*, scope: Scope, language: str) -> list[Example]:
    """Up to three questions, from different portfolios and languages, the reader's own first.

    None when there is nothing to read.
    """
    chosen: dict[tuple[str, str], DocumentSummary] = {}
    for document in list_documents(scope=scope):
        if len(document.title) <= LONGEST_TITLE:
            chosen.setdefault((document.portfolio, document.language), document)
    ordered = sorted(chosen.values(), key=lambda document: document.language != language)
    return [_example(document) for document in ordered[:SHOWN]]


def _example(document: DocumentSummary) -> Example:
    """In the document's language, because the answer will be quotations from it."""
    if document.language == "ja":
        return Example(f"「{document.title}」には何が書かれていますか。", "ja", document.level)
    return Example(f"What is described in “{document.title}”?", "en", document.level)
