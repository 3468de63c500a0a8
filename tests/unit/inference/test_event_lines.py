"""Event streams, however they are cut on the way."""

import pytest

from kaas.inference.event_lines import DONE, EventLines, LineTooLong

STREAM = b': hello\r\ndata: {"a": "\xe3\x81\x82"}\r\n\r\nevent: x\nid: 3\ndata:{}\n\ndata: [DONE]\n\n'
VALUES = [b'{"a": "\xe3\x81\x82"}', b"{}", DONE]


@pytest.mark.parametrize("size", range(1, len(STREAM) + 1))
def test_cuts_anywhere_change_nothing(size: int) -> None:
    lines = EventLines()
    found = [value for at in range(0, len(STREAM), size) for value in lines.feed(STREAM[at : at + size])]
    assert found == VALUES


def test_a_line_that_never_ended_is_no_event() -> None:
    assert list(EventLines().feed(b"data: {}")) == []


@pytest.mark.parametrize("ending", [b"", b"\n"], ids=["unfinished", "finished"])
def test_absurdly_long_lines_are_refused(ending: bytes) -> None:
    lines = EventLines(max_line_bytes=100)
    assert list(lines.feed(b"data: " + b"x" * 94 + b"\n")) == [b"x" * 94]
    with pytest.raises(LineTooLong):
        list(lines.feed(b"data: " + b"x" * 95 + ending))


def test_a_line_in_many_parts_is_refused_as_soon_as_it_is_too_long() -> None:
    lines = EventLines(max_line_bytes=100)
    for _ in range(10):
        assert list(lines.feed(b"x" * 10)) == []
    with pytest.raises(LineTooLong):
        list(lines.feed(b"x"))
