"""The made-up company's vectors in a database of their own, with one person for each share of the rows."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kaas.operations.embedded import Cluster
from kaas.operations.state import hold, open_state, state_dir
from tests.databases import Server
from tests.verification.crowds import sign_in
from tests.verification.logins import Raw
from tests.verification.readers import make_labels, make_reader

DATABASE = "kaas"
LABELS = 500
SPACES = """
    insert into embedding_space (id, name, dimensions, is_searched, codebook) overriding system value
      values (1, 'made-up', 384, true, 'made-up');
"""
PASSAGES = """
    insert into index_forward (number, passage_id, document_id, portfolio_id, label_id, tie, impacts) overriding system value
      select v.number, md5('p' || v.number)::uuid, md5('d' || (v.number - 1) / 20)::uuid, v.portfolio_id, v.label_id,
             v.number, '{}/1000000000'
        from index_vector v;
    insert into index_vector_count
      select space_id, label_id, portfolio_id, count(*), 0 from index_vector group by 1, 2, 3;
"""
PEER = """
    create schema peer;
    create table peer.vector (number bigint primary key, label_id integer not null, vector halfvec(384) not null)
      with (toast_tuple_target = 8160);
    insert into peer.vector select number, label_id, vector from index_vector;
    create index on peer.vector (label_id);
    alter table peer.vector enable row level security, force row level security;
    grant usage on schema peer to kaas_app;
    grant select on peer.vector to kaas_app;
    create policy permitted on peer.vector for select to kaas_app
      using (label_id = any ((select permitted_labels())::integer[]));
"""
SETTINGS = ("shared_buffers = '5GB'", "maintenance_work_mem = '2GB'", "max_wal_size = '8GB'")
COPY = """
    copy index_vector (space_id, number, label_id, portfolio_id, vector) from stdin (format binary)
"""
GATHER = """
    select gather_vectors(1::smallint, array(select md5('d' || g)::uuid from generate_series(%s::int, %s::int) g))
"""
DOCUMENTS = 500  # gathered at once
KNOWN = "select 1 from access_user where username = %s"
WITHOUT_GRAPH = os.environ.get("KAAS_BENCH_GRAPH") == "none"
GRAPH = "create index vector_graph on peer.vector using hnsw (vector halfvec_ip_ops)"


@contextmanager
def dense_store(rows: int, python: Path) -> Iterator[tuple[Server, Path, dict[str, Any]]]:
    """The server, the folder of the files and what is asked, for as long as the block lasts. Made once and kept."""
    state = open_state(state_dir() / "bench" / f"runs-{rows}")
    files = state.path / "files"
    with hold(state), Cluster(state) as cluster:
        server = Server(cluster)
        asked = _asked(files, python, rows)
        if not (state.path / "filled").exists():
            with server.superuser("postgres") as root:
                for setting in SETTINGS:
                    root.execute(f"alter system set {setting}")
            cluster.stop()
            cluster.start()
        done = server.kaas("prepare", database=DATABASE)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        if not (state.path / "filled").exists():
            _fill(server, files, asked, rows)
            (state.path / "filled").touch()
        with server.superuser(DATABASE) as root:
            for number, share in enumerate(asked.values()):
                if not root.execute(KNOWN, [f"crowd-{number}"]).fetchone():
                    make_reader(root, number, share["labels"])
            if not WITHOUT_GRAPH and root.execute("select to_regclass('peer.vector_graph')").fetchone() == (
                None,
            ):
                sys.stderr.write("building the peer's graph\n")
                root.execute(GRAPH)
                root.execute("vacuum analyze peer.vector")
        yield server, files, asked


def _asked(files: Path, python: Path, rows: int) -> dict[str, Any]:
    """What is asked, by share. Files from before somebody read everything are added to."""
    told = files / "asked.json"
    if not (files / "rows.copy").exists() or not told.exists():
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir()
    if not told.exists() or (python.exists() and "100" not in json.loads(told.read_text(encoding="utf-8"))):
        world = Path(__file__).with_name("dense_world.py")
        subprocess.run([python, world, files, str(rows)], check=True)
    found: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return found


def _fill(server: Server, files: Path, asked: dict[str, Any], rows: int) -> None:
    with server.superuser(DATABASE) as root:
        root.execute("set session_replication_role = replica")
        with root.transaction():
            make_labels(root, LABELS)
            for number, share in enumerate(asked.values()):
                make_reader(root, number, share["labels"])
            root.execute(SPACES)
            _copy(root, files)
            root.execute(PASSAGES)
            root.execute(PEER)
        root.execute("set session_replication_role = origin")
        root.execute("vacuum analyze")
        sys.stderr.write("gathering runs\n")
        for begin in range(0, rows // 20 + 1, DOCUMENTS):
            root.execute(GATHER, [begin, begin + DOCUMENTS - 1])
        root.execute("vacuum full analyze index_vector")
        root.execute("vacuum analyze")


def _copy(root: Raw, files: Path) -> None:
    with (files / "centres.txt").open() as lines, root.cursor() as cursor:
        centres = [(1, cell, line) for cell, line in enumerate(lines)]
        cursor.executemany("insert into embedding_cell (space_id, cell, centre) values (%s, %s, %s)", centres)
    with (files / "rows.copy").open("rb") as file, root.cursor() as cursor, cursor.copy(COPY) as copy:
        while block := file.read(1 << 20):
            copy.write(block)


def session_of(root: Raw, number: int) -> uuid.UUID:
    """A session of the person who reads the share of that number."""
    return sign_in(root, number)
