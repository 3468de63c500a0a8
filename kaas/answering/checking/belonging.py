"""What is said of which: of claim 3 or claim 5, of the first or the second, of anode or cathode, of the one who did it.

Elements are the same in both languages, so that what a numbered thing is made of is compared across them; who did what is
compared within one language, clause by clause. Plain Python.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from kaas.answering.checking.grounding import Spelled
from kaas.answering.checking.halves import is_said_of_another_half
from kaas.answering.checking.labels import stands_behind_its_label
from kaas.answering.checking.materials import elements, names_another, places_of_elements
from kaas.answering.checking.words import clauses, words

SENTENCES = re.compile(r"(?<=[。\n])|(?<=\.)\s+(?=[A-Z])")
ORDINALS = ("first", "second", "third", "fourth", "fifth")
BEARERS = re.compile(
    r"(?i)\b(?P<what>claim|embodiment|example|fig(?:ure|\.)?|table) ?(?P<number>\d{1,3})\b"
    rf"|\b(?P<order>{'|'.join(ORDINALS)})\b"
    r"|(?P<ja>請求項|実施例|図|表) ?(?P<number_ja>\d{1,3})|第(?P<order_ja>[1-5一二三四五])(?![0-9]|回|四半期|条|項|章)"
    r"|(?P<negative>\b(?:anode|negative electrode)s?\b|負極)|(?P<positive>\b(?:cathode|positive electrode)s?\b|正極)"
)
SAME = {"請求項": "claim", "実施例": "example", "図": "fig", "表": "table", "figure": "fig", "fig.": "fig"}
KANJI = "一二三四五"
ACTOR = re.compile(
    r"^(?:(?i:and|the|dr\.?|mr\.?|ms\.?|prof\.?)\s)*(?P<en>[A-Z][a-z]{2,})\b(?=\s[a-z])"
    r"|^(?P<ja>[A-Z][A-Za-z][\w\- ]{0,20}|[\u30a1-\u30ff\u3400-\u9fff々]{2,8})[がは]"
)
FORMAL = frozenset({"j:為る", "j:有る", "j:居る", "j:成る"})
MOST = 24  # clauses that are looked at
WITHOUT_ACTOR = frozenset(
    {"The", "This", "That", "These", "Those", "Then", "There", "After", "Before", "When", "While", "With"}
)


def belongs_alike(sentence: str, said: Spelled, *, same_language: bool) -> bool:
    """Whether nothing of the sentence is said of one thing that its source says of another of the kind only, and no element
    is named in the place of another."""
    if not stands_behind_its_label(sentence, said.near):
        return False
    ours = elements(sentence)
    if ours and elements(said.near) - ours and names_another(sentence, said.near, said.passages):
        return False
    return not _is_made_of_another(sentence, said.near) and not (
        same_language
        and (_is_done_by_another(sentence, said.near) or is_said_of_another_half(sentence, said.said))
    )


def _is_made_of_another(sentence: str, near: str) -> bool:
    ours = _made_of(sentence)
    theirs = _made_of(near) if ours else frozenset()
    return any(
        (kind, which, element) not in theirs
        and any(k == kind and w == which for k, w, _ in theirs)
        and any(k == kind and w != which and e == element for k, w, e in theirs)
        for kind, which, element in ours
    )


@lru_cache(maxsize=512)
def _made_of(text: str) -> frozenset[tuple[str, str, str]]:
    """The kind of each thing that bears a number or a side, which it is, and an element that is said of it."""
    return frozenset(one for part in SENTENCES.split(text) if part for one in _made_of_in(part))


def _made_of_in(text: str) -> Iterator[tuple[str, str, str]]:
    """What is named first of all, thing or element, tells whether elements stand before what they belong to or behind."""
    bearers = [(match.start(), *_named(match)) for match in BEARERS.finditer(text)]
    made = list(places_of_elements(text)) if bearers else []
    for kind in {kind for _, kind, _ in bearers}:
        places = [(at, which) for at, one, which in bearers if one == kind]
        for at, element in made:
            before = [which for place, which in places if place < at]
            behind = [which for place, which in places if place > at]
            leads = places[0][0] < made[0][0]
            found = before[-1:] if leads else behind[:1]
            yield from ((kind, which, element) for which in found)


def _named(match: re.Match[str]) -> tuple[str, str]:
    if match["number"] or match["number_ja"]:
        what = (match["what"] or match["ja"]).lower()
        return SAME.get(what, what), match["number"] or match["number_ja"]
    if match["order"]:
        return "order", str(ORDINALS.index(match["order"].lower()) + 1)
    if match["order_ja"]:
        order = match["order_ja"]
        return "order", str(KANJI.index(order) + 1) if order in KANJI else order
    return "pole", "-" if match["negative"] else "+"


def _is_done_by_another(sentence: str, near: str) -> bool:
    """Whether all that somebody is said to do, is there said of somebody else and nothing of it of them."""
    mine = _deeds(sentence)
    theirs = _deeds(near) if mine else {}
    if len(theirs) < 2:
        return False
    return any(
        actor in theirs
        and not deeds & theirs[actor]
        and any(deeds <= done - theirs[actor] for other, done in theirs.items() if other != actor)
        for actor, deeds in mine.items()
        if deeds
    )


def _deeds(text: str) -> dict[str, frozenset[str]]:
    """The words of the clauses of each who begins one; a clause that nobody begins is of the one before."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    actor = ""
    for clause in clauses(text)[:MOST]:
        begins = _actor(clause.strip())
        actor = begins or actor
        if actor:
            found[actor] |= words(clause) - words(begins) - FORMAL
    return found


def _actor(clause: str) -> str:
    """Who begins a clause: what bears a capital, an element, or what is marked so in Japanese."""
    first = clause.split(" ", 1)[0]
    if first.isascii() and elements(first):
        return first.casefold()
    match = ACTOR.match(clause)
    if match is None or match["en"] in WITHOUT_ACTOR:
        return ""
    return match["en"] or match["ja"]
