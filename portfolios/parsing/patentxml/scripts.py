"""Letters and figures set low or high, as characters of their own where they exist: H₂O, 10⁻⁶, CₙH₂ₙ₊₂."""

_LOW = str.maketrans("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
_HIGH = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_NARROW = str.maketrans("０１２３４５６７８９＋－−＝（）ｎｉ", "0123456789+-−=()ni")
_LONGEST_LETTERS = 1  # "Vₘₐₓ" is hard to read and to find; words stay on the line
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_MARKS = frozenset("®™©′″‴*†‡°")


def lowered(text: str, *, fallback: str | None = None) -> str:
    """Low letters; without such characters the fallback, or the text itself: Vmax."""
    narrow = text.translate(_NARROW)  # Japanese texts write them wide: Ｌｉ₆ＰＳ₅Ｃｌ
    if _fits(narrow, _LOW):
        return narrow.translate(_LOW)
    return text if fallback is None else fallback


def raised(text: str, *, fallback: str | None = None) -> str:
    """High letters; without such characters the fallback, or the text after a caret: R^a."""
    if text in _ORDINALS or (text and set(text) <= _MARKS):
        return text
    narrow = text.translate(_NARROW)
    if _fits(narrow, _HIGH):
        return narrow.translate(_HIGH)
    return f"^{text}" if fallback is None else fallback


def _fits(text: str, table: dict[int, int]) -> bool:
    letters = sum(character.isalpha() for character in text)
    short = letters <= _LONGEST_LETTERS or (letters < len(text) and letters <= 2)
    return bool(text) and short and all(ord(character) in table for character in text)
