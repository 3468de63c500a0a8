"""How often a name or an address may try to sign in. The database counts, for every process at once."""

import ipaddress
import unicodedata
import uuid

from django.db import connection

V6_NETWORK = 64  # bits; a single home or office has a whole one of these


def spend_sign_in(username: str, address: str) -> int:
    """Spend one sign-in; 0, or the seconds to wait when none is left. The same for names that there are not."""
    return _count(username, address, succeeded=False)


def give_sign_in_back(username: str, address: str) -> None:
    """It succeeded: nothing is spent, and what the name failed at from this address is forgotten."""
    _count(username, address, succeeded=True)


def spend_return(address: str) -> int:
    """Spend one return from the company's provider to this address; 0, or the seconds to wait when none is left."""
    return _spent(f"Return to {_counted(address)}", succeeded=False)


def give_return_back(address: str) -> None:
    """The provider believed somebody: nothing is spent."""
    _spent(f"Return to {_counted(address)}", succeeded=True)


def spend_factor(person_id: uuid.UUID) -> int:
    """Spend one try at a person's second factor, from wherever; 0, or the seconds to wait when none is left."""
    return _spent(f"Second factor of {person_id}", succeeded=False)


def give_factor_back(person_id: uuid.UUID) -> None:
    """It was proved: the tries before it are forgotten. Only for a session of that person with two factors."""
    _spent(f"Second factor of {person_id}", succeeded=True)


def _spent(what: str, *, succeeded: bool) -> int:
    # No name that is typed has a capital letter by the time it is counted, so nobody spends this from outside.
    with connection.cursor() as cursor:
        cursor.execute("select count_sign_in(%s, '', %s)", [what, succeeded])
        return int(cursor.fetchone()[0])


def _count(username: str, address: str, *, succeeded: bool) -> int:
    # However a name is written, it has one budget; what the database cannot hold is counted together.
    name = " ".join(unicodedata.normalize("NFKC", username).casefold().split())[:200].replace("\x00", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "select count_sign_in(%s, %s, %s)",
            [name.encode("utf-8", "replace").decode(), _counted(address), succeeded],
        )
        return int(cursor.fetchone()[0])


def _counted(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, V6_NETWORK), strict=False))
    return str(found)
