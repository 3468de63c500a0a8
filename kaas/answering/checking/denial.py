"""Whether a sentence denies what the passage denies, and nothing else. Plain Python."""

import re
from functools import lru_cache
from itertools import islice

from kaas.answering.checking.opposites import DENIABLE
from kaas.answering.checking.spotting import in_one_language, latin, others
from kaas.answering.checking.words import clauses, words
from portfolios.chunking import CELL

# Words that deny in form only, and those that bound a number.
NO_DENIAL = re.compile(
    r"(?i)\bno\.\s?\d|\b(?:no|not) (?:more|less|fewer|greater|higher|lower|later|longer|shorter|earlier|larger|smaller) than"
    r"|\b(?:did |does |do |must |may |can)?(?:not|never) exceed\w*"
    r"|\bnot only\b|\bwhether or not\b|\bno longer than\b|\bnot (?:above|below)\b"
    r"|\b(?:nobody|no one|none|nothing) (?:but|except|other than)\b|ないうちに|ないか(?=を|どうか|否か)"
    r"|(?:のほか|以外)(?:に|は|の者は|の者に)[^、。]{0,16}?(?:ない|ません|なかった)"
    r"|にかかわらず|に関わらず|を問わず"
    r"|を?(?:超え|下回ら|上回ら|超えて|上回って|下回って)(?:は)?(?:ない|なかった|ず|なら(?:ない|ず)|いけない)"
    r"|なければ(?:なら|なり|いけ)(?:ない|ません|ず)|なくては(?:なら|なり|いけ)(?:ない|ません)"
    r"|ねば(?:ならない|なりません)|かもしれ(?:ない|ません)"
    r"|にすぎない|だけで(?:は)?なく|のみならず|少な[いくかさ]|すくな[いく]|必ず|まず"
    r"|\b(?:not|never) (?:\w+ )?(?:prohibited|forbidden|impossible)\b"
    r"|(?:禁止|禁じ)(?:されて|られて|されては|して|し|され|られ)?い?(?:ない|なかった|ません|ず)"
    r"|わずか|いずれ|はず|少なくとも|問題な[いく]|やむを得ない|に限らず"
)
DENIED = re.compile(
    r"(?i)\b(?:not|no|none|nothing|never|cannot|nobody|nor|neither|hardly|scarcely|unable|absen(?:t|ce)|lack(?:s|ed|ing)?"
    r"|fail(?:s|ed)? to|excluding"
    r"|too (?:little|few)|insufficient\w*|prohibited|forbidden|impossible|instead of|rather than)\b|n't\b"
    r"|(?:ない|ません|なかった|なく(?!な)|無い|無く|[ぁ-ん]ず(?=[、。にと]|$)|ならず|せず|不可|不能|禁止|禁じ"
    r"|ぬまま|なければ|足り[なず]"
    r"|未(?=確認|定|実施|登録|出願|公開|完了|使用|検証|測定|承認|解決|提出|着手|回答|評価|発表|払|了)|不(?=要|足|明|十分))"
)
ABSENT = re.compile(
    r"(?i)\b(?:without|unless|free of|devoid of|ignor(?:e|es|ed|ing)|disregard(?:s|ed)?|remains? to be"
    r"|(?:is|are|has|have) yet to|still to be|fail(?:s|ed)? (?=the\b|its\b|this\b|that\b|any\b))|なし|無し|抜き|無視(?!でき)"
)
WITHOUT = re.compile(
    r"(?i)\bwithout (?:any |a |an |the |further )?(?P<en>\w{3,})|(?P<ja>[\u30a1-\u30ff\u3400-\u9fff]{2,})(?:なし|無し)"
)
# What is denied of something denied.
TWICE = re.compile(
    r"(?i)\bnot (?:the case|true|correct|so|said) that [^.;,]{0,80}?(?:\b(?:not|no|never)\b|n't\b)"
    r"|ない(?:という)?(?:わけ|こと|もの)(?:で)?は?な(?:い|く|かった)|なく(?:は|も)な(?:い|かった)|ないとは(?:言え|いえ|限ら|かぎら)な"
)
BUT_NOT = re.compile(
    r"(?i)(?:\bbut|\band|,) not (?!only\b)(?P<what>[^,.;]{2,60}?)(?= but\b|[,.;]|$)"
    r"|であって(?P<ja>[^、。]{1,24}?)ではな"
)
TURNING = ("un", "in", "im", "non", "dis", "ir", "il")
WORD = re.compile(r"[a-z]{4,}")
TURNED = re.compile("([不非無未])([\u3400-\u9fff]{1,3})")
NO_OPPOSITE = ("満", "機", "線", "水")  # 未満 bounds a number; 無機, 無線 and 非水 are kinds of things
# Of every word that denies, how it begins or what it has in it.
_SPELLED = """
not no none nothing never cannot nobody nor neither hardly scarcely unable absent absence lack lacks lacked lacking
fail fails failed excluding too insufficient insufficiently prohibited forbidden impossible instead rather t
remains remain yet still without unless free devoid ignore ignores ignored ignoring disregard disregards disregarded
"""
_SIGNS = frozenset(_SPELLED.split())
_SIGNS_JAPANESE = frozenset("なせず無不禁未ぬ抜")
MOST = 16  # of what is left out in a passage
WHOLE = 0.75  # of the words of a clause, in the one that says it too
ALL = 0.9  # of the words of a sentence, in one that says all of it and hardly more
LIKE = 0.34  # of the words of a clause, in the other


