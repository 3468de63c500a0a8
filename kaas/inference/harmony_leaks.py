"""Taking control tokens out of a final text that spells them, wherever the pieces it comes in are parted."""

import re

_CHANNEL = "<|channel|>"
_OTHERS = re.compile(r"<\|(?!channel\|>)[a-z][a-z0-9_]{0,30}\|>")
_HIDDEN_CHANNEL = re.compile(r"<\|channel\|>\s{0,8}(?:analysis|commentary)")
# What more text may still turn into a control token or the header of a hidden channel, once tokens inside it are taken out.
_UNDECIDED = re.compile(r"(?:<\|channel\|>\s{0,8}[a-z]{0,11}|<(?:\|(?:[a-z0-9_]{0,31}\|?)?)?)+\Z")
_MOST_UNDECIDED = 400
_SLICE = 256


class LeakFilter:
    """Passes a final text on without control tokens. Stops for good where the text opens a channel that is not shown."""

    def __init__(self) -> None:
        self._held = ""
        self.leaked = False
        self.stopped = False

    def feed(self, text: str) -> str:
        """What may be shown by now. The beginning of a possible token is held back."""
        if "<" not in text and not self._held:
            return "" if self.stopped else text
        return "".join([self._look(text[at : at + _SLICE]) for at in range(0, len(text), _SLICE)])

    def end(self) -> str:
        """What was held back and is no token after all."""
        return self._look("", last=True)

    def _look(self, text: str, *, last: bool = False) -> str:
        """Never looks at more than a slice and what is held, as looking takes a time that grows with the square."""
        if self.stopped:
            return ""
        shown, self._held = self._settle(self._held + text, last=last)
        if len(self._held) > _MOST_UNDECIDED:
            self.stopped, self._held = True, ""
        return shown

    def _settle(self, text: str, *, last: bool) -> tuple[str, str]:
        """What can be shown and what cannot be decided yet. Taking one token out may spell another: until nothing changes."""
        while True:
            cleaned = _OTHERS.sub("", text)
            hidden = _HIDDEN_CHANNEL.search(cleaned)
            if hidden is not None:
                self.leaked = self.stopped = last = True
                cleaned = cleaned[: hidden.start()]
            undecided = None if last else _UNDECIDED.search(cleaned)
            cut = len(cleaned) if undecided is None else undecided.start()
            cleaned = cleaned[:cut].replace(_CHANNEL, "") + cleaned[cut:]
            if cleaned == text:
                return text[:cut], text[cut:]
            self.leaked, text = True, cleaned
