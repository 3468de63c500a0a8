"""Whom the provider's word signs in: somebody known here, by the lasting id of the directory or by name. Nobody is made."""

import base64
import binascii
import unicodedata
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import connection

from governance.access.oidc_settings import ProviderRefused
from governance.access.scopes import SessionEnded
from governance.access.sessions import SIGNED_IN_FOR, open_session
from governance.audit.events import Action
from governance.audit.trail import record


def sign_in_believed(
    *, name: str, entry: str, by_entry: bool, factors: int, place: str, address: str
) -> uuid.UUID:
    """Open a session for the person whom the provider named. Raises ProviderRefused for nobody's and for a leaver's."""
    person = _by_entry(entry) if by_entry else _by_name(name)
    lasts = timedelta(hours=settings.SECOND_FACTOR_HOURS) if factors > 1 else SIGNED_IN_FOR
    try:
        if person is None:
            raise ProviderRefused("person")
        return open_session(
            person,
            method="oidc",
            place=place,
            address=address,
            lasts=min(lasts, SIGNED_IN_FOR),
            factor_level=factors,
        )
    except SessionEnded:
        raise ProviderRefused("person") from None


def record_refusal(code: str, *, place: str, address: str, outcome: str = "denied") -> None:
    """Tell the trail that a sign-in at the provider came to nothing, and why."""
    record(
        Action.SESSION_REFUSED,
        outcome=outcome,
        detail={"reason": f"provider_{code}", "place": place, "address": address},
    )


def _by_entry(entry: str) -> uuid.UUID | None:
    return _found("select find_directory_login(%s)", _as_kept(entry))


def _as_kept(entry: str) -> str:
    """A lasting id as the follower of the directory keeps it. Active Directory's stands there as its sixteen bytes."""
    if str(settings.DIRECTORY["entry_attribute"]).lower() != "objectguid":
        return entry.lower()
    try:
        return uuid.UUID(entry).bytes_le.hex()
    except ValueError:
        pass
    try:
        return base64.b64decode(entry, validate=True).hex()
    except binascii.Error:
        return ""


def _by_name(name: str) -> uuid.UUID | None:
    """Accounts that a password kept here opens, by name, are nobody else's to open: break-glass stays apart."""
    apart = {one.strip() for one in settings.LOCAL_ACCOUNTS.split(",")} - {"all", "none", ""}
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    for spelt in dict.fromkeys((name, folded)):
        person = None if spelt in apart else _found("select person from find_login(%s)", spelt)
        if person is not None:
            return person
    return None


def _found(statement: str, named: str) -> uuid.UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [named])
        row = cursor.fetchone()
    return uuid.UUID(str(row[0])) if row and row[0] else None
