"""The dictionary that translations are looked up in: a file made at set-up (see `portfolios.reducing`), or none."""

import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from portfolios.reducing import NAME

MOST_KNOWN = 1 << 14


class Translation(NamedTuple):
    """Words of the other language; `rank` is that of the sense, 0 the first."""

    rank: int
    words: str


def dictionary_file() -> Path | None:
    """Where the dictionary lies, or None where there is none or it is switched off."""
    named = settings.DICTIONARY
    if named == "none":
        return None
    path = Path(named) if named else settings.STATE_DIR / "dictionary" / NAME
    return path if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary in a file. Words are looked up in folded form, English ones as stems with spaces between."""

    path: Path

    def to_english(self, word: str) -> tuple[Translation, ...]:
        """The translations of a Japanese word, the best first; none where it is not known."""
        return _look_up(self.path, "japanese", word)

    def to_japanese(self, stems: str) -> tuple[Translation, ...]:
        """The translations of English words, the best first; none where they are not known."""
        return _look_up(self.path, "english", stems)


_local = threading.local()


@lru_cache(maxsize=MOST_KNOWN)
def _look_up(path: Path, table: str, word: str) -> tuple[Translation, ...]:
    row = _connection(path).execute(f"select translations from {table} where word = ?", [word]).fetchone()
    lines = (line.partition("\t") for line in row[0].split("\n")) if row else ()
    return tuple(Translation(int(rank), words) for rank, _, words in lines)


def _connection(path: Path) -> sqlite3.Connection:
    """This thread's connection, which only reads and takes no lock."""
    if not hasattr(_local, "opened"):
        _local.opened = {}
    opened: dict[Path, sqlite3.Connection] = _local.opened
    if path not in opened:
        opened[path] = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    return opened[path]