@lru_cache(maxsize=1024)
def denies(text: str) -> bool:
    """Whether anything is denied in a text in its plain spelling."""
    return may_deny(text) and DENIED.search(NO_DENIAL.sub(" ", text)) is not None


def may_deny(text: str) -> bool:
    """Whether there is any sign of a denial or an absence in a text."""
    return not (_SIGNS.isdisjoint(latin(text)) and _SIGNS_JAPANESE.isdisjoint(others(text)))


def _absent(text: str) -> bool:
    return may_deny(text) and ABSENT.search(text) is not None


def denies_alike(sentence: str, said: str, quoted: str) -> bool:
    """Whether sentence and passage deny the same. `said` is the sentence of the passage, `quoted` what is quoted of it."""
    if _turned_round(sentence, said) or _takes_away(sentence, said) or not _twice_is_kept(sentence, said):
        return False
    if _says_what_is_not(sentence, said):
        return False
    if in_one_language(sentence, said):
        return _clauses_agree(sentence, said)
    denied = _count(sentence)
    if denied and denied > _count(said) + _absent(said):
        return _is_refused(sentence, said)
    if CELL in said and denies(sentence) == denies(said):
        return True
    if _alike(sentence, quoted) or _is_refused(sentence, quoted):
        return True
    return _alike(sentence, said) and _all_deny(said) == denies(said)


def _twice_is_kept(sentence: str, said: str) -> bool:
    """Whether what is denied twice there, and so is so, is not denied here."""
    if not may_deny(said) or TWICE.search(sentence) or not TWICE.search(said):
        return True
    return not denies(sentence) or denies(TWICE.sub(" ", said))


def _says_what_is_not(sentence: str, said: str) -> bool:
    """Whether the sentence says of what stands behind "but not" that it is."""
    if denies(sentence) or _absent(sentence) or not ("not" in latin(said) or "ではな" in said):
        return False
    own = words(sentence)
    for found in islice(BUT_NOT.finditer(said), MOST):
        left_out = words(found["what"] or found["ja"]) - words(said[: found.start()] + said[found.end() :])
        if left_out and left_out <= own:
            return True
    return False


def _is_refused(sentence: str, said: str) -> bool:
    """Whether what the sentence denies is called the opposite there: 採用されず for rejected."""
    return any(
        up.search(sentence) and down.search(said) and not up.search(said) for up, down in DENIABLE.values()
    )


def _takes_away(sentence: str, said: str) -> bool:
    """Whether the sentence is without something that the passage has: approved without any condition, on one condition."""
    if _absent(said) or denies(said):
        return False
    if not in_one_language(sentence, said):
        return WITHOUT.search(sentence) is not None
    return any(words(found["en"] or found["ja"]) & words(said) for found in WITHOUT.finditer(sentence))


