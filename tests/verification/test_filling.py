"""Vectors come to be in the background: once each, whatever is killed, refused or changed on the way."""

import argparse
import json
import logging
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from kaas import wiring
from kaas.operations import embedding
from kaas.operations.commands import embed as command
from kaas.operations.commands.failures import Unusable
from portfolios import jobs
from portfolios.embedding import Embedder, EmbeddingFailed
from portfolios.ingestion import begin
from portfolios.models import Passage
from portfolios.vectors import codebook, filling
from portfolios.vectors.filling import FilledElsewhere, fill
from portfolios.vectors.index import (
    DimensionsDiffer,
    Standing,
    add_vectors,
    forget_others,
    searched_space,
    standing,
)
from tests.databases import Server, connected
from tests.doubles.embedders import Fault, WordEmbedder
from tests.verification.logins import Raw, take_in
from tests.verification.twins import make_twin

PART = {"public", "internal", "dorado", "secrecy-order", "jda-lindfeldt", "cn-local", "borealis-secret"}


@pytest.fixture(scope="module")
def demo(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A part of the demo company, in both languages: all of it is read anew in every test."""
    with django_db_blocker.unblock():
        yield make_twin(server, wanted=PART.__contains__)


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def worker(server: Server, demo: str, root: Raw, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The worker's login, with no vectors, no embedder, no job of embedding, and none that the clock would queue."""
    monkeypatch.setattr(jobs.app.periodic_registry, "periodic_tasks", {})
    monkeypatch.setattr(codebook, "CELLS", 16)
    root.execute("delete from embedding_space")
    root.execute("delete from procrastinate_jobs where task_name = 'embed_passages'")
    with connected(server, "worker", demo):
        yield
    jobs.embed_with(None)


def rows(root: Raw) -> list[Any]:
    """Every vector that is kept, with its model."""
    query = (
        "select s.name, f.passage_id, v.vector::text from index_vector v join embedding_space s on s.id = v.space_id"
        " join index_forward f using (number) order by 1, 2"
    )
    return root.execute(query).fetchall()


def open_jobs(root: Raw) -> list[Any]:
    query = "select args, queue_name from procrastinate_jobs where task_name = 'embed_passages' and status = 'todo'"
    return root.execute(query).fetchall()


def work(*queues: str) -> None:
    """Work off these queues until they are empty."""
    jobs.worker_app().run_worker(
        queues=list(queues or (jobs.EMBEDDING,)), concurrency=1, wait=False, install_signal_handlers=False
    )


def read_of(embedder: WordEmbedder) -> list[list[str]]:
    """The batches of passages that it was given, without those of the codebook."""
    published = set(codebook.published_texts())
    return [batch for batch in embedder.asked if not published & set(batch)]


def stop_after(batches: int) -> Any:
    left = iter([True] * batches)
    return lambda: next(left, False)


def test_every_passage_is_read_once(root: Raw, worker: None) -> None:
    embedder, told = WordEmbedder(), []
    done = fill(embedder, told=told.append)
    texts = {str(key): text for key, text in Passage.objects.values_list("id", "text")}
    assert (done.done, done.total, done.is_whole, done.is_searched) == (len(texts), len(texts), True, True)
    assert sum(told) == len(texts) > 40
    japanese = [text for text in texts.values() if embedder.embed([text]) == [None]]
    assert done.unreadable == len(japanese) > 5
    assert sorted(text for batch in read_of(embedder)[: len(told)] for text in batch) == sorted(
        texts.values()
    )
    again, before = WordEmbedder(), rows(root)
    assert fill(again) == done
    assert again.asked == [], "what a model cannot read is not tried again either"
    assert rows(root) == before


def test_a_batch_holds_one_document(root: Raw, worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "BATCH", 3)
    monkeypatch.setattr(filling, "DOCUMENTS", 2)
    embedder = WordEmbedder()
    assert fill(embedder).is_whole
    held: dict[str, set[uuid.UUID]] = {}
    for text, document in Passage.objects.values_list("text", "document_id"):
        held.setdefault(text, set()).add(document)
    assert max(map(len, embedder.asked)) == 3
    for batch in read_of(embedder):
        assert set.intersection(*(held[text] for text in batch))


def test_what_was_stopped_goes_on_where_it_was(
    root: Raw, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 4)
    whole = WordEmbedder()
    fill(whole)
    expected = rows(root)
    root.execute("delete from embedding_space")
    first = WordEmbedder()
    done = fill(first, go_on=stop_after(5))
    assert len(read_of(first)) == 5
    assert not done.is_whole and not done.is_searched
    assert 5 <= done.done == len(rows(root)) < len(expected)
    second = WordEmbedder()
    assert fill(second).is_searched
    assert rows(root) == expected
    assert sum(map(len, read_of(first) + read_of(second))) == len(expected)


def test_a_batch_that_was_killed_is_missing_still(root: Raw, worker: None) -> None:
    class Killed(BaseException):
        """Not an error: the process is gone."""

    class Dying(WordEmbedder):
        def embed(self, texts: Any, *, query: bool = False) -> Any:
            if len(read_of(self)) == 3:
                raise Killed
            return super().embed(texts, query=query)

    with pytest.raises(Killed):
        fill(Dying())
    assert len(rows(root)) > 0
    assert searched_space() is None
    assert fill(WordEmbedder()).is_searched, "the lock is free again"


def test_one_process_at_a_time(server: Server, demo: str, root: Raw, worker: None) -> None:
    with server.login("worker", demo) as other:
        other.execute("select pg_advisory_lock(%s)", [filling.LOCK])
        with pytest.raises(FilledElsewhere):
            fill(WordEmbedder())
        jobs.embed_with(WordEmbedder())
        jobs.embed_soon()
        work()
        assert (rows(root), open_jobs(root)) == ([], [])
    assert fill_when_free(WordEmbedder()).is_searched, "its lock ends with the process"


def fill_when_free(embedder: WordEmbedder) -> Standing:
    """As soon as the server has noticed that the other connection is gone."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return fill(embedder)
        except FilledElsewhere:
            assert time.monotonic() < deadline, "the lock was never freed"
            time.sleep(0.05)


def test_the_worker_embeds_in_turns(root: Raw, worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that is over queues the next, so that files are never kept waiting."""
    monkeypatch.setattr(jobs, "fill", lambda embedder, go_on: fill(embedder, go_on=stop_after(3)))
    embedder = WordEmbedder()
    jobs.embed_with(embedder)
    jobs.embed_soon()
    jobs.embed_soon()
    assert open_jobs(root) == [({}, jobs.EMBEDDING)], "one is queued at a time, and it names nothing"
    work()
    assert standing(embedder.name).is_searched
    assert open_jobs(root) == []
    ended = (
        "select count(*) from procrastinate_jobs where task_name = 'embed_passages' and status = 'succeeded'"
    )
    assert root.execute(ended).fetchall()[0][0] > 3


def test_a_file_that_was_taken_in_is_embedded(root: Raw, worker: None, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    fill(embedder)
    file = tmp_path / "bead.md"
    file.write_text("# Beads\n\nThe bead is of scandia.\n")
    begin(
        [file],
        portfolio="beads",
        marking="public",
        queue=lambda id_: jobs.ingest_file.defer(file_id=str(id_)),
    )
    jobs.embed_with(embedder)
    work(jobs.QUEUE)
    assert len(open_jobs(root)) == 1
    assert not standing(embedder.name).is_whole
    work()
    assert standing(embedder.name).is_whole
    file.write_text("# Beads\n\nThe bead is of ceria.\n")
    take_in(file, portfolio="beads")
    done = fill(embedder)
    assert done.done == done.total == Passage.objects.filter(document__withdrawn_at=None).count()
    gone = "select count(*) from index_vector v where not exists (select 1 from index_forward f where f.number = v.number)"
    assert root.execute(gone).fetchone() == (0,)


def test_without_a_model_nothing_happens(root: Raw, worker: None) -> None:
    jobs.embed_soon()
    work()
    assert (rows(root), open_jobs(root)) == ([], [])


def test_what_a_dead_worker_left_does_not_stand_in_the_way(root: Raw, worker: None) -> None:
    """Its turn was never ended and the next is queued: only one of a kind may be queued, and files wait behind it."""
    jobs.embed_soon()
    root.execute("insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')")
    dead = (
        "update procrastinate_jobs set status = 'doing', worker_id = (select max(id) from procrastinate_workers)"
        " where task_name = 'embed_passages' and status = 'todo' returning id"
    )
    (job,) = root.execute(dead).fetchall()[0]
    jobs.embed_soon()
    jobs.retry_stalled_now()
    states = "select id = %s, status from procrastinate_jobs where task_name = 'embed_passages' order by 1"
    assert root.execute(states, [job]).fetchall() == [(False, "todo"), (True, "failed")]
    jobs.embed_with(WordEmbedder())
    work()
    assert standing("words-1").is_searched


def test_a_model_that_does_not_answer_is_asked_again_later(
    root: Raw, worker: None, caplog: pytest.LogCaptureFixture
) -> None:
    embedder = WordEmbedder()
    embedder.is_down = True
    with pytest.raises(Fault):
        fill(embedder)
    jobs.embed_with(embedder)
    jobs.embed_soon()
    with caplog.at_level(logging.WARNING, logger="portfolios.jobs"):
        work()
    assert [record.getMessage() for record in caplog.records if record.name == "portfolios.jobs"] == [
        "embedding with words-1 failed: Fault: it does not answer"
    ]
    assert rows(root) == []
    embedder.is_down = False
    jobs.embed_soon()
    work()
    assert standing(embedder.name).is_searched


def test_a_text_that_a_model_refuses_is_one_it_cannot_read(root: Raw, worker: None) -> None:
    plain = fill(WordEmbedder("words-2"))
    refusing = WordEmbedder(refused=["invention"])
    done = fill(refusing)
    refused = sum("invention" in text for text in Passage.objects.values_list("text", flat=True))
    assert refused > 3
    assert done.is_searched
    assert done.unreadable >= plain.unreadable + 3
    assert done.unreadable <= plain.unreadable + refused


def test_a_model_that_refuses_everything_has_read_nothing(root: Raw, worker: None) -> None:
    with pytest.raises(Fault):
        fill(WordEmbedder(refused=[""]))
    assert rows(root) == []


class Faulty(WordEmbedder):
    """Gives vectors that are none for texts with a word in them; for every text, where the word is empty."""

    def __init__(self, given: list[float], word: str) -> None:
        super().__init__()
        self.given, self.word = given, word

    def _vector(self, text: str) -> list[float] | None:
        return self.given if self.word in text else super()._vector(text)


NO_VECTORS = {
    "long": [1.0] * 25,
    "short": [1.0] * 23,
    "zeros": [0.0] * 24,
    "nan": [1.0] * 23 + [float("nan")],
}


@pytest.mark.parametrize("kind", NO_VECTORS)
def test_an_embedder_that_gives_no_vectors_is_refused(root: Raw, worker: None, kind: str) -> None:
    """Before anything is stored, and with what is wrong."""
    said = {"long": "25 numbers, not 24", "short": "23 numbers", "zeros": "of zeros", "nan": "not finite"}
    with pytest.raises(EmbeddingFailed, match=f"words-1 gave a vector .*{said[kind]}"):
        fill(Faulty(NO_VECTORS[kind], ""))
    assert rows(root) == []
    assert fill(WordEmbedder()).is_searched
    if kind in ("zeros", "nan"):
        root.execute("delete from embedding_space")
        assert fill(Faulty(NO_VECTORS[kind], "invention")).is_searched, (
            "one text it cannot read stops nothing"
        )


def test_a_name_keeps_its_length(root: Raw, worker: None) -> None:
    fill(WordEmbedder())
    with pytest.raises(DimensionsDiffer):
        fill(WordEmbedder(dimensions=32))


@pytest.mark.parametrize(
    "vector", [[0.0] * 24, [float("nan")] * 24, [float("inf")] * 24], ids=["zero", "nan", "inf"]
)
def test_a_vector_that_points_nowhere_is_none(root: Raw, worker: None, vector: list[float]) -> None:
    fill(WordEmbedder(), go_on=stop_after(0))
    (passage,) = Passage.objects.filter(document__withdrawn_at=None).values_list("id", flat=True)[:1]
    add_vectors("words-1", {passage: vector})
    assert rows(root) == [("words-1", passage, None)]


def test_a_passage_that_left_meanwhile_gets_no_vector(root: Raw, worker: None, no_such_id: uuid.UUID) -> None:
    fill(WordEmbedder(), go_on=stop_after(0))
    add_vectors("words-1", {no_such_id: [1.0] * 24})
    assert rows(root) == []


def test_a_new_model_is_searched_when_it_has_read_everything(root: Raw, worker: None) -> None:
    old, new = WordEmbedder("words-1"), WordEmbedder("words-2", dimensions=40)
    fill(old)
    fill(new, go_on=stop_after(2))
    assert searched_space() == ("words-1", 24)
    assert forget_others("words-2") == [], "not while the old one is searched"
    fill(new)
    assert searched_space() == ("words-2", 40)
    assert standing("words-1").is_whole and not standing("words-1").is_searched
    assert forget_others("words-2") == ["words-1"]
    assert {name for name, *_ in rows(root)} == {"words-2"}


def options(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.describe(parser)
    return parser.parse_args(list(given))


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`connect(embedder)` makes it the configured one."""
    return lambda embedder: monkeypatch.setattr(wiring, "embedder", lambda: embedder)


def said(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, Any, str]:
    status = command.run(options(*given, "--json"))
    out, err = capsys.readouterr()
    return status, json.loads(out), err


def test_the_command_embeds_and_says_how_far_it_is(
    root: Raw, worker: None, connect: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    connect(WordEmbedder("words-1"))
    status, told, _ = said(capsys, "--status")
    assert (status, told["done"], told["searched"]) == (1, 0, False)
    status, told, err = said(capsys)
    assert (status, told["model"], told["done"], told["searched"]) == (0, "words-1", told["total"], True)
    assert err.splitlines()[-1] == f"{told['total']}/{told['total']} passages"
    assert said(capsys, "--status")[:2] == (0, told)
    connect(WordEmbedder("words-2"))
    status, told, _ = said(capsys, "--forget-others")
    assert (status, told["model"], told["forgotten"]) == (0, "words-2", ["words-1"])
    assert command.run(options()) == 0
    assert capsys.readouterr().out.startswith("words-2: ")


def test_the_command_watches_when_the_worker_is_at_it(
    server: Server, demo: str, worker: None, connect: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(WordEmbedder())
    with server.login("worker", demo) as other:
        other.execute("select pg_advisory_lock(%s)", [filling.LOCK])
        monkeypatch.setattr(embedding.time, "sleep", lambda _: other.close())
        assert command.run(options()) == 0


@pytest.mark.parametrize("state", ["none", "down"])
def test_the_command_says_what_is_wrong(worker: None, connect: Any, state: str) -> None:
    embedder: Embedder | None = None
    if state == "down":
        embedder = down = WordEmbedder()
        down.is_down = True
    connect(embedder)
    with pytest.raises(Unusable, match="no embedding model" if state == "none" else "it does not answer"):
        command.run(options())
