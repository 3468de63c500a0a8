"""Lies about the demo company are caught, and what is true of it is not doubted; how often is printed either way."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from kaas.answering.draft import DraftStatement, Verdict
from kaas.answering.steps.verify import verify
from tests.doubles.demo_passages import hit_with
from tests.doubles.lying_model import Kind, Lie, Said, lies

# The second set was written when the rules were done, and found 7 of its 50 doubted before they were mended by it.
# So was the third: 8 of its 42 were doubted. The fourth are answers to the hundred questions: 11 of its 79 were.
GOLD, SECOND, THIRD, FOURTH = (
    Path(__file__).with_name(f"gold_{name}.tsv") for name in ("statements", "second", "third", "fourth")
)
EVERY = 23  # of the lies, in what belongs to a change; the slow suite tells all of them
CAUGHT = {
    Kind.IDENTIFIER: 1.0,
    Kind.QUOTE: 1.0,
    Kind.MARKER: 1.0,
    Kind.NUMBER: 0.99,
    Kind.UNIT: 0.99,
    Kind.NEGATION: 0.8,
    Kind.COMPARISON: 0.8,
    Kind.CLAIM: 0.9,
}
DOUBTED = 0.05
AT_LEAST = 2000


def gold(file: Path = GOLD) -> list[Said]:
    """What is true of the demo company, in a model's words, each with the place that says so."""
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return [Said(text, hit_with(path, quote), quote) for path, quote, text in rows]


@pytest.fixture(scope="module")
def told() -> list[Said]:
    return gold()


def verdict_on(said: Said) -> Verdict:
    statement = DraftStatement(said.text, [(said.hit, said.quote)], phrased=True)
    verify(statement)
    return statement.verdict


def is_supported(said: Said) -> bool:
    return verdict_on(said) is Verdict.SUPPORTED


def shares_caught(told_lies: Sequence[Lie]) -> dict[Kind, float]:
    """How many lies of each kind are caught; printed with those of each way to lie."""
    made = Counter((lie.kind, lie.how) for lie in told_lies)
    missed = Counter((lie.kind, lie.how) for lie in told_lies if is_supported(lie.said))
    for (kind, how), count in sorted(made.items()):
        print(f"{kind}, {how}: {count - missed[kind, how]} of {count} caught")  # noqa: T201
    of_kind, missed_of_kind = Counter[Kind](), Counter[Kind]()
    for (kind, how), count in made.items():
        of_kind[kind] += count
        missed_of_kind[kind] += missed[kind, how]
    shares = {kind: 1 - missed_of_kind[kind] / count for kind, count in of_kind.items()}
    print(f"{sum(made.values())} lies:", ", ".join(f"{kind} {share:.2%}" for kind, share in shares.items()))  # noqa: T201
    return shares


def test_what_is_true_is_hardly_ever_doubted_and_never_contradicted() -> None:
    doubted: list[str] = []
    told: list[Said] = []
    for file in (GOLD, SECOND, THIRD, FOURTH):
        verdicts = {said.text: verdict_on(said) for said in gold(file)}
        of_file = [text for text, verdict in verdicts.items() if verdict is not Verdict.SUPPORTED]
        print(f"{file.stem}: wrongly doubted: {len(of_file)} of {len(verdicts)}", *of_file, sep="\n  ")  # noqa: T201
        assert len(of_file) <= 2 * DOUBTED * len(verdicts)
        assert Verdict.CONTRADICTED not in verdicts.values()
        doubted += of_file
        told += gold(file)
    assert len(doubted) <= DOUBTED * len(told), f"{len(doubted)} of {len(told)}"


def test_a_sample_of_the_lies_is_caught(told: list[Said]) -> None:
    assert len(told) >= 150
    every = list(lies(told))
    assert len(every) >= AT_LEAST
    shares = shares_caught(every[::EVERY])
    assert all(share >= CAUGHT[kind] - 0.05 * (CAUGHT[kind] < 1) for kind, share in shares.items()), shares
