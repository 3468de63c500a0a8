"""Where a text is inside brackets."""

from itertools import accumulate

_STEPS = {**dict.fromkeys("([{「『", 1), **dict.fromkeys(")]}」』", -1)}


def depths(text: str) -> list[int]:
    """For each character how many brackets are open at it; a closing bracket without its like opens nothing."""
    if not any(bracket in text for bracket in _STEPS):
        return [0] * len(text)
    return list(accumulate((_STEPS.get(c, 0) for c in text), lambda depth, step: max(0, depth + step)))
