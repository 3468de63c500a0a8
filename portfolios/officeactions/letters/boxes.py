"""Boxes of forms: what stands behind an empty one is not said."""

import re

_BOX = re.compile(r"(?P<checked>[☒☑■▣√✓✔]|\[[Xx]\]|\([Xx]\))|(?P<empty>[☐□]|\[ ?\])")
_LOOK_BACK = 160


def has_boxes(text: str) -> bool:
    """Whether there is any box at all."""
    return _BOX.search(text) is not None


def box_before(text: str, at: int) -> str:
    """ "checked" or "empty" for the box that stands before the place in its line, "" where there is none."""
    line = text.rfind("\n", max(0, at - _LOOK_BACK), at) + 1 or max(0, at - _LOOK_BACK)
    boxes = [*_BOX.finditer(text, line, at)]
    return str(boxes[-1].lastgroup) if boxes else ""


def is_unchecked(text: str, at: int) -> bool:
    """Whether the place stands behind an empty box."""
    return box_before(text, at) == "empty"
