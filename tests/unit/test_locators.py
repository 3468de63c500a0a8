import pytest

from portfolios.locators import locator_text
from portfolios.parsing import LocatorKind


@pytest.mark.parametrize(
    ("kind", "value", "english", "japanese"),
    [
        ("claim", "3", "Claim 3", "請求項3"),
        ("paragraph", "0032", "Paragraph [0032]", "段落【0032】"),
        ("page", "7", "Page 7", "7ページ"),
        ("heading", "2.1 Separator {x}", "2.1 Separator {x}", "2.1 Separator {x}"),
        ("sheet", "Data", "Sheet Data", "シート「Data」"),
        ("sheet", "Data!A1:F20", "Sheet Data!A1:F20", "シート「Data!A1:F20」"),
        ("slide", "4", "Slide 4", "スライド4"),
        ("slide", "4 notes", "Slide 4, notes", "スライド4のノート"),
        ("claim", "1 (de)", "Claim 1 (de)", "請求項1 (de)"),
        ("line", "12", "Line 12", "12行目"),
    ],
)
def test_a_place_in_words(kind: str, value: str, english: str, japanese: str) -> None:
    assert locator_text(kind, value, "en") == english
    assert locator_text(kind, value, "ja") == japanese


@pytest.mark.parametrize("kind", LocatorKind)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_kind_has_words(kind: LocatorKind, language: str) -> None:
    assert "9" in locator_text(kind, "9", language)


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="column"):
        locator_text("column", "3", "en")
