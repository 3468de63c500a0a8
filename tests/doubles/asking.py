"""What tests of the chat models ask, and how they read what comes."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from kaas.inference.cancellation import Cancellation
from kaas.inference.cards import ModelCard, Openness
from kaas.inference.chat_model import ChatModel, FinalText, Piece
from kaas.inference.endpoints import Endpoints
from kaas.inference.prompts import Prompt
from kaas.inference.replies import Reply
from kaas.inference.served_models import HarmonyModel, OpenAIChatModel
from tests.doubles.model_server import GPT_OSS

PATIENCE = 60.0
SALT = "ab" * 32
SECRET = "the-words-of-the-prompt"
DIALECTS = {"harmony": HarmonyModel, "chat": OpenAIChatModel}
CARD = ModelCard(GPT_OSS, "gpt-oss 120b", "OpenAI", "Apache-2.0", "licence", Openness.OPEN_WEIGHT, "")
PROMPT = Prompt(
    instructions="Answer from the passages. The code of this request is c0de.",
    question=f"How conductive is it? {SECRET}",
    evidence="[1] c0de Report, p. 1\nThe film conducts 3.5 mS/cm at 25 °C. More is not known.\n\n"
    "[2] c0de 報告書, 2 頁\n電解質の膜厚は 20 μm である。次の文。",
)


def model(endpoints: Endpoints, dialect: str = "harmony", **settings: Any) -> ChatModel:
    """The double's model in one of the dialects."""
    made: ChatModel = DIALECTS[dialect](endpoints, GPT_OSS, CARD, **settings)
    return made


def ask(
    chat: ChatModel,
    *,
    prompt: Prompt = PROMPT,
    max_tokens: int = 2048,
    cancellation: Cancellation | None = None,
) -> Iterable[Piece]:
    """The pieces of a reply."""
    return chat.write(prompt, salt=SALT, max_tokens=max_tokens, cancellation=cancellation or Cancellation())


def read(pieces: Iterable[Piece]) -> Reply:
    """The reply, after checking that it is the last piece and says what was handed out."""
    read_pieces = list(pieces)
    reply = read_pieces[-1]
    assert isinstance(reply, Reply)
    assert not any(isinstance(piece, Reply) for piece in read_pieces[:-1])
    assert "".join(piece.text for piece in read_pieces if isinstance(piece, FinalText)) == reply.final
    assert SECRET not in reply.detail
    return reply


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return when it is so; fail after a minute."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.02)
