"""Who does what to whom, where no word compares: Aoba licensed it to Boreal, acid is added to water. Plain Python.

What is looked for is an exchange: the same words around the same verb, but for two that have changed places.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

TOKEN = re.compile(r"[A-Za-z][A-Za-z\-]*|\d+(?:\.\d+)?")
PASSIVE = re.compile(
    r"(?i)\b(?:is|are|was|were|be|been|being) (?:\w+ly |not |then |now )?\w+(?:ed|en|wn|ut|ld|nt|pt)\b"
)
AUXILIARY = frozenset({"is", "are", "was", "were", "be", "been", "being"})
LEFT_OUT = AUXILIARY | {
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "and",
    "or",
    "its",
    "their",
    "it",
    "has",
    "have",
}
TO_WHAT = frozenset(
    {"to", "on", "onto", "into", "from", "by", "over", "through", "against", "for", "of", "in", "with", "at"}
)
# What may change places around these says the same again.
MUTUAL = re.compile(
    r"(?i)(?:connect|coupl|join|bond|compar|mix|link|relat|correlat|associat|combin|equal|agree|differ|attach|correspond"
    r"|compris|between|match|balanc|met)\w*"
)
JAPANESE_PHRASE = re.compile(
    r"(?P<noun>[A-Za-z0-9\u30a1-\u30ff\u3400-\u9fff々\-]{1,24})(?P<particle>は|が|を|に|へ|から)"
)
JAPANESE_PASSIVE = re.compile(r"さ?れ(?:る|た|て|ない)|られ(?:る|た|て|ない)")
# The inventor is Taro Yamada; 発明者は山田太郎である.
CALLED = re.compile(
    r"\b(?P<role>[A-Za-z]{3,}) (?:is|was|are|were) (?P<who>[A-Z][\w\-]*(?: [A-Z][\w\-]*){0,3})"
    r"|(?P<ja>[\u30a1-\u30ff\u3400-\u9fff]{2,12})は(?P<whom>[A-Za-z\u30a1-\u30ff\u3400-\u9fff・ ]{2,24}?)"
    r"(?=、|。|で(?:ある|あり|あった|す)|だ)"
)
MOST = 40  # words of a sentence that are looked at
VERB = "!"
LONGEST = 3  # words that change places together
SAME = 0.8  # of the words of a sentence, in the one it quotes from


def roles_agree(sentence: str, said: str) -> bool:
    """Whether nothing of the sentence does to another what the passage says that the other does to it."""
    if _is_somebody_else(sentence, said):
        return False
    if JAPANESE_PHRASE.search(sentence):
        return not _exchanged_japanese(sentence, said)
    ours, voice = _order(sentence), is_passive(sentence)
    return not any(
        voice == is_passive(line) and _is_exchanged(ours, _order(line)) for line in said.split("\n")
    )


def _is_somebody_else(sentence: str, said: str) -> bool:
    """Whether who is called the inventor is called something else there, and somebody else is the inventor."""
    theirs: dict[str, set[str]] = {}
    for role, who in _called(said):
        theirs.setdefault(role, set()).add(who)
    return any(
        who not in theirs[role] and any(who in others for other, others in theirs.items() if other != role)
        for role, who in _called(sentence)
        if role in theirs
    )


def _called(text: str) -> Iterator[tuple[str, str]]:
    for match in CALLED.finditer(text):
        yield (match["role"] or match["ja"]).casefold(), match["who"] or match["whom"]


def is_passive(text: str) -> bool:
    """Whether anything is done to somebody or something in an English text."""
    return PASSIVE.search(text) is not None


@lru_cache(maxsize=512)
def _order(text: str) -> tuple[str, ...]:
    """The words of a sentence in order, small ones left out but for those that say to what; verbs bear a mark."""
    tokens = TOKEN.findall(text)[:MOST]
    small = [token.lower() for token in tokens]
    found = []
    for at, token in enumerate(small):
        before = small[at - 1] if at else ""
        is_verb = token.endswith("ed") or before in AUXILIARY or _stands_as_verb(tokens, at)
        if token not in LEFT_OUT:
            found.append(token + VERB if is_verb and not MUTUAL.fullmatch(token) else token)
    return tuple(found)


def _stands_as_verb(tokens: Sequence[str], at: int) -> bool:
    """Whether a word in -s stands before what says to what, or between two that bear a capital: Aoba supplies Boreal."""
    before, behind = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
    between = before[:1].isupper() and behind[:1].isupper() and tokens[at].islower()
    return tokens[at].endswith("s") and (behind.lower() in TO_WHAT or between)


def _is_exchanged(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two stretches on both sides of a verb have changed places, and what is between them has not."""
    known = set(ours) & set(theirs) - TO_WHAT
    mine, others = ([at for at, one in enumerate(order) if one in known] for order in (ours, theirs))
    if len(mine) < max(3, SAME * sum(one not in TO_WHAT for one in ours)):
        return False
    here, there = [ours[at] for at in mine], [theirs[at] for at in others]
    if here == there or sorted(here) != sorted(there):
        return False
    apart = [at for at, pair in enumerate(zip(here, there, strict=True)) if pair[0] != pair[1]]
    begin, end = apart[0], apart[-1] + 1
    if _to_what(ours[mine[begin] : mine[end - 1]]) != _to_what(theirs[others[begin] : others[end - 1]]):
        return False  # "tested in every lot" and "every lot is tested for": another turn of phrase
    return _changes_places(here[begin:end], there[begin:end])


def _to_what(stretch: Sequence[str]) -> list[str]:
    return sorted(one for one in stretch if one in TO_WHAT)


def _changes_places(ours: list[str], theirs: list[str]) -> bool:
    return any(
        theirs[:one] == ours[-one:]
        and theirs[-two:] == ours[:two]
        and theirs[one:-two] == ours[two:-one]
        and any(stem.endswith(VERB) for stem in theirs[one:-two])
        for one in range(1, LONGEST + 1)
        for two in range(1, LONGEST + 1)
        if one + two < len(theirs)
    )


def _exchanged_japanese(sentence: str, said: str) -> bool:
    """Whether of two nouns each bears the particle of the other."""
    if (JAPANESE_PASSIVE.search(sentence) is None) != (JAPANESE_PASSIVE.search(said) is None):
        return False
    ours, theirs = dict(_particles(sentence)), dict[str, set[str]]()
    for noun, particle in _particles(said):
        theirs.setdefault(noun, set()).add(particle)  # one clause may have it otherwise than the next
    moved = [noun for noun, particle in ours.items() if particle not in theirs.get(noun, {particle})]
    return any(ours[one] in theirs[other] and ours[other] in theirs[one] for one in moved for other in moved)


def _particles(text: str) -> Iterator[tuple[str, str]]:
    for match in JAPANESE_PHRASE.finditer(text):
        yield match["noun"], match["particle"].replace("は", "が")
