"""The time that the slow suites share, and where each of them goes on next time.

`KAAS_SLOW_SECONDS` is the budget of the whole run. A suite that begins gets its part of what is left, so one that takes
less leaves more for the others. It works in rounds, each made from a seed of its own; the next seed is kept in
`var/slow/`, and a round that failed is the first of the next run. `KAAS_SLOW_SEED` begins at a given seed instead.
"""

import json
import os
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BEGAN = time.monotonic()
SECONDS = float(os.environ.get("KAAS_SLOW_SECONDS") or 600)
FOLDER = Path(__file__).resolve().parents[2] / "var" / "slow"
# Suites in the order in which they run, each with its part.
PARTS = {
    "browser": 3.0,
    "crowd": 1.5,
    "decisions": 2.0,
    "emergencies": 0.7,
    "faults": 5.0,
    "ghosts": 3.0,
    "hundred": 1.0,
    "lies": 0.3,
    "mutants": 0.5,
    "obedient": 2.5,
    "obeying": 2.0,
    "pool": 1.0,
    "revocation": 2.0,
    "several": 0.5,
    "time": 1.5,
    "writing": 0.5,
}
# What suites count, and how much of it is wanted, be it by several runs.
WANTED = {
    "decisions": ("decisions", 20_000_000),
    "ghosts": ("comparisons", 20_000),
    "obedient": ("contexts", 100_000),
    "obeying": ("answers", 500),
    "pool": ("requests", 200_000),
    "revocation": ("revocations", 3_000),
}

report: list[str] = []
_begun: set[str] = set()


class Turn:
    """One suite's time, seeds and figures."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name = name
        self.began = time.monotonic()
        self.ends = self.began + seconds
        kept = _kept(name)
        self.seed = int(os.environ.get("KAAS_SLOW_SEED") or kept.get("next") or secrets.randbits(31))
        self.counted, self.wanted = WANTED.get(name, ("", 0))
        self.before = kept.get(self.counted, 0)
        self.figures: Counter[str] = Counter()
        self.done = 0

    @property
    def left(self) -> float:
        """Seconds until the suite's time is over."""
        return self.ends - time.monotonic()

    @property
    def in_all(self) -> int:
        """How much of the suite's figure is reached, with the runs before this one."""
        return self.before + self.figures[self.counted]

    def rounds(self, *, spare: float = 0.0, at_least: int = 0) -> Iterator[int]:
        """Seeds, one at least, for as long as another round fits; `spare` seconds are left over at the end.

        Where the suite's figure is to be `at_least` so much, rounds go on until it is.
        """
        longest = 0.0
        while not self.done or self.left > longest + spare or self.in_all < at_least:
            began = time.monotonic()
            yield self.seed
            self.done += 1
            self.seed += 1
            self.keep()
            longest = max(longest, time.monotonic() - began)

    def count(self, **figures: int) -> None:
        """Add to what the suite tells of itself."""
        self.figures.update(figures)

    def keep(self, *, failed: bool = False) -> None:
        """Where the next run goes on; one that failed counts from nothing."""
        kept = {"next": self.seed, "last": dict(self.figures)}
        if self.counted:
            kept[self.counted] = 0 if failed else self.in_all
        try:
            FOLDER.mkdir(parents=True, exist_ok=True)
            written = FOLDER / f"{self.name}.new"
            written.write_text(json.dumps(kept) + "\n", encoding="utf-8")
            written.replace(FOLDER / f"{self.name}.json")
        except OSError as error:
            report.append(f"{self.name}: progress could not be kept ({error.strerror})")


@contextmanager
def turn(name: str) -> Iterator[Turn]:
    """The suite's turn. At its end, good or bad, how far it got is reported and kept."""
    share = Turn(name, _share(name))
    first = share.seed
    how = "failed"
    try:
        yield share
        how = "done"
    except KeyboardInterrupt:
        how = "stopped"
        raise
    finally:
        told = ", ".join(f"{number:,} {what.replace('_', ' ')}" for what, number in share.figures.items())
        took = time.monotonic() - share.began
        reached = f"; {share.in_all:,} of {share.wanted:,} {share.counted} in a row" if share.wanted else ""
        again = f"; the failing round again: KAAS_SLOW_SEED={share.seed}" if how == "failed" else ""
        report.append(
            f"{name}: {how} after {took:.0f} s, {_seeds(first, share.seed)}: {told or 'nothing'}{reached}{again}"
        )
        share.keep(failed=how == "failed")


def _seeds(first: int, end: int) -> str:
    return f"seeds {first} to {end - 1}" if end > first else f"seed {first}"


def _share(name: str) -> float:
    _begun.add(name)
    waiting = sum(part for other, part in PARTS.items() if other not in _begun)
    left = max(SECONDS - (time.monotonic() - BEGAN), 0.0)
    return left * PARTS[name] / (PARTS[name] + waiting)


def _kept(name: str) -> dict[str, int]:
    try:
        kept = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        return {what: int(number) for what, number in kept.items() if what != "last"}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
