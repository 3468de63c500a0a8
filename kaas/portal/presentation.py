"""An answer in the words of its page; the event stream carries the same words, so that both ways look alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kaas.answering.answers import AnswerView
from kaas.portal.released import citation_event, documents_of, end_event, statement_event
from portfolios.analysis import language_of


@dataclass(frozen=True, slots=True)
class PresentedAnswer:
    """analysis and withheld: for the page on which texts are opened with a reason, and no other."""

    id: UUID
    question: str
    question_lang: str
    asked_at: datetime
    statements: list[dict[str, Any]]
    citations: list[dict[str, Any]]
    end: dict[str, Any]
    analysis: str
    withheld: str
    shared_by: str


def present(
    answer: AnswerView, language: str, *, said: Mapping[int, list[dict[str, str]]] | None = None
) -> PresentedAnswer:
    """language: the reader's, for locators and levels; the answer keeps its own. said: what they reported, by sentence."""
    reported = said or {}
    return PresentedAnswer(
        id=answer.id,
        question=answer.question,
        question_lang=language_of(answer.question),
        asked_at=answer.asked_at,
        statements=[
            statement_event(statement) | of | {"said": reported.get(statement.ordinal, [])}
            for statement, of in zip(answer.statements, documents_of(answer), strict=True)
        ],
        citations=[citation_event(citation, language) for citation in answer.citations],
        end=end_event(answer, language),
        analysis=answer.analysis,
        withheld=answer.withheld,
        shared_by=answer.shared_by,
    )


def levels_of(answer: AnswerView) -> list[int]:
    """Of everything an answer's page shows. It stands under every label of what was found, what was held back included."""
    return [answer.level, *(citation.level for citation in answer.citations)]
