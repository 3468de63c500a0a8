"""Units of measurement by what they measure: 20 μm is 0.02 mm, 質量% is not vol%. Plain Python."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

PREFIXES = {
    "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "μ": -6, "n": -9, "p": -12, "f": -15,
}  # fmt: skip
PREFIX_WORDS = {
    "tera": 12, "giga": 9, "mega": 6, "kilo": 3, "centi": -2, "milli": -3, "micro": -6, "nano": -9, "pico": -12,
    "テラ": 12, "ギガ": 9, "メガ": 6, "キロ": 3, "センチ": -2, "ミリ": -3, "マイクロ": -6, "ナノ": -9, "ピコ": -12,
}  # fmt: skip
SYMBOLS = ("mol", "Hz", "Pa", "eV", "Gal", "bar", "Ah", "Wh", *"mgsAVWΩNJSFHTKLl")
ALONE = {
    "min": ("s", 60), "h": ("s", 3600), "°C": ("°C", 1), "°F": ("°F", 1), "℃": ("°C", 1), "ppm": ("ppm", 1),
    "ppb": ("ppb", 1), "dB": ("dB", 1), "rpm": ("rpm", 1), "‰": ("‰", 1), "C": ("C", 1), "rad": ("rad", 1),
    "wt%": ("mass%", 1), "mass%": ("mass%", 1), "mass %": ("mass%", 1), "weight%": ("mass%", 1), "質量%": ("mass%", 1),
    "重量%": ("mass%", 1), "質量パーセント": ("mass%", 1), "% by mass": ("mass%", 1), "% by weight": ("mass%", 1),
    "percent by mass": ("mass%", 1), "per cent by mass": ("mass%", 1), "percent by weight": ("mass%", 1),
    "vol%": ("vol%", 1), "体積%": ("vol%", 1), "% by volume": ("vol%", 1), "percent by volume": ("vol%", 1),
    "mol%": ("mol%", 1), "モル%": ("mol%", 1), "at%": ("at%", 1), "原子%": ("at%", 1), "%": ("%", 1),
    "t": ("g", 1000000), "tonnes": ("g", 1000000), "tons": ("g", 1000000), "トン": ("g", 1000000),
    "vol %": ("vol%", 1), "wt %": ("mass%", 1), "mol %": ("mol%", 1), "at %": ("at%", 1), "質量 %": ("mass%", 1),
    "percent": ("%", 1), "per cent": ("%", 1), "パーセント": ("%", 1),
    "years": ("month", 12), "year": ("month", 12), "年間": ("month", 12), "年": ("month", 12),
    "months": ("month", 1), "month": ("month", 1), "か月": ("month", 1), "ヶ月": ("month", 1), "カ月": ("month", 1),
    "ケ月": ("month", 1), "箇月": ("month", 1), "weeks": ("s", 604800), "week": ("s", 604800), "週間": ("s", 604800),
    "週": ("s", 604800), "working days": ("working day", 1), "working day": ("working day", 1),
    "business days": ("working day", 1), "営業日": ("working day", 1), "days": ("s", 86400), "day": ("s", 86400),
    "日間": ("s", 86400), "日": ("s", 86400), "hours": ("s", 3600), "hour": ("s", 3600), "時間": ("s", 3600),
    "minutes": ("s", 60), "minute": ("s", 60), "分間": ("s", 60), "分": ("s", 60), "秒間": ("s", 1),
    "cycles": ("cycle", 1), "cycle": ("cycle", 1), "サイクル": ("cycle", 1),
    "回": ("fold", 1),
    "倍": ("fold", 1), "times": ("fold", 1), "fold": ("fold", 1), "円": ("JPY", 1), "yen": ("JPY", 1), "JPY": ("JPY", 1),
    "USD": ("USD", 1), "dollars": ("USD", 1), "ドル": ("USD", 1), "EUR": ("EUR", 1), "euros": ("EUR", 1),
    "ユーロ": ("EUR", 1), "degrees Celsius": ("°C", 1), "degree Celsius": ("°C", 1),
}  # fmt: skip
NAMES = {
    "metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "amp": "A", "volt": "V", "watt": "W",
    "ohm": "Ω", "newton": "N", "joule": "J", "pascal": "Pa", "kelvin": "K", "hertz": "Hz", "litre": "L", "liter": "L",
    "mole": "mol", "メートル": "m", "グラム": "g", "秒": "s", "アンペア": "A", "ボルト": "V", "ワット": "W", "オーム": "Ω",
    "ニュートン": "N", "ジュール": "J", "パスカル": "Pa", "ケルビン": "K", "ヘルツ": "Hz", "リットル": "L", "モル": "mol",
}  # fmt: skip
MADE_OF: dict[str, tuple[dict[str, int], Fraction]] = {
    "Ah": ({"A": 1, "s": 1}, Fraction(3600)), "Wh": ({"W": 1, "s": 1}, Fraction(3600)), "l": ({"L": 1}, Fraction(1)),
    "J": ({"W": 1, "s": 1}, Fraction(1)), "bar": ({"Pa": 1}, Fraction(100000)),
}  # fmt: skip
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_ONE = (
    rf"(?:(?P<alone>{_any(ALONE)})|(?P<word>(?:{_any(PREFIX_WORDS)})?(?:{_any(NAMES)}))s?"
    rf"|(?P<prefix>[{''.join(PREFIXES)}]?)(?P<symbol>{_any(SYMBOLS)}))"
    r"(?:\^?(?P<power>[⁻⁺]?[¹²³⁴]|-[12](?![\d.])|[23](?![\d.])))?"
)
_NAMELESS = re.sub(r"\?P<\w+>", "?:", _ONE)
_LINK = r"(?:\s?[/·*]\s?| per | (?=[kcdμnm]?(?:m|g|s|A|V|K)(?:⁻|-[12]|[²³]|[23](?!\d))))"
UNIT = re.compile(rf"(?:{_NAMELESS})(?:{_LINK}{_NAMELESS})*(?![A-Za-z])")
_PART = re.compile(rf"({_LINK})?{_ONE}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is measured, by base units and their powers, and how much of it one is."""

    powers: tuple[tuple[str, int], ...]
    factor: Fraction

    def __hash__(self) -> int:
        return hash(self.powers)  # that of a fraction takes long

    def per(self, other: "Unit") -> "Unit":
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, 0) - power
        return Unit(tuple(sorted((b, p) for b, p in powers.items() if p)), self.factor / other.factor)


