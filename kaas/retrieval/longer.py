"""Names of several words that were written behind a field without quotation marks: told where nothing was found."""

import re
import uuid
from typing import Final, NamedTuple

from governance.access.scopes import Scope
from kaas.retrieval.narrowing import narrow
from kaas.retrieval.parts import Part
from kaas.retrieval.understanding import Understood, written

FREE: Final = frozenset({"title", "party", "portfolio"})  # whose values may be anything
MOST_WORDS: Final = 4  # that are added
_WORD = re.compile(r"[ 　]{1,9}([^\s　、。:：“”\"「」]{1,60})")  # with its comma, as in "Co., Ltd."


class Longer(NamedTuple):
    """A field, the longer value by which it would leave a document, and the query that says so."""

    field: str
    value: str
    query: str


def longer(understood: Understood, *, scope: Scope, within: uuid.UUID | None) -> Longer | None:
    """The first such name, with as many words of the query as some permitted document bears."""
    for part in understood.parts:
        if part.field not in FREE or part.is_excluded or understood.text[part.end - 1] in '”"＂」':
            continue
        for end in reversed(_ends(understood, part.end)):
            value = " ".join([part.value, *understood.text[part.end : end].split()])
            if narrow([Part(part.field, value, 0, 0)], scope=scope, within=within):
                text = understood.text
                return Longer(
                    part.field, value, f"{text[: part.start]}{written(part.field, value)}{text[end:]}"
                )
    return None


def _ends(understood: Understood, at: int) -> list[int]:
    """Where the words end that follow, up to the next thing that was understood."""
    beyond = min((part.start for part in understood.parts if part.start >= at), default=len(understood.text))
    ends: list[int] = []
    while len(ends) < MOST_WORDS and (found := _WORD.match(understood.text, at)) and found.end() <= beyond:
        at = found.end()
        ends.append(at)
    return ends
