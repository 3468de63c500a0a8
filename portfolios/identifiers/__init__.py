"""Patent numbers and classification symbols: finding them in text, their one canonical form, their office's
way of printing them.

Pure functions on strings. What a text leaves open stays open: a number of two readings is `ambiguous` and names
both, and an application never equals a publication.
"""

from portfolios.identifiers.classifications import (
    Classification,
    Scheme,
    find_classifications,
    read_classification,
)
from portfolios.identifiers.display import display
from portfolios.identifiers.kinds import KINDS, Kind, kind_meaning
from portfolios.identifiers.number import Identifier, Number, NumberType
from portfolios.identifiers.reading import identify, read

__all__ = [
    "KINDS",
    "Classification",
    "Identifier",
    "Kind",
    "Number",
    "NumberType",
    "Scheme",
    "display",
    "find_classifications",
    "identify",
    "kind_meaning",
    "read",
    "read_classification",
]
