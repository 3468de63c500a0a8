"""Titles that files carry in their properties, told from what programs leave there."""

import re
from pathlib import PurePosixPath

from portfolios.parsing.cleaning import squeeze

_LEFT_BY_PROGRAMS = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b|untitled|無題|名称未設定|文書 ?\d|document ?\d*$"
    r"|book ?\d|slide ?\d|title$|タイトル$"
    r"|word document$|powerpoint presentation$)"
    r"|.*\.(?:docx?|xlsx?|pptx?|pdf|tex|dvi|txt|od[tsp]|png|jpe?g|indd|qxd|jtd)$",
    re.I,
)
_LONGEST = 200


def title_of_name(name: str) -> str:
    """The file's name without its suffix, fit for showing; the last resort for a title."""
    return squeeze(PurePosixPath(name).stem)[:_LONGEST] or "—"


def usable_title(text: str | None) -> str:
    """The title, or nothing where it is empty, a file name or a program's own words."""
    title = squeeze(text or "")
    letters = sum(character.isalpha() for character in title)
    return "" if letters < 2 or len(title) > _LONGEST or _LEFT_BY_PROGRAMS.match(title) else title
