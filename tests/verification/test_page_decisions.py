"""How often a page decides about reading: counted by the database, evaluation by evaluation, and never more than three times.

A decision is held for the rest of its transaction, so that a page decides once, however much it reads. A document that is
hidden and one that does not exist decide equally often, so that the time it takes says nothing.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from governance.access.sessions import sign_in_as_operator
from kaas.answering.ask import ask
from portfolios.catalogue import list_documents
from tests.databases import Server
from tests.verification import personas
from tests.verification.logins import Raw, person
from tests.verification.personas import Callers
from tests.verification.twins import Visitor

MOST = 3
READER = "engineer2"
WHO = [READER, "counsel", "admin"]
QUESTION = "How is the optical zero offset obtained?"
# What an address is asked besides, so that its page has something to show.
ASKED = {"search/": "?q=drift", "api/v1/search": "?query=drift", "administration/find/<slug:kind>/": "?q=e"}
# Pages that come to nothing without these having been decided: that they are counted at all.
READING = {"/", "/documents/", "/search/?q=drift", "/questions/", "/documents/{document}/"}
# Every evaluation takes a number, which is not given back when its transaction ends.
COUNTED = """
    create sequence decisions;
    grant usage on sequence decisions to kaas_gate;
    alter function readable_labels(uuid, text[], integer, text, timestamptz, text[]) rename to uncounted_labels;
    create function readable_labels(who uuid, scopes text[], factor integer, stands text, at timestamptz, forgiven text[])
    returns integer[] language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      perform nextval('public.decisions');
      return public.uncounted_labels(who, scopes, factor, stands, at, forgiven);
    end $$;
    alter function readable_labels(uuid, text[], integer, text, timestamptz, text[]) owner to kaas_gate;
"""


@pytest.fixture(scope="module")
def root(server: Server, demo: str) -> Iterator[Raw]:
    """A superuser, in a database that counts what it decides."""
    with server.superuser(demo) as raw:
        # As in a company with many documents: one of them is looked up in an index.
        raw.execute(f'alter database "{demo}" set enable_seqscan = off')
        raw.execute(COUNTED)
        yield raw


def counted(root: Raw) -> int:
    """How often was decided until now."""
    row = root.execute("select case when is_called then last_value else 0 end from decisions").fetchone()
    assert row is not None
    return int(row[0])


def decisions(root: Raw, visitor: Visitor, path: str) -> int:
    """How often one visit decides."""
    before = counted(root)
    visitor.get(path)
    return counted(root) - before


@pytest.fixture
def samples(root: Raw, app: str) -> dict[str, dict[str, str]]:
    """Something shown, something hidden and nothing, for addresses that name things."""

    def first(query: str) -> str:
        row = root.execute(query).fetchone()
        assert row is not None, query
        return str(row[0])

    answer = ask(QUESTION, session_id=sign_in_as_operator(READER))
    marked = "select d.id from portfolios_document d join access_marking m on m.label_id = d.label_id where m.name = '{}'"
    return {
        "document_id": {name: first(marked.format(name)) for name in ("public", "aurora-secret")},
        "answer_id": {"own": str(answer.id)},
        "event_id": {"own": str(answer.event)},
        "person_id": {"engineer": first("select id from access_user where username = 'engineer'")},
        "thing_id": {"borealis": first("select id from access_compartment where slug = 'borealis'")},
        "kind": {"grant": "grant"},
        "what": {"role": "role"},
    }


def test_no_page_decides_more_than_three_times(root: Raw, samples: dict[str, dict[str, str]]) -> None:
    """Every address there is, found in the code, for a reader, somebody with many permissions, and an administrator."""
    callers, told = Callers(root), dict[str, int]()
    doors = {door for door in personas.doors(samples) if door.method == "GET" and door.route != "sign-out/"}
    paths = {door.path + ASKED.get(door.route, "") for door in doors}
    for who in WHO:
        client = callers.client(who)
        for path in sorted(paths):
            before = counted(root)
            _answered(client, path)
            told[f"{who} {path}"] = counted(root) - before
    often = {visit: number for visit, number in told.items() if number > MOST}
    print(f"{len(told)} visits, at most {max(told.values())} decisions for one")  # noqa: T201
    assert not often
    with person(READER) as acting:
        document = list_documents(scope=acting)[0].id
    assert all(decisions(root, Visitor(READER), path.format(document=document)) for path in READING)


def _answered(client: Client, path: str) -> None:
    response: Any = client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "path",
    ["/documents/{}/", "/api/v1/documents/{}", "/search/?like={}", "/search/?q=drift&missed={}"],
    ids=["page", "api", "like", "missed"],
)
def test_what_is_hidden_and_what_is_not_decide_equally_often(root: Raw, app: str, path: str) -> None:
    visitor = Visitor(READER)
    rows = root.execute(
        "select d.id from portfolios_document d join access_marking m on m.label_id = d.label_id"
        " where m.name = 'aurora-secret' order by d.id limit 1"
    )
    hidden = rows.fetchall()[0][0]
    assert (
        decisions(root, visitor, path.format(hidden))
        == decisions(root, visitor, path.format(uuid.uuid4()))
        > 0
    )
