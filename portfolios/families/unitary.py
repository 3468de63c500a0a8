"""The states a European patent may be for, with the day from which one could be had there, and those in which it has
unitary effect by the day it was registered, as dated parameters.
"""

from datetime import date

_FIRST = frozenset(
    ["AT", "BE", "BG", "DE", "DK", "EE", "FI", "FR", "IT", "LT", "LU", "LV", "MT", "NL", "PT", "SE", "SI"]
)
# The states stay those of the day of registration (Regulation (EU) 1257/2012 Art. 18(2); Agreement on a Unified
# Patent Court, entry into force by state).
UNITARY_STATES: tuple[tuple[date, frozenset[str]], ...] = (
    (date(2023, 6, 1), _FIRST),
    (date(2024, 9, 1), _FIRST | {"RO"}),
)
# Days of accession: Art. 169 EPC with the EPO's note to it (EPC, 17th edition), for Montenegro EPO, 2022-07-27.
CONTRACTING_STATES: dict[str, date] = {
    **dict.fromkeys(("BE", "CH", "DE", "FR", "GB", "LU", "NL"), date(1977, 10, 7)),
    **{"SE": date(1978, 5, 1), "IT": date(1978, 12, 1), "AT": date(1979, 5, 1), "LI": date(1980, 4, 1)},
    **{"ES": date(1986, 10, 1), "GR": date(1986, 10, 1), "DK": date(1990, 1, 1), "MC": date(1991, 12, 1)},
    **{"PT": date(1992, 1, 1), "IE": date(1992, 8, 1), "FI": date(1996, 3, 1), "CY": date(1998, 4, 1)},
    **{"TR": date(2000, 11, 1), **dict.fromkeys(("BG", "CZ", "EE", "SK"), date(2002, 7, 1))},
    **{"SI": date(2002, 12, 1), "HU": date(2003, 1, 1), "RO": date(2003, 3, 1), "PL": date(2004, 3, 1)},
    **{"IS": date(2004, 11, 1), "LT": date(2004, 12, 1), "LV": date(2005, 7, 1), "MT": date(2007, 3, 1)},
    **{"HR": date(2008, 1, 1), "NO": date(2008, 1, 1), "MK": date(2009, 1, 1), "SM": date(2009, 7, 1)},
    **{"AL": date(2010, 5, 1), "RS": date(2010, 10, 1), "ME": date(2022, 10, 1)},
}
# Guidelines for Examination in the EPO, A-III, 12.1. Serbia's agreement was made as Serbia and Montenegro, whose code
# was YU, then CS.
EXTENSION_STATES: dict[str, date] = {
    **{"SI": date(1994, 3, 1), "LT": date(1994, 7, 5), "LV": date(1995, 5, 1), "AL": date(1996, 2, 1)},
    **{"RO": date(1996, 10, 15), "MK": date(1997, 11, 1), "HR": date(2004, 4, 1), "BA": date(2004, 12, 1)},
    **{"ME": date(2010, 3, 1), **dict.fromkeys(("YU", "CS", "RS"), date(2004, 11, 1))},
}
# The same, and EPO notices of 2024-01-15 (Georgia) and 2025-04-01 (Laos). Costa Rica signed in December 2024; no day of
# entry into force was published by the time of this list (2026-11).
VALIDATION_STATES: dict[str, date] = {
    **{"MA": date(2015, 3, 1), "MD": date(2015, 11, 1), "TN": date(2017, 12, 1), "KH": date(2018, 3, 1)},
    **{"GE": date(2024, 1, 15), "LA": date(2025, 4, 1)},
}
EUROPEAN_STATES = frozenset([*CONTRACTING_STATES, *EXTENSION_STATES, *VALIDATION_STATES])


def unitary_states(registered: date) -> frozenset[str]:
    """The states covered by unitary effect registered on that day; none before there was any."""
    covered = [states for since, states in UNITARY_STATES if since <= registered]
    return covered[-1] if covered else frozenset()
