"""The language of a whole document, from a sample of its text."""

from collections.abc import Sequence

from portfolios.analysis import language_of
from portfolios.parsing.document import Block

_SAMPLE = 20_000


def document_language(blocks: Sequence[Block]) -> str:
    """The language of the blocks' text; a Japanese title above English text does not decide."""
    sample: list[str] = []
    length = 0
    for block in blocks:
        sample.append(block.text)
        length += len(block.text)
        if length >= _SAMPLE:
            break
    return language_of("\n".join(sample)[:_SAMPLE])
