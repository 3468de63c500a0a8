"""What a question points back to."""

import pytest

from kaas.answering.reading.following import (
    FAR_BACK,
    TURNS,
    means_none,
    only_names,
    points_back,
    resolved,
    turns_back,
    wording,
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and its priority date?", True),
        ("And claim 2?", True),
        ("What about the slit?", True),
        ("優先日は？", True),
        ("その優先日はいつですか。", True),
        ("請求項2についてはどうですか。", True),
        ("When was it filed?", True),
        ("What is its priority date?", True),
        ("How many claims does it have?", True),
        ("では、請求項8は？", True),
        ("それはいつ登録されましたか。", True),
        ("Owner?", True),
        ("Term of protection?", False),
        ("Legal status?", True),
        ("期限は?", True),
        ("分類は？", True),
        ("準拠法は?", True),
        ("Why?", False),
        ("FM-60は?", False),
        ("What is the flow meter for?", False),
        ("特許審査会は毎月いつ開きますか。", False),
        ("When was lot LM-2206 received and by when was its joint test report due?", False),
        ("List reports that mention lithium", False),
        ("Which cells failed the test that year?", False),
        ("Show tests with this electrolyte: LiPF6", False),
        ("Which valve keeps its seat tight?", False),
        ("But is titanium used in any valve?", False),
        ("Is it possible to heat a cell to 80 °C?", False),
        ("How long does it take to fill the tank?", False),
        ("At which temperature was this measured?", False),
        ("全固体電池の正極材料は?", False),
        ("その他の電解質の一覧を見せてください。", False),
        ("このたび導入した流量計の型番は何ですか。", False),
        ("これまでに試した添加剤を列挙してください。", False),
        ("あと何サイクルで容量が80%を下回りますか。", False),
        ("また別の話ですが、ボルトの材質は何ですか。", False),
        ("同じ温度で測定した硫化物電解質の抵抗は?", False),
    ],
    ids=range(37),
)
def test_what_goes_on_is_told(question: str, expected: bool) -> None:
    assert points_back(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And claim 8?", True),
        ("And claims 2 and 3?", True),
        ("What about the FM-40?", True),
        ("And in Germany?", True),
        ("And Ms Kurobe?", True),
        ("And claim 2 of the second?", True),
        ("And paragraph 0012 of the first one?", True),
        ("And claim 3 of EP 4991206 B1?", True),
        ("では請求項8は？", True),
        ("FM-40の場合はどうですか。", True),
        ("では、ドイツでは？", True),
        ("At which temperature was this measured?", False),
        ("Which report describes it?", False),
        ("What was the drift in that test?", False),
        ("Who wrote that report?", False),
        ("When was it filed?", False),
        ("And the residual drift at 80 °C?", False),
        ("And the drift of the FM-60?", False),
        ("BOR-DR-08の温度範囲は?", False),
        ("その他の試験結果を教えてください。", False),
        ("And what was the residual drift at 80 °C in test BOR-TR-118?", False),
    ],
    ids=range(21),
)
def test_what_only_names_another_is_told(question: str, expected: bool) -> None:
    assert only_names(question) is expected


ONE = "What does claim 1 of EP4991206B1 say?"


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("and its priority date?", ["What does EP4991206B1 claim?"], "and its priority date? EP4991206B1"),
        ("And claim 2?", ["EP4991206B1?", "And claim 1?"], "And claim 2? EP4991206B1"),
        ("その圧力は？", ["設計審査AUR-DR-09は何を決めましたか。"], "その圧力は？ AUR-DR-09"),
        ("And US19087456B2?", ["What does EP4991206B1 claim?"], "And US19087456B2?"),
        (
            "and its date?",
            ["Compare EP4991206B1 with US19087456B2."],
            "and its date? EP4991206B1 US19087456B2",
        ),
        ("and its date?", ["EP4991206B1 and EP 4991206 B1?"], "and its date? EP 4991206 B1"),
        ("and its date?", [], "and its date?"),
        ("What is the flow meter for?", ["EP4991206B1?"], "What is the flow meter for?"),
        ("期限は?", ["EP4991206B1の出願人は?"], "期限は? EP4991206B1"),
        ("Owner?", [ONE, *["Expiry?", "And claim 2?", "分類は?", "Title?"]], "Owner? EP4991206B1"),
        ("Owner?", [ONE, "How thick is the tube of the FM-60?"], "Owner?"),
        ("And its drift at FM-60?", ["EP4991206B1?"], "And its drift at FM-60?"),
    ],
    ids=[
        "number",
        "further",
        "report",
        "own",
        "two",
        "twice",
        "nothing",
        "new",
        "noun",
        "far",
        "past",
        "product",
    ],
)
def test_the_document_before_is_added(question: str, before: list[str], expected: str) -> None:
    assert resolved(question, before) == expected


