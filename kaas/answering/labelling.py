"""Under which label a question is asked: one the person chose by its marking, or the highest of what they search."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection

from governance.access.labels import have_common_track, levels_and_tracks
from governance.access.scopes import NotFound, Scope
from governance.prepared import prepared
from kaas.inference.cards import ModelCard
from kaas.retrieval.search import Hit
from portfolios.catalogue import highest_labels


@dataclass(frozen=True, slots=True)
class MarkingChoice:
    """A marking the person may read, and so may ask under."""

    name: str
    level: int
    label_id: int


@dataclass(frozen=True, slots=True)
class WholeLabel:
    """Several labels as one, for a watermark and never to decide: highest level, all compartments, the tracks in common.

    Compartments and tracks by name, as far as the person is in them; `_en`: by the name in English, or the one there is.
    markings: the names of the labels themselves.
    """

    level: int
    markings: tuple[str, ...] = ()
    compartments: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    compartments_en: tuple[str, ...] = ()
    tracks_en: tuple[str, ...] = ()


def list_markings(*, scope: Scope) -> list[MarkingChoice]:
    """The markings among which the person may choose, lowest level first."""
    scope.require()
    with connection.cursor() as cursor:
        cursor.execute(
            "select m.name, l.level, l.id from access_marking m join access_label l on l.id = m.label_id"
            " order by l.level, m.name"
        )
        return [MarkingChoice(*row) for row in cursor.fetchall()]


def own_labels(*, scope: Scope, marking: str = "", portfolio: uuid.UUID | None = None) -> list[int]:
    """The labels of the question itself. Raises NotFound for a marking the person may not read as for none, and Denied.

    All permitted names are read and compared here, as those of portfolios are.
    """
    if not marking:
        return highest_labels(scope=scope, portfolio=portfolio)
    found = {choice.name: choice.label_id for choice in list_markings(scope=scope)}
    if marking not in found:
        raise NotFound
    return [found[marking]]


def permitted_to(card: ModelCard, label_ids: Collection[int]) -> set[int]:
    """Those of the labels whose documents the model may see. A label that is unknown here is not permitted."""
    known = levels_and_tracks(label_ids)
    return {label for label in label_ids if label in known and card.permits(*known[label])}


def on_one_track(hits: Sequence[Hit], kept: Collection[int]) -> list[Hit]:
    """The hits, without those that share no track with the labels `kept` and with the hits before them."""
    labels = set(kept)
    if have_common_track({*labels, *(hit.document.label_id for hit in hits)}):
        return list(hits)
    together = []
    for hit in hits:
        if have_common_track({*labels, hit.document.label_id}):
            labels.add(hit.document.label_id)
            together.append(hit)
    return together


PARTS = """
    select l.level,
           array(select array[c.name, coalesce(nullif(c.name_en, ''), c.name)] from access_compartment c
                  where c.id = any (l.compartments)),
           array(select array[t.name, coalesce(nullif(t.name_en, ''), t.name)] from access_track t
                  where t.id = any (l.tracks)),
           cardinality(l.tracks) > 0, array(select m.name from access_marking m where m.label_id = l.id order by 1)
      from access_label l where l.id = any (%s::int[])
"""


def whole_label(label_ids: Sequence[int], *, scope: Scope) -> WholeLabel:
    """The labels as one. Raises NotFound where the person may read none of them."""
    scope.require()
    with prepared() as cursor:
        cursor.execute(PARTS, [list(label_ids)])
        rows = cursor.fetchall()
    if not rows:
        raise NotFound
    levels, compartments, tracks, tracked, markings = zip(*rows, strict=True)
    tracks_named = [
        {(name, name_en) for name, name_en in names}
        for names, is_tracked in zip(tracks, tracked, strict=True)
        if is_tracked
    ]
    within = {(name, name_en) for name, name_en in chain.from_iterable(compartments)}
    along = set.intersection(*tracks_named) if tracks_named else set()
    return WholeLabel(
        max(levels),
        tuple(sorted(set(chain.from_iterable(markings)))),
        tuple(sorted(name for name, _ in within)),
        tuple(sorted(name for name, _ in along)),
        tuple(sorted(name_en for _, name_en in within)),
        tuple(sorted(name_en for _, name_en in along)),
    )
