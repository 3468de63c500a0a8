"""How the company's directory is reached, checked before anything is sent to it."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DirectoryAway(Exception):
    """The directory could not be asked. The code says why: unreachable, slow, too_many, refused, nowhere or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The directory as `settings.DIRECTORY` describes it. Times in seconds."""

    urls: tuple[str, ...]
    start_tls: bool
    authority: str
    bind_dn: str
    password: str
    people: str
    people_filter: str
    groups: str
    name_attribute: str
    entry_attribute: str
    english_attribute: str
    seconds: float
    every: float
    most_people: int

    @classmethod
    def configured(cls) -> Self:
        """The directory of this installation. Raises ImproperlyConfigured with what is missing or unsafe."""
        given: Mapping[str, Any] = settings.DIRECTORY
        urls = tuple(filter(None, (url.strip() for url in given["url"].split(","))))
        if not urls:
            raise ImproperlyConfigured("KAAS_LDAP_URL is not set: there is no directory here.")
        for url in urls:
            _check_url(url, start_tls=given["start_tls"], plain=given["plain"])
        for name in ("people", "groups"):
            if not given[name]:
                raise ImproperlyConfigured(f"KAAS_LDAP_{name.upper()} is not set: say where {name} are kept.")
        kept = ("start_tls", "authority", "bind_dn", "password", "people", "people_filter", "groups")
        attributes = ("name_attribute", "entry_attribute", "english_attribute")
        return cls(
            urls=urls,
            seconds=_number(given, "seconds", least=0.1, most=60),
            every=_number(given, "every", least=0.1, most=60),
            most_people=int(_number(given, "most_people", least=1, most=10_000_000)),
            **{name: given[name] for name in (*kept, *attributes)},
        )


def _check_url(url: str, *, start_tls: bool, plain: bool) -> None:
    """A password is sent to this address: over TLS, on this machine, or because somebody said so."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ImproperlyConfigured("KAAS_LDAP_URL is not an address.") from None
    if parts.scheme not in {"ldap", "ldaps", "ldapi"} or (parts.scheme != "ldapi" and not host):
        raise ImproperlyConfigured(
            f"KAAS_LDAP_URL: {url} is not an address that begins with ldaps:// or ldap://."
        )
    if parts.scheme == "ldaps" and start_tls:
        raise ImproperlyConfigured(
            "KAAS_LDAP_START_TLS is for ldap://; ldaps:// has TLS from the first byte."
        )
    is_safe = parts.scheme in {"ldaps", "ldapi"} or start_tls or plain or _is_loopback(host)
    if not is_safe:
        raise ImproperlyConfigured(
            f"KAAS_LDAP_URL: {url} would send passwords in the clear. Use ldaps://, or KAAS_LDAP_START_TLS=1; "
            "KAAS_LDAP_PLAIN=1 says that the network itself is protected."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _number(given: Mapping[str, Any], name: str, *, least: float, most: float) -> float:
    try:
        number = float(given[name])
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise ImproperlyConfigured(
            f"KAAS_LDAP_{name.upper()} is {given[name]!r}: a number from {least} to {most}."
        )
    return number
