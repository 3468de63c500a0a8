"""Calls of tools in the plain chat dialect, put together from the pieces in which servers stream them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kaas.inference.harmony import FUNCTIONS
from kaas.inference.harmony_drafts import ReplyDraft
from kaas.inference.neutralising import without_surrogates

MOST_CALLS = 16
LONGEST_ARGUMENTS = 20_000  # characters


@dataclass(slots=True)
class _Called:
    name: str = ""
    arguments: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, name: object, arguments: object) -> bool:
        if not isinstance(name, str) or not isinstance(arguments, str):
            return False
        self.name += name
        self.arguments.append(arguments)
        self.length += len(name) + len(arguments)
        return self.length <= LONGEST_ARGUMENTS


class CalledTools:
    """The calls of one reply."""

    def __init__(self) -> None:
        self._calls: dict[int, _Called] = {}

    def feed(self, pieces: object) -> bool:
        """Take the `tool_calls` of a delta; whether they are what they should be. Never raises."""
        if not pieces:
            return True
        return isinstance(pieces, list) and all(
            isinstance(piece, Mapping) and self._take(piece, place) for place, piece in enumerate(pieces)
        )

    def _take(self, piece: Mapping[str, Any], place: int) -> bool:
        index, function = piece.get("index", place), piece.get("function") or {}
        if type(index) is not int or not isinstance(function, Mapping):
            return False
        call = self._calls.setdefault(index, _Called())
        if len(self._calls) > MOST_CALLS:
            return False
        return call.add(function.get("name") or "", function.get("arguments") or "")

    def hand_over(self, draft: ReplyDraft, *, is_whole: bool) -> None:
        """Put the calls into the draft of their reply. Where that was cut, so may they be: none is answered."""
        calls, self._calls = self._calls, {}
        for _, call in sorted(calls.items()):
            draft.open_call(f"{FUNCTIONS}{without_surrogates(call.name)}")
            draft.think(without_surrogates("".join(call.arguments)))
            if is_whole:
                draft.close_hidden()
