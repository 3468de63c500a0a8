"""Text as it may be stored and shown: what cannot be seen, sent to PostgreSQL or trusted is taken out.

Zero-width characters, bidirectional controls and Unicode tags can carry words that a reader never sees but
search and models would; soft hyphens and joiners only hide matches. Everything visible stays as it was
written.
"""

import re

_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u2062]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters but tab and line breaks
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060\u2061\u2063-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\ud800-\udfff"  # lone surrogates cannot be encoded
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    # A variation selector chooses the form of the kanji before it (葛󠄀); anywhere else it hides data.
    f"|(?<![{_IDEOGRAPH}])[\U000e0100-\U000e01ef]"
)


def clean(text: str) -> str:
    """The text with one kind of line break and of space, without control and invisible characters."""
    text = _BREAKS.sub("\n", text)
    return _UNSEEN.sub("", _SPACES.sub(" ", text))


def squeeze(text: str) -> str:
    """The cleaned text on one line, each run of white space one space."""
    return " ".join(clean(text).split())
