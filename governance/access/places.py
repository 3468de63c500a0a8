"""Where a session is, by the network that it comes from: what export licences for a place are held against."""

import ipaddress
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def place_of(address: str) -> str:
    """The place of the narrowest configured network that holds the address; empty when there is none."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return next((place for network, place in networks(settings.PLACES) if found in network), "")


@cache
def networks(described: str) -> tuple[tuple[Network, str], ...]:
    """`10.1.0.0/16=JP,10.2.0.0/16=DE` as networks with places, narrowest first. Raises ImproperlyConfigured."""
    found: list[tuple[Network, str]] = []
    for part in filter(None, (part.strip() for part in described.split(","))):
        network, _, place = (piece.strip() for piece in part.partition("="))
        try:
            if not place:
                raise ValueError("no place")
            found.append((ipaddress.ip_network(network), place))
        except ValueError:
            raise ImproperlyConfigured(
                f"KAAS_PLACES: {part!r} is not a network and its place, as in 10.1.0.0/16=JP."
            ) from None
    return tuple(sorted(found, key=lambda one: -one[0].prefixlen))
