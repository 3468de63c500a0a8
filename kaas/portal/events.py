"""Events of the trail as lines to read: a sentence, and the facts behind it for whoever unfolds it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from governance.access.changes import Kind
from governance.access.directory import names_of
from governance.audit.events import Action, sentence
from governance.audit.trail import EventRow
from kaas.portal.actors import person_name
from kaas.portal.administration.words import condition_words, kind_words, permission_words, value_words
from kaas.portal.counted import counted_sentence

NONE = "–"
TABLES = {"compartmentownership": Kind.OWNERSHIP, "exportlicence": Kind.LICENCE}
DECIDED = frozenset({Action.ACCESS_EXPLAINED, Action.ACCESS_WITHHELD})  # with the condition that failed first
# What a fact is about, as a change or provisioning writes it.
CONTENTS = frozenset({"content", "role", "level", "kind", "compartment_id", "track_id", "reader_group_id"})
WITH_TEXTS = frozenset({Action.ANSWER_ASKED, Action.ANSWER_COMPOSED})


@dataclass(frozen=True, slots=True)
class Fact:
    """A detail of an event: one value, or several to unfold."""

    one: str = ""
    several: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    event: EventRow
    person: str
    behalf: str
    sentence: str
    about: str
    leads_to: str
    facts: list[tuple[str, Fact]]
    has_texts: bool


def lines(
    events: Iterable[EventRow],
    *,
    names: Mapping[str, str],
    may_open: bool,
    things: Mapping[str, str],
    leads_to: Callable[[EventRow], str],
) -> list[Line]:
    """Each event with its people by name and its sentence in the active language.

    things: names of compartments and the like by id, as far as the reader may know them. leads_to: the address of the
    change or the emergency an event is about, "" where the reader has none to go to.
    """
    return [
        Line(
            event=event,
            person=person_name(event.actor, names),
            behalf=person_name(event.on_behalf_of, names) if event.on_behalf_of else "",
            sentence=told(event),
            about=things.get(event.resource.partition(":")[2], ""),
            leads_to=leads_to(event),
            facts=[(fact_name(name), _fact(_worded(event, name, things))) for name in event.detail],
            has_texts=may_open and event.action in WITH_TEXTS,
        )
        for event in events
    ]


def names_in(events: Iterable[EventRow]) -> dict[str, str]:
    """Names of everybody who acted in these events, as far as the reader may know them."""
    return names_of({who for event in events for who in (event.actor, event.on_behalf_of) if who})


def told(event: EventRow) -> str:
    """What happened, in the active language, with the words of the pages for what access is made of."""
    if counted := counted_sentence(event.action, event.detail):
        return counted
    worded = {
        name: thing_words(value) if name in {"what", "fact"} and isinstance(value, str) else value
        for name, value in event.detail.items()
    }
    return sentence(event.action, worded)


def _worded(event: EventRow, name: str, things: Mapping[str, str]) -> Any:
    """A detail in the words of the pages, where they have any for it."""
    value = event.detail[name]
    if name == "scopes" and isinstance(value, list):
        return [permission_words(one) for one in value]
    if name in CONTENTS and "fact" in event.detail:
        return value_words(_kind_of(str(event.detail["fact"])), str(value), things.get(str(value), ""))
    if not isinstance(value, str):
        return value
    if name in {"fact", "what"}:
        return thing_words(value)
    if name == "decision":
        told = {"permitted": pgettext("decision", "permitted"), "denied": pgettext("decision", "denied")}
        return told.get(value, value)
    return condition_words(value)[0] if name == "reason" and event.action in DECIDED else value


def _kind_of(table: str) -> str:
    """The kind of fact that a table holds."""
    return ({_bare(kind): kind for kind in Kind} | TABLES).get(_bare(table), "")


def thing_words(thing: str) -> str:
    """What a list or a table of access is called on the pages; one that has no name there is told by its own."""
    if _bare(thing) == "people":
        return pgettext("administration", "People")
    kind = _kind_of(thing)
    return kind_words(kind) if kind else thing


def _bare(name: str) -> str:
    """A name that is the same whether it is of a kind, of its list or of its table."""
    return name.replace(" ", "").replace("_", "").removesuffix("membership").removesuffix("s")


def _fact(value: Any) -> Fact:
    if isinstance(value, list):
        return Fact(several=tuple(_plain(item) for item in value)) if value else Fact(NONE)
    return Fact(_plain(value) or NONE)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{fact_name(name)}: {_plain(part)}" for name, part in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def fact_name(name: str) -> str:
    """The reader's name for a detail of an event; one that has none is shown by its own."""
    names = {
        "arms": pgettext("fact", "Found by"),
        "by": pgettext("fact", "Done by"),
        "change": pgettext("fact", "Change"),
        "day": pgettext("fact", "Day read"),
        "decision": pgettext("fact", "Decision"),
        "codes": pgettext("fact", "Codes"),
        "digest": pgettext("fact", "Version"),
        "documents": pgettext("fact", "Documents cited"),
        "document": pgettext("fact", "Document"),
        "ending": pgettext("fact", "How the model's reply ended"),
        "endpoint": pgettext("fact", "Model server"),
        "engine": pgettext("fact", "Written by"),
        "event": pgettext("fact", "Opened event"),
        "fact": pgettext("fact", "Kind of fact"),
        "factors": pgettext("fact", "Factors"),
        "failed": pgettext("fact", "Failed"),
        "files": pgettext("fact", "Files"),
        "flags": pgettext("fact", "Oddities of the reply"),
        "former": pgettext("fact", "Label before"),
        "found": pgettext("fact", "Passages found"),
        "held_back": pgettext("fact", "Not shown to the model (card)"),
        "hours": pgettext("fact", "Hours"),
        "id": pgettext("fact", "Number"),
        "label": pgettext("fact", "Label now"),
        "language": pgettext("fact", "Language"),
        "left_out": pgettext("fact", "Not shown to the model (no room)"),
        "means": pgettext("fact", "By means of"),
        "method": pgettext("fact", "Signed in with"),
        "model": pgettext("fact", "Language model"),
        "model_digest": pgettext("fact", "Checksum of its weights"),
        "odd_markers": pgettext("fact", "Invented markers, dropped"),
        "opening": pgettext("fact", "Opening"),
        "parts": pgettext("fact", "Parts"),
        "passage": pgettext("fact", "Passage"),
        "passages": pgettext("fact", "Passages"),
        "people": pgettext("fact", "People"),
        "person": pgettext("fact", "Person"),
        "place": pgettext("fact", "Place"),
        "policy": pgettext("fact", "AI-use policy"),
        "portfolio": pgettext("fact", "Portfolio"),
        "prompt": pgettext("fact", "Instructions given to the model"),
        "prompt_digest": pgettext("fact", "Checksum of the instructions"),
        "reader_group": pgettext("fact", "Circle of readers"),
        "reason": pgettext("fact", "Reason"),
        "scopes": pgettext("fact", "What the key may do"),
        "sent": pgettext("fact", "Passages handed on"),
        "shown": pgettext("fact", "Entries shown"),
        "spelled_tokens": pgettext("fact", "Passages with control signs"),
        "statements": pgettext("fact", "Sentences shown"),
        "unchanged": pgettext("fact", "Unchanged"),
        "unsupported": pgettext("fact", "Sentences without support"),
        "what": pgettext("fact", "What was shown or added"),
    }
    return names.get(name) or _of_questions(name) or name


