"""Time that is added to a model's answer, on 100,000 passages: before the model is asked, and after it ends a sentence."""

import asyncio
import json
import os
import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import httpx

from kaas.evaluation.reader import READER
from tests.benchmarks.arrivals import Door, Heard, as_they_come, one_after_the_other
from tests.benchmarks.gateways import PEER, litellm, timed_double
from tests.benchmarks.many_passages import DATABASE, PASSAGES, kaas, many_passages, texts_of_grants
from tests.benchmarks.questions import questions
from tests.benchmarks.timed_double import TOKENS_A_SENTENCE
from tests.benchmarks.timing import keep, ratios, spread, table
from tests.doubles.model_server import GPT_OSS
from tests.slow.crowds import Connected
from tests.slow.serving import serving

REPEATS = int(os.environ.get("KAAS_BENCH_REPEATS") or 5)
RATE = 50.0  # tokens a second of each stream
FEW, MANY = 1, 50  # streams at the same time
SENTENCES = {FEW: 2, MANY: 8}  # of an answer
ANSWERS = {FEW: 24, MANY: 75}  # measured in each repeat
COMING = {FEW: 0, MANY: 50}  # before them, until as many streams are open as there shall be
WARMING = 40  # four a second, until each connection of each process has seen every kind of work
PROCESSES = os.cpu_count() or 1  # of the portal, as `kaas run` has it
GOAL_MS = {FEW: 100, MANY: 250}
MARKED = re.compile(r'\s*\[\d+: "[^"]*"\][.。!?！？]?')
OURS, THEIRS = "kaas", "LiteLLM's proxy"
BEFORE, AFTER, SUM = "asked → at the model", "last token → sentence read", "both"


@dataclass(slots=True)
class Added:
    """Milliseconds added by one door at one number of streams, by what they are counted from."""

    times: dict[str, list[float]] = field(default_factory=lambda: {BEFORE: [], AFTER: [], SUM: []})
    outcomes: Counter[str] = field(default_factory=Counter)

    def take(self, heard: Heard, noted: Mapping[str, Any], until: float) -> None:
        """What one answer shows; sentences that came later than `until` are left out."""
        before = (noted["came"] - heard.asked) * 1000
        self.times[BEFORE].append(before)
        for end, came in _sentences(heard, noted["text"]):
            place = bisect_left(noted["ends"], end)
            if came > until or place >= len(noted["times"]):
                continue
            after = (came - noted["times"][place]) * 1000
            self.times[AFTER].append(after)
            self.times[SUM].append(before + after)


def measure() -> str:
    """Run everything, keep the result, and return the table."""
    with ExitStack() as stack:
        server = stack.enter_context(many_passages())
        double = stack.enter_context(timed_double(rate=RATE))
        peer = stack.enter_context(litellm(double))
        models = {"KAAS_CHAT_ENDPOINTS": double, "KAAS_CHAT_MODEL": GPT_OSS, "KAAS_QUESTIONS_AT_ONCE": "1000"}
        portal = stack.enter_context(
            serving(Connected(server.cluster, **models), DATABASE, processes=PROCESSES)
        )
        key = json.loads(kaas(server, "key", "benchmark", "--as", READER, "--json"))["key"]
        doors = [Door(OURS, portal, key), *([peer] if peer else [])]
        needed = WARMING + REPEATS * sum(ANSWERS[streams] + COMING[streams] for streams in (FEW, MANY))
        asked = questions(texts_of_grants(server), count=needed)
        return _told(*_measured(doors, double, asked))


def _measured(
    doors: Sequence[Door], double: str, asked: Sequence[str]
) -> tuple[dict[tuple[str, int], Added], list[float]]:
    """The doors by turns, each with the same questions; and how busy the machine was."""
    added = {(door.name, streams): Added() for door in doors for streams in (FEW, MANY)}
    loads = []
    left = iter(asked)
    _notes(double, 1)
    for door in doors:
        asyncio.run(as_they_come(door, asked[-WARMING:], a_second=4, dice=random.Random(WARMING)))  # noqa: S311
    _notes(double)
    for repeat in range(REPEATS):
        for streams in (FEW, MANY):
            some = [next(left) for _ in range(COMING[streams] + ANSWERS[streams])]
            for door in doors:
                _notes(double, SENTENCES[streams])
                heard = _heard(door, some, streams, random.Random(repeat))  # noqa: S311
                _take(added[door.name, streams], heard, _notes(double), COMING[streams])
                loads.append(os.getloadavg()[0])
    return added, loads


