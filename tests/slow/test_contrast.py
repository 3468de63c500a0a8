"""Words can be read on every ground that the style sheets give them, by the colours as they stand in the tokens."""

import re

import pytest

from tests.databases import ROOT

pytestmark = pytest.mark.slow

SHEET = (ROOT / "kaas" / "portal" / "static" / "portal" / "tokens.css").read_text(encoding="utf-8")
TOKEN = re.compile(r"--([\w-]+):\s*(?:light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)|(#[0-9a-f]{6}));")
TOKENS = {name: (light or both, dark or both) for name, light, dark, both in TOKEN.findall(SHEET)}
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ("ink", "ink-soft", "accent", "error")
        for ground in ("paper", "surface")
    ],
    ("ink", "sunken", TEXT),
    ("ink", "mark", TEXT),
    ("ink", "accent-soft", TEXT),
    ("accent", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("error", "error-soft", TEXT),
    *[("focus", ground, SHAPE) for ground in ("paper", "surface")],
    *[("rule-strong", ground, SHAPE) for ground in ("paper", "surface")],
]
WHITE = "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_is_the_one_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_tokens_stand_out_from_each_other(ink: str, ground: str, least: float, theme: int) -> None:
    assert contrast(TOKENS[ink][theme], TOKENS[ground][theme]) >= least


@pytest.mark.parametrize("level", range(5))
def test_the_classification_bar_can_be_read(level: int) -> None:
    assert contrast(WHITE, TOKENS[f"level-{level}"][0]) >= TEXT
