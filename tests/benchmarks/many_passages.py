"""A database with 100,000 passages, made once and kept: the U.S. grants where they are, and reports mixed of their sentences.

Where the grants are absent, the sentences are drawn from 30,000 made-up words, the n-th of them as often as 1/n.
"""

import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from kaas.evaluation.reader import make_reader
from kaas.operations.embedded import Cluster
from kaas.operations.state import hold, open_state, state_dir
from portfolios.analysis import sentences
from tests.databases import Server, connected
from tests.shared_data import shared_data

PASSAGES = 100_000
DATABASE = "kaas"
DRAWN = 7  # the same reports in every run
REPORTS_AT_A_TIME = 100
PARAGRAPHS, SENTENCES = 80, 4  # of a report, and of each of its paragraphs
COUNT = """
    select count(*) from portfolios_passage p join portfolios_document d on d.id = p.document_id
     where d.withdrawn_at is null
"""
SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
)


@contextmanager
def many_passages() -> Iterator[Server]:
    """The server, for as long as the block lasts; 100,000 public passages are in its database."""
    state = open_state(state_dir() / "bench" / "passages")
    with hold(state), Cluster(state) as cluster:
        server = Server(cluster)
        kaas(server, "prepare")
        if not (state.path / "begun").exists():
            _begin(server)
        _fill(server)
        yield server


def texts_of_grants(server: Server) -> list[str]:
    """The passages that were not mixed; all of them where the grants were absent."""
    query = (
        "select p.text from portfolios_passage p join portfolios_document d on d.id = p.document_id"
        " where d.portfolio_id = (select id from portfolios_portfolio order by name = 'grants' desc limit 1)"
    )
    with server.superuser(DATABASE) as superuser:
        return [str(row[0]) for row in superuser.execute(query)]  # type: ignore[arg-type]


def _begin(server: Server) -> None:
    with connected(server, "owner", DATABASE):
        make_reader()
    try:
        grants = sorted(shared_data("us-grants-bulk-xml").glob("*.xml.gz"))
    except pytest.skip.Exception:
        sys.stderr.write("no grants: the passages are made up\n")
    else:
        kaas(server, "ingest", *map(str, grants), "--portfolio", "grants", "--marking", "public", "--json")
    (server.cluster.state.path / "begun").touch()


def _fill(server: Server) -> None:
    """Add reports until there are enough passages; what was added before an interruption counts."""
    count = _count(server)
    if count >= PASSAGES:
        return
    pool = _pool(texts_of_grants(server)) if count else _made_up(random.Random(DRAWN))  # noqa: S311
    while count < PASSAGES:
        sys.stderr.write(f"{count} of {PASSAGES} passages\n")
        _add_reports(server, pool, random.Random(count))  # noqa: S311
        count = _count(server)
    kaas(server, "merge")  # as a worker does in the background
    with server.superuser(DATABASE) as superuser:
        superuser.execute("vacuum analyze")


def _add_reports(server: Server, pool: Sequence[str], dice: random.Random) -> None:
    folder = server.cluster.state.path / "reports"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for _ in range(REPORTS_AT_A_TIME):
        number = dice.getrandbits(40)
        paragraphs = [" ".join(dice.choices(pool, k=SENTENCES)) for _ in range(PARAGRAPHS)]
        parts = [f"## {at}. Part\n\n{paragraph}" for at, paragraph in enumerate(paragraphs, start=1)]
        text = "\n\n".join([f"# Report {number}", *parts])
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    kaas(server, "ingest", str(folder), "--portfolio", "reports", "--marking", "public", "--json")
    shutil.rmtree(folder)


def _pool(texts: Sequence[str]) -> list[str]:
    found = {" ".join(text[span.start : span.end].split()) for text in texts for span in sentences(text)}
    return sorted(sentence for sentence in found if 40 < len(sentence) < 400 and sentence.endswith("."))


def _made_up(dice: random.Random) -> list[str]:
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 5))) for _ in range(30_000)]
    often = [1 / place for place in range(1, len(words) + 1)]
    drawn = (dice.choices(words, often, k=dice.randint(8, 30)) for _ in range(50_000))
    return [f"The {' '.join(sentence)}." for sentence in drawn]


def _count(server: Server) -> int:
    with server.superuser(DATABASE) as superuser:
        row = superuser.execute(COUNT).fetchone()
    return int(row[0]) if row else 0


def kaas(server: Server, *arguments: str, database: str = DATABASE) -> str:
    """The command on a database, and what it prints. Raises RuntimeError with what it complains of."""
    done = server.kaas(*arguments, database=database)
    if done.returncode and not done.stdout:  # 1 with a report: some file of the set is no document
        raise RuntimeError(f"kaas {arguments[0]}: {done.stderr[-2000:]}")
    return done.stdout
