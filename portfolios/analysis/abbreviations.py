"""Full stops that end no sentence."""

import re

from portfolios.analysis.wordlists import words

# Never the last word of a sentence.
_OPEN = words(
    "fig figs e.g i.e no nos pat pats appl ser ref refs eq eqs sec secs ex exs cf vs viz ca approx resp"
    " col cols pp vol vols ed eds ch chap para paras art arts tab tabs dr mr mrs ms prof u.s.c u.s.p pub"
    " publ seq dept int intl jan feb apr jun jul aug sep sept oct nov dec temp"
)
# May be the last word: decided by whether a sentence begins after it.
_EITHER = words("inc ltd co corp etc u.s u.k e.u al a.m p.m jr sr ph.d gmbh st v p id min max mar")
_STARTERS = words(
    "the this that these those it its in on at as a an we our he she they there here however for from to"
    " when where if although while thus therefore moreover furthermore additionally also such each both"
    " all some according"
)
_LAST_WORD = re.compile(r"(?:^|[\s(\[（「“\"'/])([A-Za-z](?:[A-Za-z.]{0,12}))$").search
_FIRST_WORD = re.compile(r"\W*([A-Za-z]+)").match


def ends_with_abbreviation(before: str, after: str) -> bool:
    """Whether the stop between `before` and `after` belongs to an abbreviation or an initial and the
    sentence goes on.
    """
    last = _LAST_WORD(before)
    if last is None:
        return False
    word = last[1].lower()
    if word in _EITHER or (len(last[1]) == 1 and last[1].isupper()):
        first = _FIRST_WORD(after)
        return first is None or first[1].lower() not in _STARTERS
    return word in _OPEN
