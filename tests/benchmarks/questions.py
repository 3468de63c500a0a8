"""Questions made of the documents' own sentences: the same ones for the same documents."""

import hashlib
import re
from collections.abc import Iterable, Iterator

from portfolios.analysis import sentences

WORDS = range(8, 41)
IN_A_PHRASE = 5
_WORD = re.compile(r"[A-Za-z][A-Za-z-]+")


def questions(texts: Iterable[str], *, count: int) -> list[str]:
    """`count` questions, one a passage: whole sentences and, alternating with them, a few words of a sentence."""
    made: list[str] = []
    for text in sorted(set(texts), key=lambda text: hashlib.sha256(text.encode()).digest()):
        if len(made) == count:
            break
        sentence = next(_askable(text), None)
        if sentence:
            made.append(_about(sentence) if len(made) % 2 else sentence)
    return made


def _askable(text: str) -> Iterator[str]:
    for span in sentences(text):
        sentence = " ".join(text[span.start : span.end].split())
        if len(_WORD.findall(sentence)) in WORDS and len(sentence) < 400:
            yield sentence


def _about(sentence: str) -> str:
    """The longest words, in their order, as somebody in a hurry asks."""
    words = list(dict.fromkeys(_WORD.findall(sentence)))
    kept = set(sorted(words, key=lambda word: (-len(word), word))[:IN_A_PHRASE])
    return f"What is said about {' '.join(word for word in words if word in kept)}?"
