"""One thing that was understood of a query, and where it stands in it."""

from dataclasses import dataclass

FILTERS = (
    "title",
    "office",
    "before",
    "since",
    "date",
    "class",
    "party",
    "stage",
    "status",
    "family",
    "kind",
    "language",
    "portfolio",
    "level",
    "number",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A filter, a phrase or a word that must not be there. `field` is one of FILTERS, "phrase" or "word".

    value: canonical: an ISO day for before (earlier than it) and since (from it on), "2021-01-01/2022-01-01" for date (from
    the first on, earlier than the second), a symbol without spaces for class. stage is
    what a publication is by its kind code, status what registers say of its application.
    start, end: offsets in the query; what stands there says this part and nothing else.
    """

    field: str
    value: str
    start: int
    end: int
    is_excluded: bool = False

    @property
    def is_filter(self) -> bool:
        """Whether it narrows the documents; phrases and words are held against passages."""
        return self.field in FILTERS
