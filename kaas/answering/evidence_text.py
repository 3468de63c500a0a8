"""Passages as a model is given them: each under a short marker, with a code that no document can know. Plain Python."""

from collections.abc import Sequence

from kaas.retrieval.search import Hit
from portfolios.locators import locator_text


def evidence_text(hits: Sequence[Hit], code: str, language: str, *, first: int = 1) -> str:
    """The passages under their markers, which count from `first`, each header with the code."""
    return "\n\n".join(
        f"[{marker}] {code} {hit.document.title}, {_place(hit, language)}\n{hit.passage.text}"
        for marker, hit in enumerate(hits, start=first)
    )


def _place(hit: Hit, language: str) -> str:
    return locator_text(hit.passage.locator_kind, hit.passage.locator_value, language)
