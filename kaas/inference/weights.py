"""The weights of a model: a list of every file's SHA-256, and whether the files are still the listed ones.

The list (`*.sha256`, one per folder) is in the format of sha256sum. Its own SHA-256 stands on the model's card, so that
whoever changes both the weights and the list beside them is found out.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

Progress = Callable[[int, int], None]  # bytes read so far, bytes there are
MANIFEST = "weights.sha256"
CHUNK = 1 << 22
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


class Fault(StrEnum):
    """What may be wrong with a file."""

    MISSING = "is on the list and not in the folder"
    EXTRA = "is in the folder and not on the list"
    CHANGED = "is not the file on the list"
    ODD = "is neither a file nor a folder"
    UNREADABLE = "cannot be read"


@dataclass(frozen=True, slots=True)
class Problem:
    """A file, by its path within the folder, and what is wrong with it."""

    path: str
    fault: Fault

    def __str__(self) -> str:
        return f"{self.path.encode(errors='backslashreplace').decode()} {self.fault}"


class ManifestError(Exception):
    """The list of checksums cannot be used; the message says why and what to do."""


def find_manifest(folder: Path) -> Path:
    """The one `*.sha256` in a folder. Raises ManifestError when there is none, or more than one."""
    found = sorted(folder.glob("*.sha256"))
    if len(found) != 1:
        what = f"holds {len(found)} lists of checksums" if found else "holds no list of checksums"
        raise ManifestError(
            f"{folder} {what}: there must be one *.sha256, from whoever published the weights or made here with "
            "`kaas models manifest`"
        )
    return found[0]


def digest_of(manifest: Path) -> str:
    """SHA-256 of the list itself, in hexadecimal: the `digest` of the card. Raises ManifestError."""
    return hashlib.sha256(_bytes_of(manifest)).hexdigest()


def verify_weights(folder: Path, manifest: Path, *, progress: Progress | None = None) -> list[Problem]:
    """Every difference between the folder and the list, by path; none when each file is the listed one.

    Reads every file whole. A link or a device is a problem, wherever it points. Raises ManifestError when the list is
    none, or a folder cannot be read.
    """
    listed = _parse(manifest)
    found = {path: kind for path, kind in _walk(folder) if folder / path != manifest}
    problems = [Problem(path, Fault.ODD) for path, is_file in found.items() if not is_file]
    problems += [Problem(path, Fault.MISSING) for path in listed.keys() - found.keys()]
    problems += [
        Problem(path, Fault.EXTRA) for path, is_file in found.items() if is_file and path not in listed
    ]
    wanted = [path for path, is_file in found.items() if is_file and path in listed]
    for path, digest in _digests(folder, wanted, progress):
        if digest != listed[path]:
            problems.append(Problem(path, Fault.CHANGED if digest else Fault.UNREADABLE))
    return sorted(problems, key=lambda problem: problem.path)


def write_manifest(folder: Path, *, progress: Progress | None = None) -> Path:
    """List every file of a folder in a new `weights.sha256` there. Raises ManifestError; never replaces a list."""
    if present := sorted(folder.glob("*.sha256")):
        raise ManifestError(
            f"{present[0]} is there already: verify against it, or take it away before making another"
        )
    found = dict(_walk(folder))
    if not found:
        raise ManifestError(f"{folder} holds no file to list")
    if odd := [path for path, is_file in found.items() if not is_file or not path.isprintable()]:
        raise ManifestError(
            f"{folder / odd[0]} is no plain file under a plain name: copy the file itself there"
        )
    lines = []
    for path, digest in _digests(folder, sorted(found), progress):
        if not digest:
            raise ManifestError(f"{folder / path} cannot be read")
        lines.append(f"{digest}  {path}\n")
    manifest = folder / MANIFEST
    try:
        with manifest.open("x", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as error:
        raise ManifestError(f"{manifest} cannot be written: {error.strerror}") from error
    return manifest


def _parse(manifest: Path) -> Mapping[str, str]:
    """Path -> SHA-256. Raises ManifestError for a line that is none, and for a path that leaves the folder."""
    try:
        lines = _bytes_of(manifest).decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ManifestError(f"{manifest} is not UTF-8") from error
    listed: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = LINE.fullmatch(line)
        path = match[2].removeprefix("./") if match else ""
        if match is None or not _stays_within(path) or path in listed:
            raise ManifestError(
                f"{manifest}, line {number}: not 64 hexadecimal digits, two spaces and a path of its own"
            )
        listed[path] = match[1]
    if not listed:
        raise ManifestError(f"{manifest} lists no file")
    return listed


def _stays_within(path: str) -> bool:
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))


def _bytes_of(manifest: Path) -> bytes:
    try:
        return manifest.read_bytes()
    except OSError as error:
        raise ManifestError(f"{manifest} cannot be read: {error.strerror}") from error


def _walk(folder: Path) -> Iterator[tuple[str, bool]]:
    """Everything below a folder that is not a folder: its path within, and whether it is a plain file."""
    if not folder.is_dir():
        raise ManifestError(f"{folder} is not a folder")
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        for name in (*files, *links):
            path = Path(parent) / name
            yield path.relative_to(folder).as_posix(), path.is_file() and not path.is_symlink()


def _refuse(error: OSError) -> None:
    raise ManifestError(f"{error.filename} cannot be read: {error.strerror}") from error


def _digests(folder: Path, paths: list[str], progress: Progress | None) -> Iterator[tuple[str, str]]:
    """SHA-256 of each file, in order; empty for one that cannot be read."""
    total, done = sum(os.path.getsize(folder / path) for path in paths), 0
    for path in paths:
        digest = hashlib.sha256()
        try:
            with (folder / path).open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    done += len(chunk)
                    if progress is not None:
                        progress(done, total)
        except OSError:
            yield path, ""
            continue
        yield path, digest.hexdigest()
