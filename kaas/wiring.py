"""Puts the parts together as the settings say. Each part is made once a process, when it is first asked for."""

import functools
import hashlib
import hmac
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kaas.answering.desk import Desk
from kaas.inference.cards import CardError, ModelCard, Openness, read_cards
from kaas.inference.chat_model import ChatModel
from kaas.inference.embeddings import ServedEmbedder
from kaas.inference.endpoints import Endpoints
from kaas.inference.prompts import Effort
from kaas.inference.reranking import ServedReranker
from kaas.inference.served_models import HarmonyModel, OpenAIChatModel
from kaas.inference.tls import tls_context
from kaas.retrieval.arms import Reranker
from kaas.settings import BASE_DIR, STATE_DIR, read
from portfolios.embedding import Embedder
from portfolios.embedding.minilm import LocalEmbedder

KEYS = {"CHAT": "CHAT_KEY", "EMBEDDING": "EMBEDDING_KEY", "RERANK": "RERANK_KEY"}  # none is shown to others
DIALECTS = ("harmony", "chat")
NO_MODEL = "none"
LONGEST_NAME = 200
SMALLEST_CONTEXT = 1024


@functools.cache
def desk() -> Desk:
    """The models that are connected. Raises ImproperlyConfigured."""
    return Desk(
        chat=chat_model(),
        embedder=embedder(),
        reranker=reranker(),
        effort=Effort(_one_of("CHAT_EFFORT", Effort.LOW, list(Effort))),
        salt_key=hmac.new(settings.SECRET_KEY.encode(), b"prefix cache salts", hashlib.sha256).digest(),
        context_tokens=_number("CHAT_CONTEXT", 8192, least=SMALLEST_CONTEXT),
        tools=_one_of("CHAT_TOOLS", "on", ("on", "off")) == "on",
    )


@functools.cache
def chat_model() -> ChatModel | None:
    """The chat model, or None where no server is named."""
    servers = endpoints("CHAT")
    if servers is None:
        _no_model_named("CHAT")
        return None
    name = _model_of("CHAT")
    if _one_of("CHAT_DIALECT", "harmony", DIALECTS) == "harmony":
        return HarmonyModel(servers, name, card_of(name))
    is_vllm = _one_of("CHAT_SERVER", "other", ("vllm", "other")) == "vllm"
    return OpenAIChatModel(servers, name, card_of(name), vllm=is_vllm)


@functools.cache
def embedder() -> Embedder | None:
    """The embedder on a server; else the local English one where its package is installed; else None.

    It is given every passage there is, so one on a server takes part only if its card permits everything.
    """
    servers = endpoints("EMBEDDING")
    if servers is None:
        _no_model_named("EMBEDDING")
        return None if read("EMBEDDING_MODEL", "") == NO_MODEL else LocalEmbedder.find(STATE_DIR / "models")
    name = _model_of("EMBEDDING")
    if not card_of(name).permits_everything:
        return None
    return ServedEmbedder(servers, name, floor=_share("EMBEDDING_FLOOR", 0.5))


@functools.cache
def reranker() -> Reranker | None:
    """The reranker, or None where no server is named, or its card does not permit everything that may be found."""
    servers = endpoints("RERANK")
    if servers is None:
        _no_model_named("RERANK")
        return None
    name = _model_of("RERANK")
    if not card_of(name).permits_everything:
        return None
    return ServedReranker(servers, name)


def endpoints(purpose: str) -> Endpoints | None:
    """The servers for a purpose (CHAT, EMBEDDING, RERANK), or None where none is named. Raises ImproperlyConfigured."""
    named = read(f"{purpose}_ENDPOINTS", "")
    if not named:
        return None
    key = read(KEYS[purpose], "")
    try:
        tls = tls_context(
            authority=read("MODEL_CA", ""),
            certificate=read("MODEL_CERTIFICATE", ""),
            certificate_key=read("MODEL_CERTIFICATE_KEY", ""),
        )
        return Endpoints([url for url in named.split(",") if url.strip()], key=key, tls=tls)
    except ValueError as error:
        raise ImproperlyConfigured(f"KAAS_{purpose}_ENDPOINTS: {error}.") from error


@functools.cache
def cards() -> dict[str, ModelCard]:
    """The model cards of this installation, by each name a model is served under. Raises ImproperlyConfigured."""
    try:
        return read_cards(Path(read("MODEL_CARDS", str(BASE_DIR / "deploy" / "models"))))
    except CardError as error:
        raise ImproperlyConfigured(str(error)) from error


def card_of(served_name: str) -> ModelCard:
    """The card of a model; where there is none, one that permits nothing, so that the model is shown nothing."""
    unknown = ModelCard(served_name, served_name, "", "", "", Openness.CLOSED, "")
    return cards().get(served_name, unknown)


def _model_of(purpose: str) -> str:
    name = read(f"{purpose}_MODEL", "")
    if not name:
        raise ImproperlyConfigured(
            f"KAAS_{purpose}_MODEL is not set: name the model that KAAS_{purpose}_ENDPOINTS serve."
        )
    if len(name) > LONGEST_NAME:
        raise ImproperlyConfigured(f"KAAS_{purpose}_MODEL has more than {LONGEST_NAME} characters.")
    return name


def _no_model_named(purpose: str) -> None:
    if read(f"{purpose}_MODEL", NO_MODEL) not in {"", NO_MODEL}:
        raise ImproperlyConfigured(
            f"KAAS_{purpose}_MODEL is set and KAAS_{purpose}_ENDPOINTS is not: name the servers of the model, or no model."
        )


def _one_of(setting: str, default: str, choices: Sequence[str]) -> str:
    value = read(setting, default)
    if value not in choices:
        raise ImproperlyConfigured(f"KAAS_{setting} is {value!r}; it is one of {', '.join(choices)}.")
    return value


def _number(setting: str, default: int, *, least: int) -> int:
    value = read(setting, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and int(value) >= least):
        raise ImproperlyConfigured(f"KAAS_{setting} is {value[:20]!r}; it is a whole number from {least}.")
    return int(value)


def _share(setting: str, default: float) -> float:
    value = read(setting, str(default))
    try:
        if 0 <= float(value) <= 1:
            return float(value)
    except ValueError:
        pass
    raise ImproperlyConfigured(f"KAAS_{setting} is {value!r}; it is a number from 0 to 1.")
