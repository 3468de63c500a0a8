"""Word lists as they are read: words apart by spaces."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
