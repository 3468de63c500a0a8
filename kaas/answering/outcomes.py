"""Every way a question can end, and what the reader is told. Families by prefix, never mixed.

`denied_*` speaks of role, standing or session, never of a document; `refused_*` of policy; `unanswerable_*` of missing
evidence; `failed_*` of the system.
"""

from enum import StrEnum
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED_BY_QUOTING = "answered_by_quoting"
    UNANSWERABLE_NOTHING_FOUND = "unanswerable_nothing_found"

    @property
    def family(self) -> str:
        return self.value.partition("_")[0]


SENTENCES: dict[Outcome, Any] = {
    Outcome.ANSWERED_BY_QUOTING: _(
        "These are quotations from documents you may read, chosen by their words; no model phrased them."
    ),
    Outcome.UNANSWERABLE_NOTHING_FOUND: _(
        "No supporting passage was found in the documents you may access ({searched} searched). Try other words, the "
        "term the document itself would use, or another portfolio."
    ),
}


def sentence(outcome: Outcome, language: str, *, searched: int = 0) -> str:
    """What happened and what to do next, in the language of the question."""
    with translation.override(language):
        return str(SENTENCES[outcome]).format(searched=searched)
