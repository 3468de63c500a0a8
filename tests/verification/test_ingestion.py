"""Files become documents once, whole, and under their own label, whatever happens on the way."""

import gzip
import os
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from governance.access.labels import MarkingUnknown
from governance.access.scopes import scope
from governance.access.sessions import sign_in_as_operator
from kaas.answering.answers import get_answer
from kaas.answering.ask import ask
from kaas.operations import ingesting
from kaas.operations.ingesting import Batch, ingest
from kaas.retrieval.search import search
from kaas.retrieval.viewing import view_document
from portfolios import ingestion, jobs
from portfolios.catalogue import list_documents
from portfolios.ingestion import Report, begin, finish, give_up, report, take_file, waiting_files
from portfolios.models import Document, IngestedFile, Original, Passage
from portfolios.parsing import ParsedDocument, ParseFailure
from portfolios.passages import add_passages
from tests.databases import DEMO, Server, connected
from tests.recount import check_index
from tests.verification.logins import Raw, parse_here, take_in

APPLICATION = DEMO / "documents" / "borealis" / "US20240991734A1.xml"


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def worker(server: Server, demo: str) -> Iterator[None]:
    with connected(server, "worker", demo):
        yield


@pytest.fixture
def place() -> str:
    """The name of a portfolio that no other test uses."""
    return f"place {uuid.uuid4().hex[:8]}"


def live(portfolio: str) -> list[str]:
    """What the current documents of a portfolio say."""
    passages = Passage.objects.filter(document__portfolio__name=portfolio, document__withdrawn_at=None)
    return sorted(passages.values_list("text", flat=True))


def counted(found: Report) -> tuple[int, int, int, list[str]]:
    return found.files, found.documents, found.unchanged, [failure.reason for failure in found.failed]


