"""Why an answer is as it is, what has changed under it, and what the reader said of it: in words for its page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kaas.answering.corrections import FeedbackView, Reason
from kaas.answering.grounds import Grounds, Lookup
from kaas.answering.staleness import Change, StaleSource
from kaas.answering.tools.offered import Name
from portfolios.analysis import language_of


def why_words(grounds: Grounds | None) -> list[tuple[str, str]]:
    """Labelled facts; none where the reader may not know them."""
    if grounds is None:
        return []
    facts = [
        (_("Words of the question in the cited passages"), _listed(grounds.words)),
        (_("Searched by"), _listed(arm_name(arm) for arm in grounds.arms)),
        (_("Did not search this time"), _listed(arm_name(arm) for arm in grounds.failed)),
        (_("Passages"), _found(grounds)),
        (_("Rule that decided the ending"), grounds.rule),
        (_("Classification of the question"), _marking(grounds)),
        *_looked_up(grounds.lookups),
    ]
    return [(label, value) for label, value in facts if value]


def _looked_up(lookups: tuple[Lookup, ...]) -> list[tuple[str, str]]:
    """What the model looked up besides, by what it used for it."""
    names = {
        Name.SEARCH: _("The model searched again for"),
        Name.OPEN_PASSAGE: _("The model read on in"),
        Name.FIND_BY_NUMBER: _("The model looked for the number"),
        Name.COMPARE_CLAIMS: _("The model compared claims"),
    }
    named = {str(tool): name for tool, name in names.items()}
    about = [(named[one.tool], _came_to(one)) for one in lookups if one.about and one.tool in named]
    facts = [(label, _listed(said for of, said in about if of == label)) for label in named.values()]
    if refused := sum(one.together for one in lookups) - len(about):
        facts.append((_("Calls of the model that could not be answered"), number_format(refused)))
    return facts


def _came_to(lookup: Lookup) -> str:
    if not lookup.sent:
        return _("“%(about)s” (nothing new)") % {"about": lookup.about}
    told = ngettext("“%(about)s” (%(count)s passage)", "“%(about)s” (%(count)s passages)", lookup.sent)
    return told % {"about": lookup.about, "count": number_format(lookup.sent)}


def _marking(grounds: Grounds) -> str:
    if grounds.is_marking_chosen:
        return _("chosen when it was asked")
    return _("none was chosen, so the highest of what was searched")


def _found(grounds: Grounds) -> str:
    """From how many the answer was made, and how many of them it quotes."""
    numbers = (grounds.found, grounds.used, grounds.quoted)
    found, used, quoted = (number_format(number, force_grouping=True) for number in numbers)
    told = _("%(found)s found, %(used)s handed on to be answered from, %(quoted)s quoted")
    return told % {"found": found, "used": used, "quoted": quoted}


def _listed(words: Any) -> str:
    return " · ".join(words)


def missing_words(words: list[str]) -> str:
    """That words of the question stand in nothing that is shown; empty where all of them do."""
    if not words:
        return ""
    told = _("These words of your question stand in none of the passages shown: %(words)s")
    return told % {"words": _listed(words)}


def arm_name(arm: str) -> str:
    names = {
        "words": pgettext("arm", "Words"),
        "meaning": pgettext("arm", "Meaning"),
        "reranked": pgettext("arm", "Second reading"),
    }
    return names.get(arm, arm)


def stale_words(stale: tuple[StaleSource, ...]) -> list[dict[str, str]]:
    """What became of the cited documents, one sentence each, with where to look now."""
    return [
        {
            "said": _changed(one),
            "title": one.title,
            "lang": language_of(one.title),
            "href": reverse("portal:document", args=[one.instead_id or one.document_id]),
            "instead": one.instead,
        }
        for one in stale
    ]


def _changed(one: StaleSource) -> str:
    sentences = {
        Change.REPLACED: _("A newer version has taken its place (%(day)s)."),
        Change.WITHDRAWN: _("It was withdrawn (%(day)s)."),
        Change.RELABELLED: _("Its classification was changed (%(day)s)."),
        Change.PUBLISHED_AGAIN: _("A further publication of the same application has come in (%(day)s)."),
    }
    return sentences[one.change] % {
        "day": date_format(timezone.localtime(one.at), pgettext("date format", "j M Y"))
    }


def reason_name(reason: str) -> str:
    names = {
        Reason.WRONG_NUMBER: pgettext("feedback", "A number is wrong"),
        Reason.NOT_IN_SOURCE: pgettext("feedback", "The source does not say this"),
        Reason.SOURCE_OUTDATED: pgettext("feedback", "The source is outdated"),
        Reason.MISLEADING: pgettext("feedback", "It is misleading"),
        Reason.OTHER: pgettext("feedback", "Something else"),
    }
    return {str(key): name for key, name in names.items()}[reason]


def doubt_reasons() -> list[tuple[str, str]]:
    """What may be wrong with a sentence, in the order in which it is offered."""
    return [(reason.value, reason_name(reason)) for reason in Reason]


def said_of(feedback: list[FeedbackView]) -> dict[int, list[dict[str, str]]]:
    """What the reader said, by sentence."""
    said: dict[int, list[dict[str, str]]] = {}
    for one in feedback:
        said.setdefault(one.ordinal, []).append({"reason": reason_name(one.reason), "note": one.note})
    return said
