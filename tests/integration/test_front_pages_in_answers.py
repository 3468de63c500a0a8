"""What a model may say of the lines of a front page that it was given, asked as everybody asks."""

import pytest

from kaas.answering.ask import ask
from kaas.answering.desk import Desk
from kaas.answering.outcomes import Outcome
from tests.conftest import Acting
from tests.doubles.chat_model import ScriptedModel, says

US_DAY, JP_DAY = "Date of publication and of grant: 2025-06-17", "発行日: 2025-07-29"


@pytest.mark.parametrize(
    ("question", "said", "quote", "holds"),
    [
        ("When was US19204511B2 granted?", "It was granted on 17 June 2025", US_DAY, True),
        ("When was US19204511B2 filed?", "It was filed on 17 June 2025", US_DAY, False),
        ("特許第9911071号の発行日は", "発行日は2025年7月29日である", JP_DAY, True),
        ("特許第9911071号の発行日は", "登録日は2025年7月29日である", JP_DAY, False),
        (
            "Who is the applicant of US20230993317A1?",
            "The applicants are Haruka Aizawa and Ryosuke Miyakoshi",
            "Haruka Aizawa; Ryosuke Miyakoshi",
            False,
        ),
    ],
    ids=["granted", "not-filed", "issued", "not-registered", "no-applicants"],
)
def test_a_line_supports_what_it_is_of(
    acting_as: Acting, question: str, said: str, quote: str, holds: bool
) -> None:
    model = ScriptedModel(says(f'{said} [1: "{quote}"].'))
    with acting_as("engineer") as acting:
        desk = Desk(chat=model, salt_key=b"k" * 32)
        answer = ask(question, session_id=acting.session_id, desk=desk)
    told = [one.text for one in answer.statements]
    if holds:
        assert [one.verdict for one in answer.statements] == ["supported"]
        assert answer.outcome is Outcome.ANSWERED_BY_MODEL
    else:
        assert answer.outcome is Outcome.ANSWERED_BY_QUOTING_MODEL_UNUSABLE
        assert not any(said in text for text in told)
