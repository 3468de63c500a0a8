"""Model cards: what is known of a served model, and what it may be shown. Deny by default."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class Openness(StrEnum):
    """How open a model is. Weights under a free licence without training data and code are not open source (OSAID 1.0)."""

    OPEN_SOURCE = "open_source"
    OPEN_WEIGHT = "open_weight"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One served model.

    served_name: as the server gives it. digest: SHA-256 of the list of its weights' checksums, in hexadecimal.
    max_level: the highest sensitivity it may be shown; -1 is nothing. tracks: the codes of the tracks it stands on; None is
    every track. tools: whether it can call tools, as it was made for it or not. screens: whether it also reads questions for
    what only counsel may conclude.
    """

    served_name: str
    title: str
    origin: str
    licence: str
    licence_text: str
    openness: Openness
    digest: str
    max_level: int = -1
    tracks: frozenset[str] | None = frozenset()
    tools: bool = True
    screens: bool = False

    @property
    def permits_everything(self) -> bool:
        """Whether there is no label that the model may not see."""
        return self.max_level == max(LEVELS.values()) and self.tracks is None

    def permits(self, level: int, tracks: Collection[str]) -> bool:
        """Whether the model may be shown what stands under a label of this level and these tracks.

        As for a person, any one of the label's tracks is enough, and a label without tracks is on every track.
        """
        on_track = self.tracks is None or not tracks or not self.tracks.isdisjoint(tracks)
        return level <= self.max_level and on_track


class CardError(Exception):
    """A card cannot be used; the message names the file, the key and what to write there."""


EVERY_TRACK = "*"
LEVELS: Mapping[str, int] = {"none": -1, "L0": 0, "L1": 1, "L2": 2, "L3": 3, "L4": 4}
TEXTS = ("served_name", "title", "origin", "licence", "licence_file", "openness", "max_level")
LISTS = ("tracks", "served_as")
SWITCHES = ("tools", "screens")
OPTIONAL: Mapping[str, Any] = {"served_as": [], "tools": True, "screens": False}
KEYS = (*TEXTS, "digest", *LISTS, *SWITCHES)


def read_cards(folder: Path) -> dict[str, ModelCard]:
    """Every card of a folder (`*.toml`) under each name its model is served as. Raises CardError.

    A folder that is not there is an error too; an empty one is a company without models.
    """
    if not folder.is_dir():
        raise CardError(f"{folder} is not a folder: name the folder of the model cards in KAAS_MODEL_CARDS")
    cards: dict[str, ModelCard] = {}
    for path in sorted(folder.glob("*.toml")):
        card, names = _read(path)
        for name in names:
            if name in cards:
                raise CardError(
                    f"{path}: another card is for {name!r} too: take the name out of one of the two"
                )
            cards[name] = card
    return cards


def read_card(path: Path) -> ModelCard:
    """The card in one file. Raises CardError."""
    return _read(path)[0]


def _read(path: Path) -> tuple[ModelCard, tuple[str, ...]]:
    written = _checked(path)
    served_name = written["served_name"]
    tracks = frozenset(written["tracks"])
    card = ModelCard(
        served_name=served_name,
        title=written["title"],
        origin=written["origin"],
        licence=written["licence"],
        licence_text=_text_beside(path, written["licence_file"]),
        openness=Openness(written["openness"]),
        digest=written["digest"],
        max_level=LEVELS[written["max_level"]],
        tracks=None if tracks == {EVERY_TRACK} else tracks,
        **{switch: written.get(switch, OPTIONAL[switch]) for switch in SWITCHES},
    )
    return card, tuple(dict.fromkeys((served_name, *written.get("served_as", ()))))


def _checked(path: Path) -> dict[str, Any]:
    """What a card says, every key known, there and of the right kind."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CardError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CardError(f"{path} is not TOML in UTF-8: {error}") from error
    if unknown := sorted(written.keys() - set(KEYS)):
        raise CardError(f"{path}: {', '.join(unknown)}: no such key; a card has {', '.join(KEYS)}")
    for key in KEYS:
        if problem := _problem(key, written.get(key, OPTIONAL.get(key))):
            raise CardError(f"{path}: {key}: {problem}")
    return written


def _problem(key: str, value: object) -> str:
    """What is wrong with a value, with what to write instead; nothing when it is right."""
    if value is None:
        return f"missing: write {_wanted(key)}"
    if key in SWITCHES:
        right = isinstance(value, bool)
    else:
        right = _is_list_of_names(value) if key in LISTS else isinstance(value, str) and _fits(key, value)
    return "" if right else f"{value!r} will not do: write {_wanted(key)}"


def _is_list_of_names(value: object) -> bool:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        return False
    return EVERY_TRACK not in value or value == [EVERY_TRACK]


def _fits(key: str, value: str) -> bool:
    match key:
        case "openness":
            return value in set(Openness)
        case "max_level":
            return value in LEVELS
        case "digest":
            return re.fullmatch(r"(?:[0-9a-f]{64})?", value) is not None
        case _:
            return bool(value.strip())


def _wanted(key: str) -> str:
    return {
        "openness": f"one of {', '.join(Openness)}",
        "max_level": f"the highest level the model may be shown, one of {', '.join(LEVELS)}",
        "digest": 'what `kaas models manifest` printed (64 hexadecimal digits), or "" while nobody has',
        "licence_file": "the name of a file beside the card that holds the licence",
        "tracks": 'codes of tracks, ["*"] alone for every track, [] for documents that are on none',
        "tools": "true where the model was made to call tools, false where it was not; true when left out",
        "screens": "true where the model is to read questions for what only counsel may conclude; false when left out",
        "served_as": "further names the server gives the model, if any",
    }.get(key, "a text that is not empty")


def _text_beside(path: Path, name: str) -> str:
    if Path(name).name != name:
        raise CardError(f"{path}: licence_file: {name!r} will not do: write {_wanted('licence_file')}")
    try:
        return (path.parent / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CardError(f"{path}: licence_file: {name} cannot be read as UTF-8 text: {error}") from error
