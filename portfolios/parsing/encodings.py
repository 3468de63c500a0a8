"""Which characters the bytes of a text file mean; guessed only where the bytes themselves give evidence."""

import re

from portfolios.parsing.document import FailureReason, Unreadable

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_RUNS = re.compile(r"[^\x00-\x7f]+")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
_COMMON = re.compile("[\u3000-\u3002\u300c-\u3011\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff\uff01-\uff5e々〆〇]")
_HALF_KATAKANA = re.compile("[\uff61-\uff9f]")
_WESTERN = re.compile("[\xa0-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2122]")


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text and what should be known about how it was decoded; Unreadable where no encoding fits."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_marked(content, encoding), ()
    # ISO-2022-JP is made of ASCII bytes, so that it would pass for UTF-8.
    if b"\x1b$" in content and (text := _try(content, "iso2022_jp")) is not None:
        return text, ("Read as ISO-2022-JP.",)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _decode_legacy(content, error)


def _decode_marked(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        reason = FailureReason.TRUNCATED if error.end >= len(content) else FailureReason.MALFORMED
        raise Unreadable(
            reason,
            f"The byte order mark says {encoding.removesuffix('-sig').upper()}, but byte {error.start} "
            "does not fit; "
            "save the file again as UTF-8.",
        ) from error


def _decode_legacy(content: bytes, utf8: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    candidates = [(text, name) for name in ("cp932", "euc_jp") if (text := _try(content, name)) is not None]
    scored = sorted(((_japanese(text), name, text) for text, name in candidates), reverse=True)
    if scored and scored[0][0] > 0 and (len(scored) == 1 or scored[0][0] > scored[1][0]):
        name = {"cp932": "Shift_JIS (CP932)", "euc_jp": "EUC-JP"}[scored[0][1]]
        return scored[0][2], (f"Read as {name}.",)
    if (text := _try(content, "cp1252")) is not None and _is_western(text):
        return text, ("Read as Windows-1252.",)
    raise _undecodable(content, utf8)


def _undecodable(content: bytes, utf8: UnicodeDecodeError) -> Unreadable:
    # At most three bytes of a character can be missing at the end of a file that was UTF-8 until there.
    if utf8.reason == "unexpected end of data" and utf8.end >= len(content) and utf8.start > 16:
        return Unreadable(
            FailureReason.TRUNCATED,
            "The text ends in the middle of a character; supply the whole file again.",
        )
    return Unreadable(
        FailureReason.MALFORMED,
        f"The text is neither UTF-8 (byte {utf8.start} does not fit) nor recognisably Shift_JIS, EUC-JP or "
        "Windows-1252; save it again as UTF-8.",
    )


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _japanese(text: str) -> float:
    """How much the text looks like written Japanese: from 0 (not at all) to 1.

    Real Japanese comes in runs and contains kana; half-width katakana in quantity and lone characters
    between Latin letters are what other encodings look like when read with the wrong table.
    """
    runs = _RUNS.findall(text)
    count = sum(map(len, runs))
    if not count or count / len(runs) < 2:
        return 0
    common = sum(len(_COMMON.findall(run)) for run in runs) / count
    kana = sum(len(_KANA.findall(run)) for run in runs) / count
    half = sum(len(_HALF_KATAKANA.findall(run)) for run in runs) / count
    score = common - half
    return score if score > 0.6 and (kana > 0 or common > 0.95) else 0


def _is_western(text: str) -> bool:
    """Whether the few characters beyond ASCII are letters and quotation marks of Western languages."""
    beyond = sum(map(len, _RUNS.findall(text)))
    controls = any(ord(character) < 32 and character not in "\t\n\r\f" for character in text)
    return not controls and beyond < len(text) * 0.1 and beyond == len(_WESTERN.findall(text))
