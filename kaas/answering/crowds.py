"""How many questions one person may have open at a time, so that nobody's script keeps everybody waiting (OWASP LLM10).

The processes of a portal count together: a place is a lock on bytes of a file that they share. The kernel gives it back when
the process ends in whatever way, so nobody waits for a place of one that is gone.
"""

import fcntl
import hashlib
import os
import struct
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PLACES = 16  # bits of the number of a place; those before it are the person's
FLOCK = "@hhqqi0q"  # struct flock, fcntl(2), where off_t has 64 bits: type, whence, start, length, process


class TooManyQuestions(Exception):
    """This person has as many questions open on this machine as they may."""


@contextmanager
def place_for(person_id: uuid.UUID) -> Iterator[None]:
    """A place among the questions of a person while one of them is answered. Raises TooManyQuestions."""
    file = os.open(_shared(), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        first = person_id.int >> 88 << PLACES
        if not any(_take(file, first + place) for place in range(settings.QUESTIONS_AT_ONCE)):
            raise TooManyQuestions
        yield
    finally:
        # It waits for nothing: a stream that is collected gives its place back wherever that happens.
        os.close(file)


def _shared() -> Path:
    """The file of those who serve with the same key. Nobody else knows its name before it is there, or opens it then."""
    key = hashlib.sha256(b"questions at once\0" + settings.SECRET_KEY.encode()).hexdigest()
    return Path(tempfile.gettempdir()) / f"kaas-{os.geteuid()}-{key[:32]}.lock"


def _take(file: int, place: int) -> bool:
    """Lock a byte for as long as this file is open, against every other opening of it, one of this process too."""
    wanted = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0)
    try:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, wanted)
    except (BlockingIOError, PermissionError):  # EAGAIN or EACCES, as fcntl(2) leaves open
        return False
    return True
