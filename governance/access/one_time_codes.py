"""Codes that count once: of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds), and for when it is lost."""

import base64
import hashlib
import hmac
import re
import secrets
import time
import unicodedata
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

SECRET_BYTES: Final = 20  # as RFC 4226, 4 recommends
STEP: Final = 30  # seconds
DIGITS: Final = 6
DRIFT: Final = 1  # steps that a clock may be off, either way
RECOVERY_CODES: Final = 10
ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # what is not taken for something else on paper
GROUP, GROUPS = 5, 3  # of signs of a recovery code: 74 bits
ISSUER: Final = "kaas"


def new_secret() -> bytes:
    """A secret for an authenticator app, in `SECRET_BYTES` bytes."""
    return secrets.token_bytes(SECRET_BYTES)


def secret_as_text(secret: bytes) -> str:
    """A secret as one types it into an app: Base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address_of(secret: bytes, username: str) -> str:
    """The `otpauth:` address that a QR code carries into an app."""
    return _totp(secret).get_provisioning_uri(username, ISSUER)


def code_at(secret: bytes, step: int) -> str:
    """The code of a step, which is the number of half minutes since 1970."""
    return _totp(secret).generate(step * STEP).decode()


def matching_step(secret: bytes, typed: str, *, after: int, now: float | None = None) -> int | None:
    """The step whose code this is, if it is near now and later than `after`; nothing else has a valid code."""
    here = int(time.time() if now is None else now) // STEP
    near = range(max(here - DRIFT, after + 1), here + DRIFT + 1)
    found = [step for step in near if hmac.compare_digest(code_at(secret, step), typed)]
    return found[-1] if found else None


def as_typed(text: str) -> str:
    """A code without what people put between its signs. Signs that no code has make it empty."""
    signs = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text[:100])).lower()
    return signs if signs.isascii() and signs.isalnum() else ""


def is_of_app(typed: str) -> bool:
    """Whether something typed is a code of an app, rather than one for recovery."""
    return len(typed) == DIGITS and typed.isdecimal()


def new_recovery_codes() -> tuple[str, ...]:
    """Codes to be kept on paper."""
    return tuple(
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def digest_of(typed: str, factor_id: UUID) -> bytes:
    """What is kept of a recovery code: nothing that could be tried out without the installation's key."""
    key = bytes.fromhex(settings.TEXT_KEY)
    return hmac.new(
        key, b"recovery code" + factor_id.bytes + as_typed(typed).encode(), hashlib.sha256
    ).digest()


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 -- what every app computes; its HMAC is not broken
