"""Credentials and personal numbers, which no answer shows, whoever asks and whatever wrote it. Plain Python.

What is found is what can be told by its form: keys by their prefixes, passwords by the word before them, numbers by their
check digits. Whoever may read the document reads it there.
"""

import re
from collections.abc import Iterable, Iterator
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
    r"|\bxox[abeoprs]-[0-9A-Za-z\-]{10,}|\bAIza[0-9A-Za-z_\-]{30,}|\b[rs]k[-_](?:live_|test_)?[0-9A-Za-z_\-]{16,}"
    r"|\bnpm_[0-9A-Za-z]{20,}|\bhf_[0-9A-Za-z]{20,}|\bya29\.[0-9A-Za-z_\-]{16,}|\bSG\.[0-9A-Za-z_\-]{12,}\.[0-9A-Za-z_\-]{12,}"
    r"|\beyJ[0-9A-Za-z_\-]{8,}\.[0-9A-Za-z_\-]{8,}\.[0-9A-Za-z_\-]*|(?i:\bssh-(?:rsa|ed25519) )[0-9A-Za-z+/]{40,}=*"
    r"|(?i:authorization\s*:\s*(?:bearer|basic) |\bbearer )(?=[0-9A-Za-z._~+/\-]*\d)[0-9A-Za-z._~+/\-]{16,}=*"
)
# The word that announces a secret, what may stand between, and the secret: anything behind a colon or in brackets, else what
# has a figure or a sign in it.
_WORD = (
    r"(?:(?i:(?<![A-Za-z])(?:pass(?:word|phrase|code|wd)s?|pwd|(?:pass|pw)(?=\s*[:=])))"
    r"|パスワード|パスフレーズ|パスコード|暗証番号|合言葉"
    r"|口令|密码)"
)
_OF = r"[*_`]*(?:\s*[(（][^)）\n]{0,30}[)）])?(?i:\s(?:for|of|to)(?:\s[\w\-]+){1,4}?)?[*_`]*"
_MARK = r"\s*(?:(?i:\bis\b|\bwas\b|\breads\b)\s*)?[:=|]\s*[*_`]*\s*"
_IS = r"(?:\s*(?i:\bis(?: set to)?\b|\bwas\b|\b(?:has been|was) (?:set|changed) to\b)\s*|\s*(?:は|が|を)\s*)"
HEAD = re.compile(rf"{_WORD}(?:\s?(?:\(.*\)|value|値))?|(?i:pw|secret|api[ _-]?key|token|pin)")
OPENING = r"[\"'`「『“‘(*]*"
AFTER_MARK = re.compile(rf"{_WORD}{_OF}{_MARK}{OPENING}(?P<secret>[^\s」』”’)、。]{{4,}})")
IN_BRACKETS = re.compile(rf"{_WORD}{_OF}{_IS}[「『“‘\"'`](?P<secret>[^\s」』”’\"'`]{{4,}})[」』”’\"'`]")
AFTER_WORD = re.compile(rf"{_WORD}(?:{_OF}{_IS}|\s+){OPENING}(?P<secret>[!-~]{{4,}})")
BEFORE_WORD = re.compile(
    rf"(?<![!-~])(?P<secret>[!-~]{{5,64}})(?:\s*(?:が|は)\s*|\s(?i:is|was)\s(?i:the|my|our|your)\s){_WORD}"
)
PIN = re.compile(
    r"\bPIN(?:コード|番号| code)?\s*(?:は|[:：=]|is)\s*(?P<secret>\d{4,8})(?!\s?[A-Za-zΩ.\d])"
    r"|暗証番号\D{0,4}(?P<code>\d{4,8})"
)
KEY = re.compile(
    r"(?i:(?<![A-Za-z])(?:api|access|secret|private|account|auth\w*|client)[ _-]?(?:access[ _-]?)?(?:key|token|secret)s?"
    rf"|(?<![A-Za-z])(?:secret|token))[*_`]*\s*(?:(?i:\bis\b)|[:=|])\s*{OPENING}(?P<secret>[!-~]{{8,}})"
    rf"|(?:秘密|接続|認証|アクセス)(?:キー|トークン)\s*(?:は|[:=|])\s*{OPENING}(?P<code>[!-~]{{8,}})"
)
IN_ADDRESS = re.compile(r"://[^\s/:@]{0,64}:(?P<secret>[^\s/@]{3,64})@")
LOGIN = re.compile(
    r"(?i:\b(?:login|log in|sign in|user)\b[:\s]+[\w.\-]+\s*[/,]\s*(?:pw[: ]+)?)(?P<secret>(?=[!-~]*\d)[!-~]{5,})"
)
# What no word and no formula looks like: capitals, small letters, figures and one of a few signs, and nothing that has parts.
STRONG = re.compile(
    r"(?<![!-~])[\"'`(]*(?=[!-~]*[a-z])(?=[!-~]*[A-Z])(?=[!-~]*\d)(?=[!-~]*[#!$^?])(?P<secret>[^\s()=/:.;{}@*&\"<>]{9,64})(?![!-~])"
)
MIXED = re.compile(r"(?=.*\d)(?=.*[A-Za-z])|[#!@$%^&*+=~?]|^\d{4,}$")
NO_SECRET = re.compile(
    r"(?i)\d+[- ]?(?:characters?|bits?|digits?|chars?)\b.*|(?:RSA|AES|OAuth|SHA)-?[\d.]+|length=.*|M\d+x\d+"
)
# What must stand in a text, in small letters, before it is worth while to look for a pattern: most passages have none of it.
OF_KEYS = [
    "-----begin",
    "akia",
    "asia",
    "ghp_",
    "gho_",
    "ghr_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "xox",
    "aiza",
    "sk-",
    "sk_",
    "rk-",
    "rk_",
    "npm_",
    "hf_",
    "ya29.",
    "sg.",
    "eyj",
    "ssh-",
    "bearer",
    "authorization",
]
WORD = re.compile(_WORD)
OF_WORDS = ("pass", "pwd", "pw", "パス", "暗証", "合言葉", "口令", "密码")
OF_ACCESS = ("key", "token", "secret", "キー", "トークン")
PATTERNS = (
    (AFTER_MARK, OF_WORDS, False),
    (IN_BRACKETS, OF_WORDS, False),
    (IN_ADDRESS, ("://",), False),
    (LOGIN, ("login", "log in", "sign in", "user"), False),
    (PIN, ("pin", "暗証"), False),
    (AFTER_WORD, OF_WORDS, True),
    (BEFORE_WORD, OF_WORDS, True),
    (KEY, OF_ACCESS, True),
    (STRONG, "#!$^?", True),
)
ENDING = "\"'`*_).,;:」』”’"
_JOINED = r"(?:\s?[\-.·・]\s?|\s)?"
DIGITS = re.compile(rf"(?<![\d.,/\-A-Za-z])\d(?:{_JOINED}\d){{11,18}}(?![\d/A-Za-z]|[.,\-]\d)")
SOCIAL_SECURITY = re.compile(
    r"(?<![\d\-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d\-])"
    r"|(?i:(?<=ssn )|(?<=ssn: )|(?<=security number )|(?<=security number: ))"
    r"(?!000|666|9\d\d)\d{3}[ \-]?\d{2}[ \-]?\d{4}(?!\d)"
)
NINE_FIGURES = re.compile(r"\d{3}[ \-]?\d{2}[ \-]?\d{4}")
FIGURES_TOGETHER = re.compile(r"\d(?:\D{0,3}\d){8}")  # as many as the shortest of these has
# What numbers of goods and papers are announced with.
OF_THINGS = re.compile(
    r"(?i)(?:受付|管理|整理|出願|製造|注文|伝票|型|品|部品)番?号?\W{0,3}$|\b(?:serial|part|lot|cas|jan|imei|isbn|ean|barcode|tracking|order|no\.?"
    r"|number|s/n)\W{0,3}(?:no\.?\W{0,2}|number\W{0,2})?$"
)
OF_PERSONS = re.compile(
    r"(?i)個人番号|マイナンバー|my number|individual number|\bssn\b|social security|\bcards?\b|カード|visa|master"
)
GROUPED = re.compile(r"\d{4}\D{1,3}\d{4}\D{1,3}\d{4}(?:\D{1,3}\d{1,7})?")
NEAR = 40
SHORTEST_SECRET = 4
MY_NUMBER, SHORTEST_CARD, LONGEST_CARD = 12, 13, 19


