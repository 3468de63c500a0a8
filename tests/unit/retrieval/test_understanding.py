"""What is understood of a query, and that nothing else is."""

from datetime import date

import pytest

from kaas.retrieval.numbers import number_terms, readings
from kaas.retrieval.understanding import Understood, understand, written

TODAY = date(2026, 11, 22)


def read(text: str) -> Understood:
    return understand(text, today=TODAY)


def said(text: str) -> tuple[str, list[tuple[str, str, bool]]]:
    found = read(text)
    return found.words, [(part.field, part.value, part.is_excluded) for part in found.parts]


@pytest.mark.parametrize(
    ("query", "words", "parts"),
    [
        ("電池 office:JP", "電池", [("office", "JP", False)]),
        ("電池 庁：特許庁", "電池", [("office", "JP", False)]),
        ("drift since:2019", "drift", [("since", "2019-01-01", False)]),
        ("drift after:2019", "drift", [("since", "2020-01-01", False)]),
        ("drift after:2019-03-05", "drift", [("since", "2019-03-06", False)]),
        ("drift 以降：2019年", "drift", [("since", "2019-01-01", False)]),
        ("drift until:2019", "drift", [("before", "2020-01-01", False)]),
        ("drift before:March 2020 cell", "drift cell", [("before", "2020-03-01", False)]),
        ('drift before:"1 April 2020"', "drift", [("before", "2020-04-01", False)]),
        ("before:令和3年", "", [("before", "2021-01-01", False)]),
        ("date:2021", "", [("date", "2021-01-01/2022-01-01", False)]),
        ("year:2021-04", "", [("date", "2021-04-01/2021-05-01", False)]),
        ("class:H01M10/0562", "", [("class", "H01M10/0562", False)]),
        ('class:"H01M 10/0562"', "", [("class", "H01M10/0562", False)]),
        ("class:h01m", "", [("class", "H01M", False)]),
        ("分類:2F035JA04", "", [("class", "2F035JA04", False)]),
        ("出願人：星嶺", "", [("party", "星嶺", False)]),
        ("title:“solid state” cell", "cell", [("title", "solid state", False)]),
        ("status:lapsed 状態:係属中", "", [("status", "lapsed", False), ("status", "pending", False)]),
        ("family:特願2022-991107", "", [("family", "JP-APP 2022-991107", False)]),
        ('-family:"EP 4991107 B1"', "", [("family", "EP4991107B1", True)]),
        ("family:nothing", "family:nothing", []),
        ("status:granted kind:patent", "", [("stage", "granted", False), ("kind", "grant", False)]),
        ("種類：特許公報 電池", "電池", [("kind", "grant", False)]),
        ("種類:公開公報 -種類:社内資料", "", [("kind", "application", False), ("kind", "document", True)]),
        ("区分:極秘 公開:2021", "", [("level", "3", False), ("date", "2021-01-01/2022-01-01", False)]),
        ("language:日本語 level:L2", "", [("language", "ja", False), ("level", "2", False)]),
        ("number:EP4991107B1", "", [("number", "EP4991107B1", False)]),
        ("number:2020-123456", "", [("number", "JP-APP 2020-123456|JP2020123456A", False)]),
        ("portfolio:aurora -office:US", "", [("portfolio", "aurora", False), ("office", "US", True)]),
        ("電池 2019年以降", "電池", [("since", "2019-01-01", False)]),
        ("2019年以降の電池", "電池", [("since", "2019-01-01", False)]),
        ("電池 2020年まで", "電池", [("before", "2021-01-01", False)]),
        ("電池 令和2年4月1日より前", "電池", [("before", "2020-04-01", False)]),
        ("2018年から2020年まで", "", [("since", "2018-01-01", False), ("before", "2021-01-01", False)]),
        ("before March 2020 battery", "battery", [("before", "2020-03-01", False)]),
        ("published since 2019 drift", "drift", [("since", "2019-01-01", False)]),
        ("drift after 2019", "drift", [("since", "2020-01-01", False)]),
        ("US patents on drift", "on drift", [("office", "US", False)]),
        ("米国特許文献の抵抗", "抵抗", [("office", "US", False)]),
        (
            "日本の公開公報 セパレータ",
            "セパレータ",
            [("office", "JP", False), ("kind", "application", False)],
        ),
        ("公開公報 セパレータ", "セパレータ", [("kind", "application", False)]),
        ("セパレータの 特許公報", "セパレータの", [("kind", "grant", False)]),
        ("IPC H01M 10/0562 cell", "cell", [("class", "H01M10/0562", False)]),
        ("“zero drift” cell", "zero drift cell", [("phrase", "zero drift", False)]),
        ("「界面抵抗」とは", "界面抵抗 とは", [("phrase", "界面抵抗", False)]),
        ('drift -"zero point"', "drift", [("phrase", "zero point", True)]),
        ("cell -binder", "cell", [("word", "binder", True)]),
        ("電池 －樹脂", "電池", [("word", "樹脂", True)]),
        ("cell NOT binder", "cell", [("word", "binder", True)]),
    ],
)
def test_what_is_understood(query: str, words: str, parts: list[tuple[str, str, bool]]) -> None:
    assert said(query) == (words, parts)


