"""How many and how sure: some is not all, what may be is not what is, and a rise to a value is none by it. Plain Python."""

import re

# Closed tables; each stands against the others of its kind.
HOW_MANY = {
    "all": re.compile(
        r"(?i)\b(?:all(?! but)|every|each|both|always|entire(?:ly)?)\b|全て|すべて|いずれも|全数|全員|常に|必ず"
    ),
    "most": re.compile(
        r"(?i)\b(?:most(?! \w+ly)|mostly|all but|mainly|the majority)\b|大半|大部分|ほとんどの|多くの"
    ),
    "some": re.compile(r"(?i)\b(?:some|several|partly|sometimes|only (?:one|two|some))\b|一部|いくつか|時々"),
    "few": re.compile(r"(?i)\b(?:few(?!er)|hardly any|rarely|seldom)\b|ごく一部|わずかな|まれに"),
}
UNSURE = re.compile(
    r"(?i)\b(?:(?-i:may)|might|could|possibly|perhaps|presumably|probably|apparently|suspect(?:ed|s)?|suspicion|planned|scheduled|expected|likely"
    r"|intended|proposed|assumed|estimated|believed|considered|(?:is|are|was|were) to be|thought to)\b"
    r"|可能性|おそれ|恐れ|かもしれ|予定|見込|推定|考え|思われ|疑い|疑わ|つもり|はずで"
)
SURE_ENOUGH = re.compile(
    r"(?i)\b(?:will|can|would|should|must|plans?|plan to|going to|allowed|entitled)\b|できる|よい|でき|してもよ|うる|得る"
)
MOVED = re.compile(
    r"(?i)\b(?:rose|risen|rises?|fell|fallen|falls?|gr[eo]wn?|grows?|drop(?:s|ped)?|increase[sd]?|decrease[sd]?|reduced?|raised?|lowered"
    r"|fades?|faded|shrank|changed|improved) (?:\w+ ){0,2}?(by|to) (?:about |some |only )?([−-]?\d+(?:\.\d+)?)"
)


def sureness_agrees(sentence: str, quoted: str) -> bool:
    """Whether a sentence says as many, as surely, and moves as far, as the words that it quotes."""
    return _is_as_many(sentence, quoted) and _is_as_sure(sentence, quoted) and _moves_alike(sentence, quoted)


def _is_as_many(sentence: str, quoted: str) -> bool:
    ours = {name for name, words in HOW_MANY.items() if words.search(sentence)}
    theirs = {name for name, words in HOW_MANY.items() if words.search(quoted)} if ours else ours
    return not ours or not theirs or bool(ours & theirs)


def _is_as_sure(sentence: str, quoted: str) -> bool:
    """Whether what is only possible or planned is not told as a fact."""
    unsure = UNSURE.search(quoted) is not None
    return not unsure or UNSURE.search(sentence) is not None or SURE_ENOUGH.search(sentence) is not None


def _moves_alike(sentence: str, quoted: str) -> bool:
    """Whether by is not made to, nor to by, of the same number."""
    ours = set(MOVED.findall(sentence))
    theirs = set(MOVED.findall(quoted)) if ours else ours
    return not any((_other(word), number) in theirs and (word, number) not in theirs for word, number in ours)


def _other(word: str) -> str:
    return "to" if word.casefold() == "by" else "by"
