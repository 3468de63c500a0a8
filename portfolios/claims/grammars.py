"""How each language names claims: the word, ranges, what joins numbers, what stands before and behind.

Every pattern matches folded text. Those ending in `$` are tried on the few characters before the word.
"""

import re
from collections.abc import Iterable
from re import Pattern

from portfolios.characters import record
from portfolios.claims.numerals import ENGLISH_WORDS, FRENCH_WORDS, KANJI


def _compiled(pattern: str) -> Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


def _apart(words: str) -> str:
    """The pattern of whole words; the first letter of each stands alone, so that a search runs from one such letter to
    the next.
    """
    return "|".join(f"{word[0]}(?<!\\w{word[0]}){word[1:]}" for word in words.split("|"))


NEVER = re.compile(r"(?!)")


@record()
class Grammar:
    """One language's way to refer to claims. Groups of `prefix` and `suffix`: `some` is one_or_more,
    `any` is alternative; `joint` between numbers: groups `both`, `and`, `or`."""

    language: str
    hint: str  # in every text that refers to claims in this language
    word: Pattern[str]
    number: Pattern[str]
    range_mark: Pattern[str]
    joint: Pattern[str]
    prefix: Pattern[str]
    suffix: Pattern[str]
    tail: Pattern[str]  # belongs to the reference's span
    backward: Pattern[str]  # "any preceding claim": to all claims before
    forward: Pattern[str]  # "the following claims": never allowed
    connectors: frozenset[str] | None = None  # the last word before a dependency; None where it may be any
    foreign: Pattern[str] = NEVER  # before a reference: it is none
    prefix_ends: tuple[str, ...] = ()  # how every prefix ends; empty where any letter may be its last
    prefix_words: tuple[str, ...] = ()  # one of these stands in every prefix
    stop: Pattern[str] = NEVER  # after a bare number: it counts things, not claims


