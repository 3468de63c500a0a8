"""The files as they came: read within bounds, kept once for each label, unpacked when they are gzip."""

import hashlib
import zlib
from pathlib import Path

from portfolios.models import Original
from portfolios.parsing import MAX_BYTES, FailureReason, ParseFailure

GZIP = b"\x1f\x8b"


def read_file(path: Path) -> bytes | ParseFailure:
    """The bytes of a file, or why they cannot be had."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return ParseFailure(
                "",
                FailureReason.TOO_LARGE,
                f"{path.name} has {size:,} bytes; at most {MAX_BYTES:,} are read. Split the file.",
            )
        if not path.is_file():
            return ParseFailure("", FailureReason.UNSUPPORTED, f"{path.name} is no ordinary file.")
        return path.read_bytes()
    except FileNotFoundError:
        return ParseFailure("", FailureReason.ABSENT, f"{path} does not exist. Check the path.")
    except OSError as error:
        return ParseFailure(
            "", FailureReason.ABSENT, f"{path} cannot be read: {error.strerror}. Check its permissions."
        )


def keep(content: bytes, *, label_id: int) -> Original:
    """The original with these bytes under this label, stored if it is new."""
    digest = hashlib.sha256(content).hexdigest()
    found, _ = Original.objects.get_or_create(label_id=label_id, digest=digest, defaults={"content": content})
    return found


def unpack(content: bytes, name: str) -> tuple[bytes, str]:
    """What is inside a gzip file and its name without .gz; other content as it is. A damaged one stays packed."""
    if not content.startswith(GZIP):
        return content, name
    inflater = zlib.decompressobj(wbits=31)
    try:
        inside = inflater.decompress(content, MAX_BYTES + 1)
    except zlib.error:
        return content, name
    return (inside, name.removesuffix(".gz")) if inflater.eof or len(inside) > MAX_BYTES else (content, name)
