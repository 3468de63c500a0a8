"""Taking one fact about a person away, and giving it back: what an administrator's change does, without the two of them."""

import time
from dataclasses import dataclass, field

from tests.verification.logins import Raw

# What is closed, and of what kind; a wall is opened instead.
FACTS = ["compartmentmembership", "trackmembership", "clearance", "grant", "standing"]
KINDS = [*FACTS, "acknowledged", "trained", "wall"]
CLOSE = """
    with closed as (
      update access_{table} set valid_to = clock_timestamp()
       where person_id = %s and {which} and valid_to is null returning *)
    select {column} from closed
"""
OPEN = (
    "insert into access_{table} (id, person_id, {column}, valid_from, recorded_by{more})"
    " values (gen_random_uuid(), %s, %s, clock_timestamp(), 'test'{reason})"
)
COLUMNS = {
    "compartmentmembership": "compartment_id",
    "trackmembership": "track_id",
    "clearance": "level",
    "grant": "role",
    "standing": "kind",
    "wall": "compartment_id",
}


@dataclass(slots=True)
class Revocation:
    """One fact taken from a person, to be given back: of `kind`, or a wall around `compartment` put up."""

    root: Raw
    kind: str
    person: str
    compartment: str = "aurora"
    taken: list[object] = field(default_factory=list)

    @property
    def table(self) -> str:
        return "standing" if self.kind in ("acknowledged", "trained") else self.kind

    def close(self) -> float:
        """Take it; the time at which that was committed, by this process's clock."""
        if self.table == "wall":
            self.taken = [self._walled()]
            self._open()
        else:
            standing = "active" if self.kind == "standing" else self.kind
            which = f"kind = '{standing}'" if self.table == "standing" else "true"
            column = COLUMNS[self.table]
            closing = CLOSE.format(table=self.table, which=which, column=column)
            self.taken = [row[0] for row in self.root.execute(closing, [self.person]).fetchall()]
            assert self.taken, (self.kind, self.person)
        return time.monotonic()

    def give_back(self) -> None:
        if self.table == "wall":
            query = "update access_wall set valid_to = clock_timestamp() where person_id = %s and compartment_id = %s"
            self.root.execute(f"{query} and valid_to is null", [self.person, self.taken[0]])
        else:
            self._open()

    def _open(self) -> None:
        more, reason = (", reason", ", 'a test'") if self.table == "wall" else ("", "")
        opening = OPEN.format(table=self.table, column=COLUMNS[self.table], more=more, reason=reason)
        for content in self.taken:
            self.root.execute(opening, [self.person, content])

    def _walled(self) -> object:
        row = self.root.execute(
            "select id from access_compartment where slug = %s", [self.compartment]
        ).fetchone()
        assert row is not None
        return row[0]
