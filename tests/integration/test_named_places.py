"""A question that names a place is answered from that place, in documents its asker may read."""

import pytest

from governance.audit.trail import find_event
from kaas.answering.ask import ask
from kaas.answering.outcomes import Outcome
from tests.conftest import Acting


@pytest.mark.parametrize(
    ("username", "question", "locators", "said"),
    [
        ("engineer", "What does claim 9 of US19204511B2 say?", {("claim", "9")}, "lithium niobate"),
        ("engineer", "What does claim 9 of US 19,204,511 say?", {("claim", "9")}, "lithium niobate"),
        ("engineer", "請求項3には何が書かれていますか。", {("claim", "3")}, "粘度"),
        (
            "engineer",
            "表層部の粒子が巻き取りの際に脱落することについて、段落0014の内容は？",
            {("paragraph", "0014")},
            "脱落",
        ),
        ("engineer", "60℃での実効イオン伝導率は？", None, "5.4 mS/cm"),
        ("engineer", "0 ℃の界面抵抗はいくつ？", None, "53.7"),
        ("engineer", "実験ノートは何日以内に証人の確認を受けなければなりませんか", None, "5営業日以内"),
    ],
)
def test_named_places_and_table_rows(
    acting_as: Acting, username: str, question: str, locators: set[tuple[str, str]] | None, said: str
) -> None:
    with acting_as(username) as acting:
        answer = ask(question, session_id=acting.session_id)
    assert any(said in statement.text for statement in answer.statements)
    if locators is not None:
        assert {(c.locator_kind, c.locator_value) for c in answer.citations} == locators


def test_a_number_one_may_not_see_names_nothing(acting_as: Acting) -> None:
    outcomes = []
    for number in ("US19204511B2", "US19999999B2"):
        with acting_as("engineer2") as acting:
            outcomes.append(ask(f"What does claim 9 of {number} say?", session_id=acting.session_id))
    assert [answer.outcome for answer in outcomes] == [Outcome.UNANSWERABLE_NOTHING_FOUND] * 2
    assert outcomes[0].sentence == outcomes[1].sentence


def test_a_place_that_was_read_stands_on_the_trail_as_sent(acting_as: Acting) -> None:
    with acting_as("engineer") as acting:
        answer = ask("段落0014の内容は？", session_id=acting.session_id)
        event = find_event(answer.event)
    assert event is not None
    sent = {passage["passage"] for passage in event.detail["passages"] if passage["sent"]}
    assert sent == {str(citation.passage_id) for citation in answer.citations}
