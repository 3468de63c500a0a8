"""A reply while it comes: what was thought, what is final, and how it stands. Both dialects fill it."""

from collections.abc import Iterable

from kaas.inference.harmony_leaks import LeakFilter
from kaas.inference.replies import Call, Ending, Flag, Reply

# How servers say that the model ended by itself, and that it called a tool.
ENDED = frozenset({"stop", "eos", "stop_sequence", "end_turn"})
_CALLED = frozenset({"tool_calls", "function_call"})


class _Final:
    """One final message."""

    def __init__(self) -> None:
        self.filter = LeakFilter()
        self.text = ""
        self.closed = False


class ReplyDraft:
    """Collects the messages of one reply.

    Only the first final message is handed out. What is hidden, and every further final message, goes with the analysis.
    """

    def __init__(self) -> None:
        self.flags: set[Flag] = set()
        self.called = False
        self.fault = ""
        self.calls: list[Call] = []
        self._recipient = ""  # of the call that is being written
        self._arguments: list[str] = []
        self._thoughts: list[str] = []  # since the last call
        self._pieces: list[str | _Final] = []  # in the order they came; hidden text as it is
        self._finals: list[_Final] = []
        self._taken = 0

    def think(self, text: str) -> None:
        """Add text that is never shown."""
        if text and not self.fault:
            self._note(text)
            self._pieces.append(text)
            (self._arguments if self._recipient else self._thoughts).append(text)

    def open_call(self, recipient: str) -> None:
        """Begin a call. Until it is closed, what is hidden is its arguments."""
        self.called = True
        self._recipient, self._arguments = recipient, []

    def close_hidden(self) -> None:
        """End the hidden message that is open, a call or a thought."""
        if self._recipient and not self.fault:
            thought = "".join(self._thoughts).strip("\n")
            self.calls.append(Call(self._recipient, "".join(self._arguments), thought))
            self._thoughts = []
        self._recipient = ""
        self.think("\n")

    def open_final(self) -> None:
        """Begin a final message."""
        final = _Final()
        self._finals.append(final)
        self._pieces.append(final)
        if len(self._finals) > 1:
            self.flags.add(Flag.MULTIPLE_FINAL)

    def write(self, text: str) -> None:
        """Add to the final message that is open."""
        if self.fault:
            return
        self._note(text)
        final = self._finals[-1]
        final.text += final.filter.feed(text)
        self._look_for_leaks(final)

    def close_final(self) -> None:
        """End the final message that is open; what was held back of it is shown."""
        final = self._finals[-1]
        if not self.fault and not final.closed:
            final.text += final.filter.end()
            final.closed = True
            self._look_for_leaks(final)

    def fail(self, why: str) -> None:
        """From here on nothing is believed. Only the first fault counts."""
        self.fault = self.fault or why

    def take(self) -> str:
        """What was added to the first final message since the last call."""
        if not self._finals:
            return ""
        text = self._finals[0].text
        new, self._taken = text[self._taken :], len(text)
        return new

    def reply(self, finish_reason: str | None, *, stopped: bool, whole: bool) -> Reply:
        """The reply as it now stands.

        stopped: whether the model's own last token says that it ended. whole: nothing was handed out before, so that of
        several final messages the last counts, and none after a fault. Half a control token at a cut is not shown.
        """
        chosen = self._choose(whole=whole)
        closed = chosen is not None and chosen.closed
        if chosen is not None and not closed and not self.fault and finish_reason in ENDED:
            chosen.text += chosen.filter.end()
            self._look_for_leaks(chosen)
        shown = None if whole and self.fault else chosen
        final = "" if shown is None else shown.text
        return Reply(
            ending=self._ending(finish_reason, stopped=stopped, closed=closed, final=final),
            final=final,
            analysis="".join(_texts(self._pieces, without=shown)).strip("\n"),
            flags=frozenset(self.flags),
            calls=() if self.fault else tuple(self.calls),
            detail=self.fault,
        )

    def _choose(self, *, whole: bool) -> _Final | None:
        if not whole:
            return self._finals[0] if self._finals else None
        closed = [final for final in self._finals if final.closed]
        candidates = closed or self._finals
        return candidates[-1] if candidates else None

    def _ending(self, finish_reason: str | None, *, stopped: bool, closed: bool, final: str) -> Ending:
        if self.fault:
            return Ending.MALFORMED
        if self.called or finish_reason in _CALLED:
            return Ending.CALLED
        if not closed and finish_reason == "length":
            return Ending.CUT
        if not (closed or stopped or finish_reason in ENDED):
            return Ending.BROKE_OFF
        return Ending.COMPLETE if final.strip() else Ending.EMPTY

    def _look_for_leaks(self, final: _Final) -> None:
        if final.filter.leaked:
            self.flags.add(Flag.TOKEN_LEAK)
        if final.filter.stopped:
            self.fail("a hidden channel spelled out in a final message")

    def _note(self, text: str) -> None:
        if "\ufffd" in text:
            self.flags.add(Flag.INVALID_TEXT)


def _texts(pieces: Iterable[str | _Final], *, without: _Final | None) -> Iterable[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif piece is not without:
            yield f"\n{piece.text}\n"
