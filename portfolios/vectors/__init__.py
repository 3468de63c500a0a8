"""Vectors of passages: where they are kept, how they are searched, and how those that are missing come to be.

`index` is the only writer and reader of their tables; `filling` works off what a model has not read yet.
"""
