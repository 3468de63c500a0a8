"""The ask, from a question to a released answer.

`BEFORE` happens in one transaction, at the end of which the question and what was found for it are on the trail. Then the
answer is composed, each statement verified and released, and in the end it is concluded. Quotations do all of this in that
same one. A model takes its time: there each release is a transaction of its own, and no connection is held in between.
"""

import uuid
from collections.abc import Generator, Iterator
from functools import partial

from governance.access.scopes import scope
from kaas.answering.answers import AnswerView, CitationView, StatementView, read_answer
from kaas.answering.desk import QUOTING, Desk
from kaas.answering.draft import Draft, Engine
from kaas.answering.interrupting import kept
from kaas.answering.preparing import BEFORE
from kaas.answering.releasing import Begun, Released, begun, quoted, quoted_when_screened, written
from kaas.answering.reopening import Opened, briefly
from kaas.inference.cancellation import Cancellation


def ask(
    question: str,
    *,
    session_id: uuid.UUID,
    portfolio: str = "",
    marking: str = "",
    follows: uuid.UUID | None = None,
    secret: str | None = None,
    desk: Desk = QUOTING,
) -> AnswerView:
    """Answer a question for the person of a session, and return the answer as it is stored.

    marking: what the question itself is classified as, the highest of what is searched when left out. follows: the answer
    before it in a conversation. `secret` is the API key's, where the session is one. Raises QueryError for what is no
    question, NotFound for a portfolio, a marking or an answer, TooManyQuestions, and Denied for a role or session; a denial
    is on the trail.
    All is committed before this returns unless an outer scope is open.
    """
    opened = partial(scope, session_id, secret=secret)
    draft = Draft(question, portfolio=portfolio, marking=marking, follows=follows, desk=desk)
    with draft.place:
        _begin(draft, opened)
        if draft.engine is Engine.MODEL:
            for _ in written(draft, Cancellation()):
                pass
        elif draft.screening is not None:
            quoted_when_screened(draft, Cancellation())
    with briefly(opened) as acting:
        return read_answer(draft.answer_id, scope=acting)


def ask_stream(
    question: str,
    *,
    session_id: uuid.UUID,
    portfolio: str = "",
    marking: str = "",
    follows: uuid.UUID | None = None,
    secret: str | None = None,
    desk: Desk = QUOTING,
    leaving: Cancellation | None = None,
) -> "AnswerStream":
    """The same, piece by piece: that it has begun, then each statement after its citations, in the end the whole answer.

    Between statements, and every second while a model writes, the scope is opened again, so that a stream ends when the
    sources are no longer permitted. `leaving` tells that the reader has gone, which ends the model's work too. Raises as
    `ask()` does, before the first piece; Denied and NotFound also later.
    """
    opened = partial(scope, session_id, secret=secret)
    draft = Draft(question, portfolio=portfolio, marking=marking, follows=follows, desk=desk)
    return AnswerStream(draft, _pieces(draft, opened, leaving or Cancellation()))


class AnswerStream:
    """The pieces of an answer. Whoever takes them closes it, in a thread where the database may be used."""

    def __init__(self, draft: Draft, pieces: Generator[Released, None, None]) -> None:
        self._draft = draft
        self._pieces = pieces

    def __iter__(self) -> "AnswerStream":
        return self

    def __next__(self) -> Released:
        return next(self._pieces)

    def close(self) -> None:
        """End the work behind it, and keep what was released."""
        self._draft.is_closed = True
        self._pieces.close()


def _pieces(draft: Draft, opened: Opened, leaving: Cancellation) -> Generator[Released, None, None]:
    with draft.place:
        _begin(draft, opened)
        with kept(draft):
            yield begun(draft)
        if draft.engine is Engine.MODEL:
            yield from written(draft, leaving)
        else:
            if draft.screening is not None:
                quoted_when_screened(draft, leaving)
            yield from _read_back(draft, opened)
    with briefly(opened) as acting:
        answer = read_answer(draft.answer_id, scope=acting)
    yield answer


def _begin(draft: Draft, opened: Opened) -> None:
    """Everything before the first statement; and where no model writes or screens, everything."""
    if draft.desk.chat is not None:
        draft.room = draft.desk.chat.context_tokens() or draft.desk.context_tokens  # may ask the server
    with briefly(opened) as draft.scope:
        for step in BEFORE:
            step(draft)
        if draft.engine is Engine.QUOTING and draft.screening is None:
            quoted(draft)


def _read_back(draft: Draft, opened: Opened) -> Iterator[StatementView | CitationView]:
    """Each quotation as it is stored, read under a scope of its own."""
    sent: set[int] = set()
    for ordinal in range(1, len(draft.statements) + 1):
        with briefly(opened) as acting:
            current = read_answer(draft.answer_id, scope=acting)
        statement = next(found for found in current.statements if found.ordinal == ordinal)
        for citation in current.citations:
            if citation.marker in statement.markers and citation.marker not in sent:
                sent.add(citation.marker)
                yield citation
        yield statement


__all__ = ["BEFORE", "Begun", "Released", "ask", "ask_stream"]
