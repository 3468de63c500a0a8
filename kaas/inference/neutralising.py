"""Making text from outside safe to put before a model: no control token is spelled in it, and nothing in it is invisible.

The renderer encodes such text as plain text anyway; this is the second lock, for models that read what a token spells. Every
character that is not invisible stays where it is or becomes one other, because quotes are looked up in the original later.
"""

import re
import unicodedata

# What NFKC makes `<`, and what it makes `|`, or what looks the same.
_LESS = "<＜﹤"
_BAR = "|｜￨│∣ǀ❘"
_OPENING = re.compile(f"([{_LESS}])[{_BAR}]")
_SPELLED = re.compile(r"<\|[a-z0-9_ ]{1,40}\|>", re.IGNORECASE)

# Invisible, and without a meaning in the text itself: marks and overrides of direction, zero-width characters, tag
# characters (a second alphabet nobody sees), Hangul fillers, annotation marks, control characters other than tab and ends of
# line, and half a surrogate pair. The soft hyphen is only where a line might be broken.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\ud800-\udfff]"
)
# A variation selector chooses a form of the character before it (葛󠄀, ☎️); more of them carry hidden bytes. Joiners shape the
# letters of Arabic, Persian and the scripts of India and South-East Asia, and hold emoji together; anywhere else they hide.
_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINED = "\u0600-\u08ff\u0900-\u109f\u1780-\u18af\u2190-\u2bff\U0001f000-\U0001faff"
_ATTACHED = re.compile(f"([^{_SELECTOR}\u200c\u200d])?([{_SELECTOR}\u200c\u200d]+)(?=([{_JOINED}])?)")
_JOINS = re.compile(f"[{_JOINED}]")
_MEANT = re.compile(f"[{_SELECTOR}]?[\u200c\u200d]?")


def neutralise(text: str) -> str:
    """The text with `<|` as `<¦`, full-width and look-alike spellings too, and without what nobody can see."""
    return _OPENING.sub(r"\1¦", _visible(text))


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair, which JSON may hold and UTF-8 may not."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def has_control_tokens(text: str) -> bool:
    """Whether the text spells something like a control token, hidden or not: to be flagged as an attempt to inject."""
    visible = unicodedata.normalize("NFKC", _visible(text))
    return _SPELLED.search(_OPENING.sub("<|", re.sub(f"[{_BAR}]", "|", visible))) is not None


def _visible(text: str) -> str:
    return _ATTACHED.sub(_attached, _INVISIBLE.sub("", text))


def _attached(found: re.Match[str]) -> str:
    """A character with what is meant to stand after it: at most one selector, and one joiner between two it can join."""
    before, marks, after = found[1], found[2], found[3]
    if before is None or before.isspace():
        return before or ""
    meant = _MEANT.match(marks)
    kept = "" if meant is None else meant[0]
    return before + (kept if after and _JOINS.match(before) else kept.rstrip("\u200c\u200d"))
