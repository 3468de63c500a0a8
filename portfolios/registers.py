"""What the registers of the offices say of applications, recorded under a marking: whoever may not read that knows nothing
of it. The status of an application is reckoned here, of the records under the same marking and of no others; families are
put together by whoever asks (`kaas.retrieval.registered`).
"""

import json
import re
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection, transaction

from governance.access.labels import label_of_marking
from governance.audit.events import Action
from governance.audit.trail import record
from portfolios.catalogue import KIND_CODE
from portfolios.families import (
    Application,
    Finding,
    find_conflicts,
    find_terms,
    legal_status,
    read_applications,
    recorded_events,
)

UNCERTAIN: Final = "uncertain"  # a flag of a status whose events contradict each other
# Offices that give the same number to publications of several kinds, patents and utility models: there the letter tells.
BY_KIND: Final = frozenset({"JP", "KR"})
STEP: Final = re.compile(r"(?<=[A-Z])[0-9]$")
# Everything connected with some numbers under one label, through any earlier application.
CONNECTED: Final = """
    with recursive reached (number) as (
        select asked collate "C" from unnest(%(numbers)s::text[]) asked
      union
        select other.number from reached r
          join register_name mine on mine.label_id = %(label)s and mine.number = r.number and mine.what <> 'publication'
          join register_name other on other.application = mine.application and other.what <> 'publication'
    )
    select a.id, a.records from register_application a
     where a.label_id = %(label)s and a.number in (select number from reached) order by a.number
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An application as the operator is told of it. status: "" where no event says anything."""

    number: str
    marking: str
    status: str
    publications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Period:
    status: str
    flags: list[str]
    since: date
    until: date | None


def names_of(publication_number: str) -> list[str]:
    """A publication's number as registers are asked for it: with its kind code, and with as little of it as says enough."""
    enough = STEP if publication_number[:2] in BY_KIND else KIND_CODE
    return list(dict.fromkeys([publication_number, enough.sub("", publication_number)]))


def record_applications(given: Sequence[Mapping[str, Any]], *, marking: str) -> tuple[int, list[Finding]]:
    """Record applications, each in place of what was recorded of it under the marking before. As the worker, with its event.

    How many they were, and what does not fit in what is connected with them. Raises ValueError where a record cannot be
    read, and MarkingUnknown.
    """
    read_applications(given)  # so that an error names the place in the whole list
    label_id = label_of_marking(marking)
    records: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in given:
        (application,), _ = read_applications([one])
        records[application.application_number].append(one)
    with transaction.atomic():
        for number, some in records.items():
            _remove(number, label_id)
            _insert(some, label_id)
        findings = _reckon(list(records), label_id)
        record(
            Action.REGISTER_RECORDED,
            resource=f"register:{uuid.uuid4()}",
            detail={"applications": len(records), "by": "operator"},
        )
    return len(records), findings


def remove_application(number: str, *, marking: str) -> bool:
    """Forget an application under a marking; whether it was recorded there. As the worker, with its event."""
    (application,), _ = read_applications([{"application_number": number}])
    label_id = label_of_marking(marking)
    with transaction.atomic():
        found = _remove(application.application_number, label_id)
        if found:
            _reckon([application.application_number], label_id)
            record(Action.REGISTER_REMOVED, resource=f"register:{uuid.uuid4()}", detail={"by": "operator"})
    return found


def list_applications(*, on: date) -> list[Recorded]:
    """Every record with its status on a day, for the operator, with its event; by marking and number."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select a.number, coalesce((select min(m.name) from access_marking m where m.label_id = a.label_id), ''),"
            "       coalesce(s.status, ''), array(select n.number from register_name n"
            "          where n.application = a.id and n.what = 'publication' order by n.number)"
            "  from register_application a left join register_status s on s.application = a.id"
            "   and s.since <= %s and (s.until is null or s.until > %s) order by 2, 1",
            [on, on],
        )
        found = [
            Recorded(number, marking, status, tuple(published))
            for number, marking, status, published in cursor.fetchall()
        ]
        record(Action.REGISTER_LISTED, detail={"shown": len(found), "by": "operator"})
    return found


def _remove(number: str, label_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from register_application where number = %s and label_id = %s returning id",
            [number, label_id],
        )
        gone = [row[0] for row in cursor.fetchall()]
        for table in ("register_name", "register_status"):
            cursor.execute(f"delete from {table} where application = any (%s)", [gone])
    return bool(gone)


def _insert(records: Sequence[Mapping[str, Any]], label_id: int) -> None:
    (one,), _ = read_applications(records)
    key = uuid.uuid4()
    links = [[link.number, link.kind, str(link.filing_date or ""), link.is_active] for link in one.links]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into register_application (id, label_id, number, office, filing_date, links, records)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [
                key,
                label_id,
                one.application_number,
                one.office,
                one.filing_date,
                json.dumps(links),
                json.dumps(list(records)),
            ],
        )
        cursor.executemany(
            "insert into register_name (application, label_id, what, number) values (%s, %s, %s, %s)",
            [(key, label_id, what, number) for what, number in sorted(_names(one))],
        )


def _names(one: Application) -> set[tuple[str, str]]:
    published = {name for each in one.publications for name in names_of(each.publication_number)}
    return {
        ("application", one.application_number),
        *(("earlier", link.number) for link in one.links),
        *(("publication", name) for name in published),
    }


def _reckon(numbers: Sequence[str], label_id: int) -> list[Finding]:
    """The status anew of everything connected with these applications: a term may rest on an earlier one."""
    with connection.cursor() as cursor:
        cursor.execute(CONNECTED, {"numbers": list(numbers), "label": label_id})
        keys, given = [], []
        for key, records in cursor.fetchall():
            keys.append(key)
            given.append(json.loads(records))
        read = [read_applications(records) for records in given]
        applications = [one for found, _ in read for one in found]
        rows = [
            (key, label_id, one.status, one.flags, one.since, one.until)
            for key, application, term in zip(keys, applications, find_terms(applications), strict=True)
            for one in _periods(application, term.expires_on)
        ]
        cursor.execute("delete from register_status where application = any (%s)", [keys])
        cursor.executemany(
            "insert into register_status (application, label_id, status, flags, since, until)"
            " values (%s, %s, %s, %s, %s, %s)",
            rows,
        )
    return sorted({*(each for _, findings in read for each in findings), *find_conflicts(applications)})


def _periods(one: Application, ends: date | None) -> Iterator[_Period]:
    """From each day on which something changes to the next: legal_status() is a fold over the events up to a day."""
    events = recorded_events(one)
    days = {event.event_date for event in events}
    if ends and ends < date.max:
        days.add(ends + timedelta(days=1))
    changes: list[tuple[date, str, list[str]]] = []
    for day in sorted(days):
        central, *_states = legal_status(
            events, office=one.office, as_of=day, states=one.states, expires_on=ends
        )
        flags = sorted({*central.flags, *([UNCERTAIN] if central.is_uncertain else [])})
        if not changes or changes[-1][1:] != (central.status, flags):
            changes.append((day, central.status, flags))
    for (since, status, flags), after in zip(changes, [*changes[1:], None], strict=True):
        yield _Period(status, flags, since, after[0] if after else None)
