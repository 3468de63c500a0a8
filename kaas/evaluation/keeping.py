"""Runs kept, so that later ones can be held against them: a file each, with figures by question and no texts.

A kept run says which questions it was made of and how, because only runs over the same questions can be compared.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any, Final
from unicodedata import category

from kaas.evaluation.significance import Difference, compare
from kaas.version import VERSION

FOLDER: Final = "evaluations"
RETRIEVAL, ANSWERS = "retrieval", "answers"
LESS_IS_BETTER: Final = frozenset({"unsupported", "invented_numbers", "away"})
FAULTS: Final = ("missed_by_", "false_alarm_by_")
REQUIRED: Final = frozenset({"name", "kind", "made", "data", "version", "each"})
UNFIT: Final = frozenset({"Cc", "Cs"})  # control characters and halves of characters are for no terminal
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


class KeepingError(Exception):
    """A run cannot be kept, read, or compared; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as it is kept. data: digest of the questions and what was expected. each: question -> figure -> value.

    made_with: what it was made with, where that may differ: model, prompt, effort.
    """

    name: str
    kind: str
    made: str
    data: str
    version: str
    each: dict[str, dict[str, float]]
    made_with: dict[str, str] = field(default_factory=dict)


def means(each: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[float, int]]:
    """Figure -> its mean over the questions that have it, and how many these are."""
    names = dict.fromkeys(name for figures in each.values() for name in figures)
    values = {name: [figures[name] for figures in each.values() if name in figures] for name in names}
    return {name: (sum(of) / len(of), len(of)) for name, of in values.items()}


def less_is_better(figure: str) -> str:
    """What is said beside a figure of which less is better; nothing beside any other."""
    return "  (less is better)" if figure in LESS_IS_BETTER or figure.startswith(FAULTS) else ""


def digest_of(data: Any) -> str:
    """Of anything JSON can say."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def keep(
    name: str,
    *,
    kind: str,
    data: str,
    each: Mapping[str, Mapping[str, float]],
    state: Path,
    made_with: Mapping[str, str] | None = None,
) -> Path:
    """Write a run, once. Raises KeepingError for a name that is taken, or is none."""
    path = check_free(name, state=state)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    kept = Kept(
        name, kind, made, data, VERSION, {key: dict(one) for key, one in each.items()}, dict(made_with or {})
    )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise KeepingError(f"{path} cannot be written: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(kept), file, ensure_ascii=False, indent=1)
    return path


def check_free(name: str, *, state: Path) -> Path:
    """Where a run of that name will lie. Raises KeepingError for a name that is taken, or is none."""
    path = _path(name, state)
    if path.exists():
        raise KeepingError(f"a run named {name} is kept already; choose another name")
    return path


def read_kept(name: str, *, state: Path) -> Kept:
    """A kept run. Raises KeepingError where there is none, or the file is none of ours."""
    path = _path(name, state)
    try:
        return _kept(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise KeepingError(
            f"no run named {name} is kept; there are: {', '.join(names(state)) or 'none'}"
        ) from None
    except OSError as error:
        raise KeepingError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, OverflowError, RecursionError) as error:
        raise KeepingError(f"{path} is no kept run: {error}") from None


def names(state: Path) -> list[str]:
    """The runs that are kept."""
    return sorted(path.stem for path in (state / FOLDER).glob("*.json"))


def differences(earlier: Kept, later: Kept) -> dict[str, Difference]:
    """Figure -> how the later run differs, over the questions that have it in both; what no question has is left out.

    Raises KeepingError where the two were not asked the same.
    """
    if (earlier.kind, earlier.data) != (later.kind, later.data):
        raise KeepingError(f"{earlier.name} and {later.name} were not made of the same questions")
    if not earlier.each or earlier.each.keys() != later.each.keys():
        raise KeepingError(f"{earlier.name} and {later.name} do not hold the same questions")
    found = {}
    for figure in dict.fromkeys(name for one in earlier.each.values() for name in one):
        both = [key for key, one in earlier.each.items() if figure in one and figure in later.each[key]]
        if both:
            found[figure] = compare(
                {key: earlier.each[key][figure] for key in both},
                {key: later.each[key][figure] for key in both},
            )
    return found


def _kept(given: Any) -> Kept:
    """ValueError, which says what is wrong, where a file does not have the form of a run."""
    keys = _object(given, "it").keys()
    if not REQUIRED <= keys <= REQUIRED | {"made_with"}:
        raise ValueError("its keys are not those of a run")
    made = Kept(**given)
    for key in sorted(REQUIRED - {"each"}):
        _check_line(getattr(made, key), key)
    for value in _object(made.made_with, "made_with").values():
        _check_line(value, "a value of made_with")
    if made.kind not in (RETRIEVAL, ANSWERS):
        raise ValueError(f"its kind is neither {RETRIEVAL} nor {ANSWERS}")
    each = {question: _figures(figures) for question, figures in _object(made.each, "each").items()}
    return replace(made, each=each)


def _figures(given: Any) -> dict[str, float]:
    figures = _object(given, "what is kept of a question")
    for value in figures.values():
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise ValueError("a figure is no number")
    return {name: float(value) for name, value in figures.items()}


def _object(given: Any, what: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ValueError(f"{what} is no JSON object")
    for key in given:
        _check_line(key, "a key")
    return given


def _check_line(value: object, what: str) -> None:
    if not isinstance(value, str) or any(category(character) in UNFIT for character in value):
        raise ValueError(f"{what} is no line of text")


def _path(name: str, state: Path) -> Path:
    if not _NAME.fullmatch(name):
        raise KeepingError("a name is up to 60 letters, digits, dots, hyphens and underscores")
    return state / FOLDER / f"{name}.json"
