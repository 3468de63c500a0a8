"""The company's glossary: a term is found in all its spellings by whoever may know it, and tells nobody else anything."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from governance.access.labels import MarkingUnknown
from governance.access.sessions import sign_in_as_operator
from kaas.retrieval.search import search
from kaas.retrieval.telling import told
from portfolios.concepts import Meant, meant
from portfolios.concepts.glossary import Entry, GlossaryError, add_entry, key_of, list_entries, remove_entry
from tests.databases import Server, connected
from tests.verification.logins import attempt, identify, person

KNOWS, DOES_NOT = "engineer2", "engineer"
TERM, SAID = "zqxterm", "optical zero offset"  # the first is written nowhere


@pytest.fixture(scope="module")
def marking(server: Server, demo: str) -> str:
    """A marking that one of the two may read and the other may not."""
    readable = {}
    for username in (KNOWS, DOES_NOT):
        with connected(server, "app", demo), server.login("app", demo) as raw:
            identify(raw, sign_in_as_operator(username))
            row = raw.execute("select permitted_labels()").fetchone()
            assert row is not None
            readable[username] = set(row[0])
    with server.superuser(demo) as root:
        only = list(readable[KNOWS] - readable[DOES_NOT])
        found = root.execute(
            "select name from access_marking where label_id = any (%s) order by name", [only]
        )
        return str(found.fetchall()[0][0])


@pytest.fixture(scope="module")
def before(server: Server, demo: str) -> dict[str, str]:
    """What each finds while nobody has entered anything."""
    with connected(server, "app", demo):
        return {username: found(username, TERM) for username in (KNOWS, DOES_NOT)}


@pytest.fixture
def entry(server: Server, demo: str, marking: str, before: dict[str, str]) -> Iterator[Entry]:
    assert before
    with connected(server, "worker", demo):
        made = add_entry([TERM, SAID], marking=marking)
    yield made
    with connected(server, "worker", demo):
        remove_entry(made.id)


def found(username: str, query: str) -> str:
    """Everything that a search tells, but how long it took."""
    with person(username) as acting:
        results = search(query, scope=acting)
    return json.dumps({**told(results), "took_ms": 0}, default=str, sort_keys=True)


def test_who_may_know_a_term_finds_its_other_spelling(
    server: Server, demo: str, entry: Entry, before: dict[str, str]
) -> None:
    assert json.loads(before[KNOWS])["hits"] == []
    with connected(server, "app", demo):
        hits = json.loads(found(KNOWS, TERM))["hits"]
        assert all(word in hits[0]["text"].lower() for word in SAID.split())
        with person(KNOWS) as acting:
            assert meant(f"{TERM} の求め方", scope=acting)[0].others == (SAID,)
            assert meant("How are Optical Zero Offsets obtained?", scope=acting) == [
                Meant(("e:optic", "e:zero", "e:offset"), (TERM,))
            ]


def test_to_everybody_else_it_is_as_if_it_were_not_there(
    server: Server, demo: str, entry: Entry, before: dict[str, str]
) -> None:
    with connected(server, "app", demo):
        assert found(DOES_NOT, TERM) == before[DOES_NOT]
        with person(DOES_NOT) as acting:
            assert meant(TERM, scope=acting) == []
        with server.login("app", demo) as raw:
            identify(raw, sign_in_as_operator(DOES_NOT))
            assert raw.execute("select count(*) from glossary_spelling").fetchone() == (0,)


def test_the_application_changes_nothing(server: Server, demo: str, entry: Entry) -> None:
    with connected(server, "app", demo), server.login("app", demo) as raw:
        identify(raw, sign_in_as_operator(KNOWS))
        for statement in ("delete from glossary_spelling", "update glossary_spelling set spelling = 'x'"):
            assert attempt(raw, statement) == "42501"


def test_what_is_entered_is_listed_and_taken_out_with_its_events(
    server: Server, demo: str, entry: Entry, marking: str
) -> None:
    with connected(server, "worker", demo):
        assert entry in list_entries()
        second = add_entry(["SSB", "solid-state battery", "全固体電池"], marking=marking)
        assert remove_entry(second.id) and not remove_entry(second.id)
        assert second not in list_entries()
    with server.superuser(demo) as root:
        count = root.execute(
            "select count(*) from audit_event where resource = %s and action like 'glossary:%%'",
            [f"glossary:{second.id}"],
        ).fetchone()
    assert count == (2,)


@pytest.mark.parametrize(
    "spellings",
    [[], ["one"], ["flow rate", "Flow  rates"], ["the", "of"], ["x" * 101, "y"], [str(n) for n in range(13)]],
    ids=["none", "one", "the same", "no words", "long", "many"],
)
def test_an_entry_that_says_nothing_is_refused(server: Server, demo: str, spellings: list[str]) -> None:
    with connected(server, "worker", demo), pytest.raises(GlossaryError):
        add_entry(spellings, marking="public")


def test_a_file_is_entered_whole_or_not_at_all(server: Server, demo: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(
        "界面抵抗\tinterfacial resistance\n\nSE\tsolid electrolyte\t固体電解質\n", encoding="utf-8"
    )
    done = server.kaas("glossary", "load", str(path), "--marking", "public", database=demo)
    assert (done.returncode, done.stdout) == (0, "2 terms entered\n")
    path.write_text("one\ttwo\nalone\n", encoding="utf-8")
    done = server.kaas("glossary", "load", str(path), "--marking", "public", database=demo)
    assert done.returncode == 2 and "line 2" in done.stderr
    with connected(server, "worker", demo):
        listed = [one for one in list_entries() if one.marking == "public"]
        assert [one.spellings for one in listed] == [
            ("SE", "solid electrolyte", "固体電解質"),
            ("界面抵抗", "interfacial resistance"),
        ]
        with pytest.raises(MarkingUnknown), transaction.atomic():
            add_entry(["a word", "another"], marking="nobody's")
        for one in listed:
            remove_entry(one.id)


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("固体 電池", "固体電池"),
        ("Solid-State Batteries", "solid state batteri"),
        ("ＳＳＢ", "ssb"),
        ("…", ""),
    ],
    ids=["japanese", "english", "wide", "nothing"],
)
def test_spellings_meet_in_their_key(spelling: str, key: str) -> None:
    assert key_of(spelling) == key
