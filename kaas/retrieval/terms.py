"""Terms of a query that mean the same as others: those of the company's glossary and, where nothing else knows a katakana
word, the English words that it may be. Both come from what the person may read only.
"""

from collections.abc import Mapping
from typing import Final

from django.conf import settings

from governance.access.scopes import Scope
from kaas.retrieval.matches import vocabulary
from portfolios.analysis.characters import is_katakana
from portfolios.concepts import Meant, meant, untranslated
from portfolios.concepts.katakana import beginnings, sounds_like

MOST_WORDS: Final = 2  # of a query that are read by rule
SHORTEST: Final = 4  # characters
MOST_VOCABULARY: Final = 3_000
GUESSED: Final = 1  # rank


def terms_of(text: str, weights: Mapping[str, int], *, scope: Scope) -> list[Meant]:
    """The terms of a text whose words are asked for with these weights."""
    known = meant(text, scope=scope)
    return [*known, *_guessed(text, weights, known, scope)] if settings.KATAKANA else known


def _guessed(text: str, weights: Mapping[str, int], known: list[Meant], scope: Scope) -> list[Meant]:
    words = [one for one in untranslated(text, weights, known) if _is_foreign(one)][:MOST_WORDS]
    asked = dict.fromkeys(f"e:{beginning}" for word in words for beginning in beginnings(word[2:]))
    if not asked:
        return []
    stems = [lexeme[2:] for lexeme, _ in vocabulary(list(asked), MOST_VOCABULARY, scope=scope)]
    guesses = ((word, tuple(sounds_like(word[2:], stems))) for word in words)
    return [Meant((word,), found, GUESSED) for word, found in guesses if found]


def _is_foreign(lexeme: str) -> bool:
    return lexeme.startswith("j:") and len(lexeme) - 2 >= SHORTEST and is_katakana(lexeme[2:]) is not None
