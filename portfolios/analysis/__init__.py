"""Analysis: how a text becomes what it is found by, in Japanese, in English and where the two are mixed.

A *lexeme* carries its field as a prefix: "e:" English stem (and words of every other script), "j:" Japanese
unit in Sudachi's normalised form, "b:" pair of neighbouring Japanese characters. Passages and queries go
through the same analysis; a query's terms are weighted by what they are in the sentence. Everything is
integers and published constants, so that equal texts score equally whatever else is stored. Nothing here
raises for any text, and nothing needs a network.
"""

from importlib.metadata import version

from portfolios.analysis.folding import fold
from portfolios.analysis.indexing import index_terms, word_lexemes
from portfolios.analysis.language import language_of
from portfolios.analysis.matching import first_spans, matching_spans
from portfolios.analysis.questions import QueryTerm, Word, query_terms, words_of
from portfolios.analysis.sentences import sentences, whole_sentences
from portfolios.analysis.spans import Span

ANALYZER = (
    f"kaas-analysis 2; sudachi {version('sudachipy')} core {version('sudachidict_core')} A;"
    f" snowball {version('snowballstemmer')} english"
)
"""Name and version of the analysis: recorded with the index, and a reason to index again where it differs."""

__all__ = [
    "ANALYZER",
    "QueryTerm",
    "Span",
    "Word",
    "first_spans",
    "fold",
    "index_terms",
    "language_of",
    "matching_spans",
    "query_terms",
    "sentences",
    "whole_sentences",
    "word_lexemes",
    "words_of",
]
