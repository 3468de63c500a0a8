"""Classification symbols: normal form, display form, scheme, place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolios.identifiers import Scheme, find_classifications, read_classification


@pytest.mark.parametrize(
    ("text", "scheme", "key", "shown"),
    [
        ("H01L 21/02", Scheme.IPC_OR_CPC, "H01L21/02", "H01L 21/02"),  # 2.3
        ("H01L21/02", Scheme.IPC_OR_CPC, "H01L21/02", "H01L 21/02"),
        ("Ｈ０１Ｌ　２１／０２", Scheme.IPC_OR_CPC, "H01L21/02", "H01L 21/02"),
        ("H01L21/302,101A", Scheme.FI, "H01L21/302,101A", "H01L 21/302,101A"),  # 2.3
        ("H01L 21/302 101A", Scheme.FI, "H01L21/302,101A", "H01L 21/302,101A"),
        ("H01L21/302@A", Scheme.FI, "H01L21/302@A", "H01L 21/302@A"),
        ("5F004AA01", Scheme.F_TERM, "5F004AA01", "5F004 AA01"),  # 2.3
        ("5F004 AA01", Scheme.F_TERM, "5F004AA01", "5F004 AA01"),
        ("Y02E 60/10", Scheme.CPC, "Y02E60/10", "Y02E 60/10"),
        ("A61B 2017/00017", Scheme.CPC, "A61B2017/00017", "A61B 2017/00017"),
        ("G06F 17/30 (2006.01)", Scheme.IPC, "G06F17/30", "G06F 17/30"),
    ],
)
def test_symbol(text: str, scheme: Scheme, key: str, shown: str) -> None:
    found = read_classification(text)
    assert found is not None
    assert (found.scheme, found.key, found.display) == (scheme, key, shown)
    again = read_classification(found.display)
    assert again is not None
    assert again.key == key


def test_a_word_before_decides_the_scheme_of_the_list() -> None:
    found = find_classifications(
        "CPC: H01L 21/02, H01L 21/30. Something quite different follows. IPC G06F 17/30"
    )
    assert [(one.scheme, one.key) for one in found] == [
        (Scheme.CPC, "H01L21/02"),
        (Scheme.CPC, "H01L21/30"),
        (Scheme.IPC, "G06F17/30"),
    ]


@pytest.mark.parametrize(
    "text", ["A4 1/2", "図1/2", "H01 21/02", "US 16/123,456", "5F004", "ABC01L 21/02", "JIS B 0123"]
)
def test_what_is_no_symbol(text: str) -> None:
    assert find_classifications(text) == []


@given(
    st.text()
    | st.lists(st.sampled_from(["H01L", " ", "21", "/", "02", ",", "101A", "5F004", "AA01", "\n", "FI"])).map(
        "".join
    )
)
def test_no_text_raises_and_offsets_say_what_they_point_at(text: str) -> None:
    for one in find_classifications(text):
        assert text[one.start : one.end] == one.text != ""
