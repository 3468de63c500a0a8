"""What is said of all but one thing: that one is not told to be so, nor all of them without it. Plain Python."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kaas.answering.checking.denial import denies
from kaas.answering.checking.direction import opposed
from kaas.answering.checking.spotting import in_one_language, latin, others
from kaas.answering.checking.words import words

_ENDS = (
    r"(?=\s(?:is|are|was|were|has|have|had|do|does|did|will|shall|must|may|can|could|would|should)\b"
    r"|(?<!\bthe)(?<!\ba)(?<!\ban)\s\w+ed\b|[,.;:|\n](?!\d)|\s(?:and|but)\s|$)"
)
_EVERY = (
    r"\b(?:all|every|each|any|no)(?: of)?(?: the| our| its| their| these| those)?(?: \w+){0,2}?"
    r" \w+(?:s|one|body|thing|country)"
)
EXCEPT = re.compile(
    rf"(?i)(?P<surely>\b(?:except(?:ing)?(?: for)?|with the exception of|save for|barring|exclud(?:es|ed|e|ing))|{_EVERY} but"
    rf"|\b(?:all|none|nothing|nobody|no one|everybody|everyone|everything|everywhere) but) (?!if|when|where|that|as\b)"
    rf"(?P<en>[^,.;:|\n]{{1,60}}?){_ENDS}"
    rf"|\b(?:apart from|aside from|other than) (?P<besides>[^,.;:|\n]{{1,60}}?){_ENDS}"
)
EXCEPT_JAPANESE = re.compile(
    r"(?P<ja>[^、。|\nはがで]{1,30})(?:を除(?:き|く|いて|いた|けば)(?!去)|を例外と(?:し|す))(?:、|すべて|全て)?"
    r"|(?P<besides>[^、。|\nはがで]{1,30})以外(?!にも)(?:の|は|で|に|、)?"
)
# What stands in the place of a denial, a limit or an exception of its own.
OWN = re.compile(
    r"(?i)\b(?:except\w*|exclu\w*|apart from|aside from|other(?:s|wise)?|remaining|rest|only|but|without|save for|barring"
    r"|remov\w*|omit\w*|almost|nearly|most|outside)\b|除|以外|例外|ほか|他の|その他|残り|だけ|のみ|限|外れ"
)
EVERYTHING = re.compile(
    r"(?i)\b(?:all|every\w*|each|any|entire(?:ly)?|whole|throughout)\b|すべて|全て|全部|いずれ|どの|全[^体般面く固]|各"
)
ALSO = re.compile(r"(?i)\b(?:also|too|as well|additionally)\b|ほかに|さらに|[にで]も")
NONE = re.compile(r"(?i)\b(?:no|not|none|nothing|nobody|never|neither)\b")
SENTENCES = re.compile(r"(?<=[。\n;])|(?<=\.)\s+(?=[A-Z])")
PARTS = re.compile(r"(?i)[,;:。、](?!\d)|\b(?:but|while|whereas|although|though)\b|が、|一方")
TOKEN = re.compile(r"\d+(?:\.\d+)?")
FORMAL = re.compile(
    "j:(?:[ぁ-ん]|為る|有る|成る|居る|出来る|除く|以外|全て|全部?)|e?:?(?:ones?|those|that|all|every|each)"
)
_SPELLED = """
except excepting exception excludes excluded exclude excluding save barring apart aside other but
"""
SIGNS = frozenset(_SPELLED.split())
SIGNS_JAPANESE = frozenset("除例外")
MOST = 8
SHARED = 0.5  # of what else a clause says, in what is said of all


@dataclass(frozen=True, slots=True)
class Exempt:
    """What is left out of something, and what is said of the rest of it."""

    apart: frozenset[str]
    main: str
    said: frozenset[str]


def excepts_alike(sentence: str, said: str) -> bool:
    """Whether a sentence does not say of an exception what is said of the rest, nor of all what is said of all but one."""
    if SIGNS.isdisjoint(latin(said)) and SIGNS_JAPANESE.isdisjoint(others(said)):
        return True
    if OWN.search(sentence):
        return True
    for part in SENTENCES.split(said)[:MOST]:
        for one in islice(_exceptions(part), MOST):
            if _is_told_of_it(sentence, one) or _is_told_of_all(sentence, one):
                return False
    return True


def _exceptions(part: str) -> Iterator[Exempt]:
    for pattern in (EXCEPT, EXCEPT_JAPANESE):
        for found in pattern.finditer(part):
            groups = found.groupdict()
            apart, head = (
                groups.get("en") or groups.get("ja") or groups["besides"],
                groups.get("surely") or "",
            )
            main = f"{part[: found.start()]} {re.sub(r'(?i) but$', '', head)} {part[found.end() :]}"
            if groups["besides"] and (
                ALSO.search(main) or not (EVERYTHING.search(main) or NONE.search(main) or denies(main))
            ):
                continue
            main = re.sub(r"(?i)\bexcept\w*(?: for)?|\bexclud\w+|\bwith the exception of", " ", main)
            yield Exempt(_telling(apart) - _telling(main), main, _telling(main))


def _is_told_of_it(sentence: str, one: Exempt) -> bool:
    """Whether the sentence says of the exception what is said of the rest."""
    if not one.apart or not one.apart <= _telling(sentence):
        return False
    parts = [part for part in PARTS.split(sentence) if part and one.apart & _telling(part)]
    told = parts[0] if len(parts) == 1 and _telling(parts[0]) - one.apart else sentence
    rest = _telling(told) - one.apart
    shared = rest & one.said
    if not shared or len(shared) < SHARED * len(rest):
        return False
    return denies(told) == denies(one.main) and not opposed(told, one.main)


def _is_told_of_all(sentence: str, one: Exempt) -> bool:
    """Whether the sentence says of all without exception what is said of all but one."""
    if not EVERYTHING.search(sentence) or not EVERYTHING.search(one.main) or one.apart & _telling(sentence):
        return False
    if not in_one_language(sentence, one.main):
        return denies(sentence) == denies(one.main)
    own = _telling(sentence)
    return bool(own) and len(own & one.said) >= SHARED * len(own) and denies(sentence) == denies(one.main)


def _telling(text: str) -> frozenset[str]:
    """The words and figures of a text, without those that any may have."""
    return frozenset(word for word in words(text) if not FORMAL.fullmatch(word)).union(TOKEN.findall(text))
