"""Japan: what the numbers are. How they are written is in japan and japan_english."""

from portfolios.identifiers.number import Number, NumberType, ambiguous

ERAS = {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
ERA_LETTERS = {"明": "M", "大": "T", "昭": "S", "平": "H", "令": "R"}
FIRST_GAZETTE = (
    2_500_001  # 1996-05-29: registrations below have no gazette of their own, the document is the 特公
)
FIRST_REGISTERED_UTILITY_MODEL = 3_000_001  # of the law of 1994: registered without examination
FIRST_NATIONAL_PHASE = 500_001  # serials of 特表 start here, those of 特開 stay below
SERIAL_OF_TRANSLATION = "serial_of_translation"  # 特開 with a serial of 特表
SERIAL_OF_APPLICATION = "serial_of_application"  # 特表 with a serial of 特開
_LATEST_YEAR = 2099
_INFERRED_KINDS = {"B2", "Y2", "A1"}


def western_year(era: str, year: int) -> int:
    """The western year of an era year; without an era letter the year itself, two digits being an era year
    unsaid: 32 to 64 Shōwa, else Heisei.
    """
    if era:
        return ERAS[era] + year
    if year >= 100:
        return year
    return year + (ERAS["S"] if year >= 32 else ERAS["H"])


def _dated(era: str, year: int) -> str:
    """The year as it stands in a publication number: letter and two digits before 2000, else four digits."""
    west = western_year(era, year)
    if west >= 2000:
        return str(west)
    if not era:
        era = "H" if west >= 1989 and not 32 <= year <= 64 else "S"
    return f"{era}{west - ERAS[era]:02d}"


def _publication_digits(era: str, year: int, serial: int) -> str | None:
    """Year and serial as they stand in a publication number, the serial padded from 2000 on."""
    west = western_year(era, year)
    if year <= 0 or not 1868 <= west <= _LATEST_YEAR or not 0 < serial < 1_000_000:
        return None
    return f"{west}{serial:06d}" if west >= 2000 else f"{_dated(era, year)}{serial}"


def _is_year(era: str, year: int) -> bool:
    return year > 0 and 1868 <= western_year(era, year) <= _LATEST_YEAR


def jp_publication(
    era: str,
    year: int,
    serial: int,
    *,
    kind: str,
    inferred: bool | None = None,
    is_translation: bool | None = None,
) -> Number | None:
    """特開, 特表 (A), 特公 (B2), 実開 (U), 実公 (Y2): `era` is M, T, S, H, R or "" for a western year.

    `is_translation` is whether the text says 特表 or 実表, None where it says neither: the written word holds, and a
    serial that belongs to the other is warned of.
    """
    dated = _publication_digits(era, year, serial)
    if dated is None:
        return None
    canonical = f"JP{dated}{kind}"
    return Number(
        office="JP",
        type=NumberType.PUBLICATION,
        canonical=canonical,
        docdb=canonical,
        kind=kind,
        kind_inferred=kind in _INFERRED_KINDS if inferred is None else inferred,
        warnings=(*(() if era or year >= 100 else ("era_inferred",)), *_of_serial(serial, is_translation)),
    )


def _of_serial(serial: int, is_translation: bool | None) -> tuple[str, ...]:
    """What is odd about the serial of a 特開 or a 特表."""
    if is_translation is None or is_translation is (serial >= FIRST_NATIONAL_PHASE):
        return ()
    return (SERIAL_OF_APPLICATION,) if is_translation else (SERIAL_OF_TRANSLATION,)


def said_translation(number: Number) -> bool | None:
    """Whether the text said 特表 of a publication whose serial says otherwise; None where they agree."""
    if SERIAL_OF_APPLICATION in number.warnings:
        return True
    return False if SERIAL_OF_TRANSLATION in number.warnings else None


def jp_application(era: str, year: int, serial: int, *, law: str = "") -> Number | None:
    """特願 (`law` ""), 実願 ("U"), 意願 ("D"): western year and six digits."""
    if not _is_year(era, year) or not 0 < serial < 1_000_000:
        return None
    prefix = f"JP-APP {law}" if law else "JP-APP "
    return Number(
        office="JP",
        type=NumberType.APPLICATION,
        canonical=f"{prefix}{western_year(era, year)}-{serial:06d}",
        warnings=() if era or year >= 100 else ("era_inferred",),
    )


def jp_republication(year: int, serial: int) -> Number | None:
    """再表: the Japanese re-publication of an international application (to January 2022)."""
    if not 1978 <= year <= _LATEST_YEAR or not 0 < serial < 1_000_000:
        return None
    canonical = f"JPWO{year}{serial:06d}A1"
    return Number(office="JP", type=NumberType.PUBLICATION, canonical=canonical, docdb=canonical, kind="A1")


def jp_patent(number: int, *, kind: str = "") -> Number | None:
    """特許第N号. Below 2,500,001 a registration under the old law: the number names no document."""
    if not 0 < number < 10_000_000:
        return None
    if number < FIRST_GAZETTE:
        return _registration(f"JP{number}")
    settled = kind if kind in ("B1", "B2") else "B"
    return _grant(number, settled, inferred=settled != kind)


def jp_utility_model(number: int, *, kind: str = "") -> Number | None:
    """実用新案登録第N号: since 1994 without examination (U), before that examined (Y), before 1996 without a
    gazette of its own.
    """
    if not 0 < number < 10_000_000:
        return None
    if number >= FIRST_REGISTERED_UTILITY_MODEL:
        return _grant(number, "U", inferred=False)
    if number < FIRST_GAZETTE:
        return _registration(f"JPU{number}")
    settled = kind if kind in ("Y1", "Y2") else "Y"
    return _grant(number, settled, inferred=settled != kind)


def jp_design(number: int) -> Number | None:
    """意匠登録第N号."""
    return _grant(number, "S", inferred=False) if 0 < number < 10_000_000 else None


def _registration(canonical: str) -> Number:
    return Number(office="JP", type=NumberType.REGISTRATION, canonical=canonical, warnings=("old_law",))


def _grant(number: int, kind: str, *, inferred: bool) -> Number:
    canonical = f"JP{number:07d}{kind}"
    return Number(
        office="JP",
        type=NumberType.GRANT,
        canonical=canonical,
        docdb=canonical,
        kind=kind,
        kind_inferred=inferred,
    )


def jp_unsaid(era: str, year: int, serial: int) -> Number | None:
    """A year and a serial that do not say what they count: 特願, 特開 or 特表, before 1997 also 特公."""
    dated = _publication_digits(era, year, serial)
    if dated is None:
        return None
    names = [f"JP-APP {western_year(era, year)}-{serial:06d}", f"JP{dated}A"]
    if western_year(era, year) < 1997:
        names.append(f"JP{dated}B2")
    return ambiguous("JP", names)


def display(number: Number) -> str:
    """As the office prints it: 特開2020-123456, 特公昭63-12345, 特許第6543210号, 特願2019-001234. Whether it is
    特開 or 特表 is what the text said, else what the serial tells.
    """
    canonical, kind = number.canonical, number.kind
    if canonical.startswith("JP-APP "):
        law, dated = canonical[7:8], canonical[7:]
        return f"{ {'U': '実願', 'D': '意願'}.get(law, '特願') }{dated.lstrip('UD')}"
    if canonical.startswith("JPWO"):
        return f"再表{canonical[4:8]}/{canonical[8:14]}"
    body = canonical[2 : len(canonical) - len(kind)]
    if body[0] in ERAS:
        era = {letter: kanji for kanji, letter in ERA_LETTERS.items()}[body[0]]
        return f"{_dated_prefix(number, int(body[3:]))}{era}{int(body[1:3])}-{body[3:]}"
    if len(body) == 10:
        return f"{_dated_prefix(number, int(body[4:]))}{body[:4]}-{body[4:]}"
    return _display_grant(body, kind)


_DATED_PREFIXES = {"A": "特開", "B2": "特公", "U": "実開", "Y2": "実公"}
_TRANSLATIONS = {"A": "特表", "U": "実表"}


def _dated_prefix(number: Number, serial: int) -> str:
    said = said_translation(number)
    is_translation = serial >= FIRST_NATIONAL_PHASE if said is None else said
    return (is_translation and _TRANSLATIONS.get(number.kind)) or _DATED_PREFIXES[number.kind]


def _display_grant(body: str, kind: str) -> str:
    number = int(body.lstrip("U"))
    law = "実用新案登録" if body.startswith("U") or kind in ("U", "Y", "Y1", "Y2") else "特許"
    law = "意匠登録" if kind == "S" else law
    shown = f"({kind})" if kind in ("B1", "B2", "Y1", "Y2") else ""
    return f"{law}第{number}号{shown}"
