"""Results on standard output, as JSON or for people; progress on standard error."""

import dataclasses
import json
import sys
from datetime import date, datetime
from typing import Any
from uuid import UUID


def say(line: str = "") -> None:
    """One line of the result."""
    sys.stdout.write(line + "\n")


def note(line: str, *, end: str = "\n") -> None:
    """One line of progress or advice."""
    sys.stderr.write(line + end)
    sys.stderr.flush()


def emit(result: Any) -> None:
    """One JSON object."""
    say(json.dumps(result, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    raise TypeError(type(value).__name__)
