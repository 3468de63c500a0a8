"""A question that names a document by number or title is answered from it: a number stands in none of its passages."""

import pytest

from governance.audit.trail import find_event
from kaas.answering.ask import ask
from kaas.answering.desk import Desk
from kaas.answering.grounds import words_missing
from kaas.answering.outcomes import Outcome
from tests.conftest import Acting
from tests.doubles.chat_model import ScriptedModel, passages, says

CLAIM = "硫化物固体電解質の粒子と結着材とを含む芯領域"
HELD = Outcome.ANSWERED_BY_QUOTING_DOCUMENT_HELD


@pytest.mark.parametrize(
    ("question", "number", "said"),
    [
        ("What does JP9911071B2 claim?", "JP9911071B2", CLAIM),
        ("What is JP9911071B2 about?", "JP9911071B2", "全固体電池に関する"),
        ("When was JP9911071B2 granted?", "JP9911071B2", "(24)登録日 令和7年7月11日(2025.7.11)"),
        ("When was US19204511B2 granted?", "US19204511B2", "grant: 2025-06-17"),
        ("When was US 19,204,511 B2 filed?", "US19204511B2", "(22) Filing date: 2023-03-09"),
        ("Who are the inventors of US20230993317A1?", "US20230993317A1", "Haruka Aizawa; Ryosuke Miyakoshi"),
        ("JP9911071B2の請求項1は何ですか", "JP9911071B2", CLAIM),
        ("特許第9911071号の特許請求の範囲を教えてください。", "JP9911071B2", CLAIM),
        ("特許第9911071号の発明者は誰ですか", "JP9911071B2", "(72) 発明者: 相沢 遥; 宮越 亮介"),
        ("特許第9911071号の登録日はいつですか。", "JP9911071B2", "(24)登録日 令和7年7月11日(2025.7.11)"),
        ("特願2022-991107の出願日は?", "JP9911071B2", "(22) 出願日: 2022-03-14"),
        ("Quelle est JP9911071B2?", "JP9911071B2", "(54) 発明の名称: 固体電解質セパレータ及び全固体電池"),
    ],
)
def test_a_number_leads_to_what_its_document_says(
    acting_as: Acting, question: str, number: str, said: str
) -> None:
    with acting_as("engineer") as acting:
        answer = ask(question, session_id=acting.session_id)
    assert said in answer.statements[0].text
    assert answer.citations[0].publication_number == number
    assert answer.citations[0].quote == answer.statements[0].text
    assert not {"inventors", "発明者", "filed", "出願日"} & set(words_missing(answer))
    assert not any(character.isdigit() for word in words_missing(answer) for character in word)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When does US19204511B2 expire?", "Filing date: 2023-03-09"),
        ("When was US20230993317A1 granted?", "Patent application publication"),
        ("What does JP9911071B2 say about zirconia?", "JP9911071B2"),
        ("What is claim 99 of US19204511B2?", "US19204511B2"),
        ("特許第9911071号の請求項99は何ですか。", "JP9911071B2"),
        ("What is the legal status of JP9911071B2?", "出願日: 2022-03-14"),
        ("Where was US19204511B2 invented?", "US19204511B2"),
        ("Why was US19204511B2 granted?", "US19204511B2"),
        ("How many claims does US19204511B2 have?", "US19204511B2"),
        ("特許第9911071号の請求項はいくつありますか。", "JP9911071B2"),
    ],
)
def test_where_nothing_in_it_answers_the_document_is_said_to_be_held(
    acting_as: Acting, question: str, said: str
) -> None:
    with acting_as("engineer") as acting:
        answer = ask(question, session_id=acting.session_id)
    assert answer.outcome is HELD
    assert said in answer.statements[0].text
    assert {one.locator_kind for one in answer.citations} == {"heading"}


@pytest.mark.parametrize(
    "question",
    [
        "Is JP9911071B2 valid?",
        "特許第9911071号は有効ですか。",
        "Does our separator infringe JP9911071B2?",
        "Does our solid-state battery infringe JP9911071B2?",
        "Does JP9911071B2 cover our separator?",
        "Is “固体電解質セパレータ及び全固体電池” novel?",
        "「固体電解質セパレータ及び全固体電池」は有効ですか。",
        "「固体電解質セパレータ及び全固体電池」を侵害していますか。",
        "Who are the true inventors of “固体電解質セパレータ及び全固体電池”?",
    ],
)
def test_counsel_is_given_the_claim_of_the_patent_that_is_named(acting_as: Acting, question: str) -> None:
    with acting_as("engineer") as acting:
        answer = ask(question, session_id=acting.session_id)
    assert answer.outcome.is_with_counsel
    assert CLAIM in answer.statements[0].text


