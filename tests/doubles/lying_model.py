"""A model that lies: from each true statement, with its right quote and marker, the lies that can be told of it.

Every lie is false by construction: a number that stands nowhere near, the opposite of what is said, a quote that is not in
the passage. What cannot be made false in this way of a statement is not made of it.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kaas.answering.citations import locate
from kaas.retrieval.search import Hit

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
NUMBER = re.compile(r"(?<![A-Za-z0-9\-.,/])[−-]?\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z0-9\-.,/]*\d)")
CODE = re.compile(r"\b[A-Z][A-Za-z]*(?:-?[A-Z0-9]+)*-?\d+[A-Z]?\b")
WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fourteen"]


MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = re.compile(rf"^(?:年(?!間)|月|日(?!以|前|間)| to \d+ {MONTH}| {MONTH})")
BEFORE_DATE = re.compile(rf"{MONTH} $")


class Kind(StrEnum):
    """What is wrong with a lie."""

    IDENTIFIER = "identifier"
    QUOTE = "quote"
    NUMBER = "number"
    UNIT = "unit"
    NEGATION = "negation"
    COMPARISON = "comparison"
    MARKER = "marker"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the passage it names and the words it quotes of it."""

    text: str
    hit: Hit
    quote: str


@dataclass(frozen=True, slots=True)
class Lie:
    """A false statement; `how` says in a word what was done to a true one."""

    kind: Kind
    how: str
    said: Said


