"""What holds for every number and every text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.characters import matching_copy
from portfolios.identifiers import Number, china, display, europe, germany, identify, international, korea
from portfolios.identifiers import japan_numbers as jp
from portfolios.identifiers import united_states as us

SERIAL = st.integers(1, 999_999)
SEVEN = st.integers(1_000_000, 9_999_999)
YEAR = st.integers(2004, 2040)
NUMBERS = st.one_of(
    st.builds(lambda y, s, k: jp.jp_publication("", y, s, kind=k), YEAR, SERIAL, st.sampled_from("AU")),
    st.builds(
        lambda y, s, k: jp.jp_publication("H", y, s, kind=k),
        st.integers(1, 11),
        SERIAL,
        st.sampled_from(["A", "B2", "U", "Y2"]),
    ),
    st.builds(lambda y, s: jp.jp_publication("S", y, s, kind="A"), st.integers(46, 64), SERIAL),
    st.builds(
        lambda y, s, law: jp.jp_application("", y, s, law=law), YEAR, SERIAL, st.sampled_from(["", "U", "D"])
    ),
    st.builds(
        lambda n, k: jp.jp_patent(n, kind=k), st.integers(1, 9_999_999), st.sampled_from(["", "B1", "B2"])
    ),
    st.builds(lambda n: jp.jp_utility_model(n), st.integers(1, 9_999_999)),
    st.builds(jp.jp_republication, st.integers(1979, 2022), SERIAL),
    st.builds(jp.jp_design, st.integers(1_000, 9_999_999)),
    st.builds(
        lambda n, k: us.us_grant(n, kind=k),
        st.integers(1_000_000, 12_999_999),
        st.sampled_from(["", "B1", "B2"]),
    ),
    st.builds(
        lambda s, n: us.us_special_grant(s, n),
        st.sampled_from(["D", "RE", "PP", "H"]),
        st.integers(1_000, 999_999),
    ),
    st.builds(lambda y, n: us.us_publication(y, n, kind="A1"), YEAR, SEVEN | SERIAL),
    st.builds(us.us_application, st.sampled_from(["09", "10", "16", "29", "60", "63", "90"]), SERIAL),
    st.builds(
        lambda n, k: europe.ep_publication(n, kind=k),
        st.integers(1, 9_999_999),
        st.sampled_from(["", "A1", "B1", "B2"]),
    ),
    st.builds(lambda n: europe.ep_application(f"{n:08d}"), st.integers(1, 99_999_999)),
    st.builds(
        lambda y, s, k: international.wo_publication(y, s, kind=k),
        YEAR,
        SERIAL,
        st.sampled_from(["", "A1", "A3"]),
    ),
    st.builds(international.pct_application, st.sampled_from(["JP", "US", "EP", "IB"]), YEAR, SERIAL),
    st.builds(
        lambda n, k: china.cn_publication(f"{n}", kind=k),
        st.integers(10**8, 10**9 - 1),
        st.sampled_from(["A", "B", "U", "S"]),
    ),
    st.builds(lambda y, n, g: china.cn_application(f"{y}1{n:07d}", granted=g), YEAR, SEVEN, st.booleans()),
    st.builds(korea.kr_publication, st.sampled_from(["10", "20"]), YEAR, SEVEN | SERIAL),
    st.builds(korea.kr_application, st.sampled_from(["10", "20"]), YEAR, SEVEN | SERIAL),
    st.builds(lambda n: korea.kr_grant("10", n, kind="B1"), SEVEN | SERIAL),
    st.builds(
        lambda y, n, k: germany.de_publication(f"10{y}{n:06d}", kind=k),
        YEAR,
        SERIAL,
        st.sampled_from(["", "A1", "B4", "U1"]),
    ),
    st.builds(lambda y, n: germany.de_application(f"10{y}{n:06d}"), YEAR, SERIAL),
)
TEXTS = st.text() | st.lists(
    st.sampled_from(
        [
            "特開",
            "特許第",
            "同",
            "号公報",
            "US",
            "U.S. Pat. No. ",
            "EP",
            "JP-A-",
            "WO",
            "CN",
            "KR 10-",
            "DE 10 ",
            "2020",
            "-",
            "/",
            ",",
            " ",
            "\n",
            "１２３",
            "123",
            "456",
            "H",
            "平",
            "A1",
            "B2",
            "の",
            "、",
            "Nos. ",
            "㍻",
            "ﾊﾟ",
            "(",
            ")",
            "'321 patent",
        ]
    ),
    max_size=40,
).map("".join)


@given(NUMBERS)
@settings(max_examples=600)
def test_printing_then_finding_a_number_returns_it(number: Number) -> None:
    found = identify(display(number))
    assert [(one.canonical, one.type, one.office) for one in found] == [
        (number.canonical, number.type, number.office)
    ]


@given(NUMBERS, TEXTS)
def test_a_number_in_the_middle_of_text_is_found_at_its_place(number: Number, before: str) -> None:
    text = f"{before}。 {display(number)} について"
    assert any(one.canonical == number.canonical for one in identify(text))


@given(TEXTS)
@settings(max_examples=600)
def test_no_text_raises_and_offsets_say_what_they_point_at(text: str) -> None:
    end = 0
    for one in identify(text):
        assert text[one.start : one.end] == one.text
        assert one.text.strip() == one.text != ""
        assert one.start >= end
        end = one.end


@given(st.text())
def test_the_copy_is_as_long_as_the_text(text: str) -> None:
    assert len(matching_copy(text)) == len(text)
