"""How much an occurrence counts: the tf part of BM25 with published constants, as integers.

impact = round(256 * field weight * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length))), at least 1

`length` is the passage's length in *pivots*: English words / PIVOT_ENGLISH + Japanese units /
PIVOT_JAPANESE. The pivots are constants of this file and no average over anybody's documents, so that an
impact tells nothing of other passages. They are rounded means of passages cut by portfolios.chunking's
bounds: about 250 English words (US applications of Pap2Pat, CC BY 4.0) and about 380 Japanese
characters (Wikipedia paragraphs of JaQuAD, CC BY-SA 3.0). k1 and b were measured on the same two sets: long
English passages want k1 2, short Japanese ones 0.5.
"""

from typing import Final

IMPACT_UNIT: Final = 256
B: Final = 0.75
PIVOT_ENGLISH: Final = 120
PIVOT_JAPANESE: Final = 125
K1: Final = {"e": 2.0, "j": 0.5, "b": 0.5}
FIELD_WEIGHT: Final = {"e": 1.0, "j": 1.0, "b": 0.3}


def length_in_pivots(english_words: int, japanese_units: int) -> float:
    """The length of a passage relative to an ordinary one of its language or mixture of languages."""
    return english_words / PIVOT_ENGLISH + japanese_units / PIVOT_JAPANESE


def impact(field: str, frequency: int, length: float) -> int:
    """256ths; `field` is the letter before the colon of a lexeme, `length` in pivots."""
    k1 = K1[field]
    saturated = frequency * (k1 + 1) / (frequency + k1 * (1 - B + B * length))
    return max(1, round(IMPACT_UNIT * FIELD_WEIGHT[field] * saturated))
