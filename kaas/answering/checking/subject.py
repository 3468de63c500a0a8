"""Whether a sentence speaks of what it quotes: by its words, and across languages by what both have in common. Plain Python.

Names, amounts and dates are the same in both languages; words are looked up in the dictionary, where there is one, and else
only those that say which way are known in both. What shares nothing of all this cannot be told from something made up.
"""

import re
from functools import lru_cache

from kaas.answering.checking.days import days
from kaas.answering.checking.denial import denies
from kaas.answering.checking.grounding import Spelled
from kaas.answering.checking.materials import elements, in_formulas
from kaas.answering.checking.opposites import ways_of
from kaas.answering.checking.quantities import Quantity, quantities
from kaas.answering.checking.shares import periods
from kaas.answering.checking.sides import SAYING_THAT
from kaas.answering.checking.sureness import HOW_MANY
from kaas.answering.checking.words import clauses, words
from portfolios.analysis import index_terms
from portfolios.concepts import alternatives

SHARED = 0.25  # of the words of a sentence, in the passages it quotes
SHARED_NEAR = 0.2  # and in the sentences it quotes from
REASONS = re.compile(
    r"(?i)\s(?:because|since|therefore|so that|which)\s|ため(?:に|、)|ので、?|(?<=[\da-zΩ%°℃])で、"
)
ALL_OF = re.compile(
    r"(?i)\b(?:all|every|each)(?: of)?(?: (?:the|its|our|these|those))? (?P<en>[a-z]{3,})"
    r"|(?:すべて|全て)の(?P<ja>[\u30a1-\u30ff\u3400-\u9fff]{2,})"
)
# A clause in which somebody or something of its own does something; only Japanese marks who does.
ACTS = re.compile(r"\s*(?:[^\s、。]{0,8}、)?[\u30a1-\u30ff\u3400-\u9fff]{2,12}[がは]")
ANY = re.compile(
    r"(?i)\b(?:any(?:body|one|thing)?|no|none|nobody|neither|never|whoever|whatever|across|throughout)\b"
    r"|各|全|どの|いかなる|毎"
)
# The rules above: what stands elsewhere in a text, and is no way.
REFERS = re.compile(
    r"(?i)\b(?:above|below|before|after|first|last)\b(?=\s*(?:[.,;:]|$|(?:is|are|was|were|has|have)\b))"
)
FIRST_YEAR, LAST_YEAR = 1900, 2100  # a year stands in many texts
FEW = 4  # words of a sentence that may all be others where what is measured is the same
SEVERAL_FIGURES = 10
BEHIND_A_WORD = re.compile(r"[A-Za-z\u30a1-\u30ff\u3400-\u9fff] ?\(?$")
# As a word it stands in nearly every text: one letter, a short figure, する or こと.
UNTELLING = re.compile(
    r"(?:[ejn]:)?(?:[a-z]|\d{1,3})|j:(?:[ぁ-ん]|出来る|事|物|此の|其の|此れ|其れ|又|又は|等|及び|次|通り|以上|以下)"
)
FIGURES_ALONE = re.compile(r"(?:[ejn]:)?\d{1,3}")  # as a word: a sign in a drawing, or compared as an amount
# Behind which a sentence says something of its subject.
SAYS = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|will|would|can|could|(?-i:may)|might|must|shall|should)\b"
)
# What names a place only, of which nearly anything may be said.
REFERENCE = re.compile(
    r"(?i)\b(?:claims?|figs?\.?|figures?|tables?|sections?|paragraphs?|articles?) ?\d|(?:請求項|図|表|第|段落) ?\d"
)
SAYS_JAPANESE, INFLECTED = re.compile("[はが]、?"), re.compile("[\u3041-\u3096]")
FORMAL = re.compile("j:(?:[ぁ-ん]|無い|出来る)")
OF_ITS_OWN = 2  # words with which a clause says something
TRANSLATED = 0.12  # of the words of a sentence that the dictionary knows, in the sentences it quotes from
WELL_KNOWN = 3  # words that the dictionary knows, of which one is to be found


def speaks_of_it(sentence: str, said: Spelled, *, same_language: bool) -> bool:
    """Whether a sentence shares a word with what it quotes, and some with what stands around it."""
    own = _telling(sentence)
    if not own:
        return bool(_measured(sentence) & _measured(said.near)) or _repeats_figures(sentence, said)
    if not _knows_all_of_them(sentence, said, same_language=same_language):
        return False
    if not same_language:
        if _adds_a_clause(sentence, said):
            return False
        return _has_in_common(sentence, said) or (
            not _is_known_and_missing(sentence, said) and _says_the_same_way(sentence, said)
        )
    if not own & words(said.quoted):
        return len(own) <= FEW and bool(_measured(sentence) & _measured(said.quoted))
    known = words(said.near) | words(said.about)
    if not all(_is_known(clause, known) for clause in _going_on(sentence)):
        return False
    if _says_something_else(sentence, said, known):
        return False
    shared = len(own & known) + len(_measured(sentence) & _measured(said.near))
    return shared >= SHARED_NEAR * len(own) and (
        shared >= SHARED * len(own) or len(own & words(said.passages)) >= SHARED * len(own)
    )


