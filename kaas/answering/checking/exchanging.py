"""What is turned round in a sentence: what comes first, what replaces what, who gives and who gets, in either language.

Compared are names, elements and the words that say which way, as these are known across languages. Plain Python.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from kaas.answering.checking.materials import elements
from kaas.answering.checking.opposites import ways_of
from kaas.answering.checking.words import words

# Who gives and gets: a firm, which bears a capital, or what it is to the other.
WHO = (
    r"(?:\b[A-Z]\w+(?:[ \-][A-Z]\w+){0,3}"
    r"|\b(?:[Tt]he )?(?:licen[sc](?:ee|or)|supplier|buyer|seller|customer|vendor|purchaser|lender|borrower))"
)
MODAL = r"(?:(?:shall|will|must|has|have|had|also|then) ){0,2}"
SUPPLIES = (
    r"(?:sold|sells?|suppl(?:y|ies|ied)|deliver(?:s|ed)?|sends?|sent|lends?|lent"
    r"|leases?|leased|gives?|gave|provide[sd]?)"
)
MONEY = r"(?:[a-z]+ ){0,3}?(?:royalt|fees?\b|payment|money|lump sum|[\d.]+ ?%|(?:EUR|USD|JPY|[€$¥]))"
# Up to the next who does something.
BETWEEN = rf"(?:(?! and {WHO} [a-z]+)(?:[^.;]|\.\d))"
SIDE, TOPIC = r"[^、。はがにへ]{1,20}", r"[はが](?:[^。はが]{0,24}?(?:までに|に際して|日に|月に|年に|、))?"
TO_JA, MIDDLE = r"(?<!まで)(?<![年月日])[にへ]", r"(?:(?!(?<!まで)へ|、[^。、はが]{1,20}[はが])[^。])"
# What stands first in time; the new and the old; who gives and who gets. Each pattern with words of which it needs one:
# most sentences have none of them, and looking for the pattern itself in those takes long.
RELATIONS = {
    "time": (
        (("before",), re.compile(r"(?i)(?P<one>[^.;,]{3,60}?) before (?P<two>[^.;,]{3,60})")),
        (("after",), re.compile(r"(?i)(?P<two>[^.;,]{3,60}?) after (?P<one>[^.;,]{3,60})")),
        (
            ("前に",),
            re.compile(r"(?P<two>[^。、]{1,30}?)(?<![日月年間分上秒週])前に、?(?P<one>[^。、]{2,30})"),
        ),
        (
            ("後に", "後、", "てから", "でから"),
            re.compile(r"(?P<one>[^。、]{1,30}?)(?:後に|後、|てから|でから)、?(?P<two>[^。、]{2,30})"),
        ),
    ),
    "place": (
        ((" behind ",), re.compile(r"(?i)(?P<two>[^.;,]{3,60}?) behind (?P<one>[^.;,]{3,60})")),
        ((" in front of ",), re.compile(r"(?i)(?P<one>[^.;,]{3,60}?) in front of (?P<two>[^.;,]{3,60})")),
        (
            ("の後ろ", "の背後", "の裏"),
            re.compile(r"(?P<two>[^。、はが]{1,24})[はが](?P<one>[^。、はが]{1,24})の(?:後ろ|背後|裏側?)に"),
        ),
        (
            ("の手前", "の前方", "の前に"),
            re.compile(r"(?P<one>[^。、はが]{1,24})[はが](?P<two>[^。、はが]{1,24})の(?:手前|前方?)に"),
        ),
    ),
    "cause": (
        (
            ("because",),
            re.compile(r"(?i)(?P<two>[^.;,]{3,90}?),? because (?:of )?(?P<one>(?:[^.;,]|\.\d){3,90})"),
        ),
        (
            ("as ", "since ", "because "),
            re.compile(
                r"(?i)(?:^|\. )(?:as|since|because) (?!shown|described)(?P<one>[^.;,]{3,90}), (?P<two>[^.;,]{3,90})"
            ),
        ),
        (("due to",), re.compile(r"(?i)(?P<two>[^.;,]{3,90}?) due to (?P<one>[^.;,]{3,90})")),
        (("so that",), re.compile(r"(?i)(?P<one>[^.;,]{3,90}?),? so that (?P<two>[^.;,]{3,90})")),
        (
            ("cause", "leave", "lead", "result"),
            re.compile(
                r"(?i)(?P<one>[^.;,]{3,60}?) (?:causes|caused(?! by)|leaves|left|leads to|led to|results in|resulted in) "
                r"(?P<two>[^.;,]{3,60})"
            ),
        ),
        (
            ("caused by",),
            re.compile(r"(?i)(?P<two>[^.;,]{3,60}?) (?:is|are|was|were) caused by (?P<one>[^.;,]{3,60})"),
        ),
        (
            ("招", "引き起こ", "もたら", "生じさせ"),
            re.compile(
                r"(?P<one>[^。、はが]{1,24})[はが](?P<two>[^。、]{1,24})を(?:招[いかき]|引き起こ[しす]|もたら[しす]|生じさせ)(?!れ)"
            ),
        ),
        (
            ("ため", "ので"),
            re.compile(r"(?P<one>[^。、|は]{2,40})(?:ため(?!で|の|だ)に?|ので)、?(?P<two>[^。|]{2,60})"),
        ),
        (
            ("ため", "から"),
            re.compile(r"(?P<two>[^。、|]{2,60})のは、(?P<one>[^。|]{2,90}?)(?:ため|から)で"),
        ),
        (("ため",), re.compile(r"(?P<two>[^。|\n]{2,60}) \| (?P<one>[^。|\n]{2,90})ため(?=$|\n| \|)")),
    ),
    "replaced": (
        (
            (" replaced ",),
            re.compile(
                r"(?i)(?P<one>[^.;,]{2,40}?) (?:was|were|is|are|been|be) replaced (?:by|with) (?P<two>[^.;,]{2,40})"
            ),
        ),
        (
            ("replac",),
            re.compile(
                r"(?i)\breplac(?:e[sd]?|ing) (?P<one>[^.;,]{2,40}?) (?:by|with) (?P<two>[^.;,]{2,40})"
            ),
        ),
        (
            ("replac",),
            re.compile(
                r"(?i)(?P<two>[^.;,]{2,40}?) replac(?:es|ed) (?!by|with)(?P<one>[^.;,]{2,40}?)(?=$|[.,;])"
            ),
        ),
        (
            ("置換", "置き換", "取替", "取り替", "切替", "切り替", "変更", "交換"),
            re.compile(
                r"(?P<one>[^。、は]{1,24})を(?P<two>[^。、]{1,24}?)(?:に|へ|と)(?:置き?換|置換|取り?替|切り?替|変更|交換)"
            ),
        ),
        (
            ("替え", "換え", "変え", "代え", "替わ", "置換", "置き換", "切替", "切り替", "変更", "交換"),
            re.compile(
                r"(?P<one>[^。、はを]{1,24}?)から(?P<two>[^。、はを]{1,24}?)(?:に|へ)(?:と)?(?:切り?替|置き?換|取り?替|置換|替え|換え"
                r"|変え|代え|替わ|変更|交換)"
            ),
        ),
        (
            (" from ",),
            re.compile(
                r"(?i)\b(?:chang(?:e[sd]?|ing)|switch(?:e[sd]|ing)?|mov(?:e[sd]?|ing)) (?:[a-z]+ ){0,4}?from "
                r"(?P<one>[^.;,]{2,40}?) to (?P<two>[^.;,]{2,40})"
            ),
        ),
        (("の代わりに",), re.compile(r"(?P<one>[^。、は]{1,24})の代わりに(?P<two>[^。、]{1,24})")),
    ),
    "paid": (
        (
            ("pay", "paid", "owe"),
            re.compile(rf"(?P<one>{WHO}) {MODAL}(?:pays?|paid|owe[sd]?) {BETWEEN}{{0,80}}?to (?P<two>{WHO})"),
        ),
        (
            ("pay", "paid", "owe"),
            re.compile(rf"(?P<one>{WHO}) {MODAL}(?:pays?|paid|owe[sd]?) (?P<two>{WHO})(?!'s)"),
        ),
        (
            ("receiv", "gets ", "get ", "got ", "collect", "obtain"),
            re.compile(
                rf"(?P<two>{WHO}) {MODAL}(?:receives?|received|gets?|got|collects?|collected|obtains?|obtained) "
                rf"{MONEY}{BETWEEN}{{0,80}}?from (?P<one>{WHO})"
            ),
        ),
        (
            ("支払", "払う", "払った"),
            re.compile(
                rf"(?P<one>{SIDE}){TOPIC}(?P<two>{SIDE}){TO_JA}{MIDDLE}{{0,40}}?(?:支払|払[うっ])(?![わさ])"
            ),
        ),
        (
            ("実施料", "ロイヤル", "対価", "代金", "金額", "円"),
            re.compile(
                rf"(?P<two>{SIDE}){TOPIC}(?P<one>{SIDE})から(?=[^。、]{{0,40}}(?:実施料|ロイヤル|対価|代金|金額|円))"
                r"[^。、]{0,40}?(?:受領|受け取|得|支払を受け)"
            ),
        ),
    ),
    "supplied": (
        (
            ("suppl", "sold", "sell", "deliver", "sen", "lend", "lent", "lease", "gave", "give", "provide"),
            re.compile(rf"(?P<one>{WHO}) {MODAL}{SUPPLIES} {BETWEEN}{{0,80}}?to (?P<two>{WHO})"),
        ),
        (
            ("suppl", "sen", "lend", "lent", "gave", "give", "deliver", "provide"),
            re.compile(
                rf"(?P<one>{WHO}) {MODAL}(?:suppl(?:y|ies|ied)|sends?|sent|lends?|lent|gives?|gave|provide[sd]?) "
                rf"(?P<two>{WHO})(?= (?:with|\d|the|a|an|one|two|three|four|five)\b)"
            ),
        ),
        (
            (
                "buy",
                "bought",
                "purchas",
                "receiv",
                "acquir",
                "obtain",
                "get",
                "got",
                "borrow",
                "took",
                "take",
            ),
            re.compile(
                rf"(?P<two>{WHO}) {MODAL}(?:buys?|bought|purchase[sd]?|receives?|received|acquire[sd]?|obtain(?:s|ed)?"
                rf"|gets?|got|borrow(?:s|ed)?|took|takes?) (?!{MONEY}){BETWEEN}{{0,80}}?from (?P<one>{WHO})"
            ),
        ),
        (
            ("販売", "売", "供", "納", "送付", "提供"),
            re.compile(
                rf"(?P<one>{SIDE}){TOPIC}(?P<two>{SIDE}){TO_JA}{MIDDLE}{{0,40}}?(?:販売|売却|売っ|供給|納入|納品|供与|送付|提供)(?!さ)"
            ),
        ),
        (
            ("購入", "買", "受", "取得", "調達", "借"),
            re.compile(
                rf"(?P<two>{SIDE}){TOPIC}(?P<one>{SIDE})から(?![^。、]{{0,40}}(?:実施料|ロイヤル|対価|代金|金額|円))"
                r"[^。]{0,30}?を?(?:購入|買|受領|受け取|取得|調達|借)"
            ),
        ),
    ),
    "granted": (
        (
            ("assign", "licen", "transfer", "grant"),
            re.compile(
                rf"(?P<one>{WHO}) {MODAL}(?:assign(?:s|ed)?|licen[sc]e[sd]?|transfer(?:s|red)?|grant(?:s|ed)?)\b "
                rf"?{BETWEEN}{{0,80}}?to (?P<two>{WHO})"
            ),
        ),
        (
            ("grant",),
            re.compile(rf"(?P<one>{WHO}) {MODAL}grant(?:s|ed)? (?P<two>{WHO})(?= (?:the|a|an|its)\b)"),
        ),
        (
            ("譲渡", "許諾", "ライセンス", "付与"),
            re.compile(
                rf"(?P<one>{SIDE}){TOPIC}(?P<two>{SIDE}){TO_JA}{MIDDLE}{{0,40}}?(?:譲渡|許諾|ライセンス|付与)(?!さ)"
            ),
        ),
        (
            ("譲", "許諾を受"),
            re.compile(
                rf"(?P<two>{SIDE}){TOPIC}(?P<one>{SIDE})から[^。]{{0,30}}?を?(?:譲り受|譲受|許諾を受)"
            ),
        ),
    ),
    "asked": (
        (
            ("求め", "依頼", "頼", "請求"),
            re.compile(
                rf"(?P<one>{SIDE})[はが][^。]{{0,60}}?(?P<two>{SIDE})に(?:確認|承認|立会い?|署名|意見|回答|説明|同意|許可)"
                r"を(?:求め|依頼|頼|請求)(?!ら)"
            ),
        ),
    ),
}
# Katakana by its consonant, as far as a Latin spelling shows it; r and l, b and v, and so on, are one.
_ROWS = {
    "k": "カキクケコガギグゲゴ",
    "s": "サシスセソザジズゼゾ",
    "t": "タチツテトダヂヅデド",
    "n": "ナニヌネノン",
    "h": "ハヒフヘホ",
    "b": "バビブベボヴ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
    "": "アイウエオァィゥェォャュョヤユヨワヲーッ",
}
_KANA = {kana: consonant for consonant, row in _ROWS.items() for kana in row}
_LATIN = str.maketrans(
    {"c": "k", "g": "k", "q": "k", "z": "s", "j": "s", "d": "t", "v": "b", "f": "h", "l": "r"}
)
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{3,}")
CAPITAL = re.compile(r"\b[A-Z][a-z]{3,}\b")
# A right is sold as well as granted; what is paid for it goes the other way.
NEAREST = {"supplied": "granted", "granted": "supplied"}
PARTIES = frozenset({"paid", "supplied", "granted", "asked"})
MOST = 24  # relations of a text that are compared
SHORTEST = 3  # consonants of a name that is known again in the other script


@dataclass(frozen=True)
class Relation:
    """The two ends of what a text says, each by all that is known of it in either language, when that is asked for."""

    kind: str
    first: str
    second: str

    @cached_property
    def one(self) -> frozenset[str]:
        return _known(self.first)

    @cached_property
    def two(self) -> frozenset[str]:
        return _known(self.second)


def turns_nothing_round(sentence: str, said: str) -> bool:
    """Whether nothing in the sentence has the ends of a relation the other way round than its source."""
    mine = relations(sentence)
    theirs = relations(said) if mine else ()
    return not any(_is_turned(ours, other) for ours in mine for other in _not_straight(ours, theirs))


def _not_straight(ours: Relation, theirs: Sequence[Relation]) -> Sequence[Relation]:
    """Those of its kind, or of the one nearest to it, where none of them says it as ours does."""
    alike = [one for one in theirs if one.kind == ours.kind] or [
        one for one in theirs if one.kind == NEAREST.get(ours.kind)
    ]
    if ours.kind in PARTIES:  # the one who gives to one may be given something by another
        straight, crossed = (max((_shared(ours, one)[way] for one in alike), default=0) for way in (0, 1))
        return () if straight >= crossed else alike
    return () if any(_is_straight(ours, one) for one in alike) else alike


def says_it_backwards(sentence: str, said: str) -> bool:
    """Whether both say the same of time, the one with before and the other with after."""
    theirs = [one for one in relations(said) if one.kind == "time"]
    return any(
        _is_straight(ours, other) and ours.one & other.one and ours.two & other.two
        for ours in relations(sentence)
        if ours.kind == "time"
        for other in theirs
    )


def _is_straight(ours: Relation, theirs: Relation) -> bool:
    straight, crossed = _shared(ours, theirs)
    return straight > crossed


def _is_turned(ours: Relation, theirs: Relation) -> bool:
    straight, crossed = _shared(ours, theirs)
    if ours.kind == "cause" and not (
        ours.one & theirs.two - theirs.one and ours.two & theirs.one - theirs.two
    ):
        return False  # the cause of the one may be what the other leads to
    return crossed > straight


def _shared(ours: Relation, theirs: Relation) -> tuple[int, int]:
    """How much stands at the same end and how much at the other; what is at both ends tells nothing."""
    mine, other = ((one.one - one.two, one.two - one.one) for one in (ours, theirs))
    return len(mine[0] & other[0]) + len(mine[1] & other[1]), len(mine[0] & other[1]) + len(
        mine[1] & other[0]
    )


@lru_cache(maxsize=256)
def relations(text: str) -> tuple[Relation, ...]:
    """The first relations of a text, kind by kind."""
    return tuple(islice(_all_relations(text), MOST))


def _all_relations(text: str) -> Iterator[Relation]:
    low = text.lower()
    for kind, patterns in RELATIONS.items():
        for needed, pattern in patterns:
            for one in needed:
                if one in low:
                    yield from (Relation(kind, one["one"], one["two"]) for one in pattern.finditer(text))
                    break


def _known(text: str) -> frozenset[str]:
    """Words, elements, ways and names in either script."""
    ways = {f"way:{name}{up}" for name, up in ways_of(text) if name != "time"}
    return words(text) | {f"element:{one}" for one in elements(text)} | ways | frozenset(_sounds(text))


def _sounds(text: str) -> Iterator[str]:
    for found in KATAKANA.finditer(text):
        sound = "".join(_KANA.get(kana, "") for kana in found[0])
        if len(sound) >= SHORTEST:
            yield f"sound:{sound}"
    for found in CAPITAL.finditer(text):
        sound = re.sub(r"[^a-z]|[aeiouwy]", "", found[0].lower().replace("th", "s")).translate(_LATIN)
        if len(sound) >= SHORTEST:
            yield f"sound:{sound}"
