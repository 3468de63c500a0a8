"""Networks and the places they are at."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from governance.access.places import networks, place_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.1.2.3", "JP"),
        ("10.1.9.1", "DE"),
        ("::ffff:10.1.2.3", "JP"),
        ("2001:db8::1", "CN"),
        ("fe80::1%eth0", ""),
        ("192.0.2.1", ""),
        ("", ""),
        ("somewhere", ""),
    ],
)
def test_the_narrowest_network_counts(settings: object, address: str, place: str) -> None:
    settings.PLACES = "10.1.0.0/16=JP, 10.1.9.0/24 = DE,2001:db8::/32=CN,"  # type: ignore[attr-defined]
    assert place_of(address) == place


@pytest.mark.parametrize(
    "described", ["JP", "10.1.0.0/16", "10.1.0.0/16=", "10.1.0.1/16=JP", "=JP", "10.1.0.0/40=JP"]
)
def test_what_is_no_network_and_place_is_said(described: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="KAAS_PLACES"):
        networks(described)


def test_without_any_nowhere_is_a_place() -> None:
    assert networks("") == ()
