"""The steps before the first statement, in their order; after them the question and what was found are on the trail."""

from collections.abc import Callable

from kaas.answering.draft import Draft
from kaas.answering.steps.admit import admit
from kaas.answering.steps.keep_to_one_track import keep_to_one_track
from kaas.answering.steps.lay_out import lay_out
from kaas.answering.steps.look import look
from kaas.answering.steps.open_documents import open_documents
from kaas.answering.steps.open_places import open_places
from kaas.answering.steps.recall import recall
from kaas.answering.steps.record_intent import record_intent
from kaas.answering.steps.refer import refer
from kaas.answering.steps.screen import screen
from kaas.answering.steps.understand import understand

BEFORE: tuple[Callable[[Draft], None], ...] = (
    admit,
    recall,
    understand,
    screen,
    look,
    open_documents,
    open_places,
    keep_to_one_track,
    lay_out,
    record_intent,
    refer,
)
