"""Evaluation: how well retrieval finds, measured on judged questions, apart from every other document.

`beir` reads a folder of documents, queries and judgements; `metrics` turns ranked lists into figures.
"""
