"""Which model servers are configured, what they say of themselves, and what the cards say of their models."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from kaas.inference.cards import LEVELS, ModelCard
from kaas.inference.endpoints import EndpointStatus
from kaas.settings import read
from kaas.wiring import endpoints


@dataclass(frozen=True, slots=True)
class Purpose:
    """What models are for, the settings that name servers and model, and what is said where there is none."""

    name: str
    endpoints: str
    model: str
    without: str
    reads_everything: bool  # rather than what its card permits only


PURPOSES = (
    Purpose("chat", "CHAT_ENDPOINTS", "CHAT_MODEL", "no model: answers quote", reads_everything=False),
    Purpose(
        "embedding",
        "EMBEDDING_ENDPOINTS",
        "EMBEDDING_MODEL",
        "no embedder on a server",
        reads_everything=True,
    ),
    Purpose("rerank", "RERANK_ENDPOINTS", "RERANK_MODEL", "no reranker", reads_everything=True),
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


def look() -> list[Served]:
    """Ask every configured server, of each purpose. Takes two seconds a purpose at most, and raises nothing."""
    return [_look(purpose) for purpose in PURPOSES]


def _look(purpose: Purpose) -> Served:
    model = read(purpose.model, "")
    try:
        servers = endpoints(purpose.endpoints.removesuffix("_ENDPOINTS"))
    except ImproperlyConfigured as error:
        return Served(purpose, model, fault=str(error))
    return Served(purpose, model, tuple(servers.status()) if servers else ())


def problems_of(served: Served, known: Mapping[str, ModelCard]) -> list[str]:
    """What keeps a configured model from being used, one sentence each; none where none is configured."""
    purpose = served.purpose
    if served.fault:
        return [served.fault]
    if not served.is_configured:
        return []
    if not served.model:
        return [f"KAAS_{purpose.model} is not set: name the model that KAAS_{purpose.endpoints} serve"]
    problems = [_problem_at(server, served.model) for server in served.servers]
    problems.append(_problem_of_card(purpose, served.model, known.get(served.model)))
    return [problem for problem in problems if problem]


def _problem_of_card(purpose: Purpose, model: str, card: ModelCard | None) -> str:
    if card is None:
        return f"{model} has no model card that permits it anything: write one (deploy/models)"
    if purpose.reads_everything and not card.permits_everything:
        return (
            f"{model} is given passages of every level and track, and its card does not permit it all of them"
        )
    return ""


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
    also = "; reads questions for what is counsel's" if card.screens else ""
    return f"{card.openness.replace('_', ' ')}, {card.origin}, {card.licence}; {shown}{also}; {weights}"
