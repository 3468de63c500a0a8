"""A patent number as the platform holds it: office, kind of number, one canonical form."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from portfolios.characters import record


class NumberType(StrEnum):
    """What a number counts. Application and publication numbers are different namespaces, also where the
    digits agree.
    """

    APPLICATION = "application"
    PROVISIONAL = "provisional"
    PUBLICATION = "publication"
    GRANT = "grant"
    REGISTRATION = "registration"
    AMBIGUOUS = "ambiguous"


Check = Literal["ok", "bad", "n/a"]


@record(kw_only=True)
class Number:
    """A number without a place. `canonical` is empty where the text leaves several; then `readings` names them.

    `docdb` is the form of the EPO's DOCDB for publications and empty for applications, whose DOCDB form looks
    like that of a publication.
    """

    office: str
    type: NumberType
    canonical: str
    docdb: str = ""
    kind: str = ""
    kind_inferred: bool = False
    check: Check = "n/a"
    warnings: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@record(kw_only=True)
class Identifier(Number):
    """A number found in a text: `text` is exactly what stands between `start` and `end`.

    `back_reference` is true for words that point to a number said before ("同公報", "the '456 patent").
    """

    text: str
    start: int
    end: int
    back_reference: bool = False


def locate(number: Number, text: str, start: int, end: int, *, back_reference: bool = False) -> Identifier:
    """The number at its place in the text."""
    return Identifier(
        office=number.office,
        type=number.type,
        canonical=number.canonical,
        docdb=number.docdb,
        kind=number.kind,
        kind_inferred=number.kind_inferred,
        check=number.check,
        warnings=number.warnings,
        readings=number.readings,
        text=text[start:end],
        start=start,
        end=end,
        back_reference=back_reference,
    )


def ambiguous(office: str, readings: Iterable[str]) -> Number:
    """What must be asked back: the canonical forms of the readings a text leaves open, and no choice among them."""
    return Number(
        office=office,
        type=NumberType.AMBIGUOUS,
        canonical="",
        warnings=("ambiguous",),
        readings=tuple(readings),
    )
