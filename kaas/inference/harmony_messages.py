"""From control marks and text to messages. It is read strictly: a mark where none belongs ends the belief in the reply.

    [<|start|>assistant]<|channel|>{analysis|commentary|final}[ to=functions.x][ <|constrain|>json]<|message|>…<|end|>

The library's own parser takes much more than that, among it control marks inside of messages, which it turns into text.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from kaas.inference.harmony_drafts import ReplyDraft
from kaas.inference.replies import Flag

START, MESSAGE, CHANNEL, CONSTRAIN = "<|start|>", "<|message|>", "<|channel|>", "<|constrain|>"
CALL = "<|call|>"
STOPS = frozenset({"<|return|>", CALL, "<|endoftext|>"})
ENDS = STOPS | {"<|end|>"}
MARKS = ENDS | {START, MESSAGE, CHANNEL, CONSTRAIN}

_TYPES = r"(?P<constrain><\|constrain\|>)?\s*(?P<type>\w{1,16})"
_HEADER = re.compile(
    r"\s*(?:assistant)?\s*(?P<before>to=[\w.:-]+\s*)?"
    r"<\|channel\|>\s*(?P<channel>analysis|commentary|final)"
    rf"(?P<after>\s+to=[\w.:-]+)?(?:\s*{_TYPES})?\s*"
)
_EXACT = re.compile(
    r"(?:assistant)?<\|channel\|>(?:analysis|commentary|final)(?: to=[\w.-]+)?(?: ?<\|constrain\|>\w+| json| code)?"
)
_FINAL_TYPES = {None, "json", "text"}
_LONGEST_HEADER = 200


class _State(Enum):
    HEADER = auto()
    HIDDEN = auto()
    FINAL = auto()
    BETWEEN = auto()


@dataclass(frozen=True, slots=True)
class _Header:
    channel: str
    recipient: str


class MessageReader:
    """Takes marks and text in the order they come, beginning after the prompt's `<|start|>assistant`, and fills a draft."""

    def __init__(self, draft: ReplyDraft) -> None:
        self._draft = draft
        self._state = _State.HEADER
        self._header = ""
        self._first = True
        self.stopped = False

    def mark(self, mark: str) -> None:
        """A control token. Those without a place in a reply are given by their name as well."""
        if self._draft.fault:
            return
        self.stopped = mark in STOPS
        if self._state is _State.HEADER:
            self._mark_in_header(mark)
        elif self._state is _State.BETWEEN:
            self._mark_between(mark)
        elif mark in ENDS:
            self._close(mark)
        else:
            self._draft.fail("a control token inside a message")

    def text(self, text: str) -> None:
        """Text of a header or a message."""
        if self._draft.fault or not text:
            return
        self.stopped = False
        if self._state is _State.HEADER:
            self._add_to_header(text)
        elif self._state is _State.HIDDEN:
            self._draft.think(text)
        elif self._state is _State.FINAL:
            self._draft.write(text)
        elif not text.isspace():
            self._draft.fail("text between messages")

    def end(self, finish_reason: str | None) -> None:
        """No more comes. A header without its message is a fault if the model meant to end there."""
        if self._state is _State.HEADER and self._header and finish_reason == "stop":
            self._draft.fail("a header without a message")

    def _mark_in_header(self, mark: str) -> None:
        if mark == MESSAGE:
            self._open()
        elif mark in (CHANNEL, CONSTRAIN):
            self._add_to_header(mark)
        elif mark == START and self._header.strip() in ("", "assistant"):
            self._header = ""
            self._draft.flags.add(Flag.HEADER_REPAIRED)
        elif mark in STOPS and self._first and not self._header:
            self._state = _State.BETWEEN
        else:
            self._draft.fail("a control token inside a header")

    def _mark_between(self, mark: str) -> None:
        if mark == START:
            self._state, self._header = _State.HEADER, ""
        elif mark not in ENDS:
            self._draft.fail("a control token between messages")

    def _add_to_header(self, text: str) -> None:
        self._header += text
        if len(self._header) > _LONGEST_HEADER:
            self._draft.fail("a header too long")

    def _open(self) -> None:
        header = _read(self._header, first=self._first)
        if header is None:
            self._draft.fail("a header that cannot be read")
            return
        if not _EXACT.fullmatch(self._header):
            self._draft.flags.add(Flag.HEADER_REPAIRED)
        self._header, self._first = "", False
        if header.recipient:
            self._draft.open_call(header.recipient)
        self._state = _State.FINAL if header.channel == "final" else _State.HIDDEN
        if self._state is _State.FINAL:
            self._draft.open_final()

    def _close(self, mark: str) -> None:
        if self._state is _State.FINAL:
            self._draft.close_final()
        else:
            self._draft.close_hidden()
        self._draft.called |= mark == CALL
        self._state = _State.BETWEEN


def _read(text: str, *, first: bool) -> _Header | None:
    """A header, or None if it is not one of the assistant's. A final message is for the reader and for no tool."""
    found = _HEADER.fullmatch(text)
    if found is None or not (first or text.lstrip().startswith("assistant")):
        return None
    channel, to = found["channel"], (found["before"] or found["after"] or "").strip()
    if channel == "final" and (to or found["type"] not in _FINAL_TYPES):
        return None
    return _Header(channel, to.removeprefix("to="))
