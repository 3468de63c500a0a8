"""Labels: interned access classes. Equal content is one row."""

import hashlib
import json
import uuid
from collections.abc import Collection

from django.db import connection

from governance.access.models import Label, Level
from governance.access.scopes import Scope
from governance.prepared import prepared


def intern_label(
    *,
    level: Level,
    compartments: Collection[uuid.UUID] = (),
    tracks: Collection[uuid.UUID] = (),
    reader_groups: Collection[uuid.UUID] = (),
    export_tags: Collection[uuid.UUID] = (),
) -> Label:
    """The label with this content, made if there is none. Order and repetition do not matter."""
    parts = {
        "compartments": sorted(set(compartments)),
        "tracks": sorted(set(tracks)),
        "reader_groups": sorted(set(reader_groups)),
        "export_tags": sorted(set(export_tags)),
    }
    digest = hashlib.sha256(
        json.dumps([int(level), {k: [str(i) for i in v] for k, v in parts.items()}], sort_keys=True).encode()
    ).digest()
    label, _ = Label.objects.get_or_create(digest=digest, defaults={"level": level, **parts})
    return label


def permitted_labels(*, scope: Scope) -> list[int]:
    """Every label the identified person may read now."""
    scope.require()
    with prepared() as cursor:
        cursor.execute("select permitted_labels()")
        return list(cursor.fetchone()[0])


def levels_and_tracks(label_ids: Collection[int]) -> dict[int, tuple[int, frozenset[str]]]:
    """The level, and the codes of the tracks, of each of these labels that the identified person may read.

    Of the tracks only those are named that the person stands on; of a label with tracks that is at least one.
    """
    with prepared() as cursor:
        cursor.execute(
            "select l.id, l.level, array(select t.slug from access_track t where t.id = any (l.tracks)),"
            " cardinality(l.tracks) = 0 from access_label l where l.id = any (%s::int[])",
            [list(label_ids)],
        )
        rows = cursor.fetchall()
    return {label: (level, frozenset(tracks)) for label, level, tracks, on_all in rows if tracks or on_all}


def have_common_track(label_ids: Collection[int]) -> bool:
    """Whether one track lies in all of these labels that ask for tracks; so where none or one of them does.

    What rests on labels without one could be read on no single track, and is refused (ARCHITECTURE "Access"). All tracks of
    a label count, also those the identified person does not stand on; a label that is not permitted lies on no track.
    """
    with prepared() as cursor:
        cursor.execute(
            "with asked as (select l.tracks from unnest(%s::int[]) a (id) left join access_label l on l.id = a.id)"
            " select coalesce(bool_and(tracks is not null), true) and (bool_and(tracks = '{}') is not false"
            "   or exists (select t.id from (select distinct unnest(tracks) as id from asked) t"
            "               where not exists (select from asked where tracks <> '{}' and not t.id = any (tracks))))"
            "  from asked",
            [list(label_ids)],
        )
        return bool(cursor.fetchone()[0])


class MarkingUnknown(LookupError):
    """No marking has this name."""


def label_of_marking(name: str) -> int:
    """The label behind a marking, for a process that may know every marking (the worker). Raises MarkingUnknown."""
    with connection.cursor() as cursor:
        cursor.execute("select label_id from access_marking where name = %s", [name])
        row = cursor.fetchone()
    if row is None:
        raise MarkingUnknown(name)
    return int(row[0])


def marking_names() -> list[str]:
    """The names of all markings this process may know, for an error that says which there are."""
    with connection.cursor() as cursor:
        cursor.execute("select name from access_marking order by name")
        return [str(name) for (name,) in cursor.fetchall()]
