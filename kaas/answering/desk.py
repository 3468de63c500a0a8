"""What stands on the desk where answers are written: the models that are connected, or none."""

from dataclasses import dataclass

from kaas.inference.chat_model import ChatModel
from kaas.inference.prompts import Effort
from kaas.retrieval.arms import Reranker
from portfolios.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Desk:
    """The connected models.

    salt_key: secret of this installation, from which the prefix-cache salts are made. context_tokens: what the chat model
    can hold where its server does not say. tools: whether a model whose card says it can may look things up.
    """

    chat: ChatModel | None = None
    embedder: Embedder | None = None
    reranker: Reranker | None = None
    effort: Effort = Effort.LOW
    salt_key: bytes = b""
    context_tokens: int = 8192
    tools: bool = True


QUOTING = Desk()
