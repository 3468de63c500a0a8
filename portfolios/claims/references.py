"""References of a claim to others: which claims, how they are joined, and where it says so.

Numbers in the text count as a dependency only where a connector leads to them; "the insurance claim 3"
is a mention. A reader in one pass: each word for "claim" is looked at once, with a bounded look back.
"""

import re
from dataclasses import dataclass, field
from re import Match, Pattern
from string import ascii_lowercase

from portfolios.claims.claim import Mode, Reference
from portfolios.claims.grammars import GRAMMARS, NEVER, Grammar
from portfolios.claims.numerals import expand, number_of

_LOOK_BACK = 70
_JOINTS, _COMMA = ("both", "and", "or"), ("comma",)
_IN_BODY = re.compile(r"[,;:]|(?<!\w)(?:wherein|where|which|that|this|compris\w+|includ\w+|having)(?!\w)")
_OPENING_ENDS = re.compile(r"\s*(?:[,;:]|(?:wherein|where|further|comprising|in\s+which)(?!\w))")


@dataclass(slots=True)
class _Group:
    """What was read behind one word for "claim"."""

    start: int
    end: int
    ranges: list[tuple[int, int]] = field(default_factory=list)
    joints: set[str] = field(default_factory=set)
    words: int = 1


def find_references(text: str, *, number: int) -> tuple[Reference, ...]:
    """The references in the folded text of a claim of that number, in order; offsets into that text."""
    found = [
        reference
        for grammar in GRAMMARS
        if grammar.hint in text
        for reference in _in_language(text, grammar, number)
    ]
    return tuple(sorted(found, key=lambda reference: reference.start))


def _in_language(text: str, grammar: Grammar, number: int) -> list[Reference]:
    found: list[Reference] = []
    position = 0
    while word := grammar.word.search(text, position):
        group = _read_group(text, word, grammar)
        reference = _listed(text, group, grammar) if group.ranges else None
        if reference is None:
            group.end = word.end()
            reference = _relative(text, group, grammar, number)
        if reference is not None:
            found.append(reference)
        position = max(group.end, word.end(), word.start() + 1)
    return found


def _read_group(text: str, word: Match[str], grammar: Grammar) -> _Group:
    group = _Group(word.start(), word.end())
    joint: Match[str] | None = None
    position = word.end()
    while first := grammar.number.match(text, position):
        last, end = _range(text, first, grammar)
        bare = joint is not None and not joint["word"]
        if bare and not _may_follow(text, end, grammar, word, joint):
            break
        _take(group, joint, (number_of(first[1]), last), end)
        joint = grammar.joint.match(text, end)
        if joint is None:
            break
        position = joint.end()
    return group


def _range(text: str, first: Match[str], grammar: Grammar) -> tuple[int, int]:
    mark = grammar.range_mark.match(text, first.end())
    last = grammar.number.match(text, mark.end()) if mark else None
    if last is None:
        return number_of(first[1]), first.end()
    return number_of(last[1]), last.end()


def _may_follow(text: str, end: int, grammar: Grammar, word: Match[str], joint: Match[str] | None) -> bool:
    """Whether a number without its own word for "claim" goes on counting claims, and not things."""
    if grammar.language != "en" or grammar.stop.match(text, end):
        return True
    plural = word.group().rstrip().endswith(("s", "e", "en", ")"))
    return plural and joint is not None and not joint["or"]


def _take(group: _Group, joint: Match[str] | None, numbers: tuple[int, int], end: int) -> None:
    first, last = numbers
    group.ranges.append(numbers if first <= last else (last, first))
    if first != last:
        group.joints.add("range")
    if joint is not None:
        said = joint.group("both", "and", "or")
        group.joints.update([kind for kind, words in zip(_JOINTS, said, strict=True) if words] or _COMMA)
        group.words += bool(joint["word"])
    group.end = end


def _listed(text: str, group: _Group, grammar: Grammar) -> Reference | None:
    claims = expand(group.ranges)
    if not claims:
        return None
    before = text[max(0, group.start - _LOOK_BACK) : group.start]
    prefix = _prefix(before, grammar)
    suffix = grammar.suffix.match(text, group.end)
    start = group.start - (len(before) - prefix.start() if prefix else 0)
    end = _tail_end(text, _suffix_end(suffix, group.end), grammar)
    mode = _mode(claims, group.joints, prefix, suffix)
    linked = prefix is not None or _linked(before, grammar) or _opens(text, group, grammar)
    return Reference(claims, mode, start, end, linked)


