"""Embedding in the worker and from the command line: with which model, how far it is, and going on with it."""

import time
from collections.abc import Callable

from kaas import wiring
from portfolios.embedding import Embedder
from portfolios.jobs import embed_soon, embed_with
from portfolios.vectors.filling import FilledElsewhere, fill
from portfolios.vectors.index import Standing, forget_others, standing

LOOK_EVERY = 0.5  # seconds
Progress = Callable[[int, int], object]  # done, total


def hand_to_worker() -> None:
    """Let this process's jobs embed with the configured model, if there is one, and begin at once."""
    embedder = configured()
    embed_with(embedder)
    if embedder is not None:
        embed_soon()


def configured() -> Embedder | None:
    """The configured model; None where only the words are searched."""
    return wiring.embedder()


def embed(embedder: Embedder, *, progress: Progress) -> Standing:
    """Work off what is missing, or watch the worker do it; then its vectors are searched. Raises what the model raises."""
    while True:
        now = standing(embedder.name)
        progress(now.done, now.total)
        counted = _Counted(now, progress)
        try:
            return fill(embedder, told=counted)
        except FilledElsewhere:
            time.sleep(LOOK_EVERY)


class _Counted:
    """Adds up batches, so that nobody has to count vectors after each of them."""

    def __init__(self, begin: Standing, progress: Progress) -> None:
        self.done, self.total, self.progress = begin.done, begin.total, progress

    def __call__(self, passages: int) -> None:
        self.done += passages
        self.progress(min(self.done, self.total), self.total)


def how_far(embedder: Embedder) -> Standing:
    """How far the model is. Changes nothing."""
    return standing(embedder.name)


def forget_other_models(embedder: Embedder) -> list[str]:
    """Delete the vectors of every other model, once this one's are searched; their names."""
    return forget_others(embedder.name)
