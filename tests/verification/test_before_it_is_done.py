"""What an operator looks at before doing something: why somebody reads a document, and who would under another marking."""

import argparse
import json
import uuid
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from governance.audit.events import Action
from kaas.operations.commands import access, ask, relabel
from kaas.operations.commands.failures import Unusable
from tests.databases import Server, connected
from tests.verification.logins import Raw

OWNER = "KAAS_DATABASE_OWNER_URL"


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def owner(server: Server, demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator holds the owner's login."""
    monkeypatch.setenv(OWNER, server.cluster.url("owner", database=demo))


def run(
    command: ModuleType, capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0
) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    command.describe(parser)
    assert command.run(parser.parse_args([*arguments, "--json"])) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def document_of(root: Raw, marking: str) -> str:
    row = root.execute(
        "select d.id from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where m.name = %s and d.withdrawn_at is null order by d.path limit 1",
        [marking],
    ).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(("person", "status"), [("engineer", 0), ("engineer2", 1), ("leaver", 1)], ids=str)
def test_the_operator_is_told_what_an_auditor_is_told(
    app: str, owner: None, root: Raw, capsys: pytest.CaptureFixture[str], person: str, status: int
) -> None:
    document = document_of(root, "aurora-secret")
    told = run(access, capsys, "explain", person, document, status=status)
    assert told == run(access, capsys, "explain", person, document, "--as", "auditor", status=status)
    assert len(told["reasons"]) == 12
    told_by = root.execute(
        "select actor, on_behalf_of from audit_event where action = %s", [Action.ACCESS_EXPLAINED]
    ).fetchall()
    assert ("operator", "") in told_by


def test_without_the_owner_s_login_somebody_has_to_be_named(
    app: str, server: Server, root: Raw, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = document_of(root, "aurora-secret")
    elsewhere = server.cluster.url("owner", database="of_another_installation")
    for url in (elsewhere, "postgresql://kaas_owner@/kaas?host=/nowhere"):
        monkeypatch.setenv(OWNER, url)
        with pytest.raises(Unusable, match=f"--as USER.*{OWNER}"):
            run(access, capsys, "explain", "engineer", document)


def test_nobody_and_nothing(app: str, owner: None, root: Raw, capsys: pytest.CaptureFixture[str]) -> None:
    for person, document in (
        ("nobody", document_of(root, "public")),
        ("engineer", str(uuid.UUID(int=7))),
        ("engineer", "x"),
    ):
        with pytest.raises(Unusable, match="nobody signs in as"):
            run(access, capsys, "explain", person, document)


def test_nobody_else_explains_without_asking_who_asks(server: Server, demo: str, root: Raw) -> None:
    rights = root.execute(
        "select p.proname, r.rolname from pg_proc p, pg_roles r where p.proname in ('explain_reading', 'readers_under')"
        " and r.rolname in ('kaas_app', 'kaas_worker', 'kaas_owner') and has_function_privilege(r.oid, p.oid, 'execute')"
    ).fetchall()
    assert sorted(rights) == [("explain_reading", "kaas_owner"), ("readers_under", "kaas_worker")]


def readers(root: Raw, label: str) -> set[uuid.UUID]:
    """Everybody who reads under the label of a marking, decided one by one."""
    return {
        who
        for (who,) in root.execute(
            "select u.id from access_user u, access_marking m where m.name = %s and exists ("
            " select from (select '' as place union select place from access_exportlicence) p"
            "  where m.label_id = any (readable_labels(u.id, null, 2, p.place, now(), '{}')))",
            [label],
        ).fetchall()
    }


@pytest.mark.parametrize("marking", ["public", "aurora-secret", "borealis-controlled"])
def test_relabelling_is_tried_and_undone(
    server: Server,
    demo: str,
    root: Raw,
    capsys: pytest.CaptureFixture[str],
    owner: None,
    marking: str,
) -> None:
    document = document_of(root, "dorado")
    before, after = readers(root, "dorado"), readers(root, marking)
    with connected(server, "worker", demo):
        told = run(relabel, capsys, document, "--marking", marking, "--dry-run")
    assert told["dry_run"] is True and document in told["documents"] and told["passages"] > 0
    assert told["readers"] == {
        "gain": len(after - before),
        "lose": len(before - after),
        "keep": len(before & after),
    }
    assert document_of(root, "dorado") == document


def test_a_question_is_asked_under_a_marking(app: str, root: Raw, capsys: pytest.CaptureFixture[str]) -> None:
    run(ask, capsys, "界面抵抗", "--as", "engineer", "--marking", "aurora-secret")
    row = root.execute(
        "select m.name from answering_question q join access_marking m on m.label_id = any (q.own_label_ids)"
        " order by q.asked_at desc limit 1"
    ).fetchone()
    assert row == ("aurora-secret",)