@lru_cache(maxsize=1024)
def withheld_in(text: str) -> tuple[Found, ...]:
    """What of a text is not shown, in order, none overlapping another. Offsets are those of the text as given."""
    copy = matching_copy(text)
    found = sorted((*_credentials(copy), *_personal_numbers(copy)), key=lambda one: (one.start, -one.end))
    apart: list[Found] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return tuple(apart)


def secrets_in(text: str) -> list[str]:
    """The credentials and numbers themselves, the longest first."""
    return sorted({text[one.start : one.end] for one in withheld_in(text)}, key=len, reverse=True)


def masked(text: str) -> str:
    """The text, as long as it was, with blocks in place of what is not shown."""
    for one in withheld_in(text):
        text = text[: one.start] + MASK * (one.end - one.start) + text[one.end :]
    return text


def replaced(text: str, notes: dict[Withheld, str], known: Iterable[str] = ()) -> str:
    """The text with a note in place of what is not shown; `known` secrets are none of its form but are known as such."""
    for one in reversed(withheld_in(text)):
        text = text[: one.start] + notes[one.kind] + text[one.end :]
    for secret in known:
        text = text.replace(secret, notes[Withheld.CREDENTIAL])
    return text


def _credentials(text: str) -> Iterator[Found]:
    lower = text.lower()
    if _has(lower, OF_KEYS):
        for match in KEYS.finditer(text):
            yield Found(Withheld.CREDENTIAL, *match.span())
    has_word = _has(lower, OF_WORDS) and WORD.search(text) is not None
    for pattern, needs, mixed in PATTERNS:
        if has_word if needs is OF_WORDS else _has(lower, needs):
            yield from (one for match in pattern.finditer(text) for one in _secret(match, mixed=mixed))
    if "|" in text:
        yield from _columns(text)