@lru_cache(maxsize=512)
def read_unit(spelled: str) -> Unit:
    """The unit that a match of UNIT spells."""
    powers: dict[str, int] = {}
    factor = Fraction(1)
    sign = 1
    for part in _PART.finditer(spelled):
        link = (part[1] or "").strip()
        sign = {"/": -1, "per": -1}.get(link, 1 if link else sign)
        made, of = _one(part)
        power = sign * int((part["power"] or "1").translate(RAISED))
        for base, own in made.items():
            powers[base] = powers.get(base, 0) + own * power
        factor *= of**power
    return Unit(tuple(sorted((base, power) for base, power in powers.items() if power)), factor)


def _one(part: re.Match[str]) -> tuple[dict[str, int], Fraction]:
    if part["alone"]:
        measured, times = ALONE[part["alone"]]
        return {measured: 1}, Fraction(times)
    if part["word"]:
        name = next(name for name in sorted(NAMES, key=len, reverse=True) if part["word"].endswith(name))
        prefix = part["word"][: -len(name)]
        return {NAMES[name]: 1}, Fraction(10) ** PREFIX_WORDS.get(prefix, 0)
    base, of = MADE_OF.get(part["symbol"], ({part["symbol"]: 1}, Fraction(1)))
    return base, of * Fraction(10) ** PREFIXES.get(part["prefix"], 0)


MINUTE, SECOND, HOUR = (Unit((("s", 1),), Fraction(seconds)) for seconds in (60, 1, 3600))
