"""The group mapping: what members of a group of the directory hold here.

As TOML: `[[group]]` with `group` (the whole name, or the cn where only one group has it) and any of `roles`, `clearance`,
`compartments`, `tracks`, `reader_groups` and `standing`. Loading replaces the whole mapping.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction

from governance.access.models import Compartment, Level, Named, ReaderGroup, Track
from governance.access.permissions import Role
from governance.audit.events import Action
from governance.audit.trail import record

STANDING = ("acknowledged", "trained")  # being active comes from being there
NAMED: dict[str, tuple[str, type[Named]]] = {
    "compartments": ("compartment", Compartment),
    "tracks": ("track", Track),
    "reader_groups": ("reader_group", ReaderGroup),
}


class Rule(NamedTuple):
    """Members of `group` (a normal name) hold `target`, which is a `kind` of thing."""

    group: str
    kind: str
    target: str


class MappingUnusable(Exception):
    """The mapping was not loaded; the message has one line for everything that is wrong with it."""


def load_mapping(described: Mapping[str, Any], *, find_group: Callable[[str], str | None]) -> list[Rule]:
    """Replace the mapping by `described`, with its event. Raises MappingUnusable and changes nothing when anything is wrong.

    `find_group` says the normal name of a group of the directory, or None.
    """
    problems: list[str] = []
    rules = sorted(set(_rules(described, find_group, problems)))
    if problems:
        raise MappingUnusable("\n".join(problems))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from access_groupmapping")
        cursor.executemany(
            "insert into access_groupmapping (id, directory_group, kind, target) values (%s, %s, %s, %s)",
            [(uuid.uuid4(), *rule) for rule in rules],
        )
        record(
            Action.MAPPING_LOADED, detail={"groups": len({rule.group for rule in rules}), "rules": len(rules)}
        )
    return rules


def mapping() -> list[Rule]:
    """The rules in force, in order."""
    with connection.cursor() as cursor:
        cursor.execute("select directory_group, kind, target from access_groupmapping order by 1, 2, 3")
        return [Rule(*row) for row in cursor.fetchall()]


def _rules(
    described: Mapping[str, Any], find_group: Callable[[str], str | None], problems: list[str]
) -> Iterator[Rule]:
    entries = described.get("group")
    if set(described) != {"group"} or not isinstance(entries, list) or not entries:
        problems.append("a mapping is a list of [[group]] and nothing else")
        return
    known = {
        plural: dict(kind._default_manager.values_list("slug", "id")) for plural, (_, kind) in NAMED.items()
    }
    for number, entry in enumerate(entries, 1):
        name = entry.get("group") if isinstance(entry, dict) else None
        group = find_group(name) if isinstance(name, str) and name.strip() else None
        if group is None:
            problems.append(f"[[group]] {number}: the directory has no group {name!r}, or more than one")
            continue
        try:
            yield from (Rule(group, kind, target) for kind, target in _held(entry, known))
        except ValueError as error:
            problems.append(f"[[group]] {number} ({name}): {error}")


def _held(entry: Mapping[str, Any], known: Mapping[str, Mapping[str, uuid.UUID]]) -> list[tuple[str, str]]:
    """Kind and target of everything that an entry gives. ValueError says what is unknown."""
    strange = sorted(set(entry) - {"group", "roles", "clearance", "standing", *NAMED})
    if strange:
        raise ValueError(f"{strange[0]!r} is nothing that a group can give")
    held = [("role", code) for code in _codes(entry, "roles", [role.value for role in Role])]
    held += [("standing", code) for code in _codes(entry, "standing", STANDING)]
    for plural, (kind, _) in NAMED.items():
        held += [(kind, str(known[plural][code])) for code in _codes(entry, plural, list(known[plural]))]
    level = entry.get("clearance")
    if level is not None:
        if isinstance(level, bool) or level not in list(Level):
            raise ValueError(f"clearance {level!r} is not a level from {min(Level)} to {max(Level)}")
        held.append(("clearance", str(int(level))))
    if not held:
        raise ValueError("it gives nothing")
    return held


def _codes(entry: Mapping[str, Any], name: str, known: Sequence[str]) -> list[str]:
    codes = entry.get(name, [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise ValueError(f"{name} is not a list of names")
    for code in codes:
        if code not in known:
            raise ValueError(f"{name}: there is no {code!r}; there are: {', '.join(sorted(known)) or 'none'}")
    return codes
