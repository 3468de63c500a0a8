"""What a person asked before, and how secret a page is that lists it."""

from dataclasses import dataclass

from governance.access.scopes import Scope
from kaas.answering.answers import QuestionSummary, list_questions
from portfolios.catalogue import highest_labels, level_of


@dataclass(frozen=True, slots=True)
class Asked:
    questions: list[QuestionSummary]
    levels: list[int]


def asked(*, scope: Scope, limit: int) -> Asked:
    """The person's own questions, newest first.

    A question is marked with labels of what its asker may read, so the highest level among those is the most that
    any of them can have; the page says that rather than too little.
    """
    questions = list_questions(scope=scope, limit=limit)
    return Asked(questions, [level_of(highest_labels(scope=scope))] if questions else [])