TWO = "Compare claim 1 of EP4991206B1 and US19087456B2."
BOTH = "EP4991206B1 US19087456B2"


@pytest.mark.parametrize(
    ("question", "before", "named"),
    [
        ("What does claim 2 say?", [TWO], BOTH),
        ("請求項2には何が書かれていますか。", [TWO], BOTH),
        ("Who are the inventors?", [TWO], BOTH),
        ("When were they filed?", [TWO], BOTH),
        ("Which of them was filed first?", [TWO], BOTH),
        ("Which was filed first?", [TWO], BOTH),
        ("What do these patents say about titanium?", [TWO], BOTH),
        ("Compare their claims.", [TWO], BOTH),
        ("Is it valid?", [TWO], BOTH),
        ("両者の出願日は？", [TWO], BOTH),
        ("それぞれの発明者は誰ですか。", [TWO], BOTH),
        ("どちらが先に出願されましたか。", [TWO], BOTH),
        ("And claim 3?", [TWO, "What does claim 2 say?"], BOTH),
        ("When were they filed?", ["Who filed EP4991206B1?", "And US19087456B2?"], BOTH),
        ("When was it filed?", ["Who filed EP4991206B1?", "And US19087456B2?"], "US19087456B2"),
        ("When were they filed?", ["Who filed EP4991206B1?"], "EP4991206B1"),
        ("What was cited against it?", ["Who filed EP4991206B1?"], "EP4991206B1"),
        ("引用された文献は？", ["Who filed EP4991206B1?"], "EP4991206B1"),
        ("両者の違いは？", ["What does EP4991206B1 claim?", "US19087456B2の請求項1は？"], BOTH),
        ("Compare them.", ["What does EP4991206B1 claim?", "When was US19087456B2 filed?"], BOTH),
        (
            "What do they claim?",
            ["Who filed EP4991206B1?", "When was US19087456B2 granted?"],
            "US19087456B2",
        ),
        ("Which patents were filed first?", [TWO], ""),
        ("勾配型と均一型でそれぞれいくらでしたか。", [TWO], ""),
        ("What is the flow meter for?", [TWO], ""),
        ("Which report cites a flow meter?", [TWO], ""),
    ],
    ids=range(25),
)
def test_where_several_were_named_none_of_them_is_lost(question: str, before: list[str], named: str) -> None:
    assert resolved(question, before) == f"{question} {named}".strip()


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (["Who filed JP9911071B2?"], "And US19204511B2?", "Who filed JP9911071B2?"),
        (["Who filed JP9911071B2?", "And US19204511B2?"], "And EP4991107B1?", "Who filed JP9911071B2?"),
        (["特許第9911071号の発明者は誰ですか。"], "US19204511B2は？", "特許第9911071号の発明者は誰ですか。"),
        (["Who filed JP9911071B2?"], "When was it granted?", "When was it granted?"),
        ([], "And US19204511B2?", "And US19204511B2?"),
    ],
    ids=range(5),
)
def test_another_name_is_asked_in_the_words_before(before: list[str], question: str, expected: str) -> None:
    assert wording(question, before) == expected


NAMED = ["What does EP4991206B1 say?", "And US19087456B2?"]


