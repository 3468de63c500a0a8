"""How the questions of a file are asked: as the people it names, of what stands at the desk."""

from dataclasses import replace

from governance.access.scopes import scope
from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.screening import Screened
from kaas.evaluation.answers import Ask, Screen
from kaas.evaluation.screened import begun, made_by
from kaas.inference.cancellation import Cancellation
from kaas.inference.prompts import Effort
from kaas.operations.acting import acting_as
from kaas.wiring import desk


def asking(effort: str) -> tuple[Ask, dict[str, str]]:
    """How a question is asked, and what the answers may depend on besides what wrote them."""
    at_hand = replace(desk(), effort=Effort(effort)) if effort else desk()

    def asked(question: str, username: str, portfolio: str) -> AnswerView:
        with acting_as(username) as session_id:
            return ask(question, session_id=session_id, portfolio=portfolio, desk=at_hand)

    return asked, {"effort": at_hand.effort.value} if at_hand.chat else {}


def screening(*, forced: bool) -> tuple[Screen | None, dict[str, str]]:
    """How the chat model is asked of a question whether it is counsel's, and what its figures depend on.

    None where there is no model, or its card does not say that it screens, unless that is `forced`.
    """
    at_hand = desk()
    chat = at_hand.chat
    if chat is None or not (forced or chat.card.screens):
        return None, {}

    def screened(question: str, username: str, portfolio: str) -> Screened:
        with acting_as(username) as session_id, scope(session_id) as acting:
            asked = begun(question, portfolio, scope=acting, desk=at_hand)
        return asked.wait(Cancellation()) if asked else Screened(None, "question_not_permitted")

    return screened, {"screening": made_by(chat)}
