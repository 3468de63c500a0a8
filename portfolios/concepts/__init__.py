"""Concepts: a word and its translations, so that a question in one language finds what is written in the other."""

from portfolios.concepts.dictionary import dictionary_file
from portfolios.concepts.glossary import Meant, meant
from portfolios.concepts.widening import Asked, alternatives, untranslated, widen

__all__ = ["Asked", "Meant", "alternatives", "dictionary_file", "meant", "untranslated", "widen"]
