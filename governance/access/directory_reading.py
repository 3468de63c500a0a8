"""Who is in which mapped group, read from the directory: nested groups, cycles and a million members included.

Groups are never read member by member: the directory is asked who belongs to them (`memberOf`), so that an answer is never
longer than a page, and a group within itself is a group that was seen already.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from governance.access.directory_settings import DirectoryAway
from governance.access.directory_wire import Attributes, Wire, escaped, normal

GROUP = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=group))"
MOST_GROUPS = 5_000
GROUPS_OF_ONE_QUESTION = 100
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in at least one mapped group. `entry` names the directory's entry for good, whatever becomes of the name.

    `name_en`: the name in English; None where the directory is not asked for it, or the entry has none.
    """

    entry: str
    username: str
    display_name: str
    language: str
    groups: frozenset[str]
    name_en: str | None = None


@dataclass(slots=True)
class Snapshot:
    """What the directory said: people by entry, mapped groups that it does not have, entries that cannot be used."""

    people: dict[str, Person] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    unusable: set[str] = field(default_factory=set)  # their entries, or their names in the directory


def read_people(wire: Wire, groups: Collection[str]) -> Snapshot:
    """Everybody who is in one of `groups`, directly or through other groups. Raises DirectoryAway.

    `groups` are normal names. Two people of one name cannot be told apart at sign-in, so neither is usable.
    """
    found = Snapshot()
    found.missing = {group for group in groups if not wire.is_there(group)}
    above = _descend(wire, sorted(set(groups) - found.missing))
    for dn, values in _members(wire, sorted(above)):
        person = _person(wire, values, above)
        if person is None:
            found.unusable.add(_entry(wire, values) or dn)
        else:
            found.people[person.entry] = person
        if len(found.people) + len(found.unusable) > wire.directory.most_people:
            raise DirectoryAway("too_many")
    _set_namesakes_aside(found)
    return found


def find_group(wire: Wire, name: str) -> str | None:
    """The normal name of a group that is given by its whole name or by its cn; None unless there is exactly one."""
    if "=" in name:
        try:
            return normal(name) if wire.is_there(name) else None
        except ValueError:
            return None
    condition = f"(&{GROUP}(cn={escaped(name)}))"
    found = [dn for dn, _ in wire.entries(wire.directory.groups, condition, ["1.1"])]
    return normal(found[0]) if len(found) == 1 else None


def as_typed(name: str) -> str:
    """A name as the directory compares it, so that a name has one spelling; empty for what can be nobody's name."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    is_plain = not any(unicodedata.category(character)[0] == "C" for character in folded)
    return folded if is_plain and len(folded) <= LONGEST_NAME else ""


def entry_of(attribute: str, value: bytes) -> str:
    """The lasting id of an entry as text. Active Directory's is 16 bytes, others are text already."""
    return value.hex() if attribute.lower() == "objectguid" else value.decode("utf-8", "replace").lower()


def _descend(wire: Wire, mapped: Iterable[str]) -> dict[str, set[str]]:
    """Each group that leads to mapped ones, with those: `{"cn=team": {"cn=all"}}`."""
    above: dict[str, set[str]] = {}
    below: dict[str, list[str]] = {}
    for root in mapped:
        waiting = [root]
        while waiting:
            group = waiting.pop()
            roots = above.setdefault(group, set())
            if root in roots:
                continue  # seen on another way, or a cycle
            roots.add(root)
            if group not in below:
                below[group] = _groups_in(wire, group)
            waiting.extend(below[group])
            if len(above) > MOST_GROUPS:
                raise DirectoryAway("too_many")
    return above


def _groups_in(wire: Wire, group: str) -> list[str]:
    condition = f"(&{GROUP}(memberOf={escaped(group)}))"
    return [normal(dn) for dn, _ in wire.entries(wire.directory.groups, condition, ["1.1"])]


def _members(wire: Wire, groups: list[str]) -> Iterator[tuple[str, Attributes]]:
    directory = wire.directory
    wanted = [
        directory.name_attribute,
        directory.entry_attribute,
        "displayName",
        "cn",
        "preferredLanguage",
        "memberOf",
        *filter(None, [directory.english_attribute]),
    ]
    for begin in range(0, len(groups), GROUPS_OF_ONE_QUESTION):
        some = "".join(
            f"(memberOf={escaped(group)})" for group in groups[begin : begin + GROUPS_OF_ONE_QUESTION]
        )
        yield from wire.entries(directory.people, f"(&{directory.people_filter}(|{some}))", wanted)


def _person(wire: Wire, values: Attributes, above: dict[str, set[str]]) -> Person | None:
    """The person of an entry; None when it lacks a name or an id, or when its groups were not told whole."""
    texts = {
        name.lower(): [value.decode("utf-8", "replace") for value in some] for name, some in values.items()
    }
    username = as_typed(next(iter(texts.get(wire.directory.name_attribute.lower(), [])), ""))
    entry = _entry(wire, values)
    if not username or not entry or any(name.startswith("memberof;") for name in texts):
        return None
    shown = next(iter(texts.get("displayname") or texts.get("cn") or [username]))
    speaks = next(iter(texts.get("preferredlanguage", [])), "")
    english = _in_language(texts, wire.directory.english_attribute)
    groups = frozenset().union(*(above.get(normal(dn), ()) for dn in texts.get("memberof", [])))
    language = "en" if speaks.lower().startswith("en") else "ja"
    return Person(entry, username, shown[:200], language, groups, english[:200] if english else None)


def _in_language(texts: Mapping[str, Sequence[str]], attribute: str) -> str:
    """The first value of an attribute with options, whatever their order and case (RFC 4512, 2.5); empty where there is none.

    A server may answer with more options than were asked for: `displayName;lang-en-GB` is English too (RFC 3866, 3).
    """
    name, *options = attribute.lower().split(";")
    for described, values in texts.items():
        own, *having = described.split(";")
        if name and own == name and all(any(_is_within(one, option) for one in having) for option in options):
            return next((value.strip() for value in values if value.strip()), "")
    return ""


def _is_within(option: str, wanted: str) -> bool:
    """Whether an option is the wanted one, or of a language within it."""
    return option == wanted or (wanted.startswith("lang-") and option.startswith(f"{wanted}-"))


def _entry(wire: Wire, values: Attributes) -> str:
    attribute = wire.directory.entry_attribute
    some = next((some for name, some in values.items() if name.lower() == attribute.lower()), ())
    return entry_of(attribute, some[0]) if some else ""


def _set_namesakes_aside(found: Snapshot) -> None:
    by_name: dict[str, list[str]] = {}
    for person in found.people.values():
        by_name.setdefault(person.username, []).append(person.entry)
    for entries in by_name.values():
        if len(entries) > 1:
            for entry in entries:
                del found.people[entry]
                found.unusable.add(entry)
