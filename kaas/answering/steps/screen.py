"""Have the question read by a model too, where its card says so, for what only counsel may conclude."""

from governance.access.labels import permitted_labels
from kaas.answering.draft import Draft
from kaas.answering.labelling import permitted_to
from kaas.answering.screening import MOST_TOKENS, Screening, prompt_of
from kaas.inference.salts import cache_salt


def screen(draft: Draft) -> None:
    """Ask the model, and wait for nothing: it thinks while the search is made. It is not asked where the rules have said how
    the question ends.

    Earlier questions are left out where its card does not permit what they rest on, and the trail says so.
    """
    chat = draft.desk.chat
    if chat is None or not chat.card.screens or draft.opinion or draft.outcome is not None:
        return
    permits = permitted_to(chat.card, {*draft.own_labels, *draft.turn_labels})
    if not permits.issuperset(draft.own_labels):
        draft.unscreened = "question_not_permitted"
        return
    before = [turn.question for turn in draft.turns]
    if not permits.issuperset(draft.turn_labels):
        before, draft.unscreened = [], "earlier_questions_not_permitted"
    if chat.count(prompt_of(draft.question, before)) + MOST_TOKENS > draft.room:
        draft.unscreened = "no_room"
        return
    salt = cache_salt(draft.desk.salt_key, permitted_labels(scope=draft.scope))
    draft.screening = Screening(chat, draft.question, before, salt=salt)
    draft.place.callback(draft.screening.stop)  # whatever becomes of the question, nobody waits for it then
