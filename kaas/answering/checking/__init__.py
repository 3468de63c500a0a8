"""Checking a sentence in a model's words against the words it names: numbers, units, names, denial, direction, sides."""
