"""Which model servers are configured, what they say of themselves, and what the cards say of their models."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaas.inference.cards import LEVELS, ModelCard, read_cards
from kaas.inference.endpoints import Endpoints, EndpointStatus
from kaas.inference.tls import tls_context
from kaas.settings import BASE_DIR, read


@dataclass(frozen=True, slots=True)
class Purpose:
    """What models are for, the settings that name servers and model, and what is said where there is none."""

    name: str
    endpoints: str
    model: str
    without: str


PURPOSES = (
    Purpose("chat", "CHAT_ENDPOINTS", "CHAT_MODEL", "no model: answers quote"),
    Purpose("embedding", "EMBEDDING_ENDPOINTS", "EMBEDDING_MODEL", "no embedder on a server"),
    Purpose("rerank", "RERANK_ENDPOINTS", "RERANK_MODEL", "no reranker"),
)


@dataclass(frozen=True, slots=True)
class Served:
    """The servers of one purpose: the model they should serve, what they say, or why they cannot be asked."""

    purpose: Purpose
    model: str
    servers: tuple[EndpointStatus, ...] = ()
    fault: str = ""

    @property
    def is_configured(self) -> bool:
        """Whether any server is named."""
        return bool(self.servers or self.fault)


def cards() -> dict[str, ModelCard]:
    """The cards of this installation. Raises CardError."""
    return read_cards(Path(read("MODEL_CARDS", str(BASE_DIR / "deploy" / "models"))))


def look() -> list[Served]:
    """Ask every configured server, of each purpose. Takes two seconds a purpose at most, and raises nothing."""
    return [_look(purpose) for purpose in PURPOSES]


def _look(purpose: Purpose) -> Served:
    urls = [url for url in read(purpose.endpoints, "").split(",") if url.strip()]
    model = read(purpose.model, "")
    if not urls:
        return Served(purpose, model)
    try:
        return Served(purpose, model, tuple(_endpoints(urls).status()))
    except ValueError as error:
        return Served(purpose, model, fault=str(error))


def _endpoints(urls: list[str]) -> Endpoints:
    tls = tls_context(
        authority=read("MODEL_CA", ""),
        certificate=read("MODEL_CERTIFICATE", ""),
        certificate_key=read("MODEL_CERTIFICATE_KEY", ""),
    )
    return Endpoints(urls, key=read("CHAT_KEY", ""), tls=tls)


def problems_of(served: Served, known: Mapping[str, ModelCard]) -> list[str]:
    """What keeps a configured model from being used, one sentence each; none where none is configured."""
    purpose = served.purpose
    if served.fault:
        return [f"KAAS_{purpose.endpoints}: {served.fault}"]
    if not served.is_configured:
        return []
    if not served.model:
        return [f"KAAS_{purpose.model} is not set: name the model that KAAS_{purpose.endpoints} serve"]
    problems = [_problem_at(server, served.model) for server in served.servers]
    if served.model not in known:
        problems.append(
            f"{served.model} has no model card, so it is shown nothing: write one (deploy/models)"
        )
    return [problem for problem in problems if problem]


def _problem_at(server: EndpointStatus, model: str) -> str:
    if not server.reachable:
        return f"{server.address} does not answer ({server.detail})"
    if model not in server.models:
        return f"{server.address} serves {', '.join(server.models) or 'nothing'} and not {model}"
    return ""


def told(card: ModelCard) -> str:
    """What a card says, in one line."""
    permitted = next(name for name, level in LEVELS.items() if level == card.max_level)
    tracks = "every track" if card.tracks is None else ", ".join(sorted(card.tracks)) or "no track"
    shown = "shown nothing" if card.max_level < 0 else f"shown up to {permitted} on {tracks}"
    weights = f"weights {card.digest[:12]}…" if card.digest else "weights not verified"
    return f"{card.openness.replace('_', ' ')}, {card.origin}, {card.licence}; {shown}; {weights}"
