"""What the first question of a process would wait for, loaded before it comes: two thirds of a second."""

from kaas.answering.desk import Desk
from kaas.answering.reading.concluding import concludes
from kaas.answering.reading.opinions import opinion_of
from kaas.answering.reading.past_policy import past_policy
from kaas.inference.prompts import Prompt
from portfolios.analysis import query_terms

SAID = "辞書を読み込む。 Load the dictionary."


def load(desk: Desk) -> None:
    """The dictionary, the rules about questions and sentences, and the vocabulary of the model on the desk."""
    query_terms(SAID)
    for before in ([], ["Who invented JP2020-123456A?"], ["What does JP2020-123456A say?"]):
        opinion_of(SAID, before)
    past_policy(SAID)
    for of_record in (False, True):
        concludes(SAID, of_record=of_record)
    if desk.chat is not None:
        desk.chat.count(Prompt(instructions=SAID, question=SAID))