@pytest.mark.parametrize(
    "asked",
    [
        "What does {} claim?",
        "When was {} granted?",
        "Who are the inventors of {}?",
        "Is {} valid?",
        "{}の発明者は誰ですか",
        "{}",
    ],
)
def test_a_number_one_may_not_see_is_as_one_that_nothing_has(acting_as: Acting, asked: str) -> None:
    told = []
    for number in ("US19312804B2", "US19312899B2"):  # the first is Borealis's
        with acting_as("engineer") as acting:
            answer = ask(asked.format(number), session_id=acting.session_id)
            event = find_event(answer.event)
        assert event is not None
        detail = {name: value for name, value in event.detail.items() if name != "took_ms"}
        words = answer.sentence.replace(answer.receipt.number if answer.receipt else "-", "")
        told.append((answer.outcome, words, answer.statements, answer.citations, answer.searched, detail))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("username", "question", "names"),
    [
        ("engineer", "Who invented the graded separator?", "AIZAWA, Haruka; MIYAKOSHI, Ryosuke"),
        ("engineer", "全固体電池の発明者は誰ですか。", "相沢 遥; 宮越 亮介"),
        ("engineer2", "Who invented the graded separator?", ""),
    ],
)
def test_who_invented_a_thing_is_told_by_the_front_pages_of_what_was_found(
    acting_as: Acting, username: str, question: str, names: str
) -> None:
    with acting_as(username) as acting:
        answer = ask(question, session_id=acting.session_id)
    said = " ".join(statement.text for statement in answer.statements)
    assert names in said
    assert names or not any(one in said for one in ("Aizawa", "AIZAWA", "Miyakoshi", "MIYAKOSHI"))


def test_a_document_named_by_its_title_says_what_it_is_about(acting_as: Acting) -> None:
    title = "Solid electrolyte separator and all-solid-state battery"
    with acting_as("engineer") as acting:
        answer = ask(f"What is described in “{title}”?", session_id=acting.session_id)
    assert {citation.title for citation in answer.citations} == {title}
    assert answer.citations[0].passage_text.startswith(answer.statements[0].text)


def test_what_others_say_of_a_patent_is_still_found_by_its_number(acting_as: Acting) -> None:
    with acting_as("engineer") as acting:
        answer = ask("特許第9911071号の請求項1は何を限定していますか。", session_id=acting.session_id)
    assert answer.outcome.family == "answered"


def test_a_follow_up_asks_of_the_document_that_was_named_before(acting_as: Acting) -> None:
    with acting_as("engineer") as acting:
        before = ask("What does US19204511B2 claim?", session_id=acting.session_id)
        answer = ask("Who are its inventors?", session_id=acting.session_id, follows=before.id)
    assert answer.statements[0].text == "(72) Inventors: Haruka Aizawa; Ryosuke Miyakoshi"


TITLE = "Solid electrolyte separator and all-solid-state battery"


@pytest.mark.parametrize(
    ("before", "question", "said"),
    [
        ("Who are the inventors of JP9911071B2?", "Who are the inventors?", "相沢 遥; 宮越 亮介"),
        (
            "「固体電解質セパレータ及び全固体電池」の発明者は誰ですか。",
            "Who invented it?",
            "相沢 遥; 宮越 亮介",
        ),
        (f"What is “{TITLE}” about?", "When was it filed?", "Filing date"),
        ("What does claim 1 of US19204511B2 say?", "And claim 99?", "US19204511B2"),
    ],
    ids=["unnamed", "title", "title filed", "place"],
)
def test_a_follow_up_stays_with_the_document(
    acting_as: Acting, before: str, question: str, said: str
) -> None:
    with acting_as("engineer") as acting:
        first = ask(before, session_id=acting.session_id)
        answer = ask(question, session_id=acting.session_id, follows=first.id)
    assert said in answer.statements[0].text
    assert {one.document_id for one in answer.citations} <= {one.document_id for one in first.citations}


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Who are the inventors of JP9911071B2?", "And is it valid?"),
        ("Who are the inventors of JP9911071B2?", "それは有効ですか。"),
        ("「固体電解質セパレータ及び全固体電池」の発明者は誰ですか。", "Do we infringe it?"),
    ],
    ids=["en", "ja", "object"],
)
def test_counsel_is_given_the_claim_of_what_a_pronoun_means(
    acting_as: Acting, before: str, question: str
) -> None:
    with acting_as("engineer") as acting:
        first = ask(before, session_id=acting.session_id)
        answer = ask(question, session_id=acting.session_id, follows=first.id)
    assert answer.outcome.is_with_counsel
    assert CLAIM in answer.statements[0].text


def test_a_title_one_may_not_see_ends_as_one_that_nothing_has(acting_as: Acting) -> None:
    held = "Coriolis mass flow meter and method for compensating zero offset drift"  # Borealis's
    told = []
    for title in (held, f"{held} and wear"):
        with acting_as("engineer") as acting:
            answer = ask(f"Is “{title}” valid?", session_id=acting.session_id)
        told.append((answer.outcome, answer.statements, answer.citations))
    assert told[0][0] is Outcome.REFUSED_VALIDITY
    assert held.casefold() not in {one.title.casefold() for one in told[0][2]}
    assert told[0][0] is told[1][0]


