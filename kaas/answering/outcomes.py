"""Every way a question can end, and what the reader is told. Families by prefix, never mixed.

`denied_*` speaks of role, standing or session, never of a document; `refused_*` of policy; `unanswerable_*` of missing
evidence; `failed_*` of the system.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from governance.access.scopes import Scope
from kaas.answering.reading.following import FAR_BACK as FAR_BACK
from kaas.answering.reading.following import resolved, turns_back
from kaas.answering.reading.numbers import Reading as Reading
from kaas.answering.reading.numbers import asked_back
from kaas.answering.reading.opinions import Opinion
from kaas.answering.reading.past_policy import Past
from kaas.answering.reports import names_a_report, numbers_borne
from kaas.answering.unquoted import Cited, unquoted


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED_BY_MODEL = "answered_by_model"
    ANSWERED_BY_MODEL_CUT = "answered_by_model_cut"
    ANSWERED_BY_QUOTING = "answered_by_quoting"
    ANSWERED_BY_QUOTING_DOCUMENT_HELD = "answered_by_quoting_document_held"
    ANSWERED_BY_QUOTING_MODEL_AWAY = "answered_by_quoting_model_away"
    ANSWERED_BY_QUOTING_MODEL_FOUND_NONE = "answered_by_quoting_model_found_none"
    ANSWERED_BY_QUOTING_MODEL_HAS_NO_ROOM = "answered_by_quoting_model_has_no_room"
    ANSWERED_BY_QUOTING_MODEL_KEPT_SEARCHING = "answered_by_quoting_model_kept_searching"
    ANSWERED_BY_QUOTING_MODEL_NOT_PERMITTED = "answered_by_quoting_model_not_permitted"
    ANSWERED_BY_QUOTING_MODEL_REFUSED = "answered_by_quoting_model_refused"
    ANSWERED_BY_QUOTING_MODEL_UNUSABLE = "answered_by_quoting_model_unusable"
    ANSWERED_BY_QUOTING_QUESTION_NOT_PERMITTED = "answered_by_quoting_question_not_permitted"
    DENIED_ACCESS_CHANGED = "denied_access_changed"
    DENIED_SESSION_ENDED = "denied_session_ended"
    REFUSED_CREDENTIALS = "refused_credentials"
    REFUSED_EXPORT = "refused_export"
    REFUSED_FILING = "refused_filing"
    REFUSED_INFRINGEMENT = "refused_infringement"
    REFUSED_INVENTORSHIP = "refused_inventorship"
    REFUSED_PAST_ACCESS = "refused_past_access"
    REFUSED_VALIDITY = "refused_validity"
    UNANSWERABLE_AMBIGUOUS_NUMBER = "unanswerable_ambiguous_number"
    UNANSWERABLE_NOTHING_FOUND = "unanswerable_nothing_found"
    UNANSWERABLE_TOO_BROAD = "unanswerable_too_broad"
    FAILED_INTERRUPTED = "failed_interrupted"
    FAILED_MODEL_BROKE_OFF = "failed_model_broke_off"
    FAILED_SYSTEM = "failed_system"
    FAILED_SYSTEM_DOWN = "failed_system_down"

    @property
    def family(self) -> str:
        return self.value.partition("_")[0]

    @property
    def is_with_counsel(self) -> bool:
        """Whether the question asked for an opinion, which counsel has now."""
        return self in WITH_COUNSEL


# What a question asks an opinion of, and how it then ends, whatever was found for it.
OF_OPINION: dict[Opinion, Outcome] = {
    Opinion.EXPORT: Outcome.REFUSED_EXPORT,
    Opinion.FILING: Outcome.REFUSED_FILING,
    Opinion.INFRINGEMENT: Outcome.REFUSED_INFRINGEMENT,
    Opinion.INVENTORSHIP: Outcome.REFUSED_INVENTORSHIP,
    Opinion.VALIDITY: Outcome.REFUSED_VALIDITY,
}
WITH_COUNSEL = frozenset(OF_OPINION.values())
OF_PAST: dict[Past, Outcome] = {
    Past.ACCESS: Outcome.REFUSED_PAST_ACCESS,
    Past.CREDENTIALS: Outcome.REFUSED_CREDENTIALS,
}


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
    Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD: _(
        "The document you name is held and you may read it, but no passage was found that says what you ask. This is what it "
        "says of itself; open it to read on, or ask in the words it would use."
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
    Outcome.ANSWERED_BY_QUOTING_MODEL_KEPT_SEARCHING: _(
        "The language model went on looking things up and did not come to an answer. These are quotations from documents you "
        "may read, chosen by their words. Ask for one thing at a time to try it again."
    ),
    Outcome.ANSWERED_BY_QUOTING_MODEL_NOT_PERMITTED: _(
        "The language model is not permitted to see these documents. These are quotations from documents you may read, "
        "chosen by their words. Choose another portfolio to ask it about what it may see."
    ),
    Outcome.ANSWERED_BY_QUOTING_MODEL_REFUSED: _(
        "The language model declined to answer this; that is the model's own decision, and no rule of the company. These are "
        "quotations from documents you may read, chosen by their words. Put the question in other words to try it again."
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
    Outcome.DENIED_ACCESS_CHANGED: _(
        "What you may read has changed while this was being answered, so it ended here. Ask again under your present access."
    ),
    Outcome.DENIED_SESSION_ENDED: _("Your session has ended, and the answer with it. Sign in and ask again."),
    Outcome.REFUSED_CREDENTIALS: _(
        "Passwords and keys are given to nobody here, and nothing was searched for. For one of your own that is lost, speak "
        "to whoever administers access."
    ),
    Outcome.REFUSED_EXPORT: _(
        "The system does not answer questions of export control or secrecy; this one was passed to IP counsel under receipt "
        "{receipt}. Passages that share its words, where there are any, are quoted without a conclusion. "
        "Send nothing before counsel has answered."
    ),
    Outcome.REFUSED_FILING: _(
        "The system does not decide what is filed or kept secret; this was passed to IP counsel under receipt {receipt}. "
        "Passages that share its words, where there are any, are quoted without a conclusion. "
        "Until counsel answers, disclose nothing of it."
    ),
    Outcome.REFUSED_INFRINGEMENT: _(
        "The system does not answer infringement questions; this one was passed to IP counsel under receipt {receipt}. "
        "Passages that share its words, where there are any, are quoted without a conclusion. "
        "Wait for counsel's answer, and write no opinion of "
        "your own down meanwhile."
    ),
    Outcome.REFUSED_INVENTORSHIP: _(
        "The system does not answer inventorship or ownership questions; this one was passed to IP counsel under receipt "
        "{receipt}. Passages that share its words, where there are any, are quoted without a conclusion. "
        "Keep your records of who contributed what "
        "for counsel."
    ),
    Outcome.REFUSED_PAST_ACCESS: _(
        "The rules of access are not part of a conversation and cannot be asked away; nothing was searched for. Ask about "
        "the matter itself, or, if you need documents for your work, ask whoever administers access."
    ),
    Outcome.REFUSED_VALIDITY: _(
        "The system does not answer validity or patentability questions; this one was passed to IP counsel under receipt "
        "{receipt}. Passages that share its words, where there are any, are quoted without a conclusion. "
        "Wait for counsel's answer before you rely "
        "on it."
    ),
    Outcome.UNANSWERABLE_AMBIGUOUS_NUMBER: _(
        "The same figures can name an application and a publication, which are different documents. Say which you mean and "
        "ask again: {readings}."
    ),
    Outcome.UNANSWERABLE_TOO_BROAD: _(
        "This asks for more than an answer can hold. Name one thing: a document, a number, a material, a value. To look "
        "through what there is, use the list of documents or the search."
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
    Outcome.FAILED_SYSTEM: _(
        "An error of the system ended this answer; it is on record. Ask again in a moment, and tell whoever runs the system "
        "if it comes back."
    ),
    Outcome.FAILED_SYSTEM_DOWN: _(
        "The system cannot reach its database just now, so nothing can be answered or recorded. Ask again in some minutes; "
        "what was answered before is kept."
    ),
}


# Of a question that counsel has ended, instead of what to do until then; by how it was.
ENDED_BY_COUNSEL: dict[str, Any] = {
    "answered": _(
        "The system does not answer this question; IP counsel has, under receipt {receipt}. Passages that share its words, "
        "where there are any, are quoted without a conclusion."
    ),
    "closed": _(
        "The system does not answer this question, and IP counsel has closed it, under receipt {receipt}. Passages that "
        "share its words, where there are any, are quoted without a conclusion."
    ),
}


# Behind an answer that leaves out some of what its question names.
UNQUOTED = _(
    "Of what you name, nothing is quoted here of: {unquoted}. It may not be held, not be open to you, or say nothing of "
    "this. Look whether it is written right, and ask for it alone."
)


def sentence(
    outcome: Outcome,
    language: str,
    *,
    searched: int = 0,
    receipt: str = "-",
    readings: Sequence[str] = (),
    counsel: str = "",
    question: str = "",
    before: Sequence[str] = (),
    cited: Sequence[Cited] = (),
    scope: Scope | None = None,
) -> str:
    """What happened and what to do next, in the language of the question.

    receipt: under which counsel has it; counsel: how they ended it, "" before that. readings: of a number asked back.
    Behind an answer stands what the question names, or means after those before it, and nothing that is cited is of; reports
    among it where a scope is given, under which the cited documents are looked into.
    """
    said = ENDED_BY_COUNSEL.get(counsel) if outcome.is_with_counsel else None
    listed = "、" if language == "ja" else ", "
    with translation.override(language):
        told = [
            str(said or SENTENCES[outcome]).format(
                searched=searched, receipt=receipt, readings=listed.join(readings)
            )
        ]
        meant = resolved(question, before[-turns_back(question) :])
        missing = _unquoted(meant, cited, language, scope) if outcome.family == "answered" else ()
        if missing:
            told.append(str(UNQUOTED).format(unquoted=listed.join(missing)))
    return "".join(one if one.endswith("。") else f"{one} " for one in told).strip()


def _unquoted(question: str, cited: Sequence[Cited], language: str, scope: Scope | None) -> tuple[str, ...]:
    own = None
    if scope is not None and names_a_report(question):
        own = numbers_borne((one.document_id for one in cited), scope=scope)
    return unquoted(question, cited, language=language, own=own)


def readings_of(outcome: Outcome, question: str) -> tuple[Reading, ...]:
    """What was asked back about a number of the question, where it ended so."""
    return asked_back(question) if outcome is Outcome.UNANSWERABLE_AMBIGUOUS_NUMBER else ()
