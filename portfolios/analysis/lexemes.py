"""The form of a lexeme: a field letter, a colon, at most 80 characters."""

from hashlib import sha256

LEXEME_LIMIT = 80
_DIGEST_LENGTH = 16


def bounded(lexeme: str) -> str:
    """The lexeme itself, or its beginning and a digest of all of it, so that long ones stay different."""
    if len(lexeme) <= LEXEME_LIMIT:
        return lexeme
    digest = sha256(lexeme.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{lexeme[: LEXEME_LIMIT - _DIGEST_LENGTH - 1]}~{digest}"
