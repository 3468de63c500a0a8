"""Concepts: a word and its translations, so that a question in one language finds what is written in the other."""

from portfolios.concepts.dictionary import dictionary_file
from portfolios.concepts.widening import Asked, alternatives, widen

__all__ = ["Asked", "alternatives", "dictionary_file", "widen"]
