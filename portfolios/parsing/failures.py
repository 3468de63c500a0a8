"""What went wrong while reading, as a reason and one sentence for the person who supplied the file."""

from portfolios.parsing.document import FailureReason, ParseFailure, Unreadable


def failure_of(error: Exception, member: str = "") -> ParseFailure:
    """The failure for an exception; those nobody foresaw come from content that no reader expects."""
    if isinstance(error, Unreadable):
        return ParseFailure(member, error.reason, error.detail)
    if isinstance(error, MemoryError):
        detail = "Reading the file needs more memory than is allowed; split it into smaller files."
        return ParseFailure(member, FailureReason.TOO_LARGE, detail)
    if isinstance(error, RecursionError):
        detail = "The content is nested more deeply than any real document; check the file."
        return ParseFailure(member, FailureReason.MALFORMED, detail)
    what = type(error).__name__
    detail = f"The content is damaged or not what its format allows ({what}); supply the file again."
    return ParseFailure(member, FailureReason.MALFORMED, detail)
