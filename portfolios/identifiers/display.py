"""Printing a number the way its office does."""

from portfolios.identifiers import china, europe, germany, international, japan_numbers, korea, united_states
from portfolios.identifiers.number import Number

_OFFICES = {
    "JP": japan_numbers.display,
    "US": united_states.display,
    "EP": europe.display,
    "WO": international.display,
    "CN": china.display,
    "KR": korea.display,
    "DE": germany.display,
}


def display(number: Number) -> str:
    """As the office prints it: 特開2020-123456, US 2020/0123456 A1; what is ambiguous is "" (ask, do not show)."""
    return _OFFICES[number.office](number) if number.canonical else ""
