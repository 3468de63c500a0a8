"""Pin-cites, labels and literature (3.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolios.identifiers.labels import find_labels, find_literature, label_table
from portfolios.identifiers.pincites import find_pin_cites


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("段落【００３２】～【００３５】", [("", "paragraph", "32", "35")]),  # P1
        ("[0032]-[0035]", [("", "paragraph", "32", "35")]),  # P2
        ("paras. [0032], [0040]", [("", "paragraph", "32", "32"), ("", "paragraph", "40", "40")]),  # P2
        ("col. 3, ll. 15-20", [("", "column", "3:15", "3:20")]),  # P3
        ("column 3, line 60 – column 4, line 5", [("", "column", "3:60", "4:5")]),  # P3
        ("第３頁右下欄第５行～第１２行", [("", "page", "3 lower right:5", "3 lower right:12")]),  # P4
        ("図３（ａ）", [("", "figure", "3a", "3a")]),  # P5
        ("FIG. 3A", [("", "figure", "3A", "3A")]),  # P5
        ("Figs. 1 to 4", [("", "figure", "1", "4")]),  # P5
        (
            "引用文献１の段落0021、図2参照",
            [("D1", "paragraph", "21", "21"), ("D1", "figure", "2", "2")],
        ),  # P6
        ("引用文献1の請求項１に記載", [("D1", "claim", "1", "1")]),  # P7
        ("請求項１に記載の装置", []),  # P7: a dependency, not a citation
        (
            "特開2020-123456号公報の段落0010。図2は本発明",
            [("JP2020123456A", "paragraph", "10", "10"), ("", "figure", "2", "2")],
        ),
    ],
)
def test_pin_cite(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = find_pin_cites(text)
    assert [(one.document, one.kind.value, one.first, one.last) for one in found] == expected
    assert [one.text for one in found] == [text[one.start : one.end] for one in found]


def test_labels_and_what_they_stand_for() -> None:
    assert label_table("【特許文献1】特開2020-1号") == {}
    assert label_table("特許文献1：特開2020-123456号公報") == {"PTL1": "JP2020123456A"}  # P8
    text = "D1 (US 2018/0123456 A1) in view of D2 (JP H05-160012 A)"  # P10
    assert [one.name for one in find_labels(text)] == ["D1", "D2"]
    assert label_table(text) == {"D1": "US20180123456A1", "D2": "JPH05160012A"}
    assert find_labels("US D912,345 S") == []
    text = "[Patent Literature 1] JP 2015-123456 A\nPTL 2: WO 2018/012345\nD3 EP 1234567 A1; Non-Patent Document 4"
    assert [one.name for one in find_labels(text)] == ["PTL1", "PTL2", "D3", "NPL4"]
    assert label_table(text) == {"PTL1": "JP2015123456A", "PTL2": "WO2018012345", "D3": "EP1234567A1"}
    assert find_labels("HTTPL 3, a patent document 3") == []


def test_literature() -> None:
    (one,) = find_literature('Vaswani et al., "Attention Is All You Need", NeurIPS 2017')  # P9
    assert (one.authors, one.title, one.venue, one.year) == (
        "Vaswani et al.",
        "Attention Is All You Need",
        "NeurIPS",
        2017,
    )


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["D1", "段落", "【0001】", "[0001]", "-", "図3", "（ａ）", "col. 3, ll. 1", "。", " ", "請求項1"]
        )
    ).map("".join)
)
def test_no_text_raises_and_offsets_say_what_they_point_at(text: str) -> None:
    for one in (*find_pin_cites(text), *find_labels(text), *find_literature(text)):
        assert text[one.start : one.end] == one.text != ""
