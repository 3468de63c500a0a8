"""Dates as patents write them, working days of the offices, and the last days of office actions.

Pure functions: eras with their overruns, partial dates as such, what is ambiguous left open; deadlines and closing
days are dated parameters, and what a calendar does not know is said.
"""

from portfolios.dates.calendars import CALENDARS, CalendarRule, Closure, OfficeCalendar, office_calendar
from portfolios.dates.deadlines import CAVEAT, RULES, Due, Rule, add_months, due_date, due_of, find_due_date
from portfolios.dates.forms import FIRST_YEAR, LAST_YEAR
from portfolios.dates.reading import DateMention, Locale, find_dates, read_date

__all__ = [
    "CALENDARS",
    "CAVEAT",
    "FIRST_YEAR",
    "LAST_YEAR",
    "RULES",
    "CalendarRule",
    "Closure",
    "DateMention",
    "Due",
    "Locale",
    "OfficeCalendar",
    "Rule",
    "add_months",
    "due_date",
    "due_of",
    "find_dates",
    "find_due_date",
    "office_calendar",
    "read_date",
]
