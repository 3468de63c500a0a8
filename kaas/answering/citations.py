"""Locating a quote in the passage it claims to come from. Plain Python."""

import unicodedata


def locate(quote: str, passage: str) -> tuple[int, int] | None:
    """The span of `passage` that says `quote`, after NFKC and with white space left out of account; None if it does not.

    A digit more or less is another quote: nothing but width and spacing is forgiven.
    """
    exact = passage.find(quote)
    if exact >= 0:
        return exact, exact + len(quote)
    folded, places = _fold(passage)
    wanted, _ = _fold(quote)
    at = folded.find(wanted) if wanted else -1
    if at < 0:
        return None
    return places[at], places[at + len(wanted) - 1] + 1


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in NFKC without white space, and for each character the place it came from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for piece in unicodedata.normalize("NFKC", character):
            if not piece.isspace():
                folded.append(piece)
                places.append(place)
    return "".join(folded), places
