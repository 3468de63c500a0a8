"""Where a text is inside brackets."""

import re
from bisect import bisect_right

_BRACKET = re.compile(r"[(\[{「『)\]}」』]")


class Depths:
    """How many brackets are open at each place of `text[start:end]`; a closing one without its like opens nothing."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._places: list[int] = []
        self._depths: list[int] = [0]
        for found in _BRACKET.finditer(text, start, end):
            step = 1 if found.group() in "([{「『" else -1
            self._places.append(found.start())
            self._depths.append(max(0, self._depths[-1] + step))

    def at(self, place: int) -> int:
        """Brackets open behind the character at `place`."""
        return self._depths[bisect_right(self._places, place)]
