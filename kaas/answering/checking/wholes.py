"""What is said of a part is not said of the whole, nor what each pays of what all pay. Plain Python."""

import re

from kaas.answering.checking.spotting import has_figures, in_one_language, latin
from kaas.answering.checking.words import clauses, words

_NUMBER = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred)"
_SHARE = rf"(?:half|(?:a|one|two|three) (?:third|quarter|fifth|tenth)s?|\d[\d.]* ?(?:%|percent)|{_NUMBER})"
PART_OF = re.compile(
    rf"(?i)\b(?:only |about |nearly )?{_SHARE} (?:out )?of"
    r" (?:all |all the |the |its |our |their |these |those )(?P<what>[^.;\n|]+)"
)
PART_OF_JAPANESE = re.compile(
    r"(?P<what>[A-Za-z0-9\u30a1-\u30ff\u3400-\u9fff]{1,16})の(?:うち)?(?:の)?[約、]?(?:半数|半分|過半数|一部"
    r"|\d[\d.]* ?%|[0-9一二三四五六七八九]割"
    r"|[0-9一二三四五]分の[0-9一二三四五])(?=[がはをで])(?P<rest>[^。\n|]+)"
)
OF_A_PART = re.compile(
    r"(?i)\b(?:half|halves|thirds?|quarters?|fifths?|tenths?|percent|some|several|many|few|most|part(?:s|ly)?|portion|share|majority"
    r"|minority|certain|of the|of all|out of)\b|%|半|割|分の|一部|部分|うち|中|多く|いくつか|数"
)
HOLDS_MORE = re.compile(r"(?i)\b(?:which|that|who|whose)\b|,")
DETERMINER = re.compile(r"(?i)^(?:(?:all|of|the|its|our|their|these|those) )+")
HOW_MANY = re.compile(rf"(?i)^{_NUMBER} ")
ONE_IN = re.compile(
    rf"(?i)\b(?P<part>one|1) (?:in|out of) (?:every )?(?P<whole>{_NUMBER})(?= (?P<what>[a-z]+s)\b)"
)
ONE_IN_JAPANESE = re.compile(
    r"(?P<whole>\d+|[二三四五六七八九十百]+)(?P<unit>[個台本枚件人社])に[1一] ?(?P=unit)"
)
EACH = re.compile(
    r"(?i)\b(?:per(?! ?cent)|each|apiece|every)\b|につき|あたり|当たり|当り|ごと|毎[年月日週時]|それぞれ|各"
)
IN_TOTAL = re.compile(
    r"(?i)\b(?:in total|total(?:s|ling|ing)?|altogether|together|combined|jointly|in all|overall)\b"
    r"|合計|総額|総計|全部で|全(?=\d)|合わせて|併せて"
)
A_SHARE = r"%|percent|\b\w+th\b|half|third|quarter"
MOST = 12
FIGURE = re.compile(r"(?<![A-Za-z0-9.])\d+(?:\.\d+)?(?:,\d{3})*")


def is_of_the_whole(sentence: str, said: str) -> bool:
    """Whether a sentence says nothing of all that its source says of a part, and no sum of each."""
    if not _is_each_or_all(sentence, said):
        return False
    if not in_one_language(sentence, said):
        return True
    return not (_is_said_of_a_part(sentence, said) or _is_one_in_many(sentence, said))


def _is_each_or_all(sentence: str, said: str) -> bool:
    """Whether what is so much for each is not told to be so much for all, nor the other way round."""
    if not has_figures(sentence):
        return True
    for one, other in ((IN_TOTAL, EACH), (EACH, IN_TOTAL)):
        if (
            one.search(sentence)
            and not other.search(sentence)
            and other.search(said)
            and not one.search(said)
        ):
            ours, parts = set(FIGURE.findall(sentence)), clauses(said)[:MOST]
            return not any(other.search(part) and not ours.isdisjoint(FIGURE.findall(part)) for part in parts)
    return True


def _is_said_of_a_part(sentence: str, said: str) -> bool:
    """Whether a sentence says of the things themselves what is said of a share of them."""
    if OF_A_PART.search(sentence):
        return False
    if not said.isascii() and _is_said_of_a_part_in_japanese(sentence, said):
        return True
    if "of" not in latin(said):
        return False
    bare = DETERMINER.sub("", sentence).casefold()
    for found in PART_OF.finditer(said):
        told = DETERMINER.sub("", found["what"]).casefold()
        begins = {told.split(" ")[0], HOW_MANY.sub("", told).split(" ")[0]}
        if not HOLDS_MORE.search(told) and bare.split(" ")[0] in begins:
            own = words(bare)
            if len(own) > 1 and own <= words(told):
                return True
    return False


def _is_said_of_a_part_in_japanese(sentence: str, said: str) -> bool:
    for found in PART_OF_JAPANESE.finditer(said):
        own, what = words(sentence), words(found["what"])
        names_it = re.search(rf"{re.escape(found['what'])}[がはをも]", sentence)
        if names_it and own - what and own <= what | words(found["rest"]):
            return True
    return False


def _is_one_in_many(sentence: str, said: str) -> bool:
    """Whether of one in ten either figure is told alone."""
    for found in ONE_IN.finditer(said) if latin(said) & {"one", "in", "out"} else ():
        alone = rf"(?i)\b(?:{found['whole']}|{found['part']}) {found['what'][:-1]}"
        is_share = rf"(?i)\b(?:in|of|per|every|each) (?:every )?{found['whole']}\b|{A_SHARE}"
        if re.search(alone, sentence) and not re.search(is_share, sentence):
            return True
    for found in ONE_IN_JAPANESE.finditer(said) if "に" in said else ():
        if re.search(
            rf"{found['whole']} ?{found['unit']}(?!に|の?うち|中|あたり|当たり|ごと|のなか)", sentence
        ):
            return True
    return False
