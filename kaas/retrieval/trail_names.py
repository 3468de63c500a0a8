"""How the trail names what was found: by ids and digests, never by text."""

from kaas.retrieval.results import Hit


def named(hit: Hit) -> dict[str, object]:
    """A passage, in the detail of an event."""
    return {
        "passage": str(hit.passage.id),
        "document": str(hit.document.id),
        "digest": hit.document.digest,
    }
