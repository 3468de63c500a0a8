"""Patent numbers of a query: what they are looked for by in passages, and what an ambiguous one may mean."""

import re
from collections.abc import Collection, Iterator

from kaas.retrieval.parts import Part
from portfolios.analysis import query_terms
from portfolios.catalogue import KIND_CODE
from portfolios.identifiers import Identifier, Number, NumberType, display, identify

# A word that tells one number from others: figures in a row, and more of them than a year has.
_TELLS = re.compile(r"[0-9]{5}|[0-9]{4}(?<!(?:19|20)[0-9]{2})").search
_DATED = re.compile(r"JP(?P<year>[0-9]{4})(?P<serial>[0-9]{6})A")
FIRST_NATIONAL_PHASE = 500_001  # serials of 特表 start here


def number_terms(number: Identifier) -> dict[str, int]:
    """Lexeme -> weight of the words by which passages say the number, in its spellings; no loose pieces of it."""
    canonical = [number.canonical] if number.canonical else list(number.readings)
    bare = [KIND_CODE.sub("", one) for one in canonical]
    spelled = query_terms(" ".join(dict.fromkeys([number.text, *canonical, *bare])))
    return {term.lexeme: term.weight for term in spelled if term.lexeme[0] == "e" and _TELLS(term.lexeme)}


def readings(number: Identifier, *, held: Collection[str] = ()) -> list[tuple[str, str]]:
    """Each reading of an ambiguous number as its office prints it, and canonical; first what is held."""
    found = [pair for canonical in number.readings for pair in _printings(number.office, canonical)]
    return sorted(found, key=lambda pair: pair[1] not in held)


def _printings(office: str, canonical: str) -> Iterator[tuple[str, str]]:
    """A serial as 特表 have it is now and then that of a 特開: the figures alone do not say, so both are asked about."""
    dated = _DATED.fullmatch(canonical)
    if office == "JP" and dated and int(dated["serial"]) >= FIRST_NATIONAL_PHASE:
        yield f"特開{dated['year']}-{dated['serial']}", canonical
    yield printed(office, canonical), canonical


def printed(office: str, canonical: str) -> str:
    """A canonical number as its office prints it."""
    found = identify(canonical)
    if len(found) == 1 and found[0].canonical == canonical:
        return display(found[0])
    application = Number(office=office, type=NumberType.APPLICATION, canonical=canonical)
    return (display(application) if "-APP" in canonical else "") or canonical


def said_number(canonical: str) -> str:
    """A canonical number of any office as that office prints it."""
    return printed("WO" if canonical.startswith("PCT/") else canonical[:2], canonical)


def apart(numbers: Collection[Identifier], parts: Collection[Part]) -> list[Identifier]:
    """Those that stand in no part of the query."""
    return [one for one in numbers if all(one.end <= part.start or one.start >= part.end for part in parts)]