def _of_questions(name: str) -> str:
    """The same for what is told of a question, a search or a document; empty for anything else."""
    names = {
        "doubt": pgettext("fact", "What is wrong"),
        "follows": pgettext("fact", "Follows question"),
        "marking": pgettext("fact", "Classification of the question"),
        "members": pgettext("fact", "Others of the family, shown beside"),
        "named": pgettext("fact", "Documents whose number was named"),
        "opinion": pgettext("fact", "Opinion asked for"),
        "ordinal": pgettext("fact", "Sentence"),
        "referral": pgettext("fact", "Receipt"),
        "screening": pgettext("fact", "Read by a model for what is counsel's"),
        "share": pgettext("fact", "Share"),
    }
    return names.get(name, "")


NAMES = {
    Action.ACCESS_DENIED: pgettext_lazy("event", "Refused"),
    Action.ACCESS_EXPLAINED: pgettext_lazy("event", "Access explained"),
    Action.ACCESS_EXTENDED: pgettext_lazy("event", "New name made"),
    Action.ACCESS_LISTED: pgettext_lazy("event", "Access looked at"),
    Action.ACCESS_WITHHELD: pgettext_lazy("event", "Document not shown"),
    Action.ANSWER_ASKED: pgettext_lazy("event", "Question asked"),
    Action.ANSWER_COMPOSED: pgettext_lazy("event", "Answer shown"),
    Action.ANSWER_DOUBTED: pgettext_lazy("event", "Sentence doubted"),
    Action.ANSWER_SHARED: pgettext_lazy("event", "Answer shared"),
    Action.ANSWER_VIEWED: pgettext_lazy("event", "Answer opened again"),
    Action.CHANGE_AGREED: pgettext_lazy("event", "Change agreed to"),
    Action.CHANGE_APPROVED: pgettext_lazy("event", "Change approved"),
    Action.CHANGE_LISTED: pgettext_lazy("event", "Changes listed"),
    Action.CHANGE_PREVIEWED: pgettext_lazy("event", "Dry run of a change"),
    Action.CHANGE_PROPOSED: pgettext_lazy("event", "Change proposed"),
    Action.CHANGE_REJECTED: pgettext_lazy("event", "Change rejected"),
    Action.CHANGE_WITHDRAWN: pgettext_lazy("event", "Change withdrawn"),
    Action.CORRECTION_LISTED: pgettext_lazy("event", "Own corrections listed"),
    Action.DIRECTORY_FOUND: pgettext_lazy("event", "Directory read again"),
    Action.DIRECTORY_LOST: pgettext_lazy("event", "Directory not readable"),
    Action.DOCUMENT_LISTED: pgettext_lazy("event", "Documents listed"),
    Action.DOCUMENT_RELABELLED: pgettext_lazy("event", "Document relabelled"),
    Action.DOCUMENT_VIEWED: pgettext_lazy("event", "Document opened"),
    Action.EMERGENCY_ENDED: pgettext_lazy("event", "Emergency access ended"),
    Action.EMERGENCY_LISTED: pgettext_lazy("event", "Emergency accesses listed"),
    Action.EMERGENCY_OPENED: pgettext_lazy("event", "Emergency access opened"),
    Action.FACTOR_CODES_MADE: pgettext_lazy("event", "Recovery codes made"),
    Action.FACTOR_ENROLLED: pgettext_lazy("event", "Second factor set up"),
    Action.FACTOR_FAILED: pgettext_lazy("event", "Wrong code"),
    Action.FACTOR_REMOVED: pgettext_lazy("event", "Second factor removed"),
    Action.FACTOR_USED: pgettext_lazy("event", "Second factor proved"),
    Action.FACT_CLOSED: pgettext_lazy("event", "Access fact ended"),
    Action.FACT_LISTED: pgettext_lazy("event", "Person's access looked at"),
    Action.FACT_OPENED: pgettext_lazy("event", "Access fact recorded"),
    Action.GLOSSARY_ADDED: pgettext_lazy("event", "Glossary term added"),
    Action.GLOSSARY_LISTED: pgettext_lazy("event", "Glossary listed"),
    Action.GLOSSARY_REMOVED: pgettext_lazy("event", "Glossary term removed"),
    Action.INGESTION_ENDED: pgettext_lazy("event", "Ingestion finished"),
    Action.INGESTION_STARTED: pgettext_lazy("event", "Ingestion started"),
    Action.KEY_ENDED: pgettext_lazy("event", "API key ended"),
    Action.KEY_ISSUED: pgettext_lazy("event", "API key issued"),
    Action.KEY_LISTED: pgettext_lazy("event", "API keys listed"),
    Action.MAPPING_LOADED: pgettext_lazy("event", "Mapping of groups loaded"),
    Action.NAME_CHANGED: pgettext_lazy("event", "Name in English changed"),
    Action.PASSAGE_SEARCHED: pgettext_lazy("event", "Search"),
    Action.QUESTION_LISTED: pgettext_lazy("event", "Own questions listed"),
    Action.QUESTION_REFERRED: pgettext_lazy("event", "Question sent to counsel"),
    Action.REFERRAL_ENDED: pgettext_lazy("event", "Counsel's work ended"),
    Action.REFERRAL_LISTED: pgettext_lazy("event", "Counsel's queue listed"),
    Action.REFERRAL_TAKEN: pgettext_lazy("event", "Question taken up by counsel"),
    Action.REFERRAL_VIEWED: pgettext_lazy("event", "Question opened by counsel"),
    Action.REGISTER_LISTED: pgettext_lazy("event", "Registers listed"),
    Action.REGISTER_RECORDED: pgettext_lazy("event", "Registers recorded"),
    Action.REGISTER_REMOVED: pgettext_lazy("event", "Register entry removed"),
    Action.SESSION_ENDED: pgettext_lazy("event", "Signed out"),
    Action.SESSION_LISTED: pgettext_lazy("event", "Own sign-ins listed"),
    Action.SESSION_REFUSED: pgettext_lazy("event", "Sign-in refused"),
    Action.SESSION_STARTED: pgettext_lazy("event", "Signed in"),
    Action.SHARE_LISTED: pgettext_lazy("event", "Shared questions listed"),
    Action.SHARE_WITHDRAWN: pgettext_lazy("event", "Sharing ended"),
    Action.TEXT_OPENED: pgettext_lazy("event", "Texts opened"),
    Action.TOOL_CALLED: pgettext_lazy("event", "Looked up by the model"),
    Action.TRAIL_READ: pgettext_lazy("event", "Trail read"),
}
BY_ACTION = {str(action): name for action, name in NAMES.items()}


def action_name(action: str) -> str:
    """The reader's name for a kind of event; one that has none yet is shown by its own."""
    return str(BY_ACTION.get(str(action), action))
