"""The files as they came: read within bounds and kept once for each label."""

import hashlib
import os
from pathlib import Path

from portfolios.models import Original
from portfolios.parsing import MAX_BYTES, FailureReason, ParseFailure


def read_file(path: Path) -> bytes | ParseFailure:
    """The bytes of a file, or why they cannot be had."""
    if path.is_symlink():
        said = f"{printable(path)} is a link; links inside a folder are not followed. Name its target itself."
        return ParseFailure("", FailureReason.UNSUPPORTED, said)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return ParseFailure(
                "",
                FailureReason.TOO_LARGE,
                f"{printable(path)} has {size:,} bytes; at most {MAX_BYTES:,} are read. Split the file.",
            )
        if not path.is_file():
            return ParseFailure("", FailureReason.UNSUPPORTED, f"{printable(path)} is no ordinary file.")
        return path.read_bytes()
    except FileNotFoundError:
        return ParseFailure("", FailureReason.ABSENT, f"{printable(path)} does not exist. Check the path.")
    except OSError as error:
        return ParseFailure(
            "",
            FailureReason.ABSENT,
            f"{printable(path)} cannot be read: {error.strerror}. Check its permissions.",
        )


def keep(content: bytes, *, label_id: int) -> Original:
    """The original with these bytes under this label, stored if it is new."""
    digest = hashlib.sha256(content).hexdigest()
    found, _ = Original.objects.get_or_create(label_id=label_id, digest=digest, defaults={"content": content})
    return found


def printable(path: Path) -> str:
    """A path as text, also when its bytes are none: file names from old shares are in other encodings."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
