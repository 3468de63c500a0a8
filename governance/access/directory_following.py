"""Following the directory: what its groups give is opened here, and what they no longer give is closed.

Runs as the owner role, in a process of its own (decision 0017). Only what it opened itself does it close; facts given by hand
stay, and what was ended by hand stays ended until the directory first stops saying it. Endings come before beginnings, and
each person is a transaction, so that a revocation does not wait for ten thousand newcomers.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from governance.access.directory_reading import Person, Snapshot
from governance.access.models import (
    Clearance,
    CompartmentMembership,
    Fact,
    Grant,
    ReaderGroupMembership,
    Standing,
    TrackMembership,
    User,
)
from governance.access.provisioning import close_fact, open_fact

RECORDED_BY = "directory"
FACTS: dict[str, tuple[type[Fact], str]] = {
    "role": (Grant, "role"),
    "clearance": (Clearance, "level"),
    "compartment": (CompartmentMembership, "compartment_id"),
    "track": (TrackMembership, "track_id"),
    "reader_group": (ReaderGroupMembership, "reader_group_id"),
    "standing": (Standing, "kind"),
}
ACTIVE = ("standing", "active")
FEW = 10  # so many may leave at once without anybody asking whether the directory was read rightly

Held = tuple[str, str]


class Known(NamedTuple):
    """A person whom an entry of the directory is."""

    id: uuid.UUID
    username: str
    display_name: str
    name_en: str


class TooManyLeave(Exception):
    """More than half of the people would leave at once. The number is the first argument."""


@dataclass(slots=True)
class Followed:
    """What a look at the directory changed."""

    people: int = 0
    joined: int = 0
    opened: int = 0
    closed: int = 0
    questions: list[str] = field(
        default_factory=list
    )  # names that are somebody else's already, entries without a name


def follow(
    snapshot: Snapshot,
    rules: Iterable[tuple[str, str, str]],
    *,
    adopting: Collection[str] = (),
    accept_leavers: bool = False,
) -> Followed:
    """Bring the facts into line with the directory. Raises TooManyLeave, having changed nothing.

    `adopting`: names of people known here whom the directory's entry of the same name may take over.
    """
    given: dict[str, set[Held]] = {}
    for group, kind, target in rules:
        given.setdefault(group, set()).add((kind, target))
    known, held = _known(), _held()
    kept = {known[entry].id for entry in snapshot.unusable if entry in known}
    wanted = {
        entry: {ACTIVE}.union(*(given.get(group, ()) for group in person.groups))
        for entry, person in snapshot.people.items()
    }
    staying = {known[entry].id: facts for entry, facts in wanted.items() if entry in known}
    _check_leavers(held, staying.keys() | kept, accept=accept_leavers)
    done = Followed(people=len(snapshot.people), questions=sorted(snapshot.unusable))
    for person_id, facts in held.items():
        if person_id not in kept:
            done.closed += _close(person_id, facts, facts.keys() - staying.get(person_id, set()))
    for entry, person in snapshot.people.items():
        _begin(person, wanted[entry], known.get(entry), held, adopting, done)
    return done


def _begin(
    person: Person,
    wanted: set[Held],
    there: Known | None,
    held: Mapping[uuid.UUID, Mapping[Held, uuid.UUID]],
    adopting: Collection[str],
    done: Followed,
) -> None:
    """Make the person known where they are not, and open what they do not hold yet."""
    missing = wanted - held.get(there.id, {}).keys() if there else wanted
    if there and not missing and there[1:] == (person.username, *_names_of(person, there.name_en)):
        return
    with transaction.atomic():
        person_id = there.id if there else _join(person, adopting)
        done.joined += there is None and person_id is not None
        if person_id is None or not _rename(person_id, person):
            done.questions.append(person.username)
        if person_id is not None:
            for fact in sorted(missing):
                _open(person_id, fact)
                done.opened += 1


def _join(person: Person, adopting: Collection[str]) -> uuid.UUID | None:
    """The id under which the person is known from now on; None where the name is somebody else's."""
    there = User.objects.filter(username=person.username).first()
    if there is not None and _has_left(there):
        there = None
    if there is None:
        there = User.objects.create_user(
            person.username,
            display_name=person.display_name,
            name_en=person.name_en or "",
            language=person.language,
            password=None,
        )
    elif person.username in adopting and not _one(
        "select 1 from access_directoryentry where person_id = %s", there.id
    ):
        there.set_unusable_password()  # from now on the directory says who they are
        there.save(update_fields=["password"])
    else:
        return None
    _execute("insert into access_directoryentry (person_id, entry) values (%s, %s)", there.id, person.entry)
    return there.id