def _repeats_figures(sentence: str, said: Spelled) -> bool:
    """Whether a sentence of figures and letters alone is written there."""
    own = words(sentence)
    return re.search(r"\d", sentence) is not None and bool(own) and own <= words(said.quoted)


@lru_cache(maxsize=1024)
def _telling(text: str) -> frozenset[str]:
    """The words of a text by which it can be told from others."""
    return frozenset(word for word in words(text) if not UNTELLING.fullmatch(word)) - SAYING_THAT


def _going_on(sentence: str) -> list[str]:
    """The clauses behind the first, and what is given as a reason or follows."""
    return [part for clause in clauses(sentence) for part in REASONS.split(clause) if part][1:]


def _is_known(clause: str, known: frozenset[str]) -> bool:
    """Whether a clause that goes on shares a word with what is quoted, or hardly says anything of its own."""
    own = words(clause) - SAYING_THAT
    return len(own) < OF_ITS_OWN or bool(own & known)


def _says_something_else(sentence: str, said: Spelled, known: frozenset[str]) -> bool:
    """Whether nothing that is said of its subject stands there: "The method of claim 7 has been a commercial success"."""
    begins = (SAYS_JAPANESE if INFLECTED.search(sentence) else SAYS).search(sentence)
    if begins is None:
        return False
    rest = sentence[begins.end() :]
    own = frozenset(word for word in _telling(rest) if not FORMAL.fullmatch(word))
    return (
        len(own) >= (1 if REFERENCE.search(sentence, 0, begins.start()) else OF_ITS_OWN)
        and not own & known
        and not any(one.kind for one in quantities(rest))
        and not ways_of(rest) & ways_of(said.near)
        and not elements(rest) & (elements(said.near) | in_formulas(said.near))
    )


def _measured(text: str) -> set[tuple[object, ...]]:
    return {one.amount() for one in quantities(text) if one.kind}


def _told_apart(text: str) -> set[tuple[object, ...]]:
    """The amounts that say something by themselves: with a unit, or of things that are counted with more than one figure."""
    return {
        one.amount()
        for one in quantities(text)
        if not FIRST_YEAR <= one.value < LAST_YEAR
        and (one.kind or (one.value >= SEVERAL_FIGURES and _counts_things(text, one)))
    }


def _counts_things(text: str, one: Quantity) -> bool:
    """Whether a bare number is no sign behind a word, as in "the separator 10"."""
    return one.counts or BEHIND_A_WORD.search(text, max(one.start - 12, 0), one.start) is None


def _knows_all_of_them(sentence: str, said: Spelled, *, same_language: bool) -> bool:
    """Whether nothing is said of all of what the source does not speak of, or across languages not of all."""
    if HOW_MANY["all"].search(said.near) or ANY.search(said.near):
        return True
    found = [words(match["en"] or match["ja"]) for match in ALL_OF.finditer(sentence)]
    if not same_language:
        return not found
    return all(noun & (words(said.near) | words(said.about)) for noun in found if noun)


def _adds_a_clause(sentence: str, said: Spelled) -> bool:
    """Whether a sentence goes on with what another does, and shares nothing of it with a source that does not go on."""
    if len(_going_on(said.said)) or len([part for part in clauses(said.said) if words(part)]) > 1:
        return False
    return any(
        ACTS.match(clause) is not None
        and not (_has_in_common(clause, said) or _says_the_same_way(clause, said))
        for clause in _going_on(sentence)
    )


def _has_in_common(sentence: str, said: Spelled) -> bool:
    """Whether anything that is the same in both languages stands in both, or a word and its translation."""
    near = _telling(said.near)
    if any(not FIGURES_ALONE.fullmatch(word) for word in words(sentence) & near):
        return True
    if _told_apart(sentence) & _told_apart(said.near):
        return True
    if elements(sentence) & (elements(said.near) | in_formulas(said.near)):
        return True
    if any(day.month and day.agrees(other) for day in days(sentence) for other in days(said.near)):
        return True
    known, meant = _translated(sentence, near)
    return meant >= max(1, TRANSLATED * known)


def _is_known_and_missing(sentence: str, said: Spelled) -> bool:
    """Whether the dictionary knows the words of a sentence and finds none of them, or hardly any."""
    known, meant = _translated(sentence, _telling(said.near))
    return known >= WELL_KNOWN and meant < max(1, TRANSLATED * known)


def _translated(sentence: str, near: frozenset[str]) -> tuple[int, int]:
    """How many words of a sentence the dictionary knows, and how many are said there in either language."""
    ways = [one for word, one in _ways(sentence) if not FIGURES_ALONE.fullmatch(word)]
    return sum(len(one) > 1 for one in ways), sum(any(way <= near for way in one) for one in ways)


def _says_the_same_way(sentence: str, said: Spelled) -> bool:
    """Whether both hold a word of the one way of a pair of opposites, come as often again, or deny something."""
    return (
        bool(ways_of(REFERS.sub(" ", sentence)) & ways_of(said.near))
        or bool(periods(sentence) & periods(said.near))
        or (denies(sentence) and denies(said.near))
    )


@lru_cache(maxsize=256)
def _ways(text: str) -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """Each word of a text, and by which lexemes together it is said in either language."""
    return tuple(alternatives(text, index_terms(text)).items())
