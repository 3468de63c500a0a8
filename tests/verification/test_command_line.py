"""The `kaas` command as operators and scripts use it: JSON, exit statuses, and one line for what a person can mend."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.databases import DEMO, Server

QUESTIONS = [json.loads(line) for line in (DEMO / "questions.jsonl").read_text(encoding="utf-8").splitlines()]


def run(server: Server, demo: str, *arguments: str, status: int = 0) -> tuple[Any, str]:
    """The JSON of a command, if it printed any, and what it said on standard error."""
    done = server.kaas(*arguments, database=demo)
    assert done.returncode == status, done.stderr
    return (json.loads(done.stdout) if done.stdout.startswith("{") else done.stdout), done.stderr


def test_search(server: Server, demo: str) -> None:
    found, _ = run(server, demo, "search", "界面抵抗 勾配型", "--as", "engineer", "--limit", "3", "--json")
    assert set(found) >= {"query", "took_ms", "arms", "failed", "hits", "total", "understood", "facets"}
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert set(found["hits"][0]) >= {"rank", "score", "passage", "document", "locator", "text", "marking"}
    nothing, _ = run(server, demo, "search", "zyzzyva", "--as", "engineer", "--json", status=1)
    assert nothing["hits"] == []


def test_search_says_why_and_why_not(server: Server, demo: str) -> None:
    printed, _ = run(
        server, demo, "search", "“interface resistance” office:EP", "--as", "engineer", "--explain",
        "--why-not", "US19041873B2", "--limit", "1",
    )  # fmt: skip
    for said in (
        "office: EP",
        "1. EP4991107",
        "phrase: interface resistance",
        "words: rank 1",
        "it does not pass office: EP",
    ):
        assert said in printed
    printed, _ = run(server, demo, "search", "--like", "EP4991107B1:claim 1", "--as", "engineer")
    assert "EP4991107" not in printed
    _, said = run(server, demo, "search", "--like", "US20240991734A1", "--as", "engineer", status=2)
    assert "no such document" in said


def test_ask(server: Server, demo: str) -> None:
    question = QUESTIONS[0]
    answer, _ = run(server, demo, "ask", question["text"], "--as", question["as"], "--json")
    assert {"outcome", "language", "engine", "statements", "citations", "event"} <= set(answer)
    assert any(question["quote"] in statement["text"] for statement in answer["statements"])
    assert set(answer["citations"][0]) == {"marker", "document", "locator", "quote", "digest"}
    printed, _ = run(server, demo, "ask", question["text"], "--as", question["as"])
    assert "[1]" in printed
    assert "3ページ" in printed


def test_ask_finds_nothing(server: Server, demo: str) -> None:
    answer, _ = run(
        server, demo, "ask", "How tall is the Eiffel tower?", "--as", "engineer", "--json", status=1
    )
    assert answer["outcome"] == "unanswerable_nothing_found"
    assert answer["statements"] == []


def test_acting_for_somebody_is_the_operators_act(server: Server, demo: str) -> None:
    answer, _ = run(server, demo, "ask", QUESTIONS[0]["text"], "--as", "engineer", "--json")
    with server.superuser(demo) as raw:
        row = raw.execute(
            "select actor, on_behalf_of from audit_event where id = %s", [answer["event"]]
        ).fetchone()
        person = raw.execute("select id::text from access_user where username = 'engineer'").fetchone()
    assert row is not None
    assert person is not None
    assert row == ("operator", person[0])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "", "--as", "engineer"], "nothing to ask"),
        (["ask", "x" * 100_000, "--as", "engineer"], "too long"),
        (["ask", "a\x01b", "--as", "engineer"], "control characters"),
        (["ask", "x", "--as", "nobody"], "--as names nobody"),
        (["ask", "x", "--as", "admin"], "not permitted"),
        (["ask", "x", "--as", "engineer2", "--portfolio", "aurora"], "no such portfolio"),
        (["search", "x", "--as", "engineer2", "--portfolio", "no-such"], "no such portfolio"),
        (
            ["ingest", "x.txt", "--portfolio", "p", "--marking", "no-such"],
            "there is no marking 'no-such'; there are:",
        ),
        (["ingest", "x.txt"], "name files with --portfolio and --marking"),
        (["ingest", "--manifest", "no-such.toml"], "cannot be read"),
        (["key", "n", "--as", "engineer", "--scope", "trail:read"], "key_wider_than_session"),
        (["frobnicate"], "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    server: Server, demo: str, arguments: list[str], said: str
) -> None:
    _, error = run(server, demo, *arguments, status=2)
    assert said in error
    assert "Traceback" not in error


def test_a_database_that_is_away_is_one_line(server: Server, demo: str) -> None:
    done = server.kaas(
        "ask", "x", "--as", "engineer", database=demo, KAAS_DATABASE_URL="postgresql://a@/b?host=/nowhere"
    )
    assert done.returncode == 2
    assert "the database cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_ingest_lists_what_failed_and_takes_the_rest(server: Server, demo: str, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(
        "# Zirconium drift\n\nThe zirconium probe drifts by 0.3 nm.\n", encoding="utf-8"
    )
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    (tmp_path / "named.pdf").write_text("<html><body>not a PDF</body></html>", encoding="utf-8")
    with (tmp_path / "huge.xml").open("wb") as huge:
        os.truncate(huge.fileno(), 300 * 1024 * 1024)
    arguments = [
        "ingest",
        str(tmp_path),
        str(tmp_path / "absent.txt"),
        "--portfolio",
        "common",
        "--marking",
        "public",
        "--json",
    ]
    report, _ = run(server, demo, *arguments, status=1)
    assert set(report) == {"files", "documents", "passages", "unchanged", "failed", "notes", "seconds"}
    assert (report["files"], report["documents"]) == (6, 1)
    reasons = {Path(failure["path"]).name: failure["reason"] for failure in report["failed"]}
    assert reasons["empty.pdf"] == "empty"
    assert reasons["huge.xml"] == "too_large"
    assert reasons["absent.txt"] == "absent"
    assert set(reasons) == {"empty.pdf", "cut.pdf", "named.pdf", "huge.xml", "absent.txt"}
    assert all(failure["detail"] for failure in report["failed"])
    found, _ = run(server, demo, "search", "zirconium", "--as", "executive", "--json")
    assert found["hits"][0]["document"]["title"] == "Zirconium drift"
    again, _ = run(server, demo, *arguments, status=1)
    assert (again["documents"], again["unchanged"]) == (0, 1)


def test_parse_shows_what_is_in_a_file(server: Server, demo: str) -> None:
    shown, _ = run(server, demo, "parse", str(DEMO / "documents" / "aurora" / "US19204511B2.xml"), "--json")
    document = shown["documents"][0]
    assert document["publication_number"] == "US19204511B2"
    assert [claim["number"] for claim in document["claims"]][:3] == ["1", "2", "3"]
    assert {"abstract", "description"} <= set(document["sections"])
    _, error = run(server, demo, "parse", "no-such-file.pdf", status=2)
    assert "absent" in error


def test_the_demo_company_goes_into_an_empty_database_only(server: Server, demo: str, tmp_path: Path) -> None:
    """The accounts' file is what tells an interrupted load from other people's installation."""
    accounts = (
        server.cluster.state.path / "demo-accounts.txt"
    )  # of the load of which this database is a clone
    assert accounts.stat().st_mode & 0o777 == 0o600
    again = server.kaas("demo", database=demo, KAAS_STATE_DIR=str(tmp_path))
    assert again.returncode == 1
    assert "people are here already" in again.stderr
