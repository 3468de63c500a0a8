"""In which states a European patent has unitary effect, by the day it was registered, as dated parameters."""

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


def unitary_states(registered: date) -> frozenset[str]:
    """The states covered by unitary effect registered on that day; none before there was any."""
    covered = [states for since, states in UNITARY_STATES if since <= registered]
    return covered[-1] if covered else frozenset()