@pytest.mark.parametrize(
    "query",
    [
        "at -20 °C",
        "after 2000 cycles",
        "2019年の試験",
        "office:XX drift",
        "before:soon drift",
        "level:9",
        "lithium-ion cell",
        "zero- and full-scale",
        "NOT",
        "AND OR",
        "- -- ---",
        '"',
        '""',
        "「」",
        "「界面",
        "(?:a|b)+*[",
        "🔋🔋🔋",
        "の",
        "http://example/before:2019",
        "鋼 US",
        "特許公報に記載された方法",
    ],
)
def test_what_is_left_alone(query: str) -> None:
    found = read(query)
    assert found.parts == ()
    assert found.words == " ".join(query.split())


@pytest.mark.parametrize("text", ["title:", "-", "「", '"a" ', "before:2019 ", "NOT x ", "office:JP "])
def test_a_long_query_of_operators_does_no_harm(text: str) -> None:
    found = read(text * 400)
    assert len(found.parts) <= 30


def test_a_part_can_be_taken_out_and_another_put_in() -> None:
    found = read("電池 office:JP 「界面抵抗」 -樹脂")
    assert [found.without(part) for part in found.parts] == [
        "電池 「界面抵抗」 -樹脂",
        "電池 office:JP -樹脂",
        "電池 office:JP 「界面抵抗」",
    ]
    assert said(found.having("portfolio", "a b"))[1][-1] == ("portfolio", "a b", False)
    assert said(found.having("date", "2021-01-01/2022-01-01"))[1][-1] == (
        "date",
        "2021-01-01/2022-01-01",
        False,
    )


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("2021-01-01/2022-01-01", "date:2021"),
        ("2021-12-01/2022-01-01", "date:2021-12"),
        ("2020-02-29/2020-03-01", "date:2020-02-29"),
        ("2024-01-01/2027-01-01", "date:2024..2026"),
        ("2024-11-01/2025-03-01", "date:2024-11..2025-02"),
        ("2025-01-15/2025-03-01", "date:2025-01-15..2025-02-28"),
    ],
)
def test_a_period_is_typed_as_it_is_read(value: str, typed: str) -> None:
    assert written("date", value) == typed
    assert said(typed)[1] == [("date", value, False)]


@pytest.mark.parametrize(
    "value", ["The “green” report", 'he said "x" y', "“green”", '"x"', "「緑」の報告", "＂x＂", "plain"]
)
def test_a_value_with_quotation_marks_is_read_as_it_is_typed(value: str) -> None:
    for field in ("title", "portfolio"):
        assert said(read("drift").having(field, value))[1] == [(field, value, False)]


def test_a_bare_date_is_offered_and_not_applied() -> None:
    found = read("令和3年の試験")
    assert found.parts == ()
    assert [part.value for part in found.offers] == ["2021-01-01/2022-01-01"]
    assert read("令和90年の計画").offers == ()


def test_an_ambiguous_number_is_asked_back() -> None:
    found = read("2020-123456 の請求項1")
    (number,) = found.ambiguous
    assert readings(number) == [
        ("特願2020-123456", "JP-APP 2020-123456"),
        ("特開2020-123456", "JP2020123456A"),
    ]
    assert found.reading(number, "特開2020-123456") == "特開2020-123456 の請求項1"
    assert [one.canonical for one in read("特開2020-123456 の請求項1").numbers] == ["JP2020123456A"]


def test_numbers_within_a_filter_are_not_told_twice() -> None:
    assert read("number:EP4991107B1").numbers == ()


def test_a_serial_of_translations_may_be_that_of_another_publication() -> None:
    (number,) = read("2023-993114").ambiguous
    assert [shown for shown, _ in readings(number)] == [
        "特願2023-993114",
        "特開2023-993114",
        "特表2023-993114",
    ]
    first = [shown for shown, _ in readings(number, held={"JP2023993114A"})]
    assert first == ["特開2023-993114", "特表2023-993114", "特願2023-993114"]
    for shown, canonical in readings(number):
        assert [one.canonical for one in read(shown).numbers] == [canonical]


@pytest.mark.parametrize(
    ("query", "words", "terms"),
    [
        ("EP4991107B1", "", {"e:ep4991107b1", "e:ep4991107"}),
        ("EP 4 991 107", "", {"e:ep4991107"}),
        ("特許第9911071号 抵抗", "抵抗", {"e:9911071", "e:jp9911071b", "e:jp9911071"}),
        ("“EP4991107B1” cell", "EP4991107B1 cell", set()),
        ("cell -EP4991107B1", "cell", set()),
    ],
)
def test_a_number_is_no_heap_of_figures(query: str, words: str, terms: set[str]) -> None:
    found = read(query)
    assert found.words == words
    assert {lexeme for one in found.loose for lexeme in number_terms(one)} == terms


