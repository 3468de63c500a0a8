"""Prompt texts as files. An answer keeps the name and the digest of the one it was written under. Plain Python."""

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "prompts"


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A prompt text with its placeholders. `digest` is the SHA-256 of the file, in hexadecimal."""

    name: str
    digest: str
    text: str

    def filled(self, **values: object) -> str:
        """The text with its placeholders filled. Raises KeyError for one that is missing."""
        return self.text.format(**values)


@functools.cache
def prompt_file(name: str) -> PromptFile:
    """The prompt text of this name; of "a+b", that of a with that of b below. Raises FileNotFoundError."""
    content = b"\n".join((FOLDER / f"{part}.txt").read_bytes() for part in name.split("+"))
    return PromptFile(name, hashlib.sha256(content).hexdigest(), content.decode())
