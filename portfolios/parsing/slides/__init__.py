"""PowerPoint presentations: slides in order, each with its title, texts, tables and notes."""

from portfolios.parsing.slides.reading import parse_slides

__all__ = ["parse_slides"]
