"""Each kind of bad input that access and retrieval have to bear has its test, by name: this list fails where one is gone."""

import pytest

from tests.databases import ROOT
from tests.verification.test_channels import _tests_in

CHANGES = "verification/test_changes.py::"
DIRECTORY = "integration/test_directory.py::"
SIGN_IN = "integration/test_directory_sign_in.py::"
RANKING = "verification/test_ranking.py::test_whatever_is_asked_finds_what_the_definition_finds"
ODD = "functional/portal/test_searching.py::test_odd_queries_do_no_harm"
LABELS = "verification/test_ten_thousand_labels.py::"
BAD = {
    "unknown person": [CHANGES + "test_bad_input_is_refused_in_words"],
    "unknown group": [
        CHANGES + "test_bad_input_is_refused_in_words",
        "integration/test_directory_mapping.py::test_a_mapping_with_something_unknown_is_refused_whole",
    ],
    "unknown marking": [
        "verification/test_ingestion.py::test_an_unknown_marking_changes_nothing",
        CHANGES + "test_bad_input_is_refused_in_words",
    ],
    "a cycle of groups": [DIRECTORY + "test_groups_within_groups_and_in_a_circle"],
    "a wall around nobody": [CHANGES + "test_what_would_be_half_done_is_not_done"],
    "a grant that ends before it begins": [CHANGES + "test_bad_input_is_refused_in_words"],
    "a directory that is down": [
        DIRECTORY + "test_while_it_is_down_what_was_known_stays_and_is_flagged",
        DIRECTORY + "test_who_was_put_out_by_hand_stays_out_until_the_directory_lets_them_in_anew",
    ],
    "a directory that is slow": [SIGN_IN + "test_a_directory_that_says_nothing_is_not_waited_for"],
    "a directory with a million members": [
        DIRECTORY + "test_a_group_is_read_page_by_page_and_never_member_by_member",
        SIGN_IN + "test_a_look_has_an_end_however_many_answers_there_are",
    ],
    "a directory that answers with too few": [DIRECTORY + "test_half_of_the_people_do_not_leave_unasked"],
    "a clock that jumps": [CHANGES + "test_a_clock_that_jumped_back_leaves_facts_that_can_be_ended"],
    "two administrators changing the same thing": [
        CHANGES + "test_the_second_of_two_changes_of_the_same_thing_is_told",
        CHANGES + "test_two_who_approve_at_once_wait_for_each_other",
    ],
    "a query of nothing but particles": [RANKING],
    "a query of 50,000 characters": [RANKING],
    "a query of operators without operands": [
        RANKING,
        ODD,
        "unit/retrieval/test_understanding.py::test_a_long_query_of_operators_does_no_harm",
    ],
    "a query of emoji": [RANKING, ODD],
    "a query of one kanji": [RANKING, ODD],
    "a query of a regular expression": [RANKING, ODD],
    "an embedder that answers vectors of the wrong size, zeros, NaN": [
        "integration/test_model_server_vectors.py::test_wrong_vectors_are_refused",
        "verification/test_filling.py::test_an_embedder_that_gives_no_vectors_is_refused",
        "verification/test_meaning.py::test_a_model_that_fails_leaves_the_words_and_is_named",
    ],
    "an index half moved": ["verification/test_cells.py::test_an_index_half_moved_is_compared_whole"],
    "a label with no rows": [LABELS + "test_somebody_whose_labels_hold_nothing_finds_nothing"],
    "ten thousand permitted labels": [LABELS + "test_labels_with_nothing_under_them_change_nothing"],
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_has_its_test(what: str) -> None:
    for named in BAD[what]:
        file, _, name = named.partition("::")
        assert name in _tests_in(ROOT / "tests" / file), f"{what}: there is no {named}"
