"""Adding up postings, against a plain count of the same."""

import random
import struct
from collections import Counter

import pytest

from portfolios import words

LABELS = (7, 8, 4_000_000)
BLOCKS = {7: 0, 8: 1, 4_000_000: 0}  # the last one under each
LENGTHS = (1, 20, 5000)


def lists(dice: random.Random, most: int) -> tuple[list[words.List], dict[int, int]]:
    """Lists as the database hands them out, and what each place has."""
    points: Counter[int] = Counter()
    made: list[words.List] = [
        (0, b"".join(struct.pack(">q", label << 32 | BLOCKS[label] << 20 | most) for label in LABELS), b"")
    ]
    for _ in range(dice.randrange(1, 12)):
        factor = dice.choice((0, 1, 700, 32767))
        heads, entries = b"", b""
        for label in dice.sample(LABELS, dice.randrange(1, len(LABELS) + 1)):
            for block in range(BLOCKS[label] + 1):
                held = sorted(dice.sample(range(most), dice.randrange(1, min(most, 300) + 1)))
                cut = dice.randrange(len(held)) + 1
                for run in (held[:cut], held[cut:]):
                    if run:
                        heads += struct.pack(">q", label << 32 | block << 20 | len(run))
                    for place in run:
                        impact = dice.choice((1, 5, 768))
                        entries += struct.pack(">i", place << 10 | impact)
                        points[label << 32 | block << 20 | place] += factor * impact
        made.append((factor, heads, entries))
    return made, points


@pytest.mark.parametrize("column", [16, 64, 1000])
@pytest.mark.parametrize("most", LENGTHS)
def test_sums_and_the_best_of_them(most: int, column: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "COLUMN", column)
    for seed in range(5):
        made, points = lists(random.Random(seed), most)  # noqa: S311
        sums = words.added_up(iter(made))
        scores = sorted(points.values(), reverse=True)
        for wanted in (1, 3, 40, 50_000):
            places, found = sums.best(wanted)
            last = scores[wanted - 1] if wanted <= len(scores) else 0
            assert dict(zip(places.tolist(), found.tolist(), strict=True)) == {
                place: score for place, score in points.items() if score >= last
            }


def test_eighty_words_of_the_greatest_weight_are_exact() -> None:
    head, entry = struct.pack(">q", 3 << 32 | 1), struct.pack(">i", 9 << 10 | 768)
    under = (0, struct.pack(">q", 3 << 32 | 10), b"")
    places, scores = words.added_up(iter([under, *[(32767, head, entry)] * 80])).best(1)
    assert (places.tolist(), scores.tolist()) == ([3 << 32 | 9], [80 * 32767 * 768])


def test_nothing_has_no_best() -> None:
    for under in (b"", struct.pack(">q", 3 << 32 | 2048)):
        places, scores = words.added_up(iter([(0, under, b"")])).best(5)
        assert len(places) == len(scores) == 0
