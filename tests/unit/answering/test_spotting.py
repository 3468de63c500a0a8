"""What is looked for only where a sign of it stands is never missed for want of the sign."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kaas.answering.checking import denial, names, quantities, shares, sides, sureness, timing, withholding
from kaas.answering.checking.opposites import DENIABLE, OPPOSITES, may_hold
from kaas.answering.checking.plain import plain
from kaas.answering.checking.spotting import holds, latin

TABLES = sorted(Path(__file__).parent.glob("*.tsv"))
TEXTS = sorted({plain(cell) for file in TABLES for cell in re.split(r"[\t\n]", file.read_text("utf-8"))})
Says = Callable[[str], bool]


def _signs(signs: Iterable[str]) -> Says:
    return lambda text: holds(text, signs)


GATED: dict[str, tuple[Iterable[re.Pattern[str]], Says]] = {
    "folds": (shares.FOLDS.values(), _signs(shares.OF_FOLDS)),
    "periods": (shares.PERIODS.values(), _signs(shares.OF_PERIODS)),
    "how many": (sureness.HOW_MANY.values(), _signs(sureness.OF_HOW_MANY)),
    "any": ([sureness.IF_ANY], lambda text: not latin(text).isdisjoint(("any", "one"))),
    "added": (sureness.ADDED, _signs(sureness.OF_ADDED)),
    "by a day": ([sureness.BY_A_DAY], lambda text: "までに" in text),
    "either way": ([sureness.EITHER_WAY], _signs(sureness.OF_EITHER_WAY)),
    "now": ([timing.NOW], _signs(timing.OF_NOW)),
    "addresses": ([names.ADDRESS], names.may_lead),
    "comparing": ([sides.ENGLISH], lambda text: not sides.COMPARING.isdisjoint(latin(text))),
    "absent": ([denial.ABSENT, denial.TWICE], denial.may_deny),
    "but not": ([denial.BUT_NOT], lambda text: "not" in latin(text) or "ではな" in text),
    "social security": (
        [withholding.SOCIAL_SECURITY],
        lambda text: withholding.NINE_FIGURES.search(text) is not None,
    ),
}


def _spelled_in(pattern: re.Pattern[str]) -> list[str]:
    """The words of an expression, alone and in pairs, as somebody might write them."""
    found = re.findall(
        r"[a-z]{2,}(?: [a-z]+)*|[^\x00-\x7f]+", re.sub(r"\\.|\(\?[a-z<!=:-]*", " ", pattern.pattern)
    )
    return [*found, *(f"{one} {other}" for one, other in zip(found, found[1:], strict=False))]


@pytest.mark.parametrize("name", GATED)
def test_no_match_is_without_a_sign(name: str) -> None:
    patterns, may_hold_it = GATED[name]
    texts = [*TEXTS, *(text for pattern in patterns for text in _spelled_in(pattern))]
    missed = [text for text in texts if not may_hold_it(text) and any(one.search(text) for one in patterns)]
    assert missed == []


def test_no_way_is_without_a_sign() -> None:
    ways = {(name, up): pair[not up] for name, pair in (OPPOSITES | DENIABLE).items() for up in (True, False)}
    texts = [*TEXTS, *(text for pattern in ways.values() for text in _spelled_in(pattern))]
    for text in texts:
        held = may_hold(text)
        assert [way for way, pattern in ways.items() if way not in held and pattern.search(text)] == [], text


def test_no_bound_behind_a_number_is_without_a_sign() -> None:
    texts = [*TEXTS, *(text for _, pattern in quantities._BEHIND for text in _spelled_in(pattern))]
    for text in texts:
        for at in [0, *(found.end() for found in re.finditer(r"\d\S{0,3}", text))]:
            if not quantities.MAY_BOUND.match(text, at):
                assert not any(pattern.match(text, at) for _, pattern in quantities._BEHIND), (text, at)


def test_the_signs_are_looked_for_in_small_letters() -> None:
    assert holds("Twice a DAY", ["day"])
    assert not holds("Twice", ["day", "week"])
