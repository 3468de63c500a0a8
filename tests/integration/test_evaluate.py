"""`kaas evaluate`: figures from a folder, in a database of its own of which nothing is left."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaas.evaluation.runs import Run
from tests.databases import EMPTY, ROOT, Server

DOCUMENTS = [
    ("ja1", "固体電解質", "硫化物系固体電解質の界面抵抗は、勾配型の被覆層により低くなる。"),
    ("ja2", "", "車載カメラの校正では、チェスボードの角を検出して歪みを求める。"),
    ("ja3", "雨", "梅雨は東アジアの広い範囲で見られる雨季である。"),
    (
        "en1",
        "Torque sensor",
        "A magnetostrictive torque sensor measures the twist of a shaft without contact.",
    ),
    ("en2", "", "The separator is coated with alumina particles to raise its shut-down temperature."),
    ("en3", "Beam steering", "An optical phased array steers a laser beam by thermal phase shifters."),
]
QUERIES = [
    ("q1", "固体電解質の界面抵抗を下げるには?", "ja1"),
    ("q2", "カメラの校正はどうするか。", "ja2"),
    ("q3", "梅雨はどこで見られますか", "ja3"),
    ("q4", "How is the twist of a shaft measured?", "en1"),
    ("q5", "separator coated with alumina", "en2"),
    ("q6", "x" * 5000, "en3"),  # longer than a person may ask; finds nothing
]
KEYS = [
    "documents",
    "queries",
    "index_seconds",
    "p50_ms",
    "p95_ms",
    "hit@1",
    "mrr@10",
    "ndcg@10",
    "recall@10",
    "recall@100",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data set of six documents in two languages."""
    corpus = [{"_id": key, "title": title, "text": text} for key, title, text in DOCUMENTS]
    queries = [{"_id": key, "text": text} for key, text, _ in QUERIES]
    judgements = "".join(f"{query}\t{document}\t1\n" for query, _, document in QUERIES)
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(line) + "\n" for line in corpus))
    (tmp_path / "queries.jsonl").write_text("".join(json.dumps(line) + "\n" for line in queries))
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judgements}")
    return tmp_path


@pytest.fixture(scope="module")
def database(server: Server) -> str:
    """An installation that holds nothing."""
    return server.fresh(EMPTY)


@pytest.fixture
def left_behind(server: Server) -> Iterator[None]:
    """Afterwards no database of an evaluation is there."""
    yield
    assert databases(server) == []


def databases(server: Server) -> list[str]:
    with server.superuser("postgres") as superuser:
        found = superuser.execute(
            "select datname from pg_database where starts_with(datname, 'kaas_evaluation_')"
        )
        return sorted(name for (name,) in found)


def test_a_folder_becomes_figures_and_nothing_is_left(
    server: Server, database: str, folder: Path, left_behind: None
) -> None:
    done = server.kaas("evaluate", str(folder), "--json", database=database)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert list(figures) == KEYS
    assert (figures["documents"], figures["queries"]) == (6, 6)
    found = round(5 / 6, 4)
    assert [figures[key] for key in KEYS[5:]] == [found] * 5
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    assert "indexing 6/6" in done.stderr
    with server.superuser(database) as superuser:
        assert superuser.execute("select count(*) from portfolios_document").fetchone() == (0,)
        assert superuser.execute("select count(*) from access_user").fetchone() == (0,)
        assert superuser.execute("select count(*) from audit_event").fetchone() == (0,)


def test_a_database_left_behind_is_dropped_unless_it_is_in_use(
    server: Server, database: str, folder: Path
) -> None:
    with server.superuser("postgres") as superuser:
        for name in ("kaas_evaluation_idle", "kaas_evaluation_busy"):
            superuser.execute(f"create database {name} owner kaas_owner")  # type: ignore[arg-type]
        with server.login("owner", "kaas_evaluation_busy"):
            done = server.kaas("evaluate", str(folder), "--limit-queries", "2", database=database)
            assert databases(server) == ["kaas_evaluation_busy"]
        superuser.execute("drop database kaas_evaluation_busy")
    assert done.returncode == 0, done.stderr
    figures = dict(line.split() for line in done.stdout.splitlines())
    assert list(figures) == KEYS
    assert figures["queries"] == "2"


@pytest.mark.parametrize(
    ("while_it_says", "number"),
    [
        ("preparing", signal.SIGTERM),
        ("indexing", signal.SIGINT),
    ],
    ids=str,
)  # one way to end for both signals, so that each is tried once
def test_a_stopped_evaluation_leaves_nothing(
    server: Server, database: str, folder: Path, left_behind: None, number: signal.Signals, while_it_says: str
) -> None:
    many = "".join(json.dumps({"_id": f"x{n}", "text": f"word{n} " * 200}) + "\n" for n in range(2000))
    (folder / "corpus.jsonl").write_text((folder / "corpus.jsonl").read_text() + many)
    running = subprocess.Popen(
        [sys.executable, "-m", "kaas", "evaluate", str(folder)],
        env=server.environment(database),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with running:
        assert running.stderr is not None
        while while_it_says not in running.stderr.readline():
            assert running.poll() is None
        time.sleep(0.2)
        running.send_signal(number)
        output, said = running.communicate(timeout=30)
    assert (running.returncode, output) == (2, "")
    assert said.splitlines()[-1] == "stopped"


def test_what_is_wrong_with_a_folder_is_one_line_with_file_and_number(
    server: Server, database: str, folder: Path, left_behind: None
) -> None:
    with (folder / "corpus.jsonl").open("a") as corpus:
        corpus.write("{not json\n")
    done = server.kaas("evaluate", str(folder), "--json", database=database)
    assert (done.returncode, done.stdout) == (2, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"kaas: {folder / 'corpus.jsonl'}, line 7: not a JSON object")


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (["/nowhere/at/all"], {}, "kaas: /nowhere/at/all: no such folder"),
        (["FOLDER", "--limit-queries", "-1"], {}, "kaas: --limit-queries is a number from 1"),
        (["FOLDER"], {"KAAS_GATE_KEY": ""}, "kaas: KAAS_GATE_KEY is not set"),
        (
            ["FOLDER"],
            {"KAAS_DATABASE_OWNER_URL": "postgresql:///x?host=/nowhere"},
            "kaas: no database can be made for the evaluation: connection",
        ),
    ],
)
def test_what_cannot_be_used_is_one_line(
    server: Server,
    database: str,
    folder: Path,
    left_behind: None,
    arguments: list[str],
    variables: dict[str, str],
    said: str,
) -> None:
    given = [str(folder) if argument == "FOLDER" else argument for argument in arguments]
    done = server.kaas("evaluate", *given, database=database, **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith(said)
    assert "Traceback" not in done.stderr


def test_a_server_without_the_extension_says_what_to_do(
    server: Server, database: str, folder: Path, left_behind: None
) -> None:
    with server.superuser("template1") as superuser:
        superuser.execute("drop extension vector")
    try:
        done = server.kaas("evaluate", str(folder), database=database)
    finally:
        with server.superuser("template1") as superuser:
            superuser.execute("create extension vector with schema public")
    assert done.returncode == 2
    assert "create extension vector" in done.stderr.splitlines()[-1]


def test_times_are_told_by_nearest_rank() -> None:
    run = Run(documents=1, queries=4, took_ms=[4.0, 1.0, 3.0, 2.0])
    assert [run.within_ms(percent) for percent in (50, 95, 100)] == [2.0, 4.0, 4.0]
    assert Run(documents=1, queries=1, took_ms=[7.0]).within_ms(50) == 7.0
