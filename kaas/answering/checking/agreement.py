"""Whether a sentence agrees with the words it rests on; what it does not agree in is named. Plain Python.

These are checks that a sentence cannot pass by chance, not an understanding of it.
"""

import re
from enum import StrEnum

from kaas.answering.checking.belonging import belongs_alike
from kaas.answering.checking.bibliography import says_as_the_page
from kaas.answering.checking.copying import copies_faithfully
from kaas.answering.checking.denial import denies_alike
from kaas.answering.checking.direction import directions_agree
from kaas.answering.checking.figures import has_days, has_names, has_numbers, has_values
from kaas.answering.checking.grounding import Grounds, Spelled
from kaas.answering.checking.plain import plain, without_premise
from kaas.answering.checking.roles import roles_agree
from kaas.answering.checking.sides import sides_agree
from kaas.answering.checking.subject import speaks_of_it
from kaas.answering.checking.sureness import sureness_agrees

FIGURE, MOST_FIGURES = re.compile(r"\d+|[一二三四五六七八九十百千]+"), 60


class Doubt(StrEnum):
    """In what a sentence does not agree with what it quotes."""

    NAME = "name"
    DATE = "date"
    MEASURE = "measure"
    VALUE = "value"
    DENIAL = "denial"
    DIRECTION = "direction"
    SIDES = "sides"
    ROLES = "roles"
    SURENESS = "sureness"
    SUBJECT = "subject"
    BELONGING = "belonging"
    COPY = "copy"
    PAGE = "front page"


def is_crowded(text: str) -> bool:
    """Whether a text in its plain spelling has more figures than are compared."""
    return len(FIGURE.findall(text)) > MOST_FIGURES


def doubts(sentence: str, grounds: Grounds, *, asked: str = "") -> list[Doubt]:
    """What of a sentence does not agree with its grounds; nothing where all does. `asked`: the question, whose numbers it
    may repeat from the passage around."""
    ours, said = without_premise(plain(sentence), plain(asked)), Spelled(grounds)
    if is_crowded(ours):
        return [Doubt.MEASURE]  # nothing that a reader could check either
    same_language = said.is_in_the_language_of(ours)
    agrees = {
        Doubt.NAME: has_names(ours, said, same_language=same_language),
        Doubt.DATE: has_days(ours, said, same_language=same_language),
        Doubt.MEASURE: has_numbers(ours, grounds, asked, same_language=same_language),
        Doubt.VALUE: has_values(ours, said.near, same_language=same_language),
        Doubt.DENIAL: denies_alike(ours, said.said, said.quoted),
        Doubt.DIRECTION: directions_agree(ours, said.near),
        Doubt.SIDES: sides_agree(ours, said.said),
        Doubt.ROLES: not same_language or roles_agree(ours, said.said),
        Doubt.SURENESS: sureness_agrees(ours, said.quoted, said.said),
        Doubt.BELONGING: belongs_alike(ours, said, same_language=same_language),
        Doubt.COPY: not same_language or copies_faithfully(ours, said.said),
        Doubt.PAGE: _says_as_the_page(ours, grounds, asked),
        Doubt.SUBJECT: speaks_of_it(ours, said, same_language=same_language),
    }
    return [doubt for doubt, holds in agrees.items() if not holds]


def _says_as_the_page(ours: str, grounds: Grounds, asked: str) -> bool:
    return not grounds.lines or says_as_the_page(
        ours, *map(plain, (grounds.lines, grounds.page, grounds.besides, asked))
    )
