"""The ask, from a question to a released answer."""

import uuid
from collections.abc import Callable, Iterator

from governance.access.scopes import scope
from kaas.answering.answers import AnswerView, CitationView, StatementView, read_answer
from kaas.answering.draft import Draft
from kaas.answering.steps.admit import admit
from kaas.answering.steps.compose import compose
from kaas.answering.steps.look import look
from kaas.answering.steps.open_places import open_places
from kaas.answering.steps.record_intent import record_intent
from kaas.answering.steps.release import release
from kaas.answering.steps.verify import verify

STEPS: tuple[Callable[[Draft], None], ...] = (
    admit,
    look,
    open_places,
    record_intent,
    compose,
    verify,
    release,
)

Released = AnswerView | StatementView | CitationView


def ask(question: str, *, session_id: uuid.UUID, portfolio: str = "") -> AnswerView:
    """Answer a question for the person of a session, and return the answer as it is stored.

    Raises QueryError for what is no question, NotFound for a portfolio, Denied for a role or session; a denial is on the
    trail. Everything happens in one scope, which commits before this returns unless an outer one is open.
    """
    with scope(session_id) as acting:
        draft = Draft(question, acting, portfolio)
        for step in STEPS:
            step(draft)
        return read_answer(draft.answer_id, scope=acting)


def ask_stream(
    question: str, *, session_id: uuid.UUID, portfolio: str = "", secret: str | None = None
) -> Iterator[Released]:
    """The same, piece by piece: the answer, then each statement after its citations.

    Between statements the scope is opened again and the statement read back through it, so that a stream ends when the
    sources are no longer permitted. `secret` is the API key's, where the session is one. Raises as `ask()` does, before the
    first piece.
    """
    answer = ask(question, session_id=session_id, portfolio=portfolio)
    yield answer
    sent: set[int] = set()
    for ordinal in [statement.ordinal for statement in answer.statements]:
        with scope(session_id, secret=secret) as acting:
            current = read_answer(answer.id, scope=acting)
        statement = next(found for found in current.statements if found.ordinal == ordinal)
        for citation in current.citations:
            if citation.marker in statement.markers and citation.marker not in sent:
                sent.add(citation.marker)
                yield citation
        yield statement
