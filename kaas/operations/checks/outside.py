"""What the processes may reach besides their database: nothing, unless it is configured."""

from django.db import connection

from kaas.operations.checks.finding import Finding, conclude
from kaas.settings import read

CHAT = "CHAT_ENDPOINTS"
OUTGOING = (CHAT, "EMBEDDING_ENDPOINTS", "RERANK_ENDPOINTS", "SAFEGUARD_ENDPOINTS", "LDAP_URL")


def check_model_endpoints() -> Finding:
    """The chat model. Without one the platform works and says that it quotes."""
    problems = []
    if read(CHAT, ""):
        problems.append(f"KAAS_{CHAT} is set, and this version connects to no model: answers quote")
    return conclude("model endpoints", problems, fine="no model: answers quote")


def check_egress() -> Finding:
    """Addresses outside that a process would connect to."""
    problems = [f"KAAS_{name} names an address outside" for name in OUTGOING if read(name, "")]
    return conclude("egress", problems, fine=f"nothing outgoing is configured; the database is {_database()}")


def _database() -> str:
    host = connection.settings_dict["HOST"]
    if not host or host.startswith(("/", "@")):
        return "on a private socket of this machine"
    return f"on {host}"
