"""Every action the trail knows, and the sentence that tells it to a reader."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Action(StrEnum):
    """What was done, `resource:past_participle`."""

    ACCESS_DENIED = "access:denied"
    ACCESS_EXPLAINED = "access:explained"
    ACCESS_EXTENDED = "access:extended"
    ACCESS_LISTED = "access:listed"
    ACCESS_WITHHELD = "access:withheld"
    ANSWER_ASKED = "answer:asked"
    ANSWER_COMPOSED = "answer:composed"
    ANSWER_DOUBTED = "answer:doubted"
    ANSWER_SHARED = "answer:shared"
    ANSWER_VIEWED = "answer:viewed"
    CHANGE_AGREED = "change:agreed"
    CHANGE_APPROVED = "change:approved"
    CHANGE_LISTED = "change:listed"
    CHANGE_PREVIEWED = "change:previewed"
    CHANGE_PROPOSED = "change:proposed"
    CHANGE_REJECTED = "change:rejected"
    CHANGE_WITHDRAWN = "change:withdrawn"
    CORRECTION_LISTED = "correction:listed"
    DIRECTORY_FOUND = "directory:found"
    DIRECTORY_LOST = "directory:lost"
    DOCUMENT_LISTED = "document:listed"
    DOCUMENT_RELABELLED = "document:relabelled"
    DOCUMENT_VIEWED = "document:viewed"
    EMERGENCY_ENDED = "emergency:ended"
    EMERGENCY_LISTED = "emergency:listed"
    EMERGENCY_OPENED = "emergency:opened"
    FACTOR_CODES_MADE = "factor:codes_made"
    FACTOR_ENROLLED = "factor:enrolled"
    FACTOR_FAILED = "factor:failed"
    FACTOR_REMOVED = "factor:removed"
    FACTOR_USED = "factor:used"
    FACT_CLOSED = "fact:closed"
    FACT_LISTED = "fact:listed"
    FACT_OPENED = "fact:opened"
    GLOSSARY_ADDED = "glossary:added"
    GLOSSARY_LISTED = "glossary:listed"
    GLOSSARY_REMOVED = "glossary:removed"
    INGESTION_ENDED = "ingestion:ended"
    INGESTION_STARTED = "ingestion:started"
    KEY_ENDED = "key:ended"
    KEY_ISSUED = "key:issued"
    KEY_LISTED = "key:listed"
    MAPPING_LOADED = "mapping:loaded"
    NAME_CHANGED = "name:changed"
    PASSAGE_SEARCHED = "passage:searched"
    QUESTION_LISTED = "question:listed"
    QUESTION_REFERRED = "question:referred"
    REFERRAL_ENDED = "referral:ended"
    REFERRAL_LISTED = "referral:listed"
    REFERRAL_TAKEN = "referral:taken"
    REFERRAL_VIEWED = "referral:viewed"
    REGISTER_LISTED = "register:listed"
    REGISTER_RECORDED = "register:recorded"
    REGISTER_REMOVED = "register:removed"
    SESSION_ENDED = "session:ended"
    SESSION_LISTED = "session:listed"
    SESSION_REFUSED = "session:refused"
    SESSION_STARTED = "session:started"
    SHARE_LISTED = "share:listed"
    SHARE_WITHDRAWN = "share:withdrawn"
    TEXT_OPENED = "text:opened"
    TOOL_CALLED = "tool:called"
    TRAIL_READ = "trail:read"


SENTENCES: dict[Action, Any] = {
    Action.ACCESS_DENIED: _("was denied by role or session ({reason})"),
    Action.ACCESS_EXPLAINED: _("explained what a person may read ({decision})"),
    Action.ACCESS_EXTENDED: _("added a {what} to what access is made of"),
    Action.ACCESS_LISTED: _("was shown who holds what: {what}"),
    Action.ACCESS_WITHHELD: _("asked for a document and was not shown it ({reason})"),
    Action.ANSWER_ASKED: _("asked a question; {found} passages found, {sent} used"),
    Action.ANSWER_COMPOSED: _("was shown an answer of {statements} statements from {documents} documents"),
    Action.ANSWER_DOUBTED: _("said that a sentence of an answer is wrong ({doubt})"),
    Action.ANSWER_SHARED: _("shared an answer of their own"),
    Action.ANSWER_VIEWED: _("opened an earlier answer"),
    Action.CHANGE_AGREED: _("agreed to a change of access"),
    Action.CHANGE_APPROVED: _("approved a change of access"),
    Action.CHANGE_LISTED: _("was shown {shown} changes of access"),
    Action.CHANGE_PREVIEWED: _("looked at what a change of access would do to {people} people"),
    Action.CHANGE_PROPOSED: _("proposed a change of access with {parts} parts"),
    Action.CHANGE_REJECTED: _("rejected a change of access"),
    Action.CHANGE_WITHDRAWN: _("withdrew a change of access"),
    Action.CORRECTION_LISTED: _("was shown {shown} corrections of their own"),
    Action.DIRECTORY_FOUND: _("could read the company's directory again; {people} people"),
    Action.DIRECTORY_LOST: _(
        "could not follow the company's directory ({reason}); what was known stays in force"
    ),
    Action.DOCUMENT_LISTED: _("was shown the titles of {shown} documents"),
    Action.DOCUMENT_RELABELLED: _("gave a document another label; {passages} passages"),
    Action.DOCUMENT_VIEWED: _("opened a document"),
    Action.EMERGENCY_ENDED: _("ended an emergency access"),
    Action.EMERGENCY_LISTED: _("was shown {shown} emergency accesses"),
    Action.EMERGENCY_OPENED: _("opened a compartment in an emergency, for {hours} hours"),
    Action.FACTOR_CODES_MADE: _("made {codes} recovery codes of their own"),
    Action.FACTOR_ENROLLED: _("set up a second factor"),
    Action.FACTOR_FAILED: _("typed a code that was not right ({means})"),
    Action.FACTOR_REMOVED: _("removed their second factor"),
    Action.FACTOR_USED: _("proved their second factor ({means})"),
    Action.FACT_CLOSED: _("ended a fact about access: {fact}"),
    Action.FACT_LISTED: _("was shown what a person holds: {shown} facts"),
    Action.FACT_OPENED: _("recorded a fact about access: {fact}"),
    Action.GLOSSARY_ADDED: _("entered a term of {spellings} spellings into the glossary"),
    Action.GLOSSARY_LISTED: _("was shown the glossary: {shown} terms"),
    Action.GLOSSARY_REMOVED: _("took a term out of the glossary"),
    Action.INGESTION_ENDED: _("finished an ingestion: {documents} documents, {failed} failed"),
    Action.INGESTION_STARTED: _("started an ingestion of {files} files"),
    Action.KEY_ENDED: _("ended an API key of their own"),
    Action.KEY_ISSUED: _("issued an API key"),
    Action.KEY_LISTED: _("was shown {shown} API keys of their own"),
    Action.MAPPING_LOADED: _("loaded the mapping of {groups} groups of the directory"),
    Action.NAME_CHANGED: _("changed a name in English: {what}"),
    Action.PASSAGE_SEARCHED: _("searched; {found} passages shown"),
    Action.QUESTION_LISTED: _("was shown {shown} earlier questions of their own"),
    Action.QUESTION_REFERRED: _("sent a question to IP counsel"),
    Action.REFERRAL_ENDED: _("ended counsel's work on a question ({ending})"),
    Action.REFERRAL_LISTED: _("was shown {shown} questions that wait for counsel"),
    Action.REFERRAL_TAKEN: _("took up a question for counsel"),
    Action.REFERRAL_VIEWED: _("opened a question that counsel has"),
    Action.REGISTER_LISTED: _("was shown what registers say of {shown} applications"),
    Action.REGISTER_RECORDED: _("recorded what registers say of {applications} applications"),
    Action.REGISTER_REMOVED: _("removed what registers say of an application"),
    Action.SESSION_ENDED: _("signed out"),
    Action.SESSION_LISTED: _("was shown {shown} sign-ins of their own"),
    Action.SESSION_REFUSED: _("a sign-in was refused"),
    Action.SESSION_STARTED: _("signed in ({method})"),
    Action.SHARE_LISTED: _("was shown {shown} questions that others share with them"),
    Action.SHARE_WITHDRAWN: _("ended sharing an answer of their own"),
    Action.TEXT_OPENED: _("opened the text of an answer, with a reason"),
    Action.TOOL_CALLED: _(
        "had the language model look something up ({tool}); {found} passages found, {sent} given"
    ),
    Action.TRAIL_READ: _("read the trail of {day}"),
}


NOTHING_SHOWN = _("was told that nothing was found")


class _Unknown(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


# Codes that stand inside a sentence; one that is not here is shown as it is.
WORDS: dict[str, Any] = {
    "answered": _("answered"),
    "wrong_number": _("a wrong number"),
    "not_in_source": _("not in the source"),
    "source_outdated": _("the source is outdated"),
    "misleading": _("misleading"),
    "other": _("something else"),
    "closed": _("closed without an answer"),
    "password": _("with a password"),
    "key": _("with an API key"),
    "operator": _("by the operator"),
    "oidc": _("with the company's sign-in"),
    "totp": _("a code of the app"),
    "recovery_code": _("a recovery code"),
    "needs_second_factor": _("a second factor is needed for this"),
    "not_signed_in": _("a key does not do this"),
    "access_changed": _("access changed meanwhile"),
    "denied": _("denied"),
    "missing": _("there is none"),
    "key_wider_than_session": _("an API key wider than its session"),
    "no_clearance": _("no clearance"),
    "not_acknowledged": _("the AI-use policy is not acknowledged"),
    "not_trained": _("the training is missing"),
    "permitted": _("permitted"),
    "role_lacks_access:break_glass": _("the role opens nothing in an emergency"),
    "role_lacks_access:explain": _("the role explains no access"),
    "directory_broken": _("it answered in a way that was not understood"),
    "directory_nowhere": _("it does not have what the settings name"),
    "directory_refused": _("it refused our account"),
    "directory_slow": _("it took too long"),
    "directory_too_many": _("it named more people or groups than are permitted"),
    "directory_too_many_leave": _("more than half of the people would have left at once"),
    "directory_unreachable": _("it could not be reached"),
    "role_lacks_access:manage": _("the role does not administer access"),
    "role_lacks_access:read": _("the role does not see who holds what"),
    "role_lacks_answer:read_own": _("the role has no answers of its own"),
    "role_lacks_document:read": _("the role reads no documents"),
    "role_lacks_emergency:read": _("the role is told of no emergencies"),
    "role_lacks_export:classify": _("the role does not belong to export control"),
    "role_lacks_question:ask": _("the role asks no questions"),
    "role_lacks_referral:answer": _("the role answers nothing for counsel"),
    "role_lacks_text:open": _("the role opens no texts"),
    "role_lacks_trail:read": _("the role does not read the trail"),
}


def _worded(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: str(WORDS[value]) if isinstance(value, str) and value in WORDS else value
        for name, value in detail.items()
    }


def sentence(action: str, detail: Mapping[str, Any]) -> str:
    """What happened, in the active language. An action of another version of the product is told by its code."""
    told = SENTENCES.get(action)  # type: ignore[call-overload]
    if action == Action.ANSWER_COMPOSED and detail.get("statements") == 0:
        told = NOTHING_SHOWN
    return action if told is None else str(told).format_map(_Unknown(_worded(detail)))
