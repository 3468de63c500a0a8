"""The cells of a model: where they lie follows from what the model makes of published texts, and of nothing else.

Each centre is the middle of the texts' vectors and a mixture of some of them, by chance that is the same every time. Mixtures
spread as the model spreads texts, whatever these are about; the texts themselves, taken as centres, cost recall (ADR 0021).
"""

import math
import random
from collections.abc import Sequence
from pathlib import Path

NAME = "published-1"  # another list, or another way to mix it, needs another name; a space keeps what it has
CELLS = 1024
MIXED = 8  # texts in each mixture
FEWEST = 16  # readable texts; with fewer the centres point anywhere
LIST = Path(__file__).with_name("published.txt")

Vector = Sequence[float]


def published_texts() -> list[str]:
    """What a model is shown: technical terms of every field, in English and in Japanese."""
    return [text for line in LIST.read_text(encoding="utf-8").splitlines() for text in line.split("\t")]


def centres(vectors: Sequence[Vector | None], dimensions: int) -> list[list[float]]:
    """CELLS vectors of length 1, from those of the published texts. None stands for a text that the model cannot read."""
    dice = random.Random(NAME)  # noqa: S311  # the same for everybody: nothing here is secret
    readable = [_unit(vector) for vector in vectors if vector is not None]
    if len(readable) < FEWEST:
        return [_unit([dice.gauss(0, 1) for _ in range(dimensions)]) for _ in range(CELLS)]
    middle = [math.fsum(numbers) / len(readable) for numbers in zip(*readable, strict=True)]
    aside = [[number - mean for number, mean in zip(vector, middle, strict=True)] for vector in readable]
    spread = sum(math.hypot(*vector) for vector in aside) / len(aside)
    return [_unit(_add(middle, _mixture(aside, dice), spread)) for _ in range(CELLS)]


def _mixture(vectors: Sequence[Vector], dice: random.Random) -> list[float]:
    chosen = [(dice.choice((-1, 1)), dice.choice(vectors)) for _ in range(MIXED)]
    return _unit([sum(sign * vector[place] for sign, vector in chosen) for place in range(len(vectors[0]))])


def _add(middle: Vector, mixture: Vector, length: float) -> list[float]:
    return [mean + length * number for mean, number in zip(middle, mixture, strict=True)]


def _unit(vector: Vector) -> list[float]:
    length = math.hypot(*vector)
    return [number / length for number in vector] if length else list(vector)
