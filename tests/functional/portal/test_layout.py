"""Pure parts of the portal: marked text, documents laid out, levels, and streams that break off."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from psycopg_pool import PoolTimeout

from governance.access.scopes import Denied, NotFound, SessionEnded
from kaas.answering.answers import StatementView
from kaas.answering.ask import Begun, Released
from kaas.answering.outcomes import Outcome, sentence
from kaas.inference.cancellation import Cancellation
from kaas.portal import streaming
from kaas.portal.classification import highest, level_of
from kaas.portal.reading import Place, read
from kaas.retrieval.snippets import excerpt, segments
from portfolios.analysis import Span
from portfolios.passages import FoundPassage

spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), st.integers(0, 60), st.integers(0, 60))


@given(st.text(max_size=50), st.lists(spans, max_size=6))
def test_segments_lose_nothing_and_mark_what_they_should(text: str, marked: list[Span]) -> None:
    pieces = segments(text, marked)
    assert "".join(piece.text for piece in pieces) == text
    expected = {i for span in marked for i in range(span.start, min(span.end, len(text)))}
    at, found = 0, set()
    for piece in pieces:
        if piece.marked:
            found |= set(range(at, at + len(piece.text)))
        at += len(piece.text)
    assert found == expected


def test_an_excerpt_is_cut_where_the_marks_are() -> None:
    text = "filler " * 100 + "the binder content is given" + " filler" * 100
    start = text.index("binder")
    pieces = excerpt(text, [Span(start, start + 6)])
    assert [piece.text for piece in pieces if piece.marked] == ["binder"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"
    assert pieces[1].text.startswith("filler")
    assert sum(len(piece.text) for piece in pieces) < 360


def test_a_short_text_is_its_own_excerpt() -> None:
    assert [piece.text for piece in excerpt("界面抵抗", [])] == ["界面抵抗"]


def _passage(
    ordinal: int, section: str, kind: str, value: str, headings: tuple[str, ...], text: str
) -> FoundPassage:
    return FoundPassage(
        uuid.UUID(int=ordinal), uuid.UUID(int=99), ordinal, section, kind, value, headings, text, "en"
    )


def test_locators_and_headings_are_printed_once() -> None:
    passages = [
        _passage(1, "title", "heading", "T", (), "T"),
        _passage(2, "claims", "claim", "1", ("Claims",), "A separator,"),
        _passage(3, "claims", "claim", "1", ("Claims",), "comprising a film."),
        _passage(4, "description", "paragraph", "0001", ("Field",), "Of batteries."),
        _passage(5, "description", "paragraph", "0002", ("Field", "Old art"), "Known."),
    ]
    reading = read(passages, title="T", place=Place(), language="en")
    assert [entry.locator for entry in reading.entries] == [
        "Claim 1",
        "",
        "Paragraph [0001]",
        "Paragraph [0002]",
    ]
    assert [(heading.text, heading.depth) for heading in reading.outline] == [
        ("Claims", 2),
        ("Description", 2),
        ("Field", 3),
        ("Old art", 4),
    ]


@pytest.mark.parametrize(
    ("start", "end", "marked"), [(2, 11, ["separator"]), (5, 5, []), (0, 400, []), (None, 4, [])]
)
def test_a_place_marks_its_quotation_or_nothing(start: int | None, end: int, marked: list[str]) -> None:
    passage = _passage(1, "body", "page", "1", (), "A separator.")
    reading = read([passage], title="", place=Place(passage.id, start, end), language="en")
    assert [piece.text for piece in reading.entries[0].segments if piece.marked] == marked
    assert reading.target is reading.entries[0]


@pytest.mark.parametrize("number", [-1, 5, 99])
def test_an_unknown_level_is_the_strictest(number: int) -> None:
    assert level_of(number).english == "RESTRICTED"


def test_the_highest_of_nothing_is_no_level() -> None:
    assert highest([]) is None
    assert highest([0, 3, 1]) == level_of(3)


def _begun() -> Begun:
    ids = (uuid.UUID(int=2), uuid.UUID(int=1), uuid.UUID(int=3))
    return Begun(*ids, language="en", model="", found=3, shown=1)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (SessionEnded(), Outcome.DENIED_SESSION_ENDED),
        (Denied("access_changed"), Outcome.DENIED_ACCESS_CHANGED),
        (NotFound(), Outcome.DENIED_ACCESS_CHANGED),
        (OperationalError("gone"), Outcome.FAILED_SYSTEM_DOWN),
        (PoolTimeout("full"), Outcome.FAILED_SYSTEM_DOWN),
        (RuntimeError("no"), Outcome.FAILED_SYSTEM),
    ],
    ids=["session", "access", "missing", "database", "pool", "fault"],
)
def test_a_stream_that_breaks_off_still_ends(rf: RequestFactory, error: Exception, outcome: Outcome) -> None:
    def pieces() -> Iterator[Released]:
        yield _begun()
        yield StatementView(1, "One.", "supported", [])
        raise error

    request = rf.post("/ask/stream")
    response = streaming.respond(request, pieces(), Cancellation(), openness="", language="en")
    body = b"".join(response.streaming_content).decode()  # type: ignore[arg-type]
    assert [line for line in body.splitlines() if line.startswith("event: ")] == [
        "event: begin",
        "event: statement",
        "event: end",
    ]
    assert f'"outcome": "{outcome}"' in body and f'"family": "{outcome.family}"' in body
    assert sentence(outcome, "en") in body
