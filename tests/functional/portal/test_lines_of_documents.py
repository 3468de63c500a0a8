"""Of which document each line of an answer is, where it quotes several; and a field of a search with nothing behind it."""

import html
import re

from tests.functional.portal.reading_aids import Browse, ask, text_of

OF = re.compile(r'<span class="of" data-field="of" lang="[a-z]*"( hidden)?>([^<]*)</span>')


def _said(page: str) -> list[tuple[bool, str]]:
    """Whether it is shown, and what, of each sentence of an answer; not of those that a script is to fill."""
    shown = page.split("<template")[0]
    return [(not hidden, html.unescape(said)) for hidden, said in OF.findall(shown)]


def test_each_line_says_of_which_document_it_is(browse: Browse) -> None:
    page = text_of(ask(browse("engineer"), "What do claims 2 and 3 of JP9911071B2 and US19204511B2 say?"))
    assert _said(page) == [(True, number) for number in ("JP9911071B2", "US19204511B2") for _ in "23"]


def test_a_document_without_a_number_is_named_by_its_title(browse: Browse) -> None:
    page = text_of(ask(browse("engineer"), "AUR-TR-031の2ページとJP9911071B2の請求項2を見せてください。"))
    assert _said(page) == [(True, "濃度勾配型セパレータを用いた2 Ahセルの寿命試験"), (True, "JP9911071B2")]


def test_where_all_lines_are_of_one_document_it_is_not_said(browse: Browse) -> None:
    page = text_of(ask(browse("engineer"), "What do claims 2 and 3 of JP9911071B2 say?"))
    assert _said(page) == [(False, "")] * 2


def test_a_field_with_nothing_behind_it_is_told(browse: Browse) -> None:
    response = browse("engineer").get("/search/", {"q": "separator title:"})
    page = html.unescape(text_of(response))
    assert "Something is missing behind “title:”, so it was left out." in page
    assert "was not understood as a filter" not in page
