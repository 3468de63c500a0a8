"""Numbers as texts of both languages write them, by value. Plain Python."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from kaas.answering.checking.spotting import has_digits, has_figures, latin
from portfolios.characters import record

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
POWERS = str.maketrans(f"{RAISED}⁻⁺", "0123456789-+")
HALVES = dict(
    zip(
        "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞",
        [
            "1/2",
            "1/3",
            "2/3",
            "1/4",
            "3/4",
            "1/5",
            "2/5",
            "3/5",
            "4/5",
            "1/6",
            "5/6",
            "1/8",
            "3/8",
            "5/8",
            "7/8",
        ],
        strict=True,
    )
)
KANJI = {"〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
TIMES = {"once": 1, "twice": 2, "thrice": 3}
ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        2,
    )
}
MANY = {
    "both": 2,
    "twice": 2,
    "doubled": 2,
    "halved": 2,
    "両": 2,
    "双方": 2,
    "二つ": 2,
    "pair": 2,
    "each": 1,
    "every": 1,
    "per": 1,
    "につき": 1,
    "ごと": 1,
    "あたり": 1,
}
NUMERAL_WORDS = frozenset({*WORDS, *TENS, *TIMES, *ORDINALS, "half"})
_SPELLED = frozenset({*WORDS, *TENS})
_WORD = "|".join([*WORDS, *TENS])
_COUNTED = (
    "年|か月|ヶ月|カ月|箇月|月|日|時間|分の|分間|秒|週|回|件|個|本|枚|名|人|者|社|台|つ|倍|割|条|項|号|章|節|層|種|版|円|点|期|段"
    "|歳|室|箇所|か所|営業日|か国|通|冊|区|品|水準"
)
FIGURES = re.compile(
    rf"""(?:(?<![0-9A-Za-z.,)\]°%])(?P<sign>[-+△▲])\s?|(?P<below>\b(?i:minus|negative)\s|マイナス|氷点下|零下)|(?<!\d)(?<!\d[.,]))
        (?P<whole>\d{{1,3}}(?:(?:,|\ )\d{{3}}(?!\d))+|\d+)(?P<part>\.\d+)?
        (?P<half>[{"".join(HALVES)}])?
        (?:\s?[×x*·]\s?10\s?\^?(?P<tens>[-+]?\d+|[⁻⁺]?[{RAISED}]+)|[eE](?P<e>[-+]?\d+)(?!\w)|\^(?P<caret>[-+]?\d+)
          |(?P<raised>[⁻⁺]?[{RAISED}]+))?
        (?:\s?(?P<large>[十百千万億兆]{{1,4}})(?P<rest>\d+(?:,\d{{3}})*)?
          |\ (?P<scale>hundred|thousand|million|billion)\b)?""",
    re.VERBOSE,
)
PARTS = re.compile(r"(?<![\d.])([1-9]\d?)分の([1-9]\d?)(?![\d.])")
FRACTION = re.compile(f"[{''.join(HALVES)}]")
SPELLED = re.compile(
    rf"(?i)\b(?:(?P<tens>{'|'.join(TENS)})(?:[- ](?P<ones>{'|'.join(list(WORDS)[1:10])}))?"
    rf"|(?P<word>{'|'.join(list(WORDS)[1:])}))"
    rf"(?:[ -](?P<scale>{'|'.join(SCALES)}))?\b"
)
MEASURED = re.compile(r"(?i)[ -](?:hour|minute|day|week|month|year|working day|percent|per cent)s?\b")
OFTEN = re.compile(
    r"(?i)\b(once|twice|thrice)\b(?! (?:the|it|this|more)\b)(?! an? (?!day|week|month|year|hour|minute|shift))"
)
HALF = re.compile(r"(?i)(?<!and a )\bhalf an?(?= (?:second|minute|hour|day|week|month|year)\b)")
ORDINAL = re.compile(rf"(?i)(?<!per )(?<!\ba )(?<!each )(?<!every )\b({'|'.join(ORDINALS)})\b")
# 一 is as often part of a word as a number: counted things and ordinals only.
IN_KANJI = re.compile(
    r"第(?P<nth>[〇一二三四五六七八九十百千]{1,12})"
    r"|(?P<many>[〇二三四五六七八九十百千][〇一二三四五六七八九十百千万億]{0,16}|一(?=年|か月|回|件|名|人|時間|週))"
    rf"(?={_COUNTED})"
)
# 六・八 Ω: behind the point, and before a unit, as a list has the point too.
POINT_IN_KANJI = re.compile(
    r"(?<![〇一二三四五六七八九十百千])(?P<whole>[〇一二三四五六七八九十]{1,3})·(?P<part>[〇一二三四五六七八九]{1,4})"
    r"(?=\s?[A-Za-zΩμ%°])"
)
NOT_COUNTED = re.compile(r"十分")


@record()
class Numeral:
    """A number at its place. `worded` ones are written in words, where one may mean nothing by it."""

    value: Fraction
    start: int
    end: int
    worded: bool = False


def numerals(text: str) -> list[Numeral]:
    """Every number of a text in its plain spelling, in order."""
    found = sorted(_found(text), key=lambda numeral: (numeral.start, -numeral.end))
    apart: list[Numeral] = []
    for numeral in found:
        if not apart or numeral.start >= apart[-1].end:
            apart.append(numeral)
    return apart


def _found(text: str) -> Iterator[Numeral]:
    """In each of the three ways to write them, where there is any sign of it."""
    if has_figures(text):
        if has_digits(text):
            yield from _figures(text)
        if not text.isascii():
            yield from _fractions(text)
            yield from _in_kanji(text)
    if not NUMERAL_WORDS.isdisjoint(latin(text)):
        yield from _worded(text)


def _figures(text: str) -> Iterator[Numeral]:
    for match in FIGURES.finditer(text):
        whole, part, half = match.group("whole", "part", "half")
        value = _read(whole.replace(",", "").replace(" ", "") + (part or ""))
        if half:
            value += Fraction(HALVES[half])
        if match.end() > match.end("half" if half else "part" if part else "whole"):
            value = _scaled(value, match)
        sign, below = match.group("sign", "below")
        yield Numeral(-value if below or sign in ("-", "△", "▲") else value, *match.span())


@lru_cache(maxsize=4096)
def _read(figures: str) -> Fraction:
    return Fraction(figures)


def _fractions(text: str) -> Iterator[Numeral]:
    for match in PARTS.finditer(text):
        yield Numeral(Fraction(int(match[2]), int(match[1])), *match.span())
    for match in FRACTION.finditer(text):
        if not text[match.start() - 1 : match.start()].isdigit():
            yield Numeral(Fraction(HALVES[match[0]]), match.start(), match.end())


def _scaled(value: Fraction, match: re.Match[str]) -> Fraction:
    """The value with its power of ten, its own power, 万 or million."""
    tens = (match["tens"] or match["e"] or "").translate(POWERS)
    if tens:
        value *= Fraction(10) ** _bounded(tens)
    power = (match["caret"] or match["raised"] or "").translate(POWERS)
    if power and value:
        value **= _bounded(power)
    if match["large"]:
        for sign in match["large"]:
            value *= SMALL.get(sign) or LARGE[sign]
        value += int(re.sub(",", "", match["rest"])) if match["rest"] else 0
    return value * SCALES[match["scale"]] if match["scale"] else value


def _bounded(power: str) -> int:
    return max(-99, min(99, int(power[:4])))


def _worded(text: str) -> Iterator[Numeral]:
    told = latin(text)
    for match in () if told.isdisjoint(_SPELLED) else SPELLED.finditer(text):
        word = (match["word"] or "").lower()
        if word == "one" and not (match["scale"] or MEASURED.match(text, match.end())):
            continue
        value = (
            WORDS[word]
            if word
            else TENS[match["tens"].lower()] + WORDS.get((match["ones"] or "zero").lower(), 0)
        )
        yield Numeral(
            Fraction(value * SCALES.get((match["scale"] or "").lower(), 1)), *match.span(), worded=True
        )
    for match in () if told.isdisjoint(TIMES) else OFTEN.finditer(text):
        yield Numeral(Fraction(TIMES[match[1].lower()]), *match.span(), worded=True)
    for match in HALF.finditer(text) if "half" in told else ():
        yield Numeral(Fraction(1, 2), *match.span(), worded=True)
    for match in () if told.isdisjoint(ORDINALS) else ORDINAL.finditer(text):
        yield Numeral(Fraction(ORDINALS[match[1].lower()]), *match.span(), worded=True)


def _in_kanji(text: str) -> Iterator[Numeral]:
    for match in POINT_IN_KANJI.finditer(text) if "·" in text else ():
        part = "".join(str(KANJI[sign]) for sign in match["part"])
        yield Numeral(Fraction(f"{_kanji(match['whole'])}.{part}"), *match.span())
    for match in IN_KANJI.finditer(text):
        if not NOT_COUNTED.match(text, match.start()):
            yield Numeral(Fraction(_kanji(match["nth"] or match["many"])), *match.span(), worded=True)


def _kanji(spelled: str) -> int:
    whole = section = digit = 0
    for sign in spelled:
        if sign in KANJI:
            digit = 10 * digit + KANJI[sign]
        elif sign in SMALL:
            section, digit = section + (digit or 1) * SMALL[sign], 0
        else:
            whole, section, digit = whole + (section + digit or 1) * LARGE[sign], 0, 0
    return whole + section + digit
