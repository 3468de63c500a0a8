"""The lines of an event stream (`text/event-stream`), as model servers use them: only `data:` carries anything."""

from collections.abc import Iterator

MAX_LINE_BYTES = 8 * 1024 * 1024  # the first event of a long prompt repeats its tokens, about 8 bytes each
DONE = b"[DONE]"


class LineTooLong(ValueError):
    """A line of an event stream does not end."""


class EventLines:
    """Cuts bytes, however they were split on the way, into the values of `data:` lines."""

    def __init__(self, max_line_bytes: int = MAX_LINE_BYTES) -> None:
        self._max_line_bytes = max_line_bytes
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The values that these bytes complete. Raises LineTooLong."""
        *lines, rest = data.split(b"\n")
        if lines:
            first = bytes(self._rest) + lines[0]
            self._rest.clear()
            for line in (first, *lines[1:]):
                self._check(len(line))
                if (value := _value(line)) is not None:
                    yield value
        self._rest += rest
        self._check(len(self._rest))

    def _check(self, length: int) -> None:
        if length > self._max_line_bytes:
            raise LineTooLong(f"a line of more than {self._max_line_bytes} bytes")


def _value(line: bytes) -> bytes | None:
    """What stands after `data:`; None for comments, other fields and empty lines."""
    if not line.startswith(b"data:"):
        return None
    return line[5:].removesuffix(b"\r").strip(b" ")
