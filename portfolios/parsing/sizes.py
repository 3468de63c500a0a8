"""How large a file may be before reading it is refused, and the sentences for it."""

from portfolios.parsing.document import FailureReason, Unreadable

MAX_BYTES = 200 * 1024 * 1024
MAX_CHARACTERS = 20_000_000  # of one document: some eight thousand pages, beyond any single specification
MAX_PAGES = 5_000

_MIB = 1024 * 1024


def check_size(content: bytes) -> None:
    """Raises Unreadable (EMPTY, TOO_LARGE) before anything else looks at the content."""
    if not content:
        raise Unreadable(FailureReason.EMPTY, "The file is empty (0 bytes); supply the file again.")
    if len(content) > MAX_BYTES:
        raise Unreadable(
            FailureReason.TOO_LARGE,
            f"The file has {len(content) / _MIB:.0f} MiB, more than the {MAX_BYTES // _MIB} MiB that are "
            "read; "
            "split it into smaller files.",
        )


def check_characters(count: int) -> None:
    if count > MAX_CHARACTERS:
        raise Unreadable(
            FailureReason.TOO_LARGE,
            f"The document has more than {MAX_CHARACTERS:,} characters; split it into smaller files.",
        )