def _has_left(there: User) -> bool:
    """Whether a name is free again, because the directory no longer has whom it was; they keep what they did, renamed."""
    entry = _one("select entry from access_directoryentry where person_id = %s", there.id)
    if not entry or _one("select 1 from access_directoryfact where person_id = %s", there.id):
        return False
    there.username = f"{there.username[:110]} {entry[0]}"[:150]
    there.save(update_fields=["username"])
    return True


def _rename(person_id: uuid.UUID, person: Person) -> bool:
    """Take over a name that changed; whether that was possible."""
    if User.objects.exclude(pk=person_id).filter(username=person.username).exists():
        return False
    there = User.objects.get(pk=person_id)
    there.username = person.username
    there.display_name, there.name_en = _names_of(person, there.name_en)
    there.save(update_fields=["username", "display_name", "name_en"])
    return True


def _names_of(person: Person, name_en: str) -> tuple[str, str]:
    """What the directory calls somebody; where it has no name in English, the one given here stays."""
    return person.display_name, name_en if person.name_en is None else person.name_en


def _open(person_id: uuid.UUID, held: Held) -> None:
    kind, target = held
    which, column = FACTS[kind]
    content: dict[str, Any] = {column: int(target) if kind == "clearance" else target}
    fact = open_fact(which, person=person_id, recorded_by=RECORDED_BY, **content)
    _execute(
        "insert into access_directoryfact (fact_id, person_id, kind, target) values (%s, %s, %s, %s)",
        fact.id,
        person_id,
        kind,
        target,
    )


def _close(person_id: uuid.UUID, held: Mapping[Held, uuid.UUID], over: Iterable[Held]) -> int:
    """End what is over, unless somebody has ended it before."""
    closed = 0
    with transaction.atomic():
        now = database_time()
        for kind, target in over:
            fact_id = held[kind, target]
            fact = FACTS[kind][0]._default_manager.get(pk=fact_id)
            if fact.valid_to is None or fact.valid_to > now:
                close_fact(fact, at=max(now, fact.valid_from))
                closed += 1
            _execute(
                "delete from access_directoryfact where fact_id = %s and person_id = %s", fact_id, person_id
            )
    return closed


def deactivate(username: str) -> int:
    """End every standing of this person as active, whoever recorded it; how many there were. Their sessions end with it."""
    with transaction.atomic():
        now = database_time()
        standing = Standing.objects.filter(person__username=username, kind="active").exclude(
            valid_to__lte=now
        )
        facts = list(standing)
        for fact in facts:
            close_fact(fact, at=max(now, fact.valid_from))
    return len(facts)


def database_time() -> datetime:
    """Now, by the clock that decides."""
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now


def _check_leavers(
    held: Mapping[uuid.UUID, Mapping[Held, uuid.UUID]], staying: Collection[uuid.UUID], *, accept: bool
) -> None:
    active = [person_id for person_id, facts in held.items() if ACTIVE in facts]
    leaving = sum(person_id not in staying for person_id in active)
    if not accept and leaving > FEW and leaving * 2 > len(active):
        raise TooManyLeave(leaving)


def _known() -> dict[str, Known]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select e.entry, u.id, u.username, u.display_name, u.name_en from access_directoryentry e"
            " join access_user u on u.id = e.person_id"
        )
        return {entry: Known(*rest) for entry, *rest in cursor.fetchall()}


def _held() -> dict[uuid.UUID, dict[Held, uuid.UUID]]:
    held: dict[uuid.UUID, dict[Held, uuid.UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select person_id, kind, target, fact_id from access_directoryfact")
        for person_id, kind, target, fact_id in cursor.fetchall():
            held.setdefault(person_id, {})[kind, target] = fact_id
    return held


def _one(statement: str, *parameters: uuid.UUID | str) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _execute(statement: str, *parameters: uuid.UUID | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
