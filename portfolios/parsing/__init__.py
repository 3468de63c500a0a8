"""Reading files: bytes of any kind become documents of located blocks, or a reason in one sentence why they
do not.

Knows nothing of the database, the network or the clock. Files from outside are hostile until read: use
portfolios.parsing.isolation, which runs parse() in a process of its own with limits.
"""

from portfolios.parsing.document import (
    Bibliography,
    Block,
    FailureReason,
    Locator,
    LocatorKind,
    ParsedDocument,
    ParseFailure,
    Section,
)
from portfolios.parsing.reading import parse
from portfolios.parsing.sizes import MAX_BYTES

__all__ = [
    "MAX_BYTES",
    "Bibliography",
    "Block",
    "FailureReason",
    "Locator",
    "LocatorKind",
    "ParseFailure",
    "ParsedDocument",
    "Section",
    "parse",
]