def _has(lower: str, needs: Iterable[str]) -> bool:
    for need in needs:  # noqa: SIM110  # a generator would take longer than the search
        if need in lower:
            return True
    return False


def _columns(text: str) -> Iterator[Found]:
    """The cells of a table below a head that announces secrets."""
    at, secret_columns = 0, set[int]()
    for line in text.split("\n"):
        cells = line.split("|")
        if len(cells) == 1:
            secret_columns = set()
        begin = at
        for column, cell in enumerate(cells):
            said = cell.strip()
            if column in secret_columns and len(said) >= SHORTEST_SECRET:
                start = begin + cell.index(said)
                yield Found(Withheld.CREDENTIAL, start, start + len(said))
            begin += len(cell) + 1
        if not secret_columns:
            secret_columns = {
                n for n, cell in enumerate(cells) if len(cells) > 1 and HEAD.fullmatch(cell.strip())
            }
        at += len(line) + 1


def _secret(match: re.Match[str], *, mixed: bool = False) -> Iterator[Found]:
    """The secret of a match, without the signs around it; where `mixed`, only one that is no word."""
    group = "secret" if match["secret"] else "code"
    secret = match[group].rstrip(ENDING)
    if len(secret) < SHORTEST_SECRET and match.re is not IN_ADDRESS:
        return
    behind = match.string[match.start(group) : match.start(group) + NEAR]
    if NO_SECRET.match(behind) or (mixed and not MIXED.search(secret)):
        return
    yield Found(Withheld.CREDENTIAL, match.start(group), match.start(group) + len(secret))


def _personal_numbers(text: str) -> Iterator[Found]:
    if FIGURES_TOGETHER.search(text) is None:
        return
    for match in DIGITS.finditer(text):
        digits = [int(character) for character in match[0] if character.isdigit()]
        if (_is_my_number(digits) or _is_card(digits)) and _may_be_personal(text, match):
            yield Found(Withheld.PERSONAL_NUMBER, *match.span())
    for match in SOCIAL_SECURITY.finditer(text) if NINE_FIGURES.search(text) else ():
        if not OF_THINGS.search(text, max(match.start() - NEAR, 0), match.start()) or OF_PERSONS.search(text):
            yield Found(Withheld.PERSONAL_NUMBER, *match.span())


def _may_be_personal(text: str, match: re.Match[str]) -> bool:
    """Whether figures that fit are said to be a person's, or are grouped as such and not said to be something else's."""
    around = text[max(match.start() - NEAR, 0) : match.end() + NEAR]
    if OF_PERSONS.search(around):
        return True
    bare_card = len(re.sub(r"\D", "", match[0])) == 16 and match[0][0] in "45"
    grouped = bare_card or (GROUPED.fullmatch(match[0]) is not None and _is_apart(match[0]))
    return grouped and OF_THINGS.search(text[max(match.start() - NEAR, 0) : match.start()]) is None


def _is_apart(figures: str) -> bool:
    """Whether groups of four are no row of values: twelve figures, or joined by hyphens."""
    return len(re.sub(r"\D", "", figures)) == MY_NUMBER or "-" in figures


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
