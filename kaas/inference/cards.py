"""Model cards: what is known of a served model, and what it may be shown. Deny by default."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


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
    every track.
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

    def permits(self, level: int, tracks: Collection[str]) -> bool:
        """Whether the model may be shown what stands under a label of this level and these tracks.

        As for a person, any one of the label's tracks is enough, and a label without tracks is on every track.
        """
        on_track = self.tracks is None or not tracks or not self.tracks.isdisjoint(tracks)
        return level <= self.max_level and on_track
