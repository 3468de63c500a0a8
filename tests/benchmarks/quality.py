"""How well is found without a model: nDCG@10 on real questions, indexed and searched as everything else is.

Settings are chosen on the other half of the questions: KAAS_BENCH_HALF=chosen shows it. KAAS_BENCH_QUERIES bounds each set,
KAAS_BENCH_DICTIONARY=none does without the dictionary, KAAS_BENCH_KATAKANA=none without reading katakana by rule, and
KAAS_BENCH_KEEP=NAME keeps the runs for `kaas evaluate compare NAME-jaquad OTHER-jaquad`.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.test import override_settings

from kaas.evaluation.beir import Dataset
from kaas.evaluation.keeping import RETRIEVAL, digest_of
from kaas.evaluation.keeping import keep as keep_run
from kaas.evaluation.metrics import measure as figures_of
from kaas.evaluation.runs import Run, evaluate_dataset
from kaas.operations.embedded import Cluster
from tests.benchmarks.judged import COLLECTIONS, Collection
from tests.benchmarks.timing import keep
from tests.databases import Server

GOALS: Final = {
    "jaquad": 0.92,
    "jsquad": 0.945,
    "paragraph-patent": 0.88,
    "title-patent": 0.975,
    "ja-en": 0.94,
    "ja-en-no-latin": 0.86,
    "en-ja": 0.929,
    "en-ja-no-latin": 0.826,
}
SHOWN = ("ndcg@10", "hit@1", "recall@10", "recall@100")
MOST = int(os.environ.get("KAAS_BENCH_QUERIES") or 2000)
KEEP = os.environ.get("KAAS_BENCH_KEEP", "")
REPORTED = os.environ.get("KAAS_BENCH_HALF") != "chosen"
Row = dict[str, float]


def measure(*names: str) -> str:
    """The figures of every set, or of the collections named, whose data are there."""
    wanted = [one for one in COLLECTIONS if not names or one.__name__ in names]
    rows: dict[str, Row] = {}
    absent: list[str] = []
    with _server():
        for make in wanted:
            try:
                rows |= _measured(make)
            except pytest.skip.Exception as reason:
                absent.append(f"{make.__name__} left out: {reason}")
    keep("quality", {"half": "reported" if REPORTED else "chosen", "sets": rows})
    return "\n".join([*_table(rows), *absent])


def _measured(make: Callable[[], Collection]) -> dict[str, Row]:
    collection = make()
    sets = {name: _half(name, questions) for name, questions in collection.sets.items()}
    asked = {key: one for questions in sets.values() for key, one in questions.items()}
    judged = {key: {document: 1} for key, (document, _) in asked.items()}
    texts = {key: text for key, (_, text) in asked.items()}
    run = evaluate_dataset(Dataset(dict(collection.documents), texts, judged), progress=_say)
    for name, questions in sets.items() if KEEP else ():
        each = {key: run.each[key] for key in questions}
        data = digest_of({key: [judged[key], texts[key]] for key in questions})
        keep_run(f"{KEEP}-{name}", kind=RETRIEVAL, data=data, each=each, state=settings.STATE_DIR)
    return {name: _row(run, {key: judged[key] for key in questions}) for name, questions in sets.items()}


def _half(name: str, questions: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """At most MOST questions of one half, always the same ones."""
    digests = {hashlib.sha256(key.encode()).digest(): key for key in questions}
    half = [digests[digest] for digest in sorted(digests) if digest[0] % 2 == REPORTED]
    return {f"{name}/{key}": questions[key] for key in half[:MOST]}


def _row(run: Run, judged: Mapping[str, Mapping[str, int]]) -> Row:
    figures = figures_of(run.rankings, judged)
    return {
        "queries": len(judged),
        **{name: figures[name] for name in SHOWN},
        "p50_ms": run.within_ms(50),
        "p95_ms": run.within_ms(95),
    }


def _table(rows: Mapping[str, Row]) -> Iterator[str]:
    yield f"{'':20}{'queries':>8}{'goal':>8}" + "".join(
        f"{name:>12}" for name in (*SHOWN, "p50 ms", "p95 ms")
    )
    for name, row in rows.items():
        times = "".join(f"{row[key]:>12.1f}" for key in ("p50_ms", "p95_ms"))
        shown = "".join(f"{row[key]:>12.3f}" for key in SHOWN)
        met = "" if row["ndcg@10"] >= GOALS[name] else "  missed"
        yield f"{name:20}{row['queries']:>8.0f}{GOALS[name]:>8.3f}{shown}{times}{met}"


@contextmanager
def _server() -> Iterator[None]:
    """A throw-away server to whose databases this process has the logins, as `kaas evaluate` has them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Cluster.ephemeral(Path(folder)) as cluster,
        pytest.MonkeyPatch.context() as patch,
        override_settings(
            DICTIONARY=os.environ.get("KAAS_BENCH_DICTIONARY", ""),
            KATAKANA=os.environ.get("KAAS_BENCH_KATAKANA") != "none",
        ),
    ):
        for name, value in Server(cluster).environment("kaas").items():
            if name.startswith("KAAS_DATABASE"):
                patch.setenv(name, value)
        yield


def _say(what: str, done: int, of: int) -> None:
    if done == of:
        sys.stderr.write(f"{what} {of or ''}\n")
