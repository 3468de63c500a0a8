"""Dates as patents write them, and the last days of office actions.

Pure functions: eras with their overruns, partial dates as such, what is ambiguous left open; deadlines are
dated parameters, and the calendar of an office is handed in.
"""

from portfolios.dates.deadlines import CAVEAT, RULES, Due, Rule, due_date
from portfolios.dates.reading import DateMention, Locale, find_dates, read_date

__all__ = ["CAVEAT", "RULES", "DateMention", "Due", "Locale", "Rule", "due_date", "find_dates", "read_date"]
