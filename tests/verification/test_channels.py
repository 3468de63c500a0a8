"""Every way in which something hidden could show, with the test that says that it does not."""

import ast
import random
from pathlib import Path

import pytest

from portfolios.analysis import index_terms
from tests.databases import ROOT, Server, connected
from tests.slow.writing import ENGLISH, Writer, write
from tests.verification.logins import take_in
from tests.verification.pages import pages_for

TESTS = ROOT / "tests"
VERBS = "verification/test_noninterference.py::test_the_verbs_tell_twins_apart_in_nothing"
PAGES = "verification/test_noninterference.py::test_http_tells_twins_apart_in_nothing"
GHOSTS = "verification/test_ghosts.py::test_ghosts_come_and_go_unseen"
NOWHERE = "verification/test_noninterference.py::test_what_is_hidden_is_nowhere_in_what_is_sent"
MISSING = "verification/test_noninterference.py::test_a_hidden_id_is_a_missing_id_at_every_door"
# A channel that is thought of later gets its line here, and with it its test.
CHANNELS = {
    "hits": [VERBS, GHOSTS],
    "order": [VERBS, "verification/test_noninterference.py::test_the_order_of_ingestion_is_not_to_be_seen"],
    "scores": [VERBS, "verification/test_ranking.py::test_ranking_and_scores_are_those_of_the_definition"],
    "counts": [VERBS, PAGES],
    "facets": [PAGES, GHOSTS],
    "snippets": [PAGES, GHOSTS],
    "suggestions": [PAGES, GHOSTS],
    "errors": [GHOSTS, "verification/test_ghosts.py::test_an_error_of_the_system_is_no_agreement"],
    "403 against 404": [MISSING, "verification/test_personas.py::test_every_door_as_every_persona"],
    "citations": [VERBS, "verification/test_relabelling.py::test_answers_go_and_come_back_with_the_label"],
    "history": ["verification/test_revocation.py::test_no_view_is_late"],
    "shared items": [
        "verification/test_revocation.py::test_no_view_is_late",
        "verification/test_sharing.py::test_sharing_tells_nothing_of_what_the_other_may_read",
    ],
    "families and known numbers": [VERBS, GHOSTS],
    "uniqueness": [
        "verification/test_attacks.py::test_references_and_uniqueness_tell_nothing",
        "verification/test_ingestion.py::test_the_same_under_another_label_or_elsewhere_is_another_document",
    ],
    "foreign keys": ["verification/test_channels.py::test_no_foreign_key_points_at_documents_from_outside"],
    "sequential ids": [
        "verification/test_noninterference.py::test_no_number_of_the_index_and_no_label_leaves_the_database"
    ],
    "names of compartments": [
        NOWHERE,
        "verification/test_changes.py::test_who_looks_after_access_reads_who_holds_what_and_no_content",
    ],
    "lexemes": ["verification/test_ranking.py::test_rarity_knows_permitted_passages_only"],
    "planner statistics": ["verification/test_roles.py::test_statistics_are_the_owners"],
    "sizes": ["verification/test_roles.py::test_sizes_are_the_owners"],
    "plans": ["verification/test_pool.py::test_nobody_sees_the_rows_of_whoever_had_the_connection_before"],
    "caches": ["verification/test_attacks.py::test_no_answer_is_kept_by_a_cache"],
    "prefix cache of the model": ["unit/inference/test_salts.py::test_different_sets_and_keys_never_share"],
    "vectors": ["verification/test_noninterference.py::test_what_is_hidden_changes_nothing_by_meaning"],
    "exports": [GHOSTS, "verification/test_personas.py::test_every_command_as_every_persona"],
    "file names": [
        NOWHERE,
        "verification/test_ingestion.py::test_everything_kept_of_a_file_is_behind_its_label",
    ],
    "time": [
        "verification/test_channels.py::test_hidden_documents_are_not_looked_at",
        "slow/test_time.py::test_time_tells_nothing_of_what_is_hidden",
    ],
}
INTO_DOCUMENTS = """
    select c.conname from pg_constraint c
     where c.contype = 'f' and c.confrelid::regclass::text ~ '^(portfolios|index|embedding)_'
       and c.conrelid::regclass::text !~ '^(portfolios|index|embedding)_'
"""


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_its_test(channel: str) -> None:
    for named in CHANNELS[channel]:
        file, _, name = named.partition("::")
        assert name in _tests_in(TESTS / file), f"{channel}: there is no {named}"


def _tests_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_foreign_key_points_at_documents_from_outside(server: Server, demo: str) -> None:
    """An answer that could not be stored, or a document that could not be removed, would tell of the other."""
    with server.superuser(demo) as root:
        assert root.execute(INTO_DOCUMENTS).fetchall() == []


GHOSTS_IN = 60
SEARCHED = "select * from search_postings(%s::text[], %s::int[])"
TERMS = sorted(index_terms(" ".join(ENGLISH.split()[:8])))


def test_hidden_documents_are_not_looked_at(server: Server, demo: str, tmp_path: Path) -> None:
    """How long a search takes must not tell of what is hidden: it reads none of it, but those who see it do."""
    writer = Writer(random.Random(20261122))  # noqa: S311  # the same ghosts every time
    before = {
        who: pages_for(server, demo, who, SEARCHED, [TERMS, [1] * len(TERMS)])
        for who in ("engineer", "engineer2")
    }
    files = [write(tmp_path, f"{number}.md", writer.document()) for number in range(GHOSTS_IN)]
    with connected(server, "worker", demo):
        assert not take_in(*files, portfolio="aurora", marking="aurora-secret").failed
    after = {who: pages_for(server, demo, who, SEARCHED, [TERMS, [1] * len(TERMS)]) for who in before}
    print(before, after)  # noqa: T201
    grown = {who: after[who] - before[who] for who in before}
    assert grown["engineer"] > 100  # who may see them reads them
    assert grown["engineer2"] * 20 < grown["engineer"]  # an index of more rows has a few pages more
