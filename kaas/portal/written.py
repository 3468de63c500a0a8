"""How an answer was written, for its reader: by which model, from how much, and what the model was not shown."""

from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaas.answering.answers import AnswerView, HeldBackView, WritingView
from kaas.answering.draft import Engine
from kaas.inference.cards import Openness
from kaas.inference.replies import Flag
from kaas.portal.classification import level_words
from portfolios.analysis import language_of

SHOWN_OF_DIGEST = 16


def writer(model: str, openness: str) -> str:
    """The model with how open it is; empty where none wrote."""
    names = {
        Openness.OPEN_SOURCE: pgettext("model", "open source"),
        Openness.OPEN_WEIGHT: pgettext("model", "open weight"),
        Openness.CLOSED: pgettext("model", "closed"),
    }
    named = {str(kind): name for kind, name in names.items()}.get(openness, openness)
    return _("%(model)s (%(openness)s)") % {"model": model, "openness": named} if model else ""


def written(answer: AnswerView, language: str) -> dict[str, Any]:
    """writer: empty where the words are quotations. facts: labelled, none where no model was asked."""
    writing = answer.writing
    by_model = answer.engine == Engine.MODEL
    if writing and answer.outcome.is_with_counsel:
        return _screened(answer, writing, language)
    return {
        "writer": writer(writing.model, writing.openness) if writing and by_model else "",
        "facts": _facts(writing) if writing else [],
        "remarks": _remarks(writing) if writing and by_model else [],
        **_not_shown(answer, language, by_model=by_model),
    }


def _screened(answer: AnswerView, writing: WritingView, language: str) -> dict[str, Any]:
    """The same where a model said that the question is for counsel; it was given nothing else to say that by."""
    told = _(
        "A language model took this for a question that only counsel may conclude; none of the rules did. It may be wrong: "
        "what the documents say can be asked in other words."
    )
    return {
        "writer": "",
        "facts": _facts_of_model(writing),
        "remarks": [told],
        **_not_shown(answer, language, by_model=False),
    }


def _not_shown(answer: AnswerView, language: str, *, by_model: bool) -> dict[str, Any]:
    return {
        "held_back_note": _held_back_note(by_model=by_model),
        "held_back": [_held_back(document, language) for document in answer.held_back],
    }


def _facts_of_model(writing: WritingView) -> list[tuple[str, str]]:
    facts = [(_("Language model"), writer(writing.model, writing.openness))]
    if writing.digest:
        facts.append((_("Checksum of its weights"), f"{writing.digest[:SHOWN_OF_DIGEST]}…"))
    facts.append(
        (_("Instructions it was given"), f"{writing.prompt} · {writing.prompt_digest[:SHOWN_OF_DIGEST]}…")
    )
    return facts


def _facts(writing: WritingView) -> list[tuple[str, str]]:
    facts = _facts_of_model(writing)
    facts.append((_("Passages given to it"), number_format(writing.shown, force_grouping=True)))
    if writing.left_out:
        facts.append(
            (_("Passages left out for lack of room"), number_format(writing.left_out, force_grouping=True))
        )
    if writing.prompt_tokens or writing.completion_tokens:
        facts.append((_("Length in tokens"), _tokens(writing)))
    return facts


def _tokens(writing: WritingView) -> str:
    return _("%(read)s read, %(written)s written") % {
        "read": number_format(writing.prompt_tokens, force_grouping=True),
        "written": number_format(writing.completion_tokens, force_grouping=True),
    }


def _remarks(writing: WritingView) -> list[str]:
    """What was odd about the reply, where it matters to who reads it."""
    sentences = {
        Flag.MULTIPLE_FINAL: _("The model wrote more than one answer. Only one of them is shown."),
        Flag.TOKEN_LEAK: _("The model wrote control signs into its text. They were taken out."),
        Flag.INVALID_TEXT: _(
            "Some of what the model sent was not readable. Where that is in a sentence it shows as �."
        ),
    }
    return [sentence for flag, sentence in sentences.items() if flag in writing.flags]


def _held_back_note(*, by_model: bool) -> str:
    why = _("You may read these documents, but the model's card does not permit the model to see them.")
    missing = _("What they say is missing in its sentences.")
    return f"{why} {missing}" if by_model else why


def _held_back(document: HeldBackView, language: str) -> dict[str, Any]:
    return {
        "title": document.title,
        "lang": language_of(document.title),
        "href": reverse("portal:document", args=[document.document_id]),
        **level_words(document.level, language),
    }