@pytest.mark.parametrize(
    ("question", "before", "named"),
    [
        ("And paragraph 0012 of the first?", [*NAMED, "And page 2 of them?"], "EP4991206B1"),
        ("And claim 2 of the second patent?", NAMED, "US19087456B2"),
        ("What does the former claim?", NAMED, "EP4991206B1"),
        ("When was the latter granted?", NAMED, "US19087456B2"),
        ("When was the first one granted?", [TWO], "EP4991206B1"),
        ("Who owns the first?", NAMED, "EP4991206B1"),
        ("When does the first one expire?", NAMED, "EP4991206B1"),
        ("When does the first end plate crack?", [TWO], ""),
        ("And of the other?", [*NAMED, "And claim 1 of the first?"], "US19087456B2"),
        ("前者の出願日は？", NAMED, "EP4991206B1"),
        ("後者の請求項1は？", NAMED, "US19087456B2"),
        ("最初の特許の請求項1は？", NAMED, "EP4991206B1"),
        ("What do both have in common?", NAMED, BOTH),
        ("Which was filed first?", [*NAMED, "Who are the inventors?", "When were they published?"], BOTH),
        ("What is the first claim?", [TWO], BOTH),
        ("最初の請求項は？", [TWO], BOTH),
        ("And claim 2 of the third?", NAMED, "US19087456B2"),
        ("The first step of the process is what?", NAMED, ""),
        ("What did the first test show?", NAMED, ""),
    ],
    ids=range(19),
)
def test_one_of_several_is_meant_by_its_turn(question: str, before: list[str], named: str) -> None:
    assert resolved(question, before) == f"{question} {named}".strip()


THREE = ["What does EP4991206B1 say?", "What does US19087456B2 claim?", "What does BOR-DR-07 say?"]
NOTE = ["What does note LN-21 say about pressure?"]


@pytest.mark.parametrize(
    ("question", "before", "named"),
    [
        ("Who owns the first?", NAMED, "EP4991206B1"),
        ("When does the first one expire?", NAMED, "EP4991206B1"),
        ("When does the second expire?", NAMED, "US19087456B2"),
        ("Who wrote the third?", THREE, "BOR-DR-07"),
        ("Date of the first?", THREE, "EP4991206B1"),
        ("Date of the former?", THREE, "US19087456B2"),
        ("その二つ目の権利者は？", NAMED, "US19087456B2"),
        ("2番目の特許の期限は？", NAMED, "US19087456B2"),
        ("Owner?", [*NAMED, "Who owns the first?"], "EP4991206B1"),
        ("When was it filed?", [*NAMED, "Who owns the first?"], "EP4991206B1"),
        ("Which report on the first application of the coating is there?", NAMED, ""),
        ("2つ目の請求項は？", ["What is titanium?"], ""),
        ("Date?", NOTE, "[LN-21]"),
        ("Who approved it?", ["What does BOR-DR-07 say?", "Conclusion?"], "BOR-DR-07"),
        ("When was it written?", NOTE, "[LN-21]"),
        ("And JT-04?", NOTE, "[JT-04]"),
        ("JT-04は？", ["ノートLN-21の結論は？"], "[JT-04]"),
        ("Conclusion?", [*NOTE, "And JT-04?"], "[JT-04]"),
        ("And the FM-60?", NOTE, ""),
        ("And FM-60?", ["What does BOR-DR-07 say?"], ""),
        ("Who approved the plan?", NOTE, ""),
    ],
    ids=range(21),
)
def test_what_has_one_alone_is_of_the_one_that_was_meant_before(
    question: str, before: list[str], named: str
) -> None:
    assert resolved(question, before) == f"{question} {named}".strip()


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("Date of the third?", NAMED, True),
        ("三つ目の出願日は？", NAMED, True),
        ("Owner of the other?", NAMED[:1], True),
        ("Date of the third?", THREE, False),
        ("Date of the second?", NAMED, False),
        ("Date of the first?", NAMED[:1], False),
        ("Date of the third?", ["What is titanium?"], False),
        ("What did the third test show?", NAMED, False),
    ],
    ids=range(8),
)
def test_a_turn_that_none_has_is_told(question: str, before: list[str], expected: bool) -> None:
    assert means_none(question, before) is expected


def test_what_speaks_of_several_may_have_named_them_long_before() -> None:
    assert turns_back("Which was filed first?") == turns_back("And claim 2 of the first?") == FAR_BACK
    assert turns_back("Who wrote it?") == turns_back("Date?") == FAR_BACK
    assert turns_back("Owner?") == turns_back("And claim 2?") == FAR_BACK
    assert turns_back("When was it filed?") == turns_back("What is titanium?") == TURNS
