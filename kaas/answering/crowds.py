"""How many questions one person may have open at a time, so that nobody's script keeps everybody waiting (OWASP LLM10)."""

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_lock = threading.RLock()  # a stream that is collected gives its place back wherever that happens
_open: Counter[uuid.UUID] = Counter()


class TooManyQuestions(Exception):
    """This person has as many questions open in this process as they may."""


@contextmanager
def place_for(person_id: uuid.UUID) -> Iterator[None]:
    """A place among the questions of a person while one of them is answered. Raises TooManyQuestions."""
    with _lock:
        if _open[person_id] >= settings.QUESTIONS_AT_ONCE:
            raise TooManyQuestions
        _open[person_id] += 1
    try:
        yield
    finally:
        with _lock:
            _open[person_id] -= 1
            if not _open[person_id]:
                del _open[person_id]
