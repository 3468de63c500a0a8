"""Dates as patent XML writes them."""

from datetime import date


def date_of(written: str) -> date | None:
    """The date of "20260507" or "2026-05-07"; None where the file gives no day (00) or nonsense."""
    digits = written.replace("-", "")
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
