"""Gazettes of the Japan Patent Office as PDF: columns in reading order, claims and paragraphs by their numbers,
the front page by its INID codes.
"""

from portfolios.parsing.gazettes.reading import is_gazette, read_gazette

__all__ = ["is_gazette", "read_gazette"]
