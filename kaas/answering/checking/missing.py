"""Words of a question that stand in nothing that is shown as its answer. Plain Python.

Judged from the question and from what the reader sees beside the answer alone, so that nothing else can be inferred from it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from portfolios.analysis import index_terms, language_of, matching_spans, query_terms

MOST = 5
FULL = 16  # the weight of a word that stands for a thing, see portfolios.analysis
SHORTEST, SHORTEST_JAPANESE = 3, 2
JAPANESE_NAME = re.compile("[\u30a1-\u30ff\u3400-\u9fff]{2,}")
# Words that say how things lie to each other, how many are asked for, or what is to be done with what is found.
_SAYING_HOW = """
about above after again against all also and any are before below between both but can did does each every
few for from had has have how into its last least less long made make many may more most much must need
needs not now off one only other our out over same should some such than that the their them then there
these they this those through today under until use used using via was were will with without would you your
give given list show find found compare happen happens happened exactly currently
describe described describes description type types kind kinds say says said state stated states written tell called name
named document documents claim claims claimed claiming summary summarize content contents
記載 説明 内容 種類 概要 文書 資料
其々 それぞれ 方法 理由 場合 関係 違い 以上 以下 必要 可能
"""
SAYING_HOW = frozenset(_SAYING_HOW.split())


def words_not_found(question: str, shown: Sequence[str]) -> list[str]:
    """At most five words of the question, as it spells them, that stand in none of the texts shown with the answer.

    shown: titles, numbers and passages of all citations. A word is looked for in texts of its own language; a name, or what
    has figures in it, in all of them. Empty where nothing is shown.
    """
    if not shown:
        return []
    held = frozenset(lexeme for text in shown for lexeme in index_terms(text))
    missing = {
        term.lexeme
        for term in query_terms(question)
        if term.weight >= FULL and term.lexeme not in held and not term.lexeme.startswith("b:")
    }
    spellings = (question[span.start : span.end] for span in matching_spans(question, missing))
    languages = {language_of(text) for text in shown}
    return list(dict.fromkeys(_worth_saying(spellings, question, languages)))[:MOST]


def _worth_saying(spellings: Iterable[str], question: str, languages: Set[str]) -> Iterator[str]:
    for spelling in spellings:
        if spelling.casefold() in SAYING_HOW:
            continue
        if JAPANESE_NAME.search(spelling):
            judged = "ja" in languages and len(spelling) >= SHORTEST_JAPANESE
        else:
            judged = len(spelling) >= SHORTEST and ("en" in languages or _is_name(spelling, question))
        if judged:
            yield spelling


def _is_name(spelling: str, question: str) -> bool:
    """Whether a word is spelled the same in every language: with figures, with capitals, or in Latin among Japanese."""
    return (
        any(character.isdigit() or character.isupper() for character in spelling[1:])
        or language_of(question) == "ja"
        or (spelling[0].isupper() and not question.lstrip().startswith(spelling))
    )
