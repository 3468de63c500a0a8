"""Places that questions name, in both languages."""

import pytest

from kaas.answering.places import Place, places_in


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("請求項3には何が書かれていますか。", [("claim", "3")]),
        ("固体電解質セパレータの請求項１を教えて", [("claim", "1")]),
        ("What does claim 9 of US19204511B2 say?", [("claim", "9")]),
        ("Compare claims 1 and paragraph [0007]", [("claim", "1"), ("paragraph", "0007")]),
        ("段落0014の内容は？", [("paragraph", "0014")]),
        ("【００３２】を見せて", [("paragraph", "0032")]),
        ("paragraph 12", [("paragraph", "0012")]),
        ("What is on page 3 of the report?", [("page", "3")]),
        ("報告書の3ページ", [("page", "3")]),
        ("claim 3 and claim 3", [("claim", "3")]),
        ("特許法第29条第2項の要件は", []),
        ("What thickness is claimed?", []),
        ("US19204511B2", []),
        ("claim 123456", []),
        ("", []),
    ],
)
def test_places(question: str, places: list[tuple[str, str]]) -> None:
    assert places_in(question) == [Place(kind, value) for kind, value in places]