def _suffix_end(suffix: Match[str] | None, end: int) -> int:
    if suffix is None or suffix.end() == end:
        return end
    return suffix.end() if suffix.group().strip(" ,、の") else end


def _tail_end(text: str, end: int, grammar: Grammar) -> int:
    tail = None if grammar.tail is NEVER else grammar.tail.match(text, end)
    return tail.end() if tail else end


def _prefix(before: str, grammar: Grammar) -> Match[str] | None:
    """ "any one of", where it stands at the end; looked for only behind a word it can end with."""
    bare = before.rstrip()
    if not bare[-1:].isalpha() or (grammar.prefix_ends and not bare.endswith(grammar.prefix_ends)):
        return None
    if grammar.prefix_words and not any(map(before.__contains__, grammar.prefix_words)):
        return None
    return _at_end(grammar.prefix, before)


def _at_end(pattern: Pattern[str], before: str) -> Match[str] | None:
    return None if pattern is NEVER else pattern.search(before)


def _linked(before: str, grammar: Grammar) -> bool:
    """Whether the word before leads to a claim, or a sign or nothing stands there."""
    bare = before.rstrip()
    if grammar.connectors is None or not bare or bare[-1] in ",;:.([":
        return True
    ahead = bare.rstrip(ascii_lowercase)
    return bare[len(ahead) :] in grammar.connectors and not (ahead[-1:].isalnum() or ahead.endswith("_"))


def _opens(text: str, group: _Group, grammar: Grammar) -> bool:
    """ "The detector claim 1, wherein": the connector fell out, but the opening can mean nothing else."""
    if group.start > _LOOK_BACK:
        return False
    opening = text[: group.start]
    if grammar.foreign.search(opening) or _IN_BODY.search(opening):
        return False
    return bool(_OPENING_ENDS.match(text, group.end))


def _mode(
    claims: tuple[int, ...], joints: set[str], prefix: Match[str] | None, suffix: Match[str] | None
) -> Mode:
    """The precedence of the rules: a leading "any of" wins over an inner "and"."""
    if len(claims) == 1:
        return Mode.SINGLE
    if "both" in joints:
        return Mode.MIXED
    for around in (prefix, suffix):
        if around and around["some"]:
            return Mode.ONE_OR_MORE
    if (prefix and prefix["any"]) or (suffix and suffix["any"]):
        return Mode.ALTERNATIVE
    return _joined(joints)


def _joined(joints: set[str]) -> Mode:
    if {"and", "or"} <= joints:
        return Mode.MIXED
    if "and" in joints:
        return Mode.CUMULATIVE
    if "range" in joints:
        return Mode.RANGE_NO_ALT
    return Mode.ALTERNATIVE if "or" in joints else Mode.CUMULATIVE


def _relative(text: str, group: _Group, grammar: Grammar, number: int) -> Reference | None:
    """ "any preceding claim", "l'une des revendications précédentes", 「前記請求項のいずれか」."""
    before = text[max(0, group.start - _LOOK_BACK) : group.start]
    if later := _at_end(grammar.forward, before):
        start = group.start - len(before) + later.start()
        return Reference((), Mode.INVALID, start, group.end)
    place = _at_end(grammar.backward, before) or _behind(text, group, grammar)
    if place is None:
        return None
    prefix, suffix = _prefix(before, grammar), grammar.suffix.match(text, group.end)
    starts = [m.start() for m in (prefix, _at_end(grammar.backward, before)) if m]
    start = group.start - (len(before) - min(starts) if starts else 0)
    end = _tail_end(text, _suffix_end(suffix, group.end), grammar)
    claims = tuple(range(1, number))
    mode = _mode(claims, set(), prefix, suffix) if claims else Mode.INVALID
    return Reference(claims, mode, start, end)


def _behind(text: str, group: _Group, grammar: Grammar) -> Match[str] | None:
    """The position word behind the noun, as in French."""
    return grammar.tail.match(text, group.end) if grammar.language == "fr" else None