def test_a_model_is_given_what_the_named_document_says(acting_as: Acting) -> None:
    model = ScriptedModel(
        says('The inventors are Haruka Aizawa and Ryosuke Miyakoshi [1: "Haruka Aizawa; Ryosuke Miyakoshi"].')
    )
    with acting_as("engineer") as acting:
        desk = Desk(chat=model, salt_key=b"k" * 32)
        answer = ask("Who are the inventors of US20230993317A1?", session_id=acting.session_id, desk=desk)
    given = passages(model.asked[0][0])
    assert "(72) Inventors: Haruka Aizawa; Ryosuke Miyakoshi" in given[1]
    assert any("solid electrolyte separator" in text.casefold() for text in list(given.values())[1:])
    assert answer.outcome is Outcome.ANSWERED_BY_MODEL
    assert [one.verdict for one in answer.statements] == ["supported"]


def test_of_many_numbers_none_is_left_out_in_silence(acting_as: Acting) -> None:
    held = ["JP9911071B2", "US19204511B2", "US20230993317A1", "EP4991107A1", "EP4991107B1", "US19041873B2"]
    with acting_as("engineer") as acting:
        answer = ask(f"Who filed {', '.join(held)} and US19312899B2?", session_id=acting.session_id)
    assert {one.publication_number for one in answer.citations} == set(held)
    assert "nothing is quoted here of: US19312899B2." in answer.sentence


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What do claims 1 and 99 of JP9911071B2 say?", "claim 99"),
        ("特許第9911071号の請求項1と99は？", "請求項99"),
    ],
    ids=["en", "ja"],
)
def test_a_claim_that_is_not_there_is_told_beside_the_one_that_is(
    acting_as: Acting, question: str, missing: str
) -> None:
    with acting_as("engineer") as acting:
        answer = ask(question, session_id=acting.session_id)
    assert [(one.publication_number, one.locator_value) for one in answer.citations] == [("JP9911071B2", "1")]
    assert CLAIM in answer.statements[0].text
    assert missing in answer.sentence
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Compare the inventors of JP9911071B2 and US19204511B2.", "Haruka Aizawa; Ryosuke Miyakoshi"),
        ("Which of JP9911071B2 and US19204511B2 was filed first?", "Filing date: 2023-03-09"),
        ("JP9911071B2とUS19204511B2の発明者は同じですか。", "Haruka Aizawa; Ryosuke Miyakoshi"),
    ],
    ids=range(3),
)
def test_lines_of_several_documents_are_quoted_side_by_side(
    acting_as: Acting, question: str, said: str
) -> None:
    with acting_as("engineer") as acting:
        answer = ask(question, session_id=acting.session_id)
    assert [one.publication_number for one in answer.citations] == ["JP9911071B2", "US19204511B2"]
    assert said in answer.statements[1].text
    assert answer.outcome is Outcome.ANSWERED_BY_QUOTING


def test_another_number_is_asked_in_the_words_before(acting_as: Acting) -> None:
    with acting_as("engineer") as acting:
        before = ask("Who filed JP9911071B2?", session_id=acting.session_id)
        answer = ask("And US19204511B2?", session_id=acting.session_id, follows=before.id)
        claim = ask("What does claim 2 of JP9911071B2 say?", session_id=acting.session_id)
        other = ask("And US19204511B2?", session_id=acting.session_id, follows=claim.id)
    assert [one.text for one in answer.statements] == ["(71) Applicant: HOSHIMINE INSTRUMENTS CO., LTD."]
    assert [(one.publication_number, one.locator_value) for one in other.citations] == [("US19204511B2", "2")]


def test_what_follows_from_a_patent_for_us_goes_to_counsel_with_its_claim(acting_as: Acting) -> None:
    with acting_as("engineer") as acting:
        before = ask("When was JP9911071B2 granted?", session_id=acting.session_id)
        answer = ask("Do we need a licence?", session_id=acting.session_id, follows=before.id)
    assert answer.outcome is Outcome.REFUSED_INFRINGEMENT
    assert CLAIM in answer.statements[0].text


@pytest.mark.parametrize(
    ("number", "begins"), [("AUR-TR-031", "4. 初期特性\n初期放電"), ("AUR-TR-036", "4. 初期特性\n表2")]
)
def test_a_page_is_of_the_report_that_is_named(acting_as: Acting, number: str, begins: str) -> None:
    with acting_as("engineer") as acting:
        answer = ask(f"What is on page 2 of {number}?", session_id=acting.session_id)
    assert [one.text.startswith(begins) for one in answer.statements] == [True]