@pytest.mark.parametrize(
    ("query", "field", "value", "words"),
    [
        ("status:in force separator", "status", "in_force", "separator"),
        ("status:in-force", "status", "in_force", ""),
        ("status:in_force", "status", "in_force", ""),
        ("Legal status: In Force, opposed cell", "status", "opposition_pending", "cell"),
        ("法的状態:有効 電池", "status", "in_force", "電池"),
        ("法的状態:権利存続中・異議申立て中", "status", "opposition_pending", ""),
        ("status:alive", "status", "in_force", ""),
        ('status:"patent granted" cell', "stage", "granted", "cell"),
        ("cell (status:in force) 2", "status", "in_force", "cell ( ) 2"),
        ("family:US 2021/0993318 A1 clamp", "family", "US20210993318A1", "clamp"),
        ("family:特願 2022-991107 cell", "family", "JP-APP 2022-991107", "cell"),
        ("number:EP 4 991 107 B9 cell", "number", "EP4991107B9", "cell"),
        ("class:H01M 10/0562 cell", "class", "H01M10/0562", "cell"),
        ("class:CPC H01M 10/0562", "class", "H01M10/0562", ""),
        ("class:H01M 500 cycles", "class", "H01M", "500 cycles"),
        ("class:5H029 AJ06", "class", "5H029AJ06", ""),
        ("stage:published application cell", "stage", "published", "cell"),
        ("level:L3 Secret drift", "level", "3", "drift"),
        ("機密区分:L3 極秘 抵抗", "level", "3", "抵抗"),
        ("level:L3 Public", "level", "3", "Public"),
    ],
)
def test_the_longest_value_that_is_one_is_taken(query: str, field: str, value: str, words: str) -> None:
    found = read(query)
    assert [(one.field, one.value) for one in found.parts] == [(field, value)]
    assert (found.words, found.unread) == (words, ())


@pytest.mark.parametrize(
    ("query", "unread"),
    [
        ("office:XX drift", ("office:XX",)),
        ("種類：謎 電池 office:JP", ("種類：謎",)),
        ("-level:9 drift", ("level:9",)),
        ('status:"no such thing" drift', ('status:"no such thing"',)),
        ("status:in drift", ("status:in",)),
        ("office:", ()),
        ("http://example/before:2019", ()),
        ("title:office:XX", ()),
        ("x: office", ()),
    ],
)
def test_a_value_that_a_field_cannot_have_is_said(query: str, unread: tuple[str, ...]) -> None:
    found = read(query)
    assert tuple(one.text for one in found.unread) == unread
    assert all(query[one.start : one.end] == one.text for one in found.unread)
    assert not found.phrases


def test_an_exclusion_alone_looks_for_nothing() -> None:
    assert read("-樹脂").only_excludes
    assert not any(
        read(text).only_excludes for text in ("-樹脂 電池", "-樹脂 office:JP", "電池", "-樹脂 EP4991107B1")
    )


@pytest.mark.parametrize(
    ("query", "words", "lacking"),
    [
        ("title:", "", ["title:"]),
        ("drift title: ", "drift", ["title:"]),
        ("title: office:JP cell", "cell", ["title:"]),
        ("題名：　電池", "", []),
        ("status: before:", "", ["status:", "before:"]),
        ("title:office:JP", "", []),
        ("これはtitle:の問題", "これはtitle:の問題", []),
        ("status:nothing", "status:nothing", []),
        ("number: EP4991107B1", "", []),
    ],
    ids=range(9),
)
def test_a_field_with_nothing_behind_it_is_told_and_is_no_word(
    query: str, words: str, lacking: list[str]
) -> None:
    found = read(query)
    assert (found.words, [one.text for one in found.lacking]) == (words, lacking)
    assert all(query[one.start : one.end] == one.text for one in found.lacking)


@pytest.mark.parametrize(
    ("query", "words", "value"),
    [
        ("party:星嶺計測 株式会社", "", "星嶺計測"),
        ("出願人：星嶺計測　株式会社 電池", "電池", "星嶺計測"),
        ("party:株式会社 星嶺計測 電池", "電池", "星嶺計測"),
        ("party:㈱ 星嶺計測", "", "星嶺計測"),
        ('party:"星嶺計測 株式会社"', "", "星嶺計測"),
        ("party:星嶺計測株式会社 電池", "電池", "星嶺計測株式会社"),
        ("party:株式会社", "", "株式会社"),
        ("party:星嶺計測 電池", "電池", "星嶺計測"),
        ("party:星嶺計測 株式会社制度", "株式会社制度", "星嶺計測"),
    ],
    ids=range(9),
)
def test_the_legal_form_of_a_company_may_stand_apart(query: str, words: str, value: str) -> None:
    assert said(query) == (words, [("party", value, False)])
