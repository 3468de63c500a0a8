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
from portfolios.identifiers.labels import Label, Literature, find_labels, find_literature, label_table
from portfolios.identifiers.number import Identifier, Number, NumberType
from portfolios.identifiers.pin_forms import PinKind
from portfolios.identifiers.pincites import PinCite, find_pin_cites
from portfolios.identifiers.reading import identify, read

__all__ = [
    "KINDS",
    "Classification",
    "Identifier",
    "Kind",
    "Label",
    "Literature",
    "Number",
    "NumberType",
    "PinCite",
    "PinKind",
    "Scheme",
    "display",
    "find_classifications",
    "find_labels",
    "find_literature",
    "find_pin_cites",
    "identify",
    "kind_meaning",
    "label_table",
    "read",
    "read_classification",
]
