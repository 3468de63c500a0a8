"""Replies of gpt-oss, read from the tokens themselves."""

import codecs
from collections.abc import Sequence

from openai_harmony import HarmonyError  # type: ignore[import-untyped]

from kaas.inference.harmony import encoding
from kaas.inference.harmony_drafts import ENDED, ReplyDraft
from kaas.inference.harmony_messages import MessageReader
from kaas.inference.replies import Reply

_FIRST_CONTROL, _LAST_CONTROL = 199_998, 201_087


def read_reply(token_ids: Sequence[int], finish_reason: str | None) -> Reply:
    """A reply that came whole, and of which nothing was shown: of several final messages the last counts, flagged."""
    reader = HarmonyReader()
    reader.feed(token_ids)
    return reader.end_whole(finish_reason)


class HarmonyReader:
    """A `TokenReader`. Where the reply leaves the format, nothing more of it is read and its ending is MALFORMED."""

    def __init__(self) -> None:
        self._draft = ReplyDraft()
        self._messages = MessageReader(self._draft)
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, token_ids: Sequence[int]) -> str:
        """What these tokens add to the first final text. What may be the beginning of a control token is held back."""
        run: list[int] = []
        for token_id in token_ids:
            if self._draft.fault:
                break
            if type(token_id) is int and 0 <= token_id < _FIRST_CONTROL:
                run.append(token_id)
                continue
            self._text(run)
            run = []
            self._control(token_id)
        self._text(run)
        return self._draft.take()

    def end(self, finish_reason: str | None) -> Reply:
        """The reply. Its final text is what `feed()` returned, and after it what was held back: to be shown now."""
        return self._reply(finish_reason, whole=False)

    def end_whole(self, finish_reason: str | None) -> Reply:
        """The reply, if nothing that `feed()` returned was shown to anybody."""
        return self._reply(finish_reason, whole=True)

    def _reply(self, finish_reason: str | None, *, whole: bool) -> Reply:
        if finish_reason in ENDED:  # at a cut, half a character is only the cut
            self._end_text()
        self._messages.end(finish_reason)
        return self._draft.reply(finish_reason, stopped=self._messages.stopped, whole=whole)

    def _text(self, token_ids: list[int]) -> None:
        """Text tokens. One may hold a part of a character; the bytes are had through the library's lossless decoding."""
        if not token_ids:
            return
        try:
            text = encoding().decode(token_ids, errors="surrogateescape")
        except HarmonyError:
            self._draft.fail("a token that is not in the vocabulary")
            return
        self._messages.text(self._utf8.decode(text.encode("utf-8", "surrogateescape")))

    def _control(self, token_id: int) -> None:
        if type(token_id) is not int or not _FIRST_CONTROL <= token_id <= _LAST_CONTROL:
            self._draft.fail("a token that is not in the vocabulary")
            return
        self._end_text()
        self._messages.mark(encoding().decode([token_id]))

    def _end_text(self) -> None:
        """A character that was never finished is text that cannot be read."""
        self._messages.text(self._utf8.decode(b"", final=True))
