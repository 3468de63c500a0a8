"""The trail and the text store: what was asked, shown and decided, recorded once and never changed.

`record()` is the one door in. Events carry identifiers, never text and never a foreign key; what people wrote and were
shown is stored once, encrypted under a key of its own person, in `texts`.
"""