def write(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def bulk(folder: Path, *damaged: int) -> Path:
    """Three applications one after another, as the office sends them; some of them damaged."""
    whole = APPLICATION.read_bytes()
    members = [whole.replace(b"20240991734", b"2024099173%d" % n) for n in (4, 5, 6)]
    for number in damaged:
        members[number] = members[number].replace(b"</description>", b"</descripton>", 1)
    return write(folder, "bulk.xml", b"\n".join(members))


def snapshot(root: Raw) -> dict[str, Any]:
    """Every row of the stacks and the index, runs and their files left out."""
    tables = ("document", "documentlabel", "publication", "passage", "original")
    names = [f"portfolios_{t}" for t in tables] + [
        "index_forward",
        "index_posting",
        "index_withdrawn",
        "index_list",
        "index_statistic",
        "index_span",
        "index_lexeme",
    ]
    query = "select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {} t"
    return {name: root.execute(query.format(name)).fetchone() for name in names}


def test_the_index_of_the_demo_company_agrees_with_its_texts(root: Raw, worker: None) -> None:
    check_index(root)


def test_twice_the_same_and_nothing_happens(root: Raw, worker: None, tmp_path: Path, place: str) -> None:
    files = [
        write(tmp_path, "a.md", "# On beads\n\nThe bead is of zirconia.\n"),
        bulk(tmp_path),
        write(tmp_path, "e.txt", ""),
    ]
    assert counted(take_in(*files, portfolio=place)) == (3, 4, 0, ["empty"])
    before = snapshot(root)
    assert counted(take_in(*files, portfolio=place)) == (3, 0, 4, ["empty"])
    assert snapshot(root) == before
    check_index(root)


def test_the_same_under_another_label_or_elsewhere_is_another_document(
    worker: None, tmp_path: Path, place: str
) -> None:
    """What one label holds says nothing about another: no digest is unique beyond it."""
    file = write(tmp_path, "a.txt", "The bead is of zirconia and has a diameter of 4 mm.\n")
    for portfolio, marking in ((place, "public"), (place, "aurora"), (place + "x", "public")):
        assert counted(take_in(file, portfolio=portfolio, marking=marking)) == (1, 1, 0, []), marking
    assert Original.objects.filter(ingestedfile__path=str(file)).distinct().count() == 2


def test_a_changed_file_replaces_what_it_said_and_citations_stay(
    server: Server, demo: str, root: Raw, tmp_path: Path, place: str
) -> None:
    file = write(tmp_path, "a.txt", "The quodlibet sensor weighs 41 grams in total.\n")
    with connected(server, "worker", demo):
        take_in(file, portfolio=place)
    with connected(server, "app", demo):
        session = sign_in_as_operator("executive")
        answer = ask("How much does the quodlibet sensor weigh?", session_id=session)
        (citation,) = answer.citations
    write(tmp_path, "a.txt", "The quodlibet sensor weighs 43 grams in total.\n")
    with connected(server, "worker", demo):
        assert counted(take_in(file, portfolio=place)) == (1, 1, 0, [])
        assert live(place) == ["The quodlibet sensor weighs 43 grams in total."]
        check_index(root)
    with connected(server, "app", demo), scope(session) as acting:
        hits = search("quodlibet", scope=acting).hits
        assert [hit.passage.text for hit in hits] == ["The quodlibet sensor weighs 43 grams in total."]
        assert len(list_documents(scope=acting, portfolio=place)) == 1
        again = get_answer(answer.id, scope=acting)
        assert again.citations == [citation] and "41 grams" in citation.quote
        old = view_document(citation.document_id, scope=acting)
        assert old.summary.withdrawn
        assert citation.passage_id in {passage.id for passage in old.passages}
    write(tmp_path, "a.txt", "The quodlibet sensor weighs 41 grams in total.\n")
    with connected(server, "worker", demo):
        assert counted(take_in(file, portfolio=place)) == (1, 1, 0, [])
        assert live(place) == ["The quodlibet sensor weighs 41 grams in total."]
        check_index(root)


def test_a_file_that_says_the_same_keeps_the_document(
    root: Raw, worker: None, tmp_path: Path, place: str
) -> None:
    """Two files with the same bytes are one document, which stays while either of them says it."""
    one, other = (write(tmp_path, name, "The bead is of hafnia.\n") for name in ("a.txt", "b.txt"))
    assert counted(take_in(one, other, portfolio=place)) == (2, 1, 1, [])
    write(tmp_path, "a.txt", "The bead is of ceria.\n")
    take_in(one, portfolio=place)
    assert live(place) == ["The bead is of ceria.", "The bead is of hafnia."]
    write(tmp_path, "b.txt", "The bead is of silica.\n")
    take_in(other, portfolio=place)
    assert live(place) == ["The bead is of ceria.", "The bead is of silica."]
    check_index(root)


def test_a_file_that_goes_back_to_what_another_still_says(
    root: Raw, worker: None, tmp_path: Path, place: str
) -> None:
    """The document is there already, so nothing is taken in; what the file said in between goes all the same."""
    one, other = (write(tmp_path, name, "The bead is of hafnia.\n") for name in ("a.txt", "b.txt"))
    take_in(one, other, portfolio=place)
    for text in ("The bead is of ceria.\n", "The bead is of hafnia.\n"):
        write(tmp_path, "a.txt", text)
        take_in(one, portfolio=place)
    assert live(place) == ["The bead is of hafnia."]
    check_index(root)


def test_a_version_that_cannot_be_read_replaces_nothing(
    root: Raw, worker: None, tmp_path: Path, place: str
) -> None:
    file = write(tmp_path, "a.txt", "The bead is of hafnia.\n")
    take_in(file, portfolio=place)
    write(tmp_path, "a.txt", b"%PDF-1.7 and no more")
    assert counted(take_in(file, portfolio=place))[1:3] == (0, 0)
    file.unlink()
    assert counted(take_in(file, portfolio=place)) == (1, 0, 0, ["absent"])
    assert live(place) == ["The bead is of hafnia."]
    check_index(root)


def test_one_bad_member_is_named_and_the_rest_goes_on(
    root: Raw, worker: None, tmp_path: Path, place: str
) -> None:
    file = bulk(tmp_path, 1)
    found = take_in(file, write(tmp_path, "good.txt", "A sentence of its own.\n"), portfolio=place)
    assert counted(found) == (2, 3, 0, ["malformed"])
    (failure,) = found.failed
    assert (failure.path, failure.member) == (str(file), "2")
    assert failure.detail.endswith(".") and len(failure.detail) > 30
    # Mended and given again, only what was missing comes in, and nothing is there twice.
    found = take_in(bulk(tmp_path), portfolio=place)
    assert counted(found)[3] == []
    assert Document.objects.filter(portfolio__name=place, withdrawn_at=None).count() == 4
    check_index(root)


class Crash(Exception):
    """The machine went away."""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_crash_in_the_middle_and_again(
    root: Raw, worker: None, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    run = begin([bulk(tmp_path)], portfolio=place, marking="public")
    (file,) = waiting_files(run)
    taken = 0

    def interrupted(*given: Any) -> int:
        nonlocal taken
        if taken == after:
            raise Crash
        taken += 1
        return add_passages(*given)

    monkeypatch.setattr(ingestion, "add_passages", interrupted)
    with pytest.raises(Crash):
        take_file(file, parse=parse_here)
    check_index(root)
    assert report(run).waiting == 1
    monkeypatch.undo()
    for _ in range(2):
        take_file(file, parse=parse_here)
    assert counted(finish(run)) == (1, 3, 0, [])
    assert Document.objects.filter(portfolio__name=place).count() == 3
    assert finish(run).passages == Passage.objects.filter(document__portfolio__name=place).count()
    check_index(root)


def test_a_file_given_up_is_settled_and_can_be_given_again(worker: None, tmp_path: Path, place: str) -> None:
    file = write(tmp_path, "a.txt", "The bead is of hafnia.\n")
    run = begin([file], portfolio=place, marking="public")
    (waiting,) = waiting_files(run)

    def crashing(content: bytes, name: str) -> Sequence[ParsedDocument | ParseFailure]:
        raise Crash

    with pytest.raises(Crash):
        take_file(waiting, parse=crashing)
    give_up(waiting, detail="It ended badly.")
    give_up(waiting, detail="Again.")
    assert [(f.reason, f.detail) for f in finish(run).failed] == [("crashed", "It ended badly.")]
    take_file(waiting, parse=parse_here)
    assert live(place) == []
    assert counted(take_in(file, portfolio=place)) == (1, 1, 0, [])


def test_a_job_that_never_ends_well_ends(
    worker: None, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that refuses again and again: the command comes back and says so."""

    def away(*given: Any, **named: Any) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(jobs, "take_file", away)
    monkeypatch.setattr(jobs, "give_up", away)
    monkeypatch.setattr(jobs.ingest_file, "retry_strategy", None)
    monkeypatch.setattr(ingesting, "LOOK_AGAIN", 0.05)
    found = ingest(
        [Batch(place, "public", (write(tmp_path, "a.txt", "A bead.\n"),))], progress=lambda *_: None
    )
    assert counted(found) == (1, 0, 0, ["crashed"])


def test_what_a_dead_worker_left_is_taken_up_again(
    root: Raw, worker: None, tmp_path: Path, place: str
) -> None:
    file = write(tmp_path, "a.txt", "The bead is of hafnia.\n")
    run = begin([file], portfolio=place, marking="public")
    (waiting,) = waiting_files(run)
    job = jobs.ingest_file.defer(file_id=str(waiting))
    root.execute("insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')")
    root.execute(
        "update procrastinate_jobs set status = 'doing', worker_id = (select max(id) from procrastinate_workers)"
        " where id = %s",
        [job],
    )
    found = ingest([Batch(place, "public", (file,))], progress=lambda *_: None)
    assert counted(found)[3] == []
    assert live(place) == ["The bead is of hafnia."]
    state = "select status from procrastinate_jobs where id = %s"
    for _ in range(50):
        jobs.retry_stalled_now()
        if root.execute(state, [job]).fetchone() != ("doing",):
            break
    assert root.execute(state, [job]).fetchone() in {("todo",), ("succeeded",)}


def test_bad_files_are_named_and_the_rest_goes_on(
    root: Raw, worker: None, tmp_path: Path, place: str
) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(201 * 2**20)
    os.mkfifo(tmp_path / "pipe.txt")
    packed = gzip.compress(b"The bead is of copper.\n")
    expected = {
        tmp_path / "absent.txt": "absent",
        tmp_path: "unsupported",
        tmp_path / "pipe.txt": "unsupported",
        huge: "too_large",
        write(tmp_path, "empty.txt", ""): "empty",
        write(tmp_path, "cut.txt.gz", packed[:-9]): "truncated",
        write(tmp_path, "mislabelled.pdf", "This is no PDF at all.\n"): "mislabelled",
        write(tmp_path, "binary.txt", bytes(range(256)) * 40): "malformed",
    }
    good = write(tmp_path, "good.txt.gz", packed)
    found = take_in(*expected, good, portfolio=place)
    assert {failure.path: failure.reason for failure in found.failed} == {
        str(p): reason for p, reason in expected.items()
    }
    assert all(failure.detail.endswith(".") for failure in found.failed)
    assert live(place) == ["The bead is of copper."]


def test_every_member_of_a_gzip_file_is_read(worker: None, tmp_path: Path, place: str) -> None:
    members = gzip.compress(b"The bead is of copper.\n\n") + gzip.compress(b"The rod is of nickel.\n")
    take_in(write(tmp_path, "two.txt.gz", members), portfolio=place)
    said = " ".join(live(place))
    assert "copper" in said and "nickel" in said


def test_a_name_that_is_no_text_is_no_obstacle(worker: None, tmp_path: Path, place: str) -> None:
    """Names from old shares are Shift-JIS: the file is taken in, and its path can be shown."""
    odd = tmp_path / os.fsdecode("試料.txt".encode("shift_jis"))
    odd.write_text("The bead is of hafnia.\n", encoding="utf-8")
    gone = tmp_path / os.fsdecode("試料２.txt".encode("shift_jis"))
    found = take_in(odd, gone, write(tmp_path, "b.txt", "The rod is of nickel.\n"), portfolio=place)
    assert counted(found) == (3, 2, 0, ["absent"])
    assert live(place) == ["The bead is of hafnia.", "The rod is of nickel."]
    assert all(path.isprintable() for path in IngestedFile.objects.values_list("path", flat=True))
    assert counted(take_in(odd, portfolio=place)) == (1, 0, 1, [])


def test_an_unknown_marking_changes_nothing(root: Raw, worker: None, tmp_path: Path, place: str) -> None:
    before = root.execute("select count(*) from portfolios_ingestionrun").fetchone()
    file = write(tmp_path, "a.txt", "A bead.\n")
    with pytest.raises(MarkingUnknown):
        begin([file], portfolio=place, marking="no such marking")
    with pytest.raises(MarkingUnknown):
        ingest([Batch(place, "public", (file,)), Batch(place, "nix", (file,))], progress=lambda *_: None)
    assert root.execute("select count(*) from portfolios_ingestionrun").fetchone() == before


def test_ingestion_stands_on_the_trail_without_a_word_of_the_files(
    root: Raw, worker: None, tmp_path: Path, place: str
) -> None:
    run = begin([write(tmp_path, "secretname.txt", "A bead.\n")], portfolio=place, marking="aurora-secret")
    for file in waiting_files(run):
        take_file(file, parse=parse_here)
    finish(run)
    finish(run)
    events = root.execute(
        "select actor, action, detail::text from audit_event where resource = %s order by occurred_at",
        [f"ingestion:{run}"],
    ).fetchall()
    assert [event[:2] for event in events] == [("worker", "ingestion:started"), ("worker", "ingestion:ended")]
    assert not any(
        word in detail for *_, detail in events for word in ("secretname", place, "bead", "aurora")
    )


def test_the_queue_holds_ids_only(root: Raw, worker: None, tmp_path: Path, place: str) -> None:
    run = begin([write(tmp_path, "secretname.txt", "A bead.\n")], portfolio=place, marking="aurora")
    for file in waiting_files(run):
        jobs.ingest_file.defer(file_id=str(file))
    rows = str(root.execute("select string_agg(j::text, '|') from procrastinate_jobs j").fetchone())
    assert "secretname" not in rows and place not in rows


def test_everything_kept_of_a_file_is_behind_its_label(
    server: Server, demo: str, tmp_path: Path, place: str
) -> None:
    with connected(server, "worker", demo):
        take_in(bulk(tmp_path, 1), portfolio=place, marking="aurora-secret")
    tables = (
        "original",
        "ingestionrun",
        "ingestedfile",
        "ingestionfailure",
        "document",
        "documentlabel",
        "publication",
        "passage",
    )
    from tests.verification.logins import identify

    with connected(server, "app", demo):
        sessions = {name: sign_in_as_operator(name) for name in ("engineer", "engineer2", "admin")}
    with server.login("app", demo) as raw, server.superuser(demo) as root:
        row = root.execute("select label_id from access_marking where name = 'aurora-secret'").fetchone()
        for name, session in sessions.items():
            identify(raw, session)
            for table in tables:
                count = raw.execute(
                    f"select count(*) from portfolios_{table} where label_id = %s", row
                ).fetchone()
                assert (count != (0,)) == (name == "engineer"), (name, table)
            seen = raw.execute(
                "select count(*) from portfolios_portfolio where name = %s", [place]
            ).fetchone()
            assert (seen == (1,)) == (name == "engineer")
            raw.rollback()
