"""Why an answer is as it is: what was asked for, what was found and used, by which rules, and what was not found.

Everything is read from what was recorded when the question was asked, and from the passages as they were cited.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.access.scopes import Scope
from governance.audit import texts
from governance.audit.events import Action
from governance.audit.trail import events_between, find_event
from kaas.answering.answers import AnswerView
from kaas.answering.checking.missing import SAYING_HOW, words_not_found
from kaas.answering.cited_front_pages import is_of_front_page
from kaas.answering.models import Answer
from kaas.answering.places_of import without_names_and_places
from kaas.answering.reading.asked_of import without_lines_asked
from kaas.answering.reading.looked_for import looked_for
from portfolios.analysis import index_terms, matching_spans, query_terms


@dataclass(frozen=True, slots=True)
class Lookup:
    """A call of the model. tool and code as `answering.tools` names them; about: what it asked for; sent: passages given;
    together: calls that this one stands for.
    """

    tool: str
    code: str
    about: str
    sent: int
    together: int = 1


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why an answer is as it is.

    words: of the question, as it writes them, that stand in a cited passage. arms: what searched. found, used and quoted:
    passages; those used are what the answer could be made from. rule: by which the question ended otherwise than answered;
    "" for none. is_marking_chosen: what the question is classified as; else that is the highest of what was searched.
    lookups: what the model looked up besides.
    """

    words: tuple[str, ...]
    arms: tuple[str, ...]
    failed: tuple[str, ...]
    found: int
    used: int
    quoted: int
    rule: str
    is_marking_chosen: bool
    lookups: tuple[Lookup, ...] = ()


def grounds_of(answer: AnswerView, *, scope: Scope) -> Grounds | None:
    """Why one's own answer is as it is; None where its event is not the reader's to read, as with answers shown by others."""
    scope.require()
    event = find_event(answer.event)
    if event is None:
        return None
    detail: dict[str, Any] = event.detail
    rule = str(detail.get("policy", ""))
    return Grounds(
        words_said(answer.question, _shown(answer)),
        tuple(map(str, detail.get("arms", ()))),
        tuple(map(str, detail.get("failed", ()))),
        len(detail.get("passages", ())),  # with those that were read at a place, and not searched for
        int(detail.get("sent", 0)),
        len({one.passage_id for one in answer.citations}),
        "" if rule == "none" else rule,
        detail.get("marking") == "chosen",
        _lookups(answer) if answer.writing else (),
    )


def _lookups(answer: AnswerView) -> tuple[Lookup, ...]:
    """The model's calls, in their order. What its asker asked at other times is not gone through."""
    composed_at = Answer.objects.values_list("composed_at", flat=True).get(id=answer.id)
    events = events_between(answer.asked_at, composed_at, actor=str(answer.owner), action=Action.TOOL_CALLED)
    own = [event for event in reversed(events) if event.resource == f"question:{answer.question_id}"]
    named = {event.id: uuid.UUID(text) for event in own if (text := event.detail.get("text"))}
    words = texts.read(list(named.values()))
    return tuple(
        Lookup(
            str(event.detail.get("tool", "")),
            event.outcome,
            words.get(named[event.id], "") if event.id in named else "",
            int(event.detail.get("sent", 0)),
            int(event.detail.get("calls", 1)),
        )
        for event in own
    )


def words_said(question: str, shown: Iterable[str]) -> tuple[str, ...]:
    """The words of a question, as it writes them and in its order, that stand in one of the texts shown with its answer."""
    asked = {term.lexeme for term in query_terms(question)}
    held = {lexeme for text in shown for lexeme in index_terms(text)}
    spans = matching_spans(question, asked & held)
    said = dict.fromkeys(question[span.start : span.end] for span in spans)
    return tuple(word for word in said if word.casefold() not in SAYING_HOW)


def words_missing(answer: AnswerView) -> list[str]:
    """The words of its question that stand in nothing that an answer shows; none where it cites nothing or is no answer.

    A number or a place is no such word: of what is cited it is found, and of what is not that is told behind the answer. Nor
    is what a front page is asked for, which has it in the words of its own language.
    """
    if answer.outcome.family != "answered":
        return []
    question = without_names_and_places(looked_for(answer.question))
    if any(map(is_of_front_page, answer.citations)):
        question = without_lines_asked(question)
    return words_not_found(question, _shown(answer))


def _shown(answer: AnswerView) -> list[str]:
    return [
        text for one in answer.citations for text in (one.title, one.publication_number, one.passage_text)
    ]
