"""Numbers as a cell shows them by its number format; what a format leaves to the country is written the ISO way."""

import re
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from openpyxl.styles.numbers import is_date_format  # type: ignore[import-untyped]

from portfolios.parsing.workbooks.calendar import shown_date

_GENERAL = re.compile(r"general|standard|g/標準|@|", re.I)
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')
_BRACKET = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]")
_CONDITION = re.compile(r"\[[<>=]")
_PIECE = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|([0#?][0#?,.]*(?:[eE][+-]?[0#?]+)?|\.[0#?]+)|(.)', re.S)
_MOST_DECIMALS = 15
_LARGEST = Decimal(10) ** 18


def shown_number(written: str, code: str, *, since_1904: bool = False) -> str:
    """The number of a cell (as the file writes it) in the format of its code; as written where that says nothing."""
    try:
        number = Decimal(written)
        if not isfinite(float(number)):
            return written
        return _shown(number, code, since_1904=since_1904)
    except (ArithmeticError, ValueError):
        return written


def _shown(number: Decimal, code: str, *, since_1904: bool) -> str:
    if _GENERAL.fullmatch(code) or _CONDITION.search(code):
        return general(number)
    if is_date_format(code):
        return shown_date(float(number), code, since_1904=since_1904) or general(number)
    return _formatted(number, code)


def general(number: Decimal) -> str:
    """The number without a format: whole numbers whole, others with what a file's 15 figures hold."""
    if abs(number) >= _LARGEST or (number and abs(number) < Decimal("1e-9")):
        return f"{float(number):.10G}"
    rounded = Decimal(f"{float(number):.15g}")
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _formatted(number: Decimal, code: str) -> str:
    section, number = _section(number, code)
    pieces = [_piece(match) for match in _PIECE.finditer(_BRACKET.sub(r"\1", section))]
    numbers = [text for is_number, text in pieces if is_number]
    percent = sum(text.count("%") for is_number, text in pieces if not is_number)
    if len(numbers) != 1 or abs(number) >= _LARGEST:  # fractions, postal codes and the like
        literal = "".join(text for _, text in pieces)
        return general(number) if numbers or not literal.strip() else literal.strip()
    value = _digits(number.scaleb(2 * percent), numbers[0])
    return "".join(value if is_number else text for is_number, text in pieces).strip()


def _section(number: Decimal, code: str) -> tuple[str, Decimal]:
    """The part of the code for the sign of the number; a part for negative numbers writes the sign itself."""
    sections = [match[1] for match in _SECTION.finditer(code)]
    if number == 0 and len(sections) > 2 and sections[2]:
        return sections[2], number
    if number < 0 and len(sections) > 1 and sections[1]:
        return sections[1], -number
    return sections[0], number


def _piece(match: re.Match[str]) -> tuple[bool, str]:
    if match[5]:
        return True, match[5]
    if match[3] or match[4]:
        return False, " " if match[3] else ""
    return False, match[1] or match[2] or match[6] or ""


def _digits(number: Decimal, pattern: str) -> str:
    mantissa, exponent, _ = (*re.split(r"([eE][+-]?)", pattern, maxsplit=1), "", "")[:3]
    thousands = len(mantissa) - len(mantissa.rstrip(","))  # commas at the end divide by a thousand each
    whole, _, decimals = mantissa.rstrip(",").partition(".")
    most = min(len(decimals.replace(",", "")), _MOST_DECIMALS)
    if exponent:
        return f"{float(number):.{most}E}"
    scaled = number.scaleb(-3 * thousands)
    rounded = scaled.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):{',' if ',' in whole else ''}.{most}f}"
    before, point, after = text.partition(".")
    least = decimals.count("0")
    after = after[:least] + after[least:].rstrip("0")
    before = before.rjust(whole.count("0"), "0")
    sign = "-" if rounded < 0 else ""
    return sign + before + (point + after if after else "")
