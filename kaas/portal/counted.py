"""Sentences of the trail in which numbers stand: two forms of each in some languages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from governance.audit.events import Action

COUNTED: dict[Action, tuple[str, Any]] = {
    Action.EMERGENCY_OPENED: (
        "hours",
        ngettext_lazy(
            "opened emergency access for %(n)d hour", "opened emergency access for %(n)d hours", "n"
        ),
    ),
    Action.EMERGENCY_LISTED: (
        "shown",
        ngettext_lazy("was shown %(n)d emergency access", "was shown %(n)d emergency accesses", "n"),
    ),
    Action.CHANGE_LISTED: (
        "shown",
        ngettext_lazy("was shown %(n)d change of access", "was shown %(n)d changes of access", "n"),
    ),
    Action.CHANGE_PROPOSED: (
        "parts",
        ngettext_lazy(
            "proposed a change of access with %(n)d part", "proposed a change of access with %(n)d parts", "n"
        ),
    ),
    Action.CHANGE_PREVIEWED: (
        "people",
        ngettext_lazy(
            "looked at what a change of access would do to %(n)d person",
            "looked at what a change of access would do to %(n)d people",
            "n",
        ),
    ),
    Action.FACT_LISTED: (
        "shown",
        ngettext_lazy(
            "was shown what a person holds: %(n)d fact", "was shown what a person holds: %(n)d facts", "n"
        ),
    ),
    Action.KEY_LISTED: (
        "shown",
        ngettext_lazy("was shown %(n)d API key of their own", "was shown %(n)d API keys of their own", "n"),
    ),
    Action.CORRECTION_LISTED: (
        "shown",
        ngettext_lazy(
            "was shown %(n)d correction of their own", "was shown %(n)d corrections of their own", "n"
        ),
    ),
    Action.DIRECTORY_FOUND: (
        "people",
        ngettext_lazy(
            "could read the company's directory again; %(n)d person",
            "could read the company's directory again; %(n)d people",
            "n",
        ),
    ),
    Action.DOCUMENT_LISTED: (
        "shown",
        ngettext_lazy(
            "was shown the title of %(n)d document", "was shown the titles of %(n)d documents", "n"
        ),
    ),
    Action.DOCUMENT_RELABELLED: (
        "passages",
        ngettext_lazy(
            "gave a document another label; %(n)d passage",
            "gave a document another label; %(n)d passages",
            "n",
        ),
    ),
    Action.FACTOR_CODES_MADE: (
        "codes",
        ngettext_lazy("made %(n)d recovery code of their own", "made %(n)d recovery codes of their own", "n"),
    ),
    Action.GLOSSARY_ADDED: (
        "spellings",
        ngettext_lazy(
            "entered a term of %(n)d spelling into the glossary",
            "entered a term of %(n)d spellings into the glossary",
            "n",
        ),
    ),
    Action.GLOSSARY_LISTED: (
        "shown",
        ngettext_lazy("was shown the glossary: %(n)d term", "was shown the glossary: %(n)d terms", "n"),
    ),
    Action.INGESTION_STARTED: (
        "files",
        ngettext_lazy("started an ingestion of %(n)d file", "started an ingestion of %(n)d files", "n"),
    ),
    Action.MAPPING_LOADED: (
        "groups",
        ngettext_lazy(
            "loaded the mapping of %(n)d group of the directory",
            "loaded the mapping of %(n)d groups of the directory",
            "n",
        ),
    ),
    Action.PASSAGE_SEARCHED: (
        "found",
        ngettext_lazy("searched; %(n)d passage shown", "searched; %(n)d passages shown", "n"),
    ),
    Action.QUESTION_LISTED: (
        "shown",
        ngettext_lazy(
            "was shown %(n)d earlier question of their own",
            "was shown %(n)d earlier questions of their own",
            "n",
        ),
    ),
    Action.REFERRAL_LISTED: (
        "shown",
        ngettext_lazy(
            "was shown %(n)d question that counsel has", "was shown %(n)d questions that counsel has", "n"
        ),
    ),
    Action.REGISTER_LISTED: (
        "shown",
        ngettext_lazy(
            "was shown what registers say of %(n)d application",
            "was shown what registers say of %(n)d applications",
            "n",
        ),
    ),
    Action.REGISTER_RECORDED: (
        "applications",
        ngettext_lazy(
            "recorded what registers say of %(n)d application",
            "recorded what registers say of %(n)d applications",
            "n",
        ),
    ),
    Action.SESSION_LISTED: (
        "shown",
        ngettext_lazy("was shown %(n)d sign-in of their own", "was shown %(n)d sign-ins of their own", "n"),
    ),
    Action.SHARE_LISTED: (
        "shown",
        ngettext_lazy(
            "was shown %(n)d question that others share with them",
            "was shown %(n)d questions that others share with them",
            "n",
        ),
    ),
}
# Where there are several numbers: the frame, and each number in words of its own.
FOUND = ngettext_lazy("%(n)d passage found", "%(n)d passages found", "n")
PARTED: dict[Action, tuple[Any, dict[str, Any]]] = {
    Action.ANSWER_ASKED: (
        _("asked a question; %(found)s, %(sent)s"),
        {"found": FOUND, "sent": ngettext_lazy("%(n)d handed on", "%(n)d handed on", "n")},
    ),
    Action.ANSWER_COMPOSED: (
        _("was shown an answer of %(statements)s from %(documents)s"),
        {
            "statements": ngettext_lazy("%(n)d sentence", "%(n)d sentences", "n"),
            "documents": ngettext_lazy("%(n)d document", "%(n)d documents", "n"),
        },
    ),
    Action.INGESTION_ENDED: (
        _("finished an ingestion: %(documents)s, %(failed)s"),
        {
            "documents": ngettext_lazy("%(n)d document", "%(n)d documents", "n"),
            "failed": ngettext_lazy("%(n)d file failed", "%(n)d files failed", "n"),
        },
    ),
    Action.TOOL_CALLED: (
        _("had the language model look something up (%(tool)s); %(found)s, %(sent)s"),
        {"found": FOUND, "sent": ngettext_lazy("%(n)d given to it", "%(n)d given to it", "n")},
    ),
}


def counted_sentence(action: str, detail: Mapping[str, Any]) -> str:
    """What happened with its numbers, in the active language; empty where the sentence has none or the detail lacks one."""
    one, several = COUNTED.get(action), PARTED.get(action)  # type: ignore[call-overload]
    if one is not None and isinstance(number := detail.get(one[0]), int):
        return str(one[1] % {"n": number})
    if several is None or not all(isinstance(detail.get(name), int) for name in several[1]):
        return ""
    if action == Action.ANSWER_COMPOSED and not detail["statements"]:
        return ""
    told = {name: words % {"n": detail[name]} for name, words in several[1].items()}
    return str(several[0] % {**detail, **told})
