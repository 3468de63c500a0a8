"""What the processes reach besides their database: the configured model servers, and nothing that is not permitted."""

import ipaddress
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from kaas.inference.cards import ModelCard
from kaas.operations.checks.finding import Finding, conclude
from kaas.operations.served import Served, look, problems_of, told
from kaas.settings import read
from kaas.wiring import cards

ALLOWED = "EGRESS_ALLOW"
OUTGOING = (
    "CHAT_ENDPOINTS",
    "EMBEDDING_ENDPOINTS",
    "RERANK_ENDPOINTS",
    "SAFEGUARD_ENDPOINTS",
    "LDAP_URL",
    "OIDC_ISSUER",
)
PORTS = {"http": 80, "https": 443, "ldap": 389, "ldaps": 636}


def check_model_endpoints() -> Finding:
    """Every configured server answers, serves the model that is named, and the model has a card."""
    name = "model endpoints"
    try:
        known = cards()
    except ImproperlyConfigured as error:
        return Finding(name, False, str(error))
    found = look()
    problems = [problem for served in found for problem in problems_of(served, known)]
    return Finding(name, not problems, "; ".join(problems or (_said(served, known) for served in found)))


def _said(served: Served, known: Mapping[str, ModelCard]) -> str:
    """What there is of one purpose, once nothing is wrong with it."""
    if not served.is_configured:
        return served.purpose.without
    servers = ", ".join(
        f"{server.address} ({server.models[served.model] or 'unknown number of'} tokens)"
        for server in served.servers
    )
    return f"{served.purpose.name} {served.model} at {servers}: {told(known[served.model])}"


def check_egress() -> Finding:
    """Every address that a process would connect to is known, and where there is a list of permitted ones, stands on it."""
    allowed = [entry for entry in (part.strip() for part in read(ALLOWED, "").split(",")) if entry]
    outgoing = list(_outgoing())
    problems = [
        f"KAAS_{name} names {_shown(host, port)}, {_why_not(host)}"
        for name, host, port in outgoing
        if not (any(_covers(entry, host, port) for entry in allowed) if allowed else _is_inside(host))
    ]
    fine = "; ".join(f"KAAS_{name}: {_shown(host, port)}" for name, host, port in outgoing)
    return conclude(
        "egress",
        problems,
        fine=f"{fine or 'nothing outgoing is configured'}; the database is {_database()}",
    )


def _outgoing() -> Iterator[tuple[str, str, int]]:
    """Setting, host and port of every configured address. Users and passwords in an address are not repeated."""
    for name in OUTGOING:
        for url in filter(None, (part.strip() for part in read(name, "").split(","))):
            try:
                parts = urlsplit(url)
                yield name, parts.hostname or url, parts.port or PORTS.get(parts.scheme, 0)
            except ValueError:
                yield name, "an address that is none", 0
    described = connection.settings_dict
    for host in described["HOST"].split(","):
        if not _is_socket(host):
            yield "DATABASE_URL", host, int(described["PORT"].partition(",")[0] or 5432)


def _covers(entry: str, host: str, port: int) -> bool:
    """Whether `host`, `host:port`, an address or a network (10.0.0.0/24) on the list is this one."""
    if entry.lower() in {host, _shown(host, port)}:
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry)
    except ValueError:
        return False


def _is_inside(host: str) -> bool:
    """Whether an address is not known to lie in the Internet. Names are not looked up."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def _why_not(host: str) -> str:
    if _is_inside(host):
        return f"which KAAS_{ALLOWED} does not permit"
    return f"an address in the Internet: KAAS_{ALLOWED} must permit it"


def _shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _database() -> str:
    host = connection.settings_dict["HOST"]
    return "on a private socket of this machine" if _is_socket(host) else f"on {host}"


def _is_socket(host: str) -> bool:
    return not host or host.startswith(("/", "@"))