def _heard(door: Door, some: Sequence[str], streams: int, dice: random.Random) -> list[Heard]:
    if streams == FEW:
        return asyncio.run(one_after_the_other(door, some))
    lasts = (
        (1 + SENTENCES[streams]) * TOKENS_A_SENTENCE / RATE
    )  # seconds of an answer; it begins with a thought
    return asyncio.run(as_they_come(door, some, a_second=streams / lasts, dice=dice))


def _take(added: Added, heard: Sequence[Heard], noted: Mapping[str, Any], coming: int) -> None:
    """Take what is measured: those who came when as many streams were open, for as long as others still came."""
    until = max(one.asked for one in heard) if coming else float("inf")
    for one in heard[coming:]:
        added.outcomes[one.outcome or "broken off"] += 1
        if one.question in noted and one.pieces:
            added.take(one, noted[one.question], until)


def _notes(double: str, sentences: int | None = None) -> dict[str, Any]:
    """What the double noted since the last time, by question."""
    settings = {"sentences": sentences} if sentences else {}
    told = httpx.get(f"{double}/timings", params=settings, timeout=120, trust_env=False).json()
    return {note["question"]: note for note in told}


def _sentences(heard: Heard, text: str) -> Iterator[tuple[int, float]]:
    """Where in the model's text each sentence ends, its markers included, and when it was read.

    Of a proxy, which sends no sentences, every so many characters instead.
    """
    if heard.outcome == "done":
        reached = list(accumulate(len(piece) for piece, _ in heard.pieces))
        for end in range(2 * TOKENS_A_SENTENCE, reached[-1], 2 * TOKENS_A_SENTENCE):
            yield end, heard.pieces[bisect_left(reached, end)][1]
        return
    place = 0
    for piece, came in heard.pieces if heard.outcome == "answered_by_model" else []:
        said = piece.rstrip(".。!?！？")
        begin = text.find(said, place)
        marked = MARKED.match(text, begin + len(said)) if begin >= 0 else None
        if marked is not None:
            place = marked.end()
            yield place, came


def _told(added: Mapping[tuple[str, int], Added], loads: Sequence[float]) -> str:
    rows = {
        f"{name}, {streams}: {what}": spread(times)
        for (name, streams), one in added.items()
        for what, times in one.times.items()
        if times
    }
    met = {streams: rows[f"{OURS}, {streams}: {SUM}"]["p95"] <= goal for streams, goal in GOAL_MS.items()}
    compared = {
        f"{streams}: {what}": ratios(rows[f"{OURS}, {streams}: {what}"], rows[f"{THEIRS}, {streams}: {what}"])
        for streams in (FEW, MANY)
        for what in (BEFORE, AFTER, SUM)
        if f"{THEIRS}, {streams}: {what}" in rows
    }
    result = {
        "passages": PASSAGES,
        "repeats": REPEATS,
        "tokens_a_second": RATE,
        "milliseconds": rows,
        "samples": {f"{name}, {streams}": len(one.times[SUM]) for (name, streams), one in added.items()},
        "outcomes": {f"{name}, {streams}": one.outcomes for (name, streams), one in added.items()},
        "ratios": compared,
        "load": {"least": min(loads), "most": max(loads)},
        "goal": {"both p95 ms": GOAL_MS, "met": met},
    }
    path = keep("added_time", result)
    lines = [
        f"{name:42}{of['p50']:>9.2f}x{of['p95']:>9.2f}x{of['max']:>9.2f}x" for name, of in compared.items()
    ]
    heading = (
        f"{PASSAGES} passages; {REPEATS} repeats; load {min(loads):.1f} to {max(loads):.1f}; "
        + "; ".join(
            f"{name}, {streams}: {len(one.times[SUM])} sentences, "
            + ", ".join(f"{count} {outcome}" for outcome, count in one.outcomes.items())
            for (name, streams), one in added.items()
        )
    )
    missing = (
        [] if compared else [f"{THEIRS}: not installed ({PEER} names a virtual environment that has it)"]
    )
    verdict = "; ".join(
        f"p95 of both at {streams}, goal {goal} ms: {'met' if met[streams] else 'missed'}"
        for streams, goal in GOAL_MS.items()
    )
    return "\n".join([heading, table(rows), *lines, *missing, f"{verdict}; kept in {path}"])
