"""Text that comes token by token is handed to the reader's thread when a sentence may have ended, not at every token."""

import asyncio
import re
from collections.abc import Callable

from kaas.inference.chat_model import FinalText

HELD_SECONDS = 1.0
MAY_END_A_SENTENCE = re.compile(r"[。．.!?！？\n」』）)】〉》\]]")


class SentenceBuffer:
    """Holds text back for at most a second. On the loop only."""

    def __init__(self, hand_over: Callable[[FinalText], None], held_seconds: float = HELD_SECONDS) -> None:
        self._hand_over = hand_over
        self._held_seconds = held_seconds
        self._held: list[str] = []
        self._timer: asyncio.TimerHandle | None = None
        self._handed_characters = 0
        self._ended = False

    def add(self, text: str) -> None:
        """Take text, and hand over all that is held when a sentence may have ended in it.

        Also the first of the next one, by whose beginning it is seen that the last has ended.
        """
        if not text:
            return
        self._held.append(text)
        may_end = MAY_END_A_SENTENCE.search(text) is not None
        if may_end or (self._ended and not text.isspace()):
            self._ended = may_end
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._held_seconds, self.flush)

    def flush(self) -> None:
        """Hand over all that is held."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._held:
            text = "".join(self._held)
            self._held.clear()
            self._handed_characters += len(text)
            self._hand_over(FinalText(text))

    def finish(self, final: str) -> None:
        """Hand over the rest of the whole final text: what is held, and what its reader kept until it knew the end."""
        self.flush()
        self.add(final[self._handed_characters :])
        self.flush()
