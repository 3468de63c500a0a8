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

    ANSWERED_BY_MODEL = "answered_by_model"
    ANSWERED_BY_MODEL_CUT = "answered_by_model_cut"
    ANSWERED_BY_QUOTING = "answered_by_quoting"
    ANSWERED_BY_QUOTING_MODEL_AWAY = "answered_by_quoting_model_away"
    ANSWERED_BY_QUOTING_MODEL_FOUND_NONE = "answered_by_quoting_model_found_none"
    ANSWERED_BY_QUOTING_MODEL_HAS_NO_ROOM = "answered_by_quoting_model_has_no_room"
    ANSWERED_BY_QUOTING_MODEL_NOT_PERMITTED = "answered_by_quoting_model_not_permitted"
    ANSWERED_BY_QUOTING_MODEL_UNUSABLE = "answered_by_quoting_model_unusable"
    ANSWERED_BY_QUOTING_QUESTION_NOT_PERMITTED = "answered_by_quoting_question_not_permitted"
    UNANSWERABLE_NOTHING_FOUND = "unanswerable_nothing_found"
    FAILED_INTERRUPTED = "failed_interrupted"
    FAILED_MODEL_BROKE_OFF = "failed_model_broke_off"

    @property
    def family(self) -> str:
        return self.value.partition("_")[0]


SENTENCES: dict[Outcome, Any] = {
    Outcome.ANSWERED_BY_MODEL: _(
        "A language model phrased this from the passages named beside it. A sentence is marked where its passage was not "
        "found to say as much."
    ),
    Outcome.ANSWERED_BY_MODEL_CUT: _(
        "A language model phrased this and reached its length limit; an unfinished last sentence was left out. Ask for less "
        "at once to get the rest."
    ),
    Outcome.ANSWERED_BY_QUOTING: _(
        "These are quotations from documents you may read, chosen by their words; no model phrased them."
    ),
    Outcome.ANSWERED_BY_QUOTING_MODEL_AWAY: _(
        "The language model cannot be reached just now. These are quotations from documents you may read, chosen by their "
        "words."
    ),
    Outcome.ANSWERED_BY_QUOTING_MODEL_FOUND_NONE: _(
        "The language model found no answer in the passages. These quotations share words with your question; judge for "
        "yourself."
    ),
    Outcome.ANSWERED_BY_QUOTING_MODEL_HAS_NO_ROOM: _(
        "The passages are too long for the language model. These are quotations from documents you may read, chosen by "
        "their words."
    ),
    Outcome.ANSWERED_BY_QUOTING_MODEL_NOT_PERMITTED: _(
        "The language model is not permitted to see these documents. These are quotations from documents you may read, "
        "chosen by their words. Choose another portfolio to ask it about what it may see."
    ),
    Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE: _(
        "What the language model wrote could not be found in any passage and is not shown. These are quotations from "
        "documents you may read, chosen by their words."
    ),
    Outcome.ANSWERED_BY_QUOTING_QUESTION_NOT_PERMITTED: _(
        "The language model is not permitted to see a question of this classification. These are quotations from documents "
        "you may read, chosen by their words. Ask again under a lower classification, or in a portfolio that has one, and "
        "it may answer."
    ),
    Outcome.UNANSWERABLE_NOTHING_FOUND: _(
        "No supporting passage was found in the documents you may access ({searched} searched). Try other words, the "
        "term the document itself would use, or another portfolio."
    ),
    Outcome.FAILED_INTERRUPTED: _(
        "This answer was interrupted before it was finished. What is shown was released before that; ask again for the whole."
    ),
    Outcome.FAILED_MODEL_BROKE_OFF: _(
        "The language model broke off. The sentences shown stand as they are; ask again for the rest."
    ),
}


def sentence(outcome: Outcome, language: str, *, searched: int = 0) -> str:
    """What happened and what to do next, in the language of the question."""
    with translation.override(language):
        return str(SENTENCES[outcome]).format(searched=searched)
