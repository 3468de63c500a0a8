"""A front page's number is the number that a text says of the same publication."""

import pytest

from portfolios.identifiers import identify
from portfolios.parsing.patentxml.numbers import publication_number


@pytest.mark.parametrize(
    ("office", "number", "kind", "said"),
    [
        ("US", "06981285", "B2", "U.S. Pat. No. 6,981,285 B2"),
        ("US", "D0513425", "S1", "US D513,425 S1"),
        ("US", "PP012345", "P2", "US PP12,345 P2"),
        ("US", "RE038123", "E1", "US RE38,123 E1"),
        ("US", "20060012345", "A1", "US 2006/0012345 A1"),
        ("EP", "0123456", "A1", "EP 0 123 456 A1"),
        ("JP", "2026990001", "A", "特開2026-990001号公報"),
        ("JP", "1993123456", "A", "特開平5-123456号公報"),
        ("JP", "7990001", "B2", "特許第7990001号（B2）"),
        ("JP", "3212345", "U", "登録実用新案第3212345号公報"),
        ("JP", "WO2018123456", "A1", "再表2018/123456"),
    ],
)
def test_the_page_and_the_text_say_one_number(office: str, number: str, kind: str, said: str) -> None:
    (one,) = identify(said)
    assert publication_number(office, number, kind) == one.canonical


@pytest.mark.parametrize(
    ("number", "expected"),
    [("000000000000", "US0A"), ("", "USA"), ("X0012345", "USX12345A")],
)
def test_what_is_no_number_of_the_office_stays_as_given(number: str, expected: str) -> None:
    assert publication_number("US", number, "A") == expected
