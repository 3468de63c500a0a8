"""What holds for every day and every text."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.dates import Locale, find_dates, read_date
from portfolios.dates.eras import ERAS

DAYS = st.dates(date(1873, 1, 1), date(2099, 12, 31))
TEXTS = st.text() | st.lists(
    st.sampled_from(
        [
            "平成",
            "令和",
            "H",
            "㍻",
            "年",
            "月",
            "日",
            "元",
            "二十",
            "31",
            "2020",
            "4",
            "１",
            ".",
            "/",
            "-",
            "（",
            "）",
            " ",
            "\n",
            "Apr",
            "1st",
        ]
    ),
    max_size=30,
).map("".join)


@given(DAYS)
def test_every_day_is_read_back_in_every_form(day: date) -> None:
    era = next(one for one in ERAS if one.first <= day <= one.last)
    year = day.year - era.offset
    for text in (
        f"{era.name}{year}年{day.month}月{day.day}日",
        f"{era.name[0]}{year}・{day.month}・{day.day}",
        f"{era.letter}{year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y%m%d}",
        f"{day:%d %B %Y}",
        f"{day:%b. %d, %Y}",
    ):
        found = read_date(text)
        assert found is not None, text
        assert (found.value, found.warnings) == (day, ()), text
    assert read_date(f"{day:%m/%d/%Y}", locale=Locale.US).value == day  # type: ignore[union-attr]


@given(TEXTS)
@settings(max_examples=500)
def test_no_text_raises_and_offsets_say_what_they_point_at(text: str) -> None:
    end = 0
    for one in find_dates(text):
        assert text[one.start : one.end] == one.text != ""
        assert one.start >= end
        end = one.end
        assert one.iso or one.problem
