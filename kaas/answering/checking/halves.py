"""Whose half of a sentence something is said in: Sato made it and Tanaka built the rig, the first failed, the second passed.

English only; who did what, which lot, which side. What is told of the one must not stand in the halves of others alone. A
part with no verb is no half, but for the last one, where the verb of the first is left out: "and lot 3 from Suzhou". Plain
Python.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from kaas.answering.checking.denial import denies
from kaas.answering.checking.spotting import latin
from kaas.answering.checking.words import words
from portfolios.characters import record

STOPS = re.compile(r"[;\n]|\.(?=\s|$)")
JOINTS = re.compile(
    r",\s(?!(?:and|but|while|whereas|after|before|instead|rather)\b)"
    r"|,?\s(?=(?:and(?! \d| [A-Z]\b)|but|while|whereas|although|after|before|instead of|rather than) )"
)
LEADS = re.compile(r"^(?:(?:and|but|while|whereas|although|after|before|the|Dr\.?|Mr\.?|Ms\.?|Prof\.?) )+")
NOT_SO = re.compile(r"\s?(?:instead of|rather than)\b")
NUMBERED = re.compile(
    r"(?i)\b(?P<noun>run|test|trial|sample|cell|lot|batch|group|step|phase|stage|unit|meter|sensor|coil|site|plant|line|example"
    r"|zone|stack|module|claim|embodiment|film|layer|electrode|patent|application|party|bidder|supplier|witness)e?s? "
    r"(?P<numbers>(?:\d{1,3}|(?-i:[A-Z]))(?:(?:, (?:and )?| and | to | or |-)(?:\d{1,3}|(?-i:[A-Z])))*)"
    r"(?!\s?(?:[%°]|[numkMG]?[A-Zmsg](?:h|/|\b)(?! and))|\.\d|\d)\b"
)
_LANDS = (
    "Japan(?:ese)?|German(?:y)?|France|French|Chin(?:a|ese)|Korean?|Taiwan(?:ese)?|Indian?|Ital(?:y|ian)|Spain|Spanish|Swiss"
    "|Switzerland|Austrian?|Dutch|Netherlands|British|Britain|Swed(?:en|ish)|Europe(?:an)?|Americ(?:a|an)|Canad(?:a|ian)"
    "|Australian?|Brazil(?:ian)?|Mexic(?:o|an)"
)
WORDS = {
    "order": ("first", "second", "third", "fourth", "fifth"),
    "depth": ("inner", "outer", "middle"),
    "height": ("upper", "lower"),
    "hand": ("left", "right"),
    "turn": ("former", "latter"),
    "end": ("front", "rear"),
}
LAND = re.compile(rf"\b(?:{_LANDS})\b")
SIDES = {kind: re.compile(rf"(?i)\b(?:{'|'.join(said)})\b") for kind, said in WORDS.items()} | {"land": LAND}
BEGINS = re.compile(
    r"^(?P<en>[A-Z][a-z]{2,})(?= [a-z]+(?:ed|[^s]s)\b"
    r"| (?:alone |then |also )?(?:is|was|has|had|made|built|wrote|held|bought|sold|gave|got|led"
    r"|ran"
    r"|kept|found|drew|took|did|will|shall|may|must|can)\b)"
)
WITHIN = re.compile(
    r"(?<=[a-z,\d] )(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday"
    r"|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Patent|Office|Fig|Table|Figure|Claim|Example|Section|Annex|Dr|Mr|Ms|Prof)\b)"
    rf"(?!(?:{_LANDS})\b)"
    r"[A-Z][a-z]{2,}\b"
)
NOBODY = re.compile(
    "Th(?:e|is|at|ese|ose|en|ere|ey)|After|Before|Wh(?:en|ile|at|ich|o|ere)|With|Its?|Both|Each|All|Some|None|One|Two|Samples"
    "|Tests|Results"
)
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|did|does|do|will|shall|may|can|must|came|went|made|built|wrote|written|bought|sold|gave"
    r"|given|got|held|led|ran|run|kept|found|drew|drawn|took|taken|paid|sent|met|left|lost|won|rose|fell|grew|broke|broken|chose"
    r"|chosen|saw|seen|set|put|cut|knew|known|became|began|begun|brought|meant|spent|taught|thought|told|said|shown|lies|lie"
    r"|stands?|remains?|contains?|comprises?|consists?|[a-z]{2,}ed)\b"
)
NO_VERB = re.compile(r"(?i)\b(?:need|indeed|speed|feed|seed|shed|bed|red|rated|named|said)\b")
ACTS, ACTS_BEHIND_A_NOUN = re.compile(r"^ [a-z]+[^s\W]s\b"), re.compile(r"^ [a-z]+[^s\W] [a-z]+[^s\W]s\b")
ALONE = re.compile(
    r"\b(?P<one>[A-Z][a-z]{2,}) (?:alone\b|(?:is|was) the (?:sole|only)\b)"
    r"|\b(?:solely|exclusively|only|alone) by (?P<by>[A-Z][a-z]{2,})"
    r"|(?P<ja>[\u30a1-\u30ff\u3400-\u9fff々]{2,6}?)(?:氏|さん|博士)?(?:が|は)?(?:単独|一人|ひとり)(?:で|の|に|が)"
)
ONE = "\u25cf"  # stands for the one who did it alone
WITH = re.compile(
    rf"{ONE},? (?:and|together with|jointly|along with)\b|\b(?:and|with) (?:Dr\.? )?{ONE}|\bjointly\b"
)
WITH_JAPANESE = re.compile(
    rf"共同|共に|ともに|一緒|{ONE}(?:氏|さん|博士)?(?:と|及び|および|・)|(?:と|及び|および|・){ONE}"
)
DENIED = "¬"
LONGEST, MOST = 1500, 24
FEW = 3  # letters by which a land and what is of it are one


@record()
class Half:
    """Who or what a part of a text speaks of, of one kind, and what else it says."""

    of: frozenset[str]
    says: frozenset[str]
    does: frozenset[str]


def is_said_of_another_half(sentence: str, said: str) -> bool:
    """Whether something of the sentence stands in the half of another only, or is shared that one did alone."""
    if _is_not_alone(sentence, said):
        return True
    return any(
        _is_in_anothers(half, theirs, is_named=kind in {"named", "land"})
        for kind in _kinds(sentence)
        if len(theirs := _halves(said[:LONGEST], kind)) > 1
        for half in _halves(sentence[:LONGEST], kind)
    )


def _is_in_anothers(ours: Half, theirs: tuple[Half, ...], *, is_named: bool) -> bool:
    known = frozenset[str]().union(*(half.of for half in theirs))
    own = [half for half in theirs if half.of & ours.of]
    others = [half for half in theirs if not half.of & ours.of]
    if not others or not ours.of <= known:
        return False
    mine, alien = (frozenset[str]().union(*(half.says for half in halves)) for halves in (own, others))
    told = ours.says & (mine | alien)
    if not told or not told <= alien or told & (mine - alien) or told <= mine:
        return False
    return not is_named or any(told & half.does - mine for half in others)


def _kinds(text: str) -> list[str]:
    """Of what kinds a text names one of several."""
    told = latin(text)
    kinds = [kind for kind, said in WORDS.items() if not told.isdisjoint(said) and SIDES[kind].search(text)]
    kinds += ["land"] * bool(LAND.search(text))
    return kinds + ["numbered"] * bool(NUMBERED.search(text)) + ["named"] * bool(set(_found(text, "named")))


def _found(text: str, kind: str) -> Iterator[tuple[int, int, str]]:
    """Where each of a kind stands in a part of a text, and which."""
    if kind == "numbered":
        for found in NUMBERED.finditer(text):
            noun = found["noun"].lower()
            for number in _numbers(found["numbers"]):
                yield (*found.span(), f"{noun} {number}")
    elif kind == "named":
        first = BEGINS.match(text)
        if first and not NOBODY.fullmatch(first["en"]):
            yield (*first.span("en"), first["en"].lower())
        for found in WITHIN.finditer(text):
            yield (*found.span(), found[0].lower())
    else:
        for found in SIDES[kind].finditer(text):
            yield (*found.span(), _land(found[0].lower()) if kind == "land" else found[0].lower())


def _land(word: str) -> str:
    return {"france": "fre", "dutch": "net"}.get(word, word[:FEW])


def _numbers(text: str) -> list[str]:
    found = re.findall(r"\d+|[A-Z]", text)
    if (" to " in text or "-" in text) and all(one.isdigit() for one in found):
        first, last = int(found[0]), int(found[-1])
        return [str(one) for one in range(first, min(last, first + MOST) + 1)]
    return found


@lru_cache(maxsize=256)
def _halves(text: str, kind: str) -> tuple[Half, ...]:
    return tuple(half for line in STOPS.split(text)[:MOST] if line.strip() for half in _of_line(line, kind))


def _of_line(line: str, kind: str) -> Iterator[Half]:
    """The halves of a sentence: a part that names nothing of the kind goes on with the one before."""
    parts: list[str] = []
    for part in JOINTS.split(line)[:MOST]:
        named = _named(part, kind)
        if parts and not (named and _are_two(parts[-1], part, kind)):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    for part in parts:
        of = _named(part, kind)
        if of:
            yield Half(
                frozenset(of), _says(part, kind), words(" ".join(VERB.findall(NO_VERB.sub(" ", part))))
            )


def _are_two(before: str, part: str, kind: str) -> bool:
    """Whether a part that names something of the kind does not go on with the one before."""
    return (
        bool(_named(before, kind))
        and _stands_alone(before, kind)
        and (_stands_alone(part, kind) or _leaves_out_the_verb(before, part, kind))
    )


def _named(part: str, kind: str) -> list[str]:
    return [which for _, _, which in _found(_bare(part), kind)]


def _bare(part: str) -> str:
    """A part without what joins it, so that it begins with who does it."""
    return LEADS.sub("", part.strip())


def _says(part: str, kind: str) -> frozenset[str]:
    named = " ".join(part[start:end] for part in (_bare(part),) for start, end, _ in _found(part, kind))
    found = words(_bare(part)) - words(named)
    return found | {DENIED} if denies(part) else found


def _stands_alone(part: str, kind: str) -> bool:
    """Whether a part has a verb of its own, or says of whom it is not so."""
    if NOT_SO.match(part) or denies(part):
        return True
    part = _bare(part)
    if VERB.search(NO_VERB.sub(" ", part)):
        return True
    last = max((end for _, end, _ in _found(part, kind)), default=len(part))
    acts = ACTS if kind in {"named", "numbered"} else ACTS_BEHIND_A_NOUN
    return acts.match(part[last:]) is not None or (
        kind not in {"named", "numbered"} and bool(ACTS.match(part[last:]))
    )


def _leaves_out_the_verb(before: str, part: str, kind: str) -> bool:
    """Whether a part without a verb says something of its own, in the order of the one before: who, and then what."""
    before, part = _bare(before), _bare(part)
    verb = VERB.search(NO_VERB.sub(" ", before))
    first = min((start for start, _, _ in _found(before, kind)), default=len(before))
    ends = max((end for _, end, _ in _found(part, kind)), default=0)
    begins = min((start for start, _, _ in _found(part, kind)), default=len(part))
    return (
        verb is not None
        and first < verb.start()
        and begins == 0
        and bool(words(part[ends:]) - words(before))
        and not ALONE.search(part)
    )


def _is_not_alone(sentence: str, said: str) -> bool:
    """Whether what one did alone is done by that one and another."""
    if denies(sentence):
        return False
    for found in ALONE.finditer(said[:LONGEST]):
        one = found["one"] or found["by"] or found["ja"]
        if one in sentence and (WITH_JAPANESE if found["ja"] else WITH).search(sentence.replace(one, ONE)):
            return True
    return False