def _alike(text: str, other: str) -> bool:
    """Whether both deny or neither; what one denies may be absent in the other."""
    if denies(text) == denies(other):
        return True
    return _absent(text) != _absent(other) and _absent(other if denies(text) else text)


def _count(text: str) -> int:
    return sum(match.casefold() != "nor" for match in DENIED.findall(NO_DENIAL.sub(" ", text)))


def _all_deny(text: str) -> bool:
    return all(denies(clause) for clause in clauses(text))


def _clauses_agree(sentence: str, said: str) -> bool:
    """Each clause of the sentence against that of the passage which speaks most of the same."""
    if not (may_deny(sentence) or may_deny(said)):
        return True
    if denies(sentence) and not (denies(said) or _absent(said)):
        return False
    denied = _count(sentence)
    if (
        denied
        and not _absent(said)
        and denied == _count(said) + 1
        and _say_the_same(words(sentence), words(said))
    ):
        return False
    if CELL in said and denies(sentence) == denies(said):
        return True  # what a row denies it denies of all its cells
    ours, theirs = clauses(sentence), clauses(said)
    if _all_deny(said) and not denies(sentence) and not _absent(sentence):
        return False
    return all(_clause_agrees(clause, ours, theirs) for clause in ours)


def _say_the_same(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether hardly a word on either side is not on the other."""
    shared = len(ours & theirs)
    return shared >= ALL * len(ours) and shared >= WHOLE * len(theirs)


def _clause_agrees(clause: str, ours: list[str], theirs: list[str]) -> bool:
    """Whether one of the clauses most like it denies as it does, or does so together with another clause of the sentence.

    So does one that says in one clause what the passage says in two.
    """
    best = _most_like(clause, theirs, LIKE)
    if not best or any(_alike(clause, other) for other in best):
        return True
    beside = [
        one for one in ours if one is not clause and any(o in best for o in _most_like(one, theirs, LIKE))
    ]
    if any(_alike(one, other) for one in beside for other in best):
        return True
    return denies(clause) and any(denies(o) and clause in _most_like(o, ours, WHOLE) for o in theirs)


def _most_like(clause: str, others: list[str], share: float) -> list[str]:
    """Those of the clauses that share most words with this one, and no less than a share of its words."""
    own = words(clause)
    likeness = [len(own & words(other)) for other in others]
    best = max(likeness, default=0)
    if not own or best < max(1, share * len(own)):
        return []
    return [other for other, like in zip(others, likeness, strict=True) if like == best]


def _turned_round(sentence: str, said: str) -> bool:
    """Whether one speaks of stable where the other speaks only of unstable, or of 可能 where the other says 不可能."""
    ours, theirs = (set(WORD.findall(text.casefold())) for text in (sentence, said))
    pairs = ((ours - theirs, theirs - ours), (theirs - ours, ours - theirs))
    if any(_has_turned(mine, other) for mine, other in pairs):
        return True
    return _lacks_prefix(sentence, said) or _lacks_prefix(said, sentence)


def _has_turned(mine: set[str], other: set[str]) -> bool:
    """Whether one of the words of `mine` stands in `other` behind what turns it round."""
    return any(
        word.startswith(prefix) and word[len(prefix) :] in mine
        for word in other
        if word.startswith(TURNING)
        for prefix in TURNING
    )


def _lacks_prefix(text: str, other: str) -> bool:
    """Whether a word stands in the one only with what turns it round, and in the other only without, nor denied."""
    if not TURNED.search(text) or denies(text) != denies(other):
        return False  # 未確認 and 確認されていない; what is only denied is seen as such
    for match in TURNED.finditer(text):
        root = match[2][:2]
        bare = re.compile(rf"(?<![不非無未]){re.escape(root)}")
        if DENIED.match(text, match.start()):
            continue
        if (
            root[0] not in NO_OPPOSITE
            and bare.search(other)
            and not bare.search(text)
            and match[1] + root not in other
        ):
            return True
    return False
