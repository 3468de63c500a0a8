"""The states a European patent may be for, and those in which it has unitary effect by the day it was registered,
as dated parameters.
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
# Every state that ever was a contracting, an extension or a validation state (EPO, Member states, as of 2026-10).
EUROPEAN_STATES = (
    _FIRST
    | frozenset(
        ["CH", "CY", "CZ", "ES", "GB", "GR", "HR", "HU", "IE", "IS", "LI", "MC", "NO", "PL", "RO", "SK"]
    )
    | frozenset(["AL", "BA", "CS", "GE", "KH", "LA", "MA", "MD", "ME", "MK", "RS", "SM", "TN", "TR", "YU"])
)


def unitary_states(registered: date) -> frozenset[str]:
    """The states covered by unitary effect registered on that day; none before there was any."""
    covered = [states for since, states in UNITARY_STATES if since <= registered]
    return covered[-1] if covered else frozenset()
