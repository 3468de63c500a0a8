"""A slow suite goes on where the last run stopped, and what it reached adds up until something fails."""

import json
from pathlib import Path

import pytest

from tests.slow import budget

MUCH = 1e9  # seconds left over: one round only, unless more is asked for


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where progress is kept here: nothing of it is anybody else's."""
    monkeypatch.setattr(budget, "FOLDER", tmp_path / "slow")
    monkeypatch.setattr(budget, "report", [])
    monkeypatch.setattr(budget, "_begun", set())
    monkeypatch.delenv("KAAS_SLOW_SEED", raising=False)
    return tmp_path / "slow" / "decisions.json"


def run(*, at_least: int = 0, fails_at: int = -1) -> list[int]:
    """The seeds of one run, each of which compares a hundred decisions."""
    seeds = []
    with budget.turn("decisions") as share:
        for seed in share.rounds(spare=MUCH, at_least=at_least):
            seeds.append(seed)
            share.count(decisions=100)
            if len(seeds) == fails_at:
                raise AssertionError
    return seeds


def test_the_next_run_goes_on_and_what_is_reached_adds_up(kept: Path) -> None:
    first, again = run(), run(at_least=400)
    assert again == [first[0] + 1, first[0] + 2, first[0] + 3]
    assert json.loads(kept.read_text())["decisions"] == 400
    assert "400 of 20,000,000 decisions in a row" in budget.report[-1]
    assert run(at_least=400) == [again[-1] + 1]  # reached already: one round, to have looked


def test_each_round_is_kept_for_a_run_that_is_killed(kept: Path) -> None:
    share = budget.Turn("decisions", 0.0)
    rounds = share.rounds(spare=MUCH, at_least=1000)
    begun = next(rounds)
    share.count(decisions=100)
    next(rounds)
    assert json.loads(kept.read_text()) == {
        "next": begun + 1,
        "last": {"decisions": 100},
        "decisions": 100,
    }


def test_a_round_that_failed_comes_first_and_nothing_before_it_counts(kept: Path) -> None:
    before = run(at_least=300)
    with pytest.raises(AssertionError):
        run(at_least=1000, fails_at=2)
    failing = before[-1] + 2
    assert budget.report[-1].endswith(f"the failing round again: KAAS_SLOW_SEED={failing}")
    assert json.loads(kept.read_text())["decisions"] == 0
    assert run() == [failing]


@pytest.mark.parametrize("content", ["", "[]", '{"next": "soon"}'], ids=["empty", "list", "words"])
def test_what_cannot_be_read_begins_anew(kept: Path, content: str) -> None:
    kept.parent.mkdir()
    kept.write_text(content)
    assert len(run()) == 1
