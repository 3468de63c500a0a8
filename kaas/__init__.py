"""kaas answers questions about a company's own patents and R&D documents, each sentence on a quoted passage.

The rooms of this package are what is done with documents: retrieval finds passages, answering writes from
them, evaluation measures both, portal and api are the doors, operations keeps the platform running. Who
may read what is decided in governance; the documents themselves live in portfolios.
"""
