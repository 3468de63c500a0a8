"""What a sentence rests on, as it is written and as it is compared. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from kaas.answering.checking.plain import plain
from kaas.answering.checking.spotting import in_one_language

LONGEST = 12_000  # characters of the passages that are looked at


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a sentence rests on, from narrow to wide.

    quoted: the quoted words. about: titles, headings, numbers and places. said: the sentences they stand in. near: these with
    the heads of their table. around: the passages whole. lines: the lines of front pages that are quoted from. page: these
    pages whole. besides: what is quoted of other passages.
    """

    quoted: str
    about: str
    said: str
    near: str
    around: str
    lines: str = ""
    page: str = ""
    besides: str = ""


class Spelled:
    """The same as it is compared: in its plain spelling, each stretch when it is first looked at.

    `beside` and `passages` are `near` and `around` with what the document says of all its passages.
    """

    def __init__(self, grounds: Grounds, change: Callable[[str], str] = plain) -> None:
        self._grounds, self._change = grounds, change

    @cached_property
    def quoted(self) -> str:
        return self._changed(self._grounds.quoted)

    @cached_property
    def about(self) -> str:
        return self._changed(self._grounds.about)

    @cached_property
    def said(self) -> str:
        return self._changed(self._grounds.said)

    @cached_property
    def near(self) -> str:
        return self._changed(self._grounds.near)

    @cached_property
    def around(self) -> str:
        return self._changed(self._grounds.around)

    @cached_property
    def beside(self) -> str:
        return f"{self.near}\n{self.about}"

    @cached_property
    def passages(self) -> str:
        return f"{self.around}\n{self.about}"

    def is_in_the_language_of(self, text: str) -> bool:
        return in_one_language(text, self.said)

    def _changed(self, text: str) -> str:
        return self._change(text[:LONGEST])
