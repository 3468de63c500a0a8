"""How well it is told which questions are counsel's: by the rules alone, by a model alone, and by both as they work together.

missed_by_…: of the questions that are counsel's, whether one was not told as such. false_alarm_by_…: of the others, whether
one was. kind_by_model: where a model rightly says that it is counsel's, whether it says of what. away: whether the model did
not say one of its words in time, so that the rules alone decided; it has no figure of its own then. What the policy refuses
for another reason has none of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.access.labels import permitted_labels
from governance.access.scopes import Scope
from kaas.answering.desk import Desk
from kaas.answering.labelling import own_labels, permitted_to
from kaas.answering.outcomes import OF_OPINION, WITH_COUNSEL
from kaas.answering.prompt_files import prompt_file
from kaas.answering.reading.opinions import opinion_of
from kaas.answering.screening import EFFORT, PROMPT, Screened, Screening
from kaas.evaluation.answer_figures import COUNSEL, REFUSE
from kaas.inference.chat_model import ChatModel
from kaas.inference.salts import cache_salt
from portfolios.catalogue import find_portfolio

RULES, MODEL, BOTH = "rules", "model", "both"
WAYS = (RULES, MODEL, BOTH)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often one way says what was expected, and by how much more than chance would (Cohen's kappa)."""

    share: float
    kappa: float
    questions: int


def begun(question: str, portfolio: str, *, scope: Scope, desk: Desk) -> Screening | None:
    """A question with the chat model, as the first of a conversation; None where the card does not permit it to see that."""
    assert desk.chat is not None
    own = own_labels(scope=scope, portfolio=find_portfolio(portfolio, scope=scope) if portfolio else None)
    if not permitted_to(desk.chat.card, own).issuperset(own):
        return None
    return Screening(desk.chat, question, salt=cache_salt(desk.salt_key, permitted_labels(scope=scope)))


def made_by(chat: ChatModel) -> str:
    """What the figures of a model depend on: itself, its prompt as it is now, and its effort."""
    file = prompt_file(PROMPT)
    return f"{chat.card.served_name} {file.name} {file.digest[:12]} {EFFORT}"


def figures_of_screening(question: Mapping[str, Any], screened: Screened) -> dict[str, float]:
    """The figures of one question; none where neither counsel nor an answer is expected."""
    if question["kind"] == REFUSE and question.get("refuse") not in WITH_COUNSEL:
        return {}
    due = question["kind"] in (COUNSEL, REFUSE)
    by_rules, by_model = opinion_of(question["text"], ()) is not None, screened.opinion is not None
    said = {RULES: by_rules, BOTH: by_rules or by_model}
    if not screened.is_away:
        said[MODEL] = by_model
    found = {
        f"missed_by_{way}" if due else f"false_alarm_by_{way}": float(told is not due)
        for way, told in said.items()
    }
    if due and screened.opinion is not None and question.get("refuse"):
        found["kind_by_model"] = float(OF_OPINION[screened.opinion] == question["refuse"])
    return found | {"away": float(screened.is_away)}


def agreements(each: Mapping[str, Mapping[str, float]]) -> dict[str, Agreement]:
    """Way -> how it agrees with what was expected, over all questions that have its figures."""
    found = {way: _agreement(each, way) for way in WAYS}
    return {way: one for way, one in found.items() if one is not None}


def _agreement(each: Mapping[str, Mapping[str, float]], way: str) -> Agreement | None:
    missed = [one[f"missed_by_{way}"] for one in each.values() if f"missed_by_{way}" in one]
    alarms = [one[f"false_alarm_by_{way}"] for one in each.values() if f"false_alarm_by_{way}" in one]
    count = len(missed) + len(alarms)
    if not count:
        return None
    share = 1 - (sum(missed) + sum(alarms)) / count
    due, told = len(missed) / count, (len(missed) - sum(missed) + sum(alarms)) / count
    by_chance = due * told + (1 - due) * (1 - told)
    return Agreement(share, (share - by_chance) / (1 - by_chance) if by_chance < 1 else 0.0, count)