def _any_of(words: Iterable[str]) -> str:
    """The pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_EN_NUMBER = _any_of(ENGLISH_WORDS)
_EN_ANY = r"any\ one\ (?:claim\ )?of|any\ of|(?:either|one)(?:\ one)?\ of|either|anyone\ of|any\ one|any|one|whichever\ of"
_EN_SOME = (
    r"(?:any\ )?(?:at\ least\ (?:any\ )?one(?:\ claim)?|one\ or\ more|(?:any|one)\ or\ (?:more|several))(?:\ of)?"
    r"|at\ least\ one|one\ or\ more"
)
_EN_WHERE = r"preceding|previous|foregoing|prior|above|aforementioned|afore-?said|aforegoing|precedent|preceeding|former"
_EN_AGAIN = (
    r"(?:(?:of|in|to|with|by|from|under|as\ in|according\ to|as\ claimed\ in|any\ (?:one\ )?of|either)\s+)?"
)
_EN_CONNECTORS = (
    "of|in|to|with|by|from|under|per|using|performing|for|through|via|on|than|at|into|as|and|or|according|accordance"
    "|claimed|recited|defined|described|forth|stated|specified|disclosed|within|following|the|a|any|one|either|which"
    "|claim|including|comprising|practicing|having|wherein|employing|is|are|implementing|executing|containing|making"
    "|utilizing|see|process|method|step|steps|like|d|apparatus|device|system|composition"
)

ENGLISH = Grammar(
    language="en",
    hint="claim",
    # begins with its one first letter, so that the search runs from there to there
    word=_compiled(r"c(?<![\w-]c)(?:laim(?:\(s\)|s)?|aim|lam|lalm)(?:\s+no(?:s)?\.?)?(?=[\s\d(,;.:)]|$)"),
    # "claim I" and "claim l" are what character recognition makes of "claim 1"; "claim one or more" names none
    number=_compiled(
        r"\s*\(?(\d{1,3}(?!\d|\.\d|,\d{3}|\s*%)|[il](?=[,;:]|\s+(?:wherein|where|further|in\s+which|comprising|characteri))"
        rf"|(?:{_EN_NUMBER})(?=[,;:)]|\s+(?:wherein|where|further|in\s+which|comprising|characteri"
        rf"|(?:or|and|to|through)\s+(?:claims?\s+)?(?:\d|(?:{_EN_NUMBER})(?!\w)))))\)?"
    ),
    range_mark=_compiled(
        rf"\s*(?:-+|~|to|through|thru|until)\s*(?:claims?\s*)?(?=\d|(?:{_EN_NUMBER})(?!\w))"
    ),
    joint=_compiled(
        r"\s*(?:(?P<both>,?\s*(?:and\s*/\s*or|or\s*/\s*and))|(?P<or>[,;]?\s*or(?:\s+else)?)"
        r"|(?P<and>[,;]?\s*(?:and|as\s+well\s+as|&|\+))|[,;/])(?:\s+|(?=\d))"
        rf"(?P<word>{_EN_AGAIN}(?:the\s+)?claims?(?=[\s\d]))?"
    ),
    prefix=_compiled(
        rf"(?<!\w)(?:(?P<some>{_EN_SOME})|(?P<any>{_EN_ANY}))\s+(?:the\s+|said\s+)?(?:(?:{_EN_WHERE})\s+)?$"
    ),
    suffix=_compiled(
        r"\s*,?\s*(?:inclusive(?!\w))?(?:(?P<any>,?\s*(?:alternatively|in\s+the\s+alternative))(?!\w))?(?P<some>(?!))?"
    ),
    tail=NEVER,
    backward=_compiled(rf"(?:{_apart(_EN_WHERE)})(?:\s+(?:\w+\s+)?)?$"),
    forward=_compiled(rf"(?:{_apart('following|subsequent|succeeding|later|ensuing')})\s+$"),
    connectors=frozenset(_EN_CONNECTORS.split("|")),
    foreign=_compiled(rf"(?:{_apart('insurance|legal|patent|warranty|customer|medical')})\s+$"),
    prefix_ends=(
        *["of", "any", "one", "either", "more", "several", "claim", "the", "said"],
        *_EN_WHERE.replace("-?", "").split("|"),
        "afore-said",
    ),
    prefix_words=("any", "one", "either", "whichever"),
    stop=_compiled(
        r"\s*(?:[,;.:)]|$|(?:-|to|through|or|and|wherein|where|in|which|further|characteri[sz]ed|comprising"
        r"|including|having|said|the|is|are|for|with|when|that|a|an|alternatively|inclusive|by|on|as)(?!\w))"
    ),
)

GERMAN = Grammar(
    language="de",
    hint="anspr",
    word=_compiled(r"(?<!\w)(?:patent)?(?:anspruchs|anspruch(?:es)?|ansprüche[ns]?)(?!\w)"),
    number=_compiled(r"\s*(\d{1,3})(?!\d|[.,]\d)"),
    range_mark=_compiled(r"\s*(?:-+|~|bis(?:\s+zu)?)\s*(?:anspruch\s*)?(?=\d)"),
    joint=_compiled(
        r"\s*(?:(?P<both>und\s*/\s*oder)|(?P<or>,?\s*oder)|(?P<and>,?\s*(?:und|sowie))|[,;])\s*"
        r"(?P<word>(?:(?:nach|gemäß|gemäss)\s+)?(?:anspruch|ansprüche[n]?)(?=\s))?(?=\s*\d)"
    ),
    prefix=_compiled(
        r"(?<!\w)(?:(?P<some>(?:mindestens|wenigstens|zumindest)\s+eine[mrsn]?(?:\s+oder\s+mehreren)?|eine[mrsn]?\s+oder\s+mehreren)"
        r"|(?P<any>(?:irgend)?eine[mrsn]?(?:\s+beliebigen)?|jede[mrsn]?))\s+(?:der\s+|von\s+)?(?:vor\w+\s+|obigen\s+)?$"
    ),
    suffix=_compiled(r"(?P<any>(?!))?(?P<some>(?!))?"),
    tail=NEVER,
    backward=_compiled(
        r"(?<!\w)(?:vor(?:her|an)?(?:ig|gehend|gegangen|stehend|genannt|erwähnt|angehend)\w*|obigen|obenstehenden)\s+$"
    ),
    forward=_compiled(r"(?<!\w)(?:nachfolgend|folgend|nachstehend|untenstehend)e[nr]?\s+$"),
)

# A word counts only where the list ends or goes on: "la revendication 2 ou un moyen" names one claim.
_FR_NUMBER = (
    rf"(?:{_any_of(FRENCH_WORDS)})(?=[,;:.)]|\s*$|\s+(?:caract|compren|comport"
    r"|(?:dans|où|et|ou|à|pour|selon|qui|avec|pris|prises?)(?!\w)))"
)

FRENCH = Grammar(
    language="fr",
    hint="revendication",
    word=_compiled(r"r(?<!\wr)evendications?(?!\w)"),
    number=_compiled(rf"\s*(?:n\s?[°o]\s*)?(\d{{1,3}}(?!\d|[.,]\d)|{_FR_NUMBER})"),
    range_mark=_compiled(rf"\s*(?:-+|~|à|a|jusqu'à)\s*(?:la\s+revendication\s*)?(?=\d|{_FR_NUMBER})"),
    joint=_compiled(
        r"\s*(?:(?P<both>et\s*/\s*ou)|(?P<or>,?\s*ou(?:\s+bien)?)|(?P<and>,?\s*et)|[,;])\s*"
        rf"(?P<word>(?:selon\s+|à\s+|de\s+|dans\s+)?(?:la\s+|les\s+)?revendications?(?=\s))?(?=\s*(?:\d|{_FR_NUMBER}))"
    ),
    prefix=_compiled(
        r"(?<!\w)(?:(?P<some>(?:l')?(?:au\s+moins\s+(?:l')?une?|une?\s+au\s+moins|une?\s+ou\s+plusieurs)(?:\s+quelconques?)?)"
        r"|(?P<any>(?:l')?(?:une?|un)(?:\s+quelconque)?(?:\s+ou\s+l'autre)?))\s+(?:des\s+|de\s+(?:la\s+|les\s+)?)?"
        r"(?:précédentes?\s+)?$"
    ),
    suffix=_compiled(r"(?P<any>(?!))?(?P<some>(?!))?"),
    tail=_compiled(r"\s+(?:précédentes?|ci-dessus|ci-avant|antérieures?|qui\s+précèdent)"),
    backward=_compiled(r"(?<!\w)précédentes?\s+$"),
    forward=NEVER,
)

_JP_OR = r"又は|または|若しくは|もしくは|或いは|あるいは|或は|か(?=\s*(?:請求項)?\s*\d)"
_JP_NUMBER = rf"\d{{1,3}}(?!\d)|[{KANJI}]{{1,6}}"
# 第(1)項, as old gazettes have it
_JP_OPENED, _JP_CLOSED = r"(?:\((?=\d{1,3}\)))?", r"(?:(?:(?<=\(\d)|(?<=\(\d\d)|(?<=\(\d\d\d))\))?"
_JP_AND = r"及び|および|並びに|ならびに|と(?=\s*請求項)"

JAPANESE = Grammar(
    language="ja",
    hint="請求",
    # 特許請求の範囲第1項, 特許請求の範囲第(1)項, as to 1987
    word=_compiled(
        rf"請求(?:項|の範囲(?=\s*(?:第\s*(?:[\d{KANJI}]{{1,4}}|\(\d{{1,3}}\))\s*項|\(\d{{1,3}}\)(?=\s*項?に?記\s?載))))"
    ),
    number=_compiled(rf"\s*(?:第\s*)?{_JP_OPENED}({_JP_NUMBER}){_JP_CLOSED}(?:\s*項)?"),
    range_mark=_compiled(
        rf"\s*(?:乃至は?|ないしは?|から|至(?!る)|~|-|・・・)\s*(?:請求項)?\s*(?:第\s*)?(?=\(?[\d{KANJI}])"
    ),
    joint=_compiled(
        rf"\s*(?:(?P<both>(?:及び|および)\s*/\s*(?:又は|または|或いは))|(?:[、,]\s*)?(?P<or>{_JP_OR})|(?:[、,]\s*)?(?P<and>{_JP_AND})|[、,・/])"
        rf"\s*(?P<word>請求項|(?:特許)?請求の範囲)?(?=\s*(?:第\s*)?(?:[\d{KANJI}]|\(\d{{1,3}}\)))"
    ),
    prefix=_compiled(r"(?P<some>(?!))?(?P<any>(?:いずれ|何れ)か(?:一つ|1つ)?の)\s*$"),
    prefix_ends=("の",),
    prefix_words=("いずれ", "何れ"),
    suffix=_compiled(
        r"\s*(?:まで)?\s*(?:の)?(?:うち|内|中)?(?:の)?[、,]?\s*(?:各請求項の)?"
        r"(?:(?P<some>少なくとも\s*(?:いずれ|何れ|いづれ)?か?\s*(?:一|1)?(?:項|つ)?|(?:一|1)(?:項|つ)?\s*(?:以上|又は複数|または複数)(?:の請求項)?)"
        r"|(?P<any>(?:いずれ|何れ|いづれ|どれ)か?(?:\s*の)?\s*(?:一|1)?\s*(?:に記載|項|つ|方)?(?:の請求項)?|任意の?\s*(?:一|1)(?:項|つ)"
        r"|任(?:意|何)?(?:一|1)項|之一|(?:一|1)(?:項|方|つ)))?"
    ),
    tail=_compiled(
        r"\s*(?:の?(?:請求項)?に?(?:記\s?載|記述|係る|規定)(?:された|した)?(?:の|に)?|において|による|によって|により|に従う|に従った|の(?=[^いうな内中]))"
    ),
    backward=_compiled(
        r"(?:前記|上記|先行する|前述の|上述の|先の|先行|以上の)(?:各|全ての|すべての|いずれかの)?\s*$"
    ),
    forward=_compiled(r"(?:下記|以下の|後続の|後述の)\s*$"),
)

CHINESE = Grammar(
    language="zh",
    hint="权利要求",
    word=_compiled(r"权利要求(?!书)"),
    number=_compiled(r"\s*(?:第\s*)?(\d{1,3})(?!\d)(?:\s*项)?"),
    range_mark=_compiled(r"\s*(?:-+|~|至|到)\s*(?:权利要求)?\s*(?=\d)"),
    joint=_compiled(
        r"\s*(?:(?P<both>(?:和|及)\s*/\s*或者?)|[、,]?\s*(?P<or>或者?)|[、,]?\s*(?P<and>以及|和|及|与)|[、,])\s*"
        r"(?P<word>权利要求)?(?=\s*\d)"
    ),
    prefix=_compiled(
        r"(?:(?P<some>至少(?:一|1)项)|(?P<any>任(?:意|何)?(?:一|1)(?:项|个)?|任一))(?:的)?(?:前述|上述|前面的?|在前的?)?$"
    ),
    suffix=_compiled(
        r"\s*(?:中|之中|的|其中)?(?:的)?(?:(?P<some>至少(?:一|1)(?:项|个)|(?:一|1)项或多项)"
        r"|(?P<any>任(?:意|何)?(?:一|1)(?:项|个)?(?:权利要求)?|之一|任(?:意|何)项))?"
    ),
    tail=_compiled(r"\s*(?:中?所述的?|所述|的|所(?:要求|限定|记载)的?)"),
    backward=_compiled(
        r"(?:前述|上述|前面|在前|以上)(?:的)?(?:任(?:意|何)?一项|任一|各项?|所有)?(?:的)?\s*$"
    ),
    forward=_compiled(r"(?:下述|以下|后述|后面的?|在后的?)\s*$"),
)

KOREAN = Grammar(
    language="ko",
    hint="항",
    word=_compiled(r"(?:청구항\s*)(?=\d)|(?=제\s*\d{1,3}\s*항)"),
    number=_compiled(r"\s*(?:청구항\s*)?(?:제\s*)?(\d{1,3})(?!\d)(?:\s*항)?"),
    range_mark=_compiled(r"\s*(?:-+|~|내지|부터|에서)\s*(?=(?:청구항\s*)?(?:제\s*)?\d)"),
    joint=_compiled(
        r"\s*(?:(?P<both>및\s*/\s*또는)|[,、]?\s*(?P<or>또는|혹은|이나)|[,、]?\s*(?P<and>및|와|과)|[,、])\s*"
        r"(?P<word>)(?=(?:청구항\s*)?(?:제\s*)?\d)"
    ),
    prefix=NEVER,
    suffix=_compiled(
        r"\s*(?:까지)?\s*(?:중|가운데)?\s*(?:(?P<some>적어도\s*(?:어느\s*)?(?:한|하나의?)\s*항?)|(?P<any>(?:어느|임의의)\s*(?:한|하나의?|1)\s*항?))?"
    ),
    tail=_compiled(r"\s*(?:에\s*있어서|에\s*따른|에\s*기재된|의|에\s*의한)"),
    backward=NEVER,
    forward=NEVER,
)

GRAMMARS = (ENGLISH, GERMAN, FRENCH, JAPANESE, CHINESE, KOREAN)
