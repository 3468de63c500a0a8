"""One look at the directory: read, follow, and note what became of it. What is not known now is as it was last known."""

from collections.abc import Collection

from django.db import connection, transaction

from governance.access.directory_following import Followed, TooManyLeave, follow
from governance.access.directory_mapping import mapping
from governance.access.directory_reading import read_people
from governance.access.directory_settings import Directory, DirectoryAway
from governance.access.directory_wire import open_wire
from governance.audit.events import Action
from governance.audit.trail import record

ONE_AT_A_TIME = 0x6B616173_6C646170  # the number of the advisory lock
TOO_MANY_LEAVE = "too_many_leave"
BUSY = "another_is_at_it"


class NotFollowed(Exception):
    """Nothing was changed. The code is DirectoryAway's, `too_many_leave`, or `another_is_at_it`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sync(directory: Directory, *, adopting: Collection[str] = (), accept_leavers: bool = False) -> Followed:
    """Read the directory once and bring the facts into line. Raises NotFollowed; either way the state says when and how.

    That the directory was lost, and that it was found again, is on the trail once each.
    """
    if not _lock("select pg_try_advisory_lock(%s)"):
        raise NotFollowed(BUSY)
    try:
        rules = mapping()
        with open_wire(directory) as wire:
            snapshot = read_people(wire, {rule.group for rule in rules})
        done = follow(snapshot, rules, adopting=adopting, accept_leavers=accept_leavers)
        done.questions += sorted(snapshot.missing)
        _note("", people=done.people, questions=len(done.questions))
        return done
    except (DirectoryAway, TooManyLeave) as error:
        code = error.code if isinstance(error, DirectoryAway) else TOO_MANY_LEAVE
        _note(code)
        raise NotFollowed(code) from None
    finally:
        _lock("select pg_advisory_unlock(%s)")


def _note(problem: str, *, people: int = 0, questions: int = 0) -> None:
    """Keep when the directory was read, and tell the trail when that begins or ceases to work."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select problem from access_directorystate")
        row = cursor.fetchone()
        before = row[0] if row else ""
        if problem:
            cursor.execute(
                "insert into access_directorystate (attempted_at, problem, people, questions)"
                " values (statement_timestamp(), %s, 0, 0)"
                " on conflict (id) do update set attempted_at = statement_timestamp(), problem = excluded.problem",
                [problem],
            )
        else:
            cursor.execute(
                "insert into access_directorystate (attempted_at, succeeded_at, problem, people, questions)"
                " values (statement_timestamp(), statement_timestamp(), '', %s, %s)"
                " on conflict (id) do update set attempted_at = statement_timestamp(),"
                " succeeded_at = statement_timestamp(), problem = '', people = excluded.people,"
                " questions = excluded.questions",
                [people, questions],
            )
        if problem and problem != before:
            record(Action.DIRECTORY_LOST, outcome="failed", detail={"reason": f"directory_{problem}"})
        elif before and not problem:
            record(Action.DIRECTORY_FOUND, detail={"people": people})


def _lock(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])