def lies(told: Sequence[Said], seed: int = 8) -> Iterator[Lie]:
    """Every lie about each of the statements, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # the same lies every time
    for said in told:
        for kind, how, tell in _WAYS:
            for false in tell(said, chance):
                if false != said.text:
                    yield Lie(kind, how, replace(said, text=false))
        yield from _false_quotes(said, chance)
        yield from _elsewhere(said, told, chance)


# Names


def _near_miss(said: Said, chance: random.Random) -> Iterator[str]:
    """A code or number of a publication with one figure changed, or two exchanged."""
    for match in CODE.finditer(said.text):
        for changed in {_one_figure(match[0], chance), _exchanged(match[0], chance)}:
            if changed and changed not in said.hit.passage.text + said.hit.document.title:
                yield said.text[: match.start()] + changed + said.text[match.end() :]


def _invented(said: Said, chance: random.Random) -> Iterator[str]:
    """A number that nobody gave out, put into the sentence."""
    year, serial = chance.randint(2015, 2025), chance.randint(100000, 899999)
    if _is_japanese(said.text):
        for number in (
            f"特願{year}-{serial}",
            f"特開{year}-{serial}",
            f"特許第{6000000 + serial}号",
            f"EP 3{serial} B1",
        ):
            yield f"{number}によれば、{said.text}"
    else:
        for number in (
            f"US {year}/0{serial} A1",
            f"US 11,{serial // 1000},{serial % 1000:03} B2",
            f"WO {year}/{serial}",
        ):
            yield f"According to {number}, {said.text[0].lower() + said.text[1:]}"
        yield said.text.rstrip(".") + f" (see BOR-TR-{chance.randint(500, 999)})."


# Numbers and units


def _other_day(said: Said, chance: random.Random) -> Iterator[str]:
    """A date of the sentence with another day, month or year."""
    for match in NUMBER.finditer(said.text):
        behind, before = said.text[match.end() :], said.text[: match.start()]
        if DATE.search(behind) or BEFORE_DATE.search(before):
            limit = 12 if behind.startswith("月") else 28
            other = int(match[0]) % limit + 1 if int(match[0]) < 100 else int(match[0]) + 1
            yield f"{before}{other}{behind}"
    for month in re.findall(MONTH, said.text):
        yield said.text.replace(month, "February" if month != "February" else "July", 1)


def _changed_figure(said: Said, chance: random.Random) -> Iterator[str]:
    yield from _each_number(said, lambda number: _one_figure(number, chance))


def _exchanged_figures(said: Said, chance: random.Random) -> Iterator[str]:
    yield from _each_number(said, lambda number: _exchanged(number, chance))


def _ten_times(said: Said, chance: random.Random) -> Iterator[str]:
    yield from _each_number(said, lambda number: f"{float(number.replace('−', '-').replace(',', '')) * 10:g}")


def _in_full_width(said: Said, chance: random.Random) -> Iterator[str]:
    yield from _each_number(said, lambda number: _one_figure(number, chance).translate(FULL_WIDTH))


def _in_powers(said: Said, chance: random.Random) -> Iterator[str]:
    power = chance.choice(("³", "⁻³"))
    yield from _each_number(said, lambda number: f"{number}×10{power}")


def _in_many(said: Said, chance: random.Random) -> Iterator[str]:
    if _is_japanese(said.text):
        yield from _each_number(said, lambda number: f"{number}万" if "." not in number else "")


def _sign(said: Said, chance: random.Random) -> Iterator[str]:
    yield from _each_number(said, lambda number: number[1:] if number[0] in "−-" else f"−{number}")


def _in_words(said: Said, chance: random.Random) -> Iterator[str]:
    for match in re.finditer(rf"\b(?:{'|'.join(WORDS)})\b", said.text):
        other = chance.choice(
            [word for word in WORDS if word not in said.hit.passage.text and word != match[0]]
        )
        yield said.text[: match.start()] + other + said.text[match.end() :]


def _moved(said: Said, chance: random.Random) -> Iterator[str]:
    """A number of another sentence of the passage."""
    others = [n for n in NUMBER.findall(said.hit.passage.text) if n not in said.quote and n not in said.text]
    if others:
        yield from _each_number(said, lambda _: chance.choice(others))


def _values_swapped(said: Said, chance: random.Random) -> Iterator[str]:
    """Two values of one unit exchanged."""
    found = list(
        re.finditer(r"(?<![A-Za-z0-9\-.])(\d+(?:\.\d+)?)(?= ?([A-Za-zµμΩ%質]+(?:·cm²|/[a-z]+)?))", said.text)
    )
    for first, second in zip(found, found[1:], strict=False):
        if (
            first[1] != second[1]
            and first[2] == second[2]
            and _sets_apart(said.text, first.end(), second.start())
        ):
            between = said.text[first.end(1) : second.start(1)]
            yield said.text[: first.start(1)] + second[1] + between + first[1] + said.text[second.end(1) :]


def _sets_apart(text: str, start: int, end: int) -> bool:
    """Whether what stands between two values tells them apart: more than a hyphen or "and"."""
    return len(re.findall(r"[A-Za-z]{4,}|[\u30a0-\u30ff\u3400-\u9fff]{2,}", text[start:end])) > 0


UNITS = {
    "Ω·cm²": ("mΩ·cm²", "Ω·m²"),
    "μm": ("mm", "nm"),
    "µm": ("mm", "nm"),
    "mm": ("cm", "μm"),
    "nm": ("μm", "mm"),
    "MPa": ("kPa", "GPa"),
    "Pa": ("kPa",),
    "°C": ("K", "°F"),
    "℃": ("K", "°F"),
    "ppm": ("ppb", "%"),
    "ns": ("ms", "μs"),
    " s": (" ms", " min"),
    "mS/cm": ("S/cm", "mS/m"),
    "eV": ("keV",),
    "Ah": ("mAh", "A"),
    "kg/h": ("kg/s", "g/h"),
    "mA/cm²": ("A/cm²", "mA/m²"),
    "µGal": ("mGal", "nGal"),
    "mGal": ("µGal",),
    "質量%": ("体積%", "ppm"),
    "mass%": ("vol%",),
    "mass %": ("vol %", "ppm"),
    " %": (" ppm", " ‰"),
    "Hz": ("kHz", "MHz"),
    "mHz": ("kHz",),
    " g": (" mg", " kg"),
    "cm³/g": ("m³/g", "cm³/kg"),
    "m/s²": ("cm/s²",),
    "か月": ("年", "日"),
    "年間": ("か月間",),
    "日以内": ("年以内",),
    "時間": ("分", "秒"),
    "週間": ("か月",),
    "円": ("ドル",),
    "JPY": ("USD",),
    "days": ("weeks", "hours"),
    "years": ("months",),
    "months": ("years", "weeks"),
    "weeks": ("months",),
    "hours": ("minutes",),
    "hour ": ("week ",),
    "mm/s": ("m/s",),
    "cycles": ("hours",),
    "サイクル": ("時間",),
    " K ": (" °C ",),
    "kg": ("g", "t"),
    "µK": ("mK",),
    "working days": ("weeks",),
}


def _other_unit(said: Said, chance: random.Random) -> Iterator[str]:
    for unit, others in UNITS.items():
        pattern = re.compile(
            rf"(\d ?|\b(?:two|three|four|five|six|eight|twelve|fourteen) ){re.escape(unit)}(?![A-Za-z/·²³])"
        )
        for match in pattern.finditer(said.text):
            for other in others:
                yield (
                    said.text[: match.end(1)]
                    + other.lstrip(" " * match[1].endswith(" "))
                    + said.text[match.end() :]
                )


# Denial and direction

ENGLISH_DENIALS = (
    (r"\b(was|were|is|are|has|have|had|may|can|must|will) (?!not\b|no\b)", r"\1 not "),
    (r"\b(did|does|do|was|were|is|are|may|has|have|can) not ", r"\1 "),
    (r"\bNobody\b", "Everybody"),
    (r"\bnone\b", "some"),
    (r"\band not on\b", "and on"),
    (r", not ", ", and "),
    (r"\bwith (?=drift|the chamber|a |an )", "without "),
    (r"\bwithout\b", "with"),
    (r"(?<!not )(?<!was )(?<!is )(?<!at )\b(\w{4,})ed (?=by|from|to|in|the|a|on|for|with)\b", r"did not \1 "),
    (r"\bstays\b", "never stays"),
)
JAPANESE_DENIALS = (
    ("であった。", "ではなかった。"),
    ("である。", "ではない。"),
    ("だった。", "ではなかった。"),
    ("された。", "されなかった。"),
    ("されている。", "されていない。"),
    ("される。", "されない。"),
    ("なった。", "ならなかった。"),
    ("増えた。", "増えなかった。"),
    ("行う。", "行わない。"),
    ("する。", "しない。"),
    ("なる。", "ならない。"),
    ("達した。", "達しなかった。"),
    ("開かれる。", "開かれない。"),
    ("できる。", "できない。"),
    ("できない。", "できる。"),
    ("しない。", "する。"),
    ("しなかった。", "した。"),
    ("ではなく", "であり"),
    ("されていない。", "されている。"),
    ("られなかった。", "られた。"),
    ("いない。", "いる。"),
    ("変更せず", "変更し"),
    ("訂正されず", "訂正され"),
    ("ではなく、", "と同じく、"),
    ("かかる見込み", "かからない見込み"),
    ("用いた。", "用いなかった。"),
    ("ない。", "ある。"),
    ("超える。", "超えない。"),
    ("ある。", "ない。"),
    ("届け出る。", "届け出ない。"),
    ("下がる。", "下がらない。"),
    ("上がる。", "上がらない。"),
    ("負担する。", "負担しない。"),
)


def _denied(said: Said, chance: random.Random) -> Iterator[str]:
    if _is_japanese(said.text):
        pairs = [(re.escape(true), false) for true, false in JAPANESE_DENIALS]
    else:
        pairs = list(ENGLISH_DENIALS)
    yield from _replaced(said.text, pairs)


TURNED = (
    (r"\bat least\b", "at most"),
    (r"\bat most\b", "at least"),
    (r"\bmore than\b", "less than"),
    (r"\bbelow\b", "above"),
    (r"\babove\b", "below"),
    (r"\bor less\b", "or more"),
    (r"\bor more\b", "or less"),
    (r"\bbefore\b", "after"),
    (r"\bafter\b", "before"),
    (r"\brose\b", "fell"),
    (r"\brisen\b", "fallen"),
    (r"\brising\b", "falling"),
    (r"\braised\b", "lowered"),
    (r"\breduced\b", "increased"),
    (r"\bfell\b", "rose"),
    (r"\bincreases?\b", "decreases"),
    (r"\bhigher\b", "lower"),
    (r"\blower\b", "higher"),
    (r"\blargest\b", "smallest"),
    (r"\binside\b", "outside"),
    (r"\boutside\b", "inside"),
    (r"\bmet\b", "missed"),
    (r"\bapproved\b", "rejected"),
    (r"\baccepted\b", "rejected"),
    (r"\bpositive electrode\b", "negative electrode"),
    (r"\bWarming\b", "Cooling"),
    (r"\bwarm up\b", "cool down"),
    (r"\bdownstream\b", "upstream"),
    (r"\blate\b", "early"),
    (r"\bin advance\b", "afterwards"),
    (r"\bup to\b", "at least"),
    (r"\bbeyond that\b", "before that"),
    (r"\bkept\b", "lost"),
    (r"\bbegins\b", "ends"),
    (r"\bends\b", "begins"),
    (r"\bputs? off\b", "brings forward"),
    (r"\bunder\b", "over"),
    (r"\badopted\b", "rejected"),
    (r"\bdelivered\b", "received"),
    (r"\bincluding\b", "excluding"),
    (r"\bslightly\b", "greatly"),
    (r"\bfirst\b", "last"),
    (r"\bwithin (?=\d|one|five|two)", "not before "),
    (r"\bhalving\b", "doubling"),
    (r"\bsmall\b", "large"),
    ("以上", "以下"),
    ("以下", "以上"),
    ("未満", "以上"),
    ("以内", "以上"),
    ("超え", "下回"),
    ("増え", "減っ"),
    ("低下", "上昇"),
    ("上がる", "下がる"),
    ("下げる", "上げる"),
    ("前に", "後に"),
    ("の前", "の後"),
    ("後の", "前の"),
    ("の後", "の前"),
    ("採用", "却下"),
    ("承認", "拒絶"),
    ("達し", "届かなかっ"),
    ("正極", "負極"),
    ("より少ない", "より多い"),
    ("薄く", "厚く"),
    ("小さい", "大きい"),
    ("最短", "最長"),
    ("内側", "外側"),
    ("昇圧", "降圧"),
    ("前まで", "後まで"),
    ("収まった", "収まらなかった"),
    ("遅くとも", "早くとも"),
    ("少なくとも", "多くとも"),
    ("禁止されて", "許可されて"),
    ("含めて", "除いて"),
    ("温まる", "冷える"),
    ("保ち", "失い"),
    ("廃止", "維持"),
    ("終了", "開始"),
    ("上流", "下流"),
    ("均一型の値", "勾配型の値"),
)


def _turned(said: Said, chance: random.Random) -> Iterator[str]:
    yield from _replaced(said.text, TURNED)


def _sides_swapped(said: Said, chance: random.Random) -> Iterator[str]:
    """What is compared, the other way round."""
    for pattern in (
        r"^(.+?) (not on that of|than|before|against|instead of) (.+?)([.,])",
        r"^(.+?)(ではなく|より)、?(.+?)(。|に)",
    ):
        match = re.match(pattern, said.text)
        if match and max(len(match[1]), len(match[3])) < 60 and not re.search(r"\d", match[1] + match[3]):
            yield f"{match[3]} {match[2]} {match[1]}{said.text[match.start(4) :]}"


# Quotes and markers


def _false_quotes(said: Said, chance: random.Random) -> Iterator[Lie]:
    """Quotes that are not in the passage: a figure, a word, a denial or an order changed."""
    if locate(said.text, said.hit.passage.text) is not None:
        return  # the sentence is its own quote
    made = {
        "figure": NUMBER.sub(lambda match: _one_figure(match[0], chance), said.quote, count=1),
        "figures": NUMBER.sub(lambda match: _one_figure(match[0], chance), said.quote),
        "denial": said.quote.replace(" is ", " is not ", 1)
        .replace(" was ", " was not ", 1)
        .replace("であった", "ではなかった"),
        "order": " ".join([*said.quote.split(" ")[1:], said.quote.split(" ")[0]]),
        "word": re.sub(r"\b([a-z]{5,})\b", r"\1ish", said.quote, count=1),
        "kanji": re.sub("([\u3400-\u9fff])([\u3400-\u9fff])", r"\2\1", said.quote, count=1),
        "more": f"{said.quote} and nothing else" if not _is_japanese(said.quote) else f"{said.quote}という",
        "own words": said.text,
    }
    for how, quote in made.items():
        if quote != said.quote and locate(quote, said.hit.passage.text) is None:
            yield Lie(Kind.QUOTE, how, replace(said, quote=quote))


def _elsewhere(said: Said, told: Sequence[Said], chance: random.Random) -> Iterator[Lie]:
    """The same under the marker of another passage; and what is said of another passage under this quote."""
    for other in chance.sample(list(told), min(3, len(told))):
        if (
            locate(said.quote, other.hit.passage.text) is None
            and locate(said.text, other.hit.passage.text) is None
        ):
            yield Lie(Kind.MARKER, "another passage", replace(said, hit=other.hit))
        foreign = other.hit.document.id != said.hit.document.id and _is_japanese(other.text) == _is_japanese(
            said.text
        )
        if foreign and "aurora" not in (said.hit.document.title, other.hit.document.title):
            yield Lie(Kind.CLAIM, "another claim", replace(said, text=other.text))


# What they are made with


def _each_number(said: Said, change: Callable[[str], str]) -> Iterator[str]:
    """The sentence with each of its numbers changed in turn, where the new one stands nowhere in the passage."""
    for match in NUMBER.finditer(said.text):
        if (
            not match[0].strip("−-0.")
            or DATE.search(said.text[match.end() :])
            or BEFORE_DATE.search(said.text[: match.start()])
        ):
            continue  # nothing times ten is nothing; figures of dates are changed by themselves
        changed = change(match[0])
        if (
            changed
            and changed != match[0]
            and not re.search(rf"(?<![\d.]){re.escape(_narrow(changed))}(?![\d.])", _narrow(said.quote))
        ):
            yield said.text[: match.start()] + changed + said.text[match.end() :]


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _one_figure(number: str, chance: random.Random) -> str:
    places = [at for at, character in enumerate(number) if character.isdigit()]
    at = chance.choice(places)
    other = chance.choice([figure for figure in "123456789" if figure != number[at]])
    return number[:at] + other + number[at + 1 :]


def _exchanged(number: str, chance: random.Random) -> str:
    """Two neighbouring figures exchanged; empty where that changes nothing."""
    pairs = [
        at for at in range(len(number) - 1) if number[at : at + 2].isdigit() and number[at] != number[at + 1]
    ]
    if not pairs:
        return ""
    at = chance.choice(pairs)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _replaced(text: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for pattern, other in pairs:
        changed = re.sub(pattern, other, text, count=1)
        if changed != text:
            yield changed


def _is_japanese(text: str) -> bool:
    return re.search("[\u3041-\u30ff]", text) is not None


Telling = Callable[[Said, random.Random], Iterator[str]]
_WAYS: tuple[tuple[Kind, str, Telling], ...] = (
    (Kind.IDENTIFIER, "near miss", _near_miss),
    (Kind.IDENTIFIER, "invented", _invented),
    (Kind.NUMBER, "date", _other_day),
    (Kind.NUMBER, "figure", _changed_figure),
    (Kind.NUMBER, "exchanged", _exchanged_figures),
    (Kind.NUMBER, "ten times", _ten_times),
    (Kind.NUMBER, "full width", _in_full_width),
    (Kind.NUMBER, "power", _in_powers),
    (Kind.NUMBER, "万", _in_many),
    (Kind.NUMBER, "sign", _sign),
    (Kind.NUMBER, "word", _in_words),
    (Kind.NUMBER, "moved", _moved),
    (Kind.NUMBER, "values swapped", _values_swapped),
    (Kind.UNIT, "another unit", _other_unit),
    (Kind.NEGATION, "denied", _denied),
    (Kind.COMPARISON, "turned", _turned),
    (Kind.COMPARISON, "sides", _sides_swapped),
)
