"""One condition of the decision bent at a time: each mutant is noticed, or stands below with why it is the same."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.databases import Server
from tests.verification.bending import (
    BOUNDING,
    DECIDING,
    HOLDING,
    IDENTIFYING,
    Doorman,
    Judge,
    functions,
    is_noticed,
)
from tests.verification.logins import Raw

SEED = 20261122
QUESTIONS = 1500
MIN_KILLED = 150
# Mutants that do the same as what they were made from, and why.
EQUIVALENT = {
    r"readable_among: scopes is null -> false": "null, and so not true, is what `'document:read' = any (null)` says as well",
    r"readable_among: not \(reads or opened <> '{}'\) -> false": "an early way out: without either no label is chosen below",
    r".* (<=|>) statement_timestamp\(\).* -> .* (<|>=) statement_timestamp\(\).*": "differs in one microsecond only",
}


@pytest.fixture(scope="module")
def root(server: Server, bare: str) -> Iterator[Raw]:
    with server.superuser(bare) as raw:
        yield raw


@pytest.fixture(scope="module")
def judge(root: Raw) -> Judge:
    return Judge(root, SEED, questions=QUESTIONS)


def test_every_bent_decision_is_noticed(root: Raw, judge: Judge) -> None:
    doorman = Doorman(root, judge.world, [*judge.maker.people[:4], *judge.special])
    assert not judge.decides_otherwise(judge.asked) and not judge.permits_otherwise()
    assert not judge.bounds_otherwise()
    with root.transaction(force_rollback=True):
        assert not doorman.lets_otherwise()
    judges: dict[str, Callable[[], bool]] = {
        **dict.fromkeys(DECIDING, lambda: judge.decides_otherwise(judge.asked) or judge.permits_otherwise()),
        **dict.fromkeys(BOUNDING, judge.bounds_otherwise),
        **dict.fromkeys(HOLDING, doorman.holds_otherwise),
        **dict.fromkeys(IDENTIFYING, doorman.lets_otherwise),
    }
    survivors, killed = [], 0
    for name, mutant in functions(root, list(judges)):
        noticed = is_noticed(root, mutant.text, judges[name])
        if noticed:
            killed += 1
        else:
            survivors.append(f"{name}: {mutant.what}")
    unexplained = [one for one in survivors if not any(re.fullmatch(known, one) for known in EQUIVALENT)]
    print(f"{killed} mutants killed, {len(survivors)} do the same as the original")  # noqa: T201
    assert not unexplained, "\n".join(unexplained)
    assert killed >= MIN_KILLED
