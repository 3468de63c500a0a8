"""`make setup`: the environment in .venv, exactly as the locks say. Runs before any package exists.

Doing it again costs nothing: a note in the environment says from what it was made, and only what differs is
done. An interrupted set-up goes on where it was.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time

OLDEST = (3, 11)
OTHERS = ("python3.14", "python3.13", "python3.12", "python3.11")


def require_python() -> None:
    """Go on with a Python that is new enough, or say what to do. Old ones must be able to read this."""
    if sys.version_info[:2] >= OLDEST:
        return
    for name in OTHERS:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""]) == 0:
            os.execv(path, [path, *sys.argv])  # noqa: S606
    message = "Python 3.11 or newer is needed, and {} is {}: install one, or say make PYTHON=/path/to/it\n"
    sys.stderr.write(message.format(sys.executable, sys.version.split()[0]))
    sys.exit(2)


require_python()

from collections.abc import Iterator, Sequence  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTE = VENV / "made-from.json"
PRODUCT = ROOT / "deploy" / "locks" / "product.txt"
DEVELOPMENT = ROOT / "deploy" / "locks" / "dev.txt"
PROJECT = ROOT / "pyproject.toml"
NEEDED_MB = 1500
QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_NO_INPUT": "1"}
BEGAN_AT = time.monotonic()

# What pip says when it fails, and what a person can do about it. The first that fits is shown.
ADVICE = {
    "No space left on device": "The disk is full: free about 2 GB, then try again; nothing is lost.",
    "DO NOT MATCH THE HASHES": (
        "A download is not the file the lock names: it was cut short, or something between here and the "
        "package registry changed it. Try again; if that does not help, use another network."
    ),
    "NewConnection|NameResolution|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Network is unreachable": (
        "The package registry does not answer: check the network; behind a proxy set HTTPS_PROXY, with a "
        "mirror of your own set PIP_INDEX_URL. Then try again: what was downloaded is kept."
    ),
    "No matching distribution|Could not find a version": (
        f"The package registry has no file for this machine and Python {sys.version.split()[0]}: use "
        "CPython 3.11 to 3.14 on 64-bit Linux, if need be with make PYTHON=/path/to/it."
    ),
    "Permission denied": f"A file in {VENV} belongs to another account: delete that folder, then try again.",
}


class SetupFailed(Exception):
    """One line: what failed and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Bring the environment up to date; with --development the tools of the test suite too."""
    try:
        set_up(development="--development" in arguments)
    except SetupFailed as error:
        sys.stderr.write(f"\nSet-up failed. {error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nSet-up was interrupted; the same command goes on from here.\n")
        return 130
    return 0


def set_up(*, development: bool) -> None:
    """Do what the note says is not done yet, in order."""
    wanted = _wanted(development=development)
    if all(_is_done(step, digest) for step, digest in wanted.items()) and PYTHON.exists():
        return
    with _alone():
        _make_environment()
        for step, digest in wanted.items():
            if not _is_done(step, digest):
                STEPS[step]()
                _write_note(_note() | {step: digest})


def _is_done(step: str, digest: str) -> bool:
    if step == "translations" and not all(path.with_suffix(".mo").exists() for path in _catalogues()):
        return False
    return _note().get(step) == digest


def _wanted(*, development: bool) -> dict[str, str]:
    """Step -> digest of everything its result depends on."""
    place = [str(ROOT).encode(), PROJECT.read_bytes()]
    catalogues = [part for path in _catalogues() for part in (str(path).encode(), path.read_bytes())]
    wanted = {
        "packages": _digest([PRODUCT.read_bytes()]),
        "project": _digest(place),
        "translations": _digest(catalogues),
    }
    if development:
        wanted["development"] = _digest([DEVELOPMENT.read_bytes()])
    return wanted


def _install_packages() -> None:
    _say("installing the packages of deploy/locks/product.txt")
    _pip("install", "--require-hashes", "--only-binary=:all:", "--requirement", str(PRODUCT))


def _install_development() -> None:
    _say("installing the development tools of deploy/locks/dev.txt")
    _pip("install", "--require-hashes", "--only-binary=:all:", "--requirement", str(DEVELOPMENT))


def _install_project() -> None:
    _say("installing kaas itself")
    _pip("install", "--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--editable", str(ROOT))


def _compile_translations() -> None:
    if _catalogues():
        _say("compiling the translations")
        _run([str(PYTHON), str(ROOT / "deploy" / "messages.py"), "compile"])


STEPS = {
    "packages": _install_packages,
    "project": _install_project,
    "translations": _compile_translations,
    "development": _install_development,
}


def _make_environment() -> None:
    if _works() and _note().get("place", str(VENV)) == str(VENV):
        _write_note(_note() | {"place": str(VENV)})
        return
    _check_room()
    _say(f"making {VENV.name} with Python {sys.version.split()[0]}")
    NOTE.unlink(missing_ok=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not _works():
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupFailed(_venv_advice(done.stdout + done.stderr))
    _write_note({"place": str(VENV)})


def _venv_advice(output: str) -> str:
    if "ensurepip" in output:
        return (
            f"{sys.executable} cannot make environments: install its venv module (on Debian and Ubuntu: "
            "apt install python3-venv), or name another Python with make PYTHON=/path/to/it."
        )
    lines = output.strip().splitlines()
    return f"{VENV} could not be made: {lines[-1] if lines else 'no reason given'}"


def _works() -> bool:
    """Whether the environment has a Python that is new enough, and pip."""
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([str(PYTHON), "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _check_room() -> None:
    if shutil.disk_usage(ROOT).free < NEEDED_MB * 2**20:
        raise SetupFailed(
            f"The disk with {ROOT} has less than {NEEDED_MB} MB left: free some, then try again."
        )


def _pip(*arguments: str) -> None:
    _run([str(PYTHON), "-m", "pip", *arguments])


def _run(command: Sequence[str]) -> None:
    """Run a step in full view. Raises SetupFailed with advice that fits what it complained about."""
    complaints = []
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, errors="replace", env=os.environ | QUIET
    ) as child:
        for line in child.stderr or ():
            sys.stderr.write(line)
            complaints.append(line)
    if child.returncode:
        raise SetupFailed(_advice("".join(complaints)))


def _advice(output: str) -> str:
    for pattern, advice in ADVICE.items():
        if re.search(pattern, output):
            return advice
    return "What went wrong is above; put that right and try again."


@contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time in this folder; the second waits for the first."""
    with PRODUCT.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("another set-up is at work here; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            pass
        yield


def _catalogues() -> list[Path]:
    return sorted(
        path for room in ("kaas", "portfolios", "governance") for path in (ROOT / room).glob("**/*.po")
    )


def _note() -> dict[str, str]:
    try:
        note = json.loads(NOTE.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _write_note(note: dict[str, str]) -> None:
    fresh = NOTE.with_suffix(".new")
    fresh.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    fresh.replace(NOTE)


def _digest(parts: Sequence[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _say(line: str) -> None:
    sys.stderr.write(f"[{time.monotonic() - BEGAN_AT:6.1f} s] {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
