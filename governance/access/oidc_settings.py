"""How the company's OpenID provider is reached and believed, checked before anybody is sent to it."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class ProviderAway(Exception):
    """The provider could not be asked. The code says why: unreachable, slow, elsewhere (an address not its own) or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ProviderRefused(Exception):
    """What came back proves nobody. The code says why, for the trail: state, code, token, userinfo, name, group or person."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider as `settings.OIDC` describes it. In seconds: what one answer may take, how long two factors count."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    authority: str
    origins: frozenset[str]
    entry_claim: str
    name_claim: str
    group_claim: str
    needed_group: str
    strong_acr: frozenset[str]
    strong_amr: frozenset[str]
    seconds: float
    strong_for: float

    @classmethod
    def configured(cls) -> Self:
        """The provider of this installation. Raises ImproperlyConfigured with what is missing or unsafe."""
        given: Mapping[str, Any] = settings.OIDC
        if not given["issuer"]:
            raise ImproperlyConfigured("KAAS_OIDC_ISSUER is not set: there is no provider here.")
        for name in ("client_id", "client_secret"):
            if not given[name]:
                raise ImproperlyConfigured(f"KAAS_OIDC_{name.upper()} is not set: the provider gives one.")
        origins = [_origin("ISSUER", given["issuer"])]
        origins += [_origin("HOSTS", f"https://{host}") for host in _words(given["hosts"])]
        kept = (
            "issuer",
            "client_id",
            "client_secret",
            "authority",
            "entry_claim",
            "name_claim",
            "group_claim",
        )
        return cls(
            origins=frozenset(origins),
            needed_group=given["needed_group"],
            strong_acr=_words(given["strong_acr"]),
            strong_amr=_words(given["strong_amr"]),
            seconds=_seconds(given["seconds"]),
            strong_for=settings.SECOND_FACTOR_HOURS * 3600,
            **{name: given[name] for name in kept},
        )

    def may_ask(self, address: str) -> bool:
        """Whether an address is the provider's own. Nothing else is ever asked, whatever the provider names."""
        try:
            return _origin("ISSUER", address) in self.origins
        except ImproperlyConfigured:
            return False


def _origin(name: str, address: str) -> str:
    """Scheme, host and port of an address that may be told a secret: over TLS, or on this machine."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ImproperlyConfigured(f"KAAS_OIDC_{name} is not an address.") from None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    if not host or not is_safe or parts.username or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"KAAS_OIDC_{name} is not an address that begins with https://.")
    return f"{parts.scheme}://{host}:{port or (443 if parts.scheme == 'https' else 80)}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _words(listed: str) -> frozenset[str]:
    return frozenset(filter(None, (word.strip() for word in listed.split(","))))


def _seconds(given: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = float("nan")
    if not 0.1 <= seconds <= 60:
        raise ImproperlyConfigured(f"KAAS_OIDC_SECONDS is {given!r}: a number from 0.1 to 60.")
    return seconds
