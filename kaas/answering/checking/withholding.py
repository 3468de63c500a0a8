"""Credentials and personal numbers, which no answer shows, whoever asks and whatever wrote it. Plain Python.

What is found is what can be told by its form: keys by their prefixes, passwords by the word before them, numbers by their
check digits. Whoever may read the document reads it there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from portfolios.characters import matching_copy

MASK = "█"


class Withheld(StrEnum):
    """What kind of thing is not shown."""

    CREDENTIAL = "credential"
    PERSONAL_NUMBER = "personal_number"


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is not shown, at its place."""

    kind: Withheld
    start: int
    end: int


KEYS = re.compile(
    r"-----BEGIN [A-Z0-9 ]*(?:PRIVATE KEY|CERTIFICATE)[A-Z ]*-----[\s\S]*?(?:-----END [A-Z0-9 ]*-----|\Z)"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[oprsu]_[0-9A-Za-z]{20,}|\bgithub_pat_[0-9A-Za-z_]{20,}|\bglpat-[0-9A-Za-z_\-]{16,}"
    r"|\bxox[abeoprs]-[0-9A-Za-z\-]{10,}|\bAIza[0-9A-Za-z_\-]{30,}|\bsk-[0-9A-Za-z_\-]{16,}|\bnpm_[0-9A-Za-z]{20,}"
    r"|\bhf_[0-9A-Za-z]{20,}|\beyJ[0-9A-Za-z_\-]{8,}\.[0-9A-Za-z_\-]{8,}\.[0-9A-Za-z_\-]*"
    r"|(?i:\bbearer )[0-9A-Za-z._~+/\-]{12,}=*|(?i:\bssh-(?:rsa|ed25519) )[0-9A-Za-z+/]{40,}=*"
)
# The word that announces a secret, and the secret behind it.
_BETWEEN = r"""(?:\s*(?:\bis\b|\bwas\b|は|が|[:=|])\s*|\s+|(?=["'`「『“‘(]))["'`「『“‘(]*"""
PASSWORD = re.compile(
    r"(?:(?i:\bpass(?:word|phrase|code|wd)s?|\bpwd|\bpin(?: code| number)?(?=\s*[:=]))|パスワード|パスフレーズ|パスコード"
    rf"|暗証番号|合言葉|口令|密码){_BETWEEN}(?P<secret>[!-~]{{4,}})"
)
KEY = re.compile(
    r"(?:(?i:\b(?:api|access|secret|private|auth\w*)[ _-]?(?:key|token)s?|\bclient[ _-]?secret|\bsecret|\btoken)"
    rf"|(?:秘密|接続|認証)キー|トークン){_BETWEEN}(?P<secret>[!-~]{{8,}})"
)
IN_ADDRESS = re.compile(r"://[^\s/:@]{1,64}:(?P<secret>[^\s/@]{3,})@")
# What no word looks like: capitals, small letters, figures and a sign in one.
STRONG = re.compile(
    r"(?<![!-~])(?=[!-~]*[a-z])(?=[!-~]*[A-Z])(?=[!-~]*\d)(?=[!-~]*[#!@$^&*?])[\"'`(]*(?P<secret>[!-~]{9,64})(?![!-~])"
)
MIXED = re.compile(r"(?=.*\d)(?=.*[A-Za-z])|[#!@$%^&*_+=~?]|^\d+$")
ENDING = "\"'`).,;:"
DIGITS = re.compile(r"(?<![\d.,/\-A-Za-z])\d(?:[ \-]?\d){10,18}(?![\d/A-Za-z]|[.,\-]\d)")
SOCIAL_SECURITY = re.compile(r"(?<![\d\-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d\-])")
SHORTEST_SECRET = 4
MY_NUMBER, SHORTEST_CARD, LONGEST_CARD = 12, 13, 19


def withheld_in(text: str) -> list[Found]:
    """What of a text is not shown, in order, none overlapping another. Offsets are those of the text as given."""
    copy = matching_copy(text)
    found = sorted((*_credentials(copy), *_personal_numbers(copy)), key=lambda one: (one.start, -one.end))
    apart: list[Found] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


@lru_cache(maxsize=64)
def masked(text: str) -> str:
    """The text, as long as it was, with blocks in place of what is not shown."""
    for one in withheld_in(text):
        text = text[: one.start] + MASK * (one.end - one.start) + text[one.end :]
    return text


def replaced(text: str, notes: dict[Withheld, str]) -> str:
    """The text with a note in place of what is not shown."""
    for one in reversed(withheld_in(text)):
        text = text[: one.start] + notes[one.kind] + text[one.end :]
    return text


def _credentials(text: str) -> Iterator[Found]:
    for match in KEYS.finditer(text):
        yield Found(Withheld.CREDENTIAL, *match.span())
    for pattern in (PASSWORD, KEY, IN_ADDRESS, STRONG):
        for match in pattern.finditer(text):
            secret = match["secret"].rstrip(ENDING)
            if pattern is IN_ADDRESS or (len(secret) >= SHORTEST_SECRET and MIXED.search(secret)):
                start = match.start("secret")
                yield Found(Withheld.CREDENTIAL, start, start + len(secret))


def _personal_numbers(text: str) -> Iterator[Found]:
    for match in DIGITS.finditer(text):
        digits = [int(character) for character in match[0] if character.isdigit()]
        if _is_my_number(digits) or _is_card(digits):
            yield Found(Withheld.PERSONAL_NUMBER, *match.span())
    for match in SOCIAL_SECURITY.finditer(text):
        yield Found(Withheld.PERSONAL_NUMBER, *match.span())


def _is_my_number(digits: list[int]) -> bool:
    """The individual number of Japan: twelve figures, the last a check digit (Ordinance of MIC No. 85 of 2014, article 5)."""
    if len(digits) != MY_NUMBER or len(set(digits)) == 1:
        return False
    weights = [*range(2, 8), *range(2, 7)]
    rest = sum(digit * weight for digit, weight in zip(reversed(digits[:-1]), weights, strict=True)) % 11
    return digits[-1] == (0 if rest <= 1 else 11 - rest)


def _is_card(digits: list[int]) -> bool:
    """The number of a payment card: 13 to 19 figures from 3 to 6 on, with Luhn's check digit (ISO/IEC 7812-1)."""
    if (
        not SHORTEST_CARD <= len(digits) <= LONGEST_CARD
        or digits[0] not in (3, 4, 5, 6)
        or len(set(digits)) == 1
    ):
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
