"""Citations of front pages, which no document has among its passages."""

import re
from typing import Final

from kaas.answering.answers import CitationView
from kaas.answering.front_page import SECTION, id_of

KIND: Final = SECTION  # of a place, as programs are told it
_CODE = re.compile(r"^\((\d\d)\) ", re.MULTILINE)


def is_of_front_page(citation: CitationView) -> bool:
    """Whether what is cited is the front page of its document."""
    return citation.passage_id == id_of(citation.document_id)


def quoted_lines(citation: CitationView) -> list[str]:
    """The INID codes (WIPO ST.9) of the lines of a front page that a citation quotes, wholly or in part."""
    begin = citation.passage_text.rfind("\n", 0, citation.quote_start) + 1
    return _CODE.findall(citation.passage_text[begin : citation.quote_end])


def place_kind(citation: CitationView) -> str:
    """What kind of place is cited, as programs are told it: that of the passage, or a front page."""
    return KIND if is_of_front_page(citation) else citation.locator_kind
