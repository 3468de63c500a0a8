"""Chemical elements by their names in both languages and their symbols: aluminium is not ジルコニウム. Plain Python."""

import re
from fractions import Fraction
from functools import lru_cache

from kaas.answering.checking.quantities import Bound, Quantity
from kaas.answering.checking.spotting import latin, others
from kaas.answering.checking.units import Unit

TABLE = """
H hydrogen 水素
He helium ヘリウム
Li lithium リチウム
B boron ホウ素
C carbon|graphite 炭素|黒鉛
N nitrogen 窒素
O oxygen 酸素
F fluorine フッ素
Ne neon ネオン
Na sodium ナトリウム
Mg magnesium|magnesia マグネシウム|マグネシア
Al aluminium|aluminum|alumina アルミニウム|アルミナ
Si silicon|silica ケイ素|シリコン|シリカ
S sulphur|sulfur 硫黄
Cl chlorine 塩素
Ar argon アルゴン
K potassium カリウム
Ca calcium カルシウム
Ti titanium|titania チタン|チタニア
V vanadium バナジウム
Cr chromium クロム
Mn manganese マンガン
Fe iron 鉄
Co cobalt コバルト
Ni nickel ニッケル
Cu copper 銅
Zn zinc 亜鉛
Ga gallium ガリウム
Ge germanium ゲルマニウム
Br bromine|bromide 臭素|臭化
Y yttrium|yttria イットリ
Zr zirconium|zirconia ジルコニ
Nb niobium ニオブ
Mo molybdenum モリブデン
Pd palladium パラジウム
Ag silver 銀
In indium インジウム
Sn tin 錫|スズ
I iodine|iodide ヨウ素|ヨウ化
Ba barium バリウム
La lanthanum ランタン
Ta tantalum タンタル
W tungsten タングステン
Pt platinum 白金
"""
# What things are made of besides.
MATTER_TABLE = """
steel 鋼
glass ガラス
rubber ゴム
polymer|plastic|resin ポリマー|高分子|樹脂
ceramic セラミック
polyethylene ポリエチレン
polypropylene ポリプロピレン
"""
FORMULA = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]?[\d.]*){2,}(?![a-z])")
SYMBOL = re.compile(r"[A-Z][a-z]?")


def _read(table: str) -> dict[str, re.Pattern[str]]:
    found = {}
    for entry in table.strip().split("\n"):
        symbol, english, japanese = entry.split()
        found[symbol] = re.compile(rf"(?i:\b(?:{english})\b)|{japanese}")
    return found


NAMES = _read(TABLE)
MATTER = NAMES | {
    f"{english} ": re.compile(rf"(?i:\b(?:{english})s?\b)|{japanese}")
    for english, japanese in map(str.split, MATTER_TABLE.strip().split("\n"))
}
A_MATERIAL = Unit((("material", 1),), Fraction(1))
_WORDS = frozenset(re.findall(r"(?<![a-z])[a-z]{3,}", TABLE + MATTER_TABLE))
_CHARACTERS = frozenset(one for one in TABLE + MATTER_TABLE if not one.isascii())


@lru_cache(maxsize=1024)
def elements(text: str) -> frozenset[str]:
    """The elements that a text names, in words."""
    if _WORDS.isdisjoint(latin(text)) and _CHARACTERS.isdisjoint(others(text)):
        return frozenset()
    return frozenset(symbol for symbol, name in NAMES.items() if name.search(text))


def made_of(text: str) -> list[Quantity]:
    """What a text names as matter, each as an amount of a kind of its own, so that it is compared what is made of which."""
    if _WORDS.isdisjoint(latin(text)) and _CHARACTERS.isdisjoint(others(text)):
        return []
    return sorted(
        (
            Quantity(Fraction(which), A_MATERIAL, Bound.NONE, *found.span())
            for which, pattern in enumerate(MATTER.values())
            for found in pattern.finditer(text)
        ),
        key=lambda one: one.start,
    )


def places_of_elements(text: str) -> list[tuple[int, str]]:
    """Where each element is named in a text, in order."""
    return sorted(
        (found.start(), symbol) for symbol in elements(text) for found in NAMES[symbol].finditer(text)
    )


@lru_cache(maxsize=1024)
def in_formulas(text: str) -> frozenset[str]:
    """The elements in the formulas of a text."""
    return frozenset(
        one for formula in FORMULA.findall(text) for one in SYMBOL.findall(formula) if one in NAMES
    )


def names_another(sentence: str, near: str, around: str) -> bool:
    """Whether a sentence names an element that its passage does not, and the place it quotes names another instead."""
    ours = elements(sentence)
    if not ours:
        return False
    unknown = ours - elements(around) - in_formulas(around)
    return bool(unknown) and bool(elements(near) - ours)
