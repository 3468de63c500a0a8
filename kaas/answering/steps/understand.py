"""Understand what is asked for, from the words of the question and of the one before it alone.

How a question ends that is not answered is settled here, before anything is looked for: the same for everybody who asks it.
"""

from kaas.answering.draft import Draft
from kaas.answering.outcomes import OF_PAST, Outcome
from kaas.answering.reading.breadth import asks_for_everything
from kaas.answering.reading.following import means_none, resolved, wording
from kaas.answering.reading.numbers import asked_back
from kaas.answering.reading.opinions import Opinion, carried, opinion_of
from kaas.answering.reading.past_policy import Past, past_policy
from kaas.answering.reading.rules import Rule


def understand(draft: Draft) -> None:
    """Say which document a question points back to; tell what asks around the policy, what only counsel may conclude, what is
    too broad, the third where two were named, and a number of two readings.
    """
    before = [turn.question for turn in draft.turns]
    past = past_policy(draft.question)
    opinion = opinion_of(draft.question, before)
    draft.asked, draft.wording = resolved(draft.question, before), wording(draft.question, before)
    if past is not None:
        draft.outcome, draft.rule = OF_PAST[Past(past.kind)], _named(past)
    elif opinion is not None:
        draft.asked = carried(draft.question, before) if draft.asked == draft.question else draft.asked
        draft.opinion, draft.rule = Opinion(opinion.kind), _named(opinion)
    elif asks_for_everything(draft.asked):
        draft.outcome, draft.rule = Outcome.UNANSWERABLE_TOO_BROAD, "too broad"
    elif means_none(draft.question, before):
        draft.outcome, draft.rule = Outcome.UNANSWERABLE_TOO_BROAD, "none named so"
    elif asked_back(draft.question):
        draft.outcome, draft.rule = Outcome.UNANSWERABLE_AMBIGUOUS_NUMBER, "ambiguous number"


def _named(rule: Rule) -> str:
    return f"{rule.kind}: {rule.name}"
