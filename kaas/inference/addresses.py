"""Base URLs of model servers, checked when they are configured."""

from urllib.parse import urlsplit


def read_base_url(text: str) -> str:
    """`scheme://host[:port]` of a base URL, whose path may be empty or `/v1`. Raises ValueError in words for the operator."""
    address = text.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError("a model server's address is not a URL with a port from 1 to 65535") from None
    if parts.username is not None or parts.password is not None:  # first, so that neither is repeated below
        raise ValueError("a model server's address must not hold a user or password; use KAAS_CHAT_KEY")
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise ValueError(f"{_shown(address)} is no address of a model server; write http://host:8000")
    if parts.path.rstrip("/") not in {"", "/v1"} or parts.query or parts.fragment:
        raise ValueError(f"{_shown(address)} names a path other than /v1; write http://host:8000")
    if not parts.hostname.isascii() or any(character.isspace() for character in address):
        raise ValueError(f"{_shown(address)} holds characters that no address has")
    return f"{parts.scheme}://{parts.netloc}"


def _shown(address: str) -> str:
    """The address in an error, unless something in it may be a secret."""
    return "an address" if set(address) & set("@?#") else repr(address)


def read_key(text: str) -> str:
    """A bearer key, or nothing. Raises ValueError without repeating it."""
    key = text.strip()
    if not all("!" <= character <= "~" for character in key):
        raise ValueError("a model server's key holds characters that no header can carry")
    return key
