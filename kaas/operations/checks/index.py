"""What the search index weighs and whether it is vacuumed: known to the owner, whose login nothing that serves is given."""

import psycopg

from kaas.operations.checks.finding import Finding, conclude
from kaas.operations.tidiness import rows_to_merge, tables

MB = 2**20
# Not in libpq's words: of a mistyped URL they quote parts, which may be the password.
UNREACHED = "the owner reaches no database: KAAS_DATABASE_OWNER_URL is no libpq URL, or nothing there takes this login"


def check_index(owner: str) -> Finding:
    """All tables of the index together, asked as the owner, whose libpq URL this is; "" where it is not known here."""
    if not owner:
        return conclude("index", [], fine="its size is told where KAAS_DATABASE_OWNER_URL is set")
    try:
        connected = psycopg.connect(owner, connect_timeout=10)
    except psycopg.Error:
        return Finding("index", False, UNREACHED)
    try:
        with connected as connection:
            found = tables(lambda statement: connection.execute(statement.encode()).fetchall())
            waiting = rows_to_merge(lambda statement: connection.execute(statement.encode()).fetchall())
    except psycopg.Error as error:
        return Finding("index", False, f"asked as the owner: {str(error).strip().partition(chr(10))[0]}")
    size = sum(table.size + table.indexes for table in found) / MB
    dead, rows = sum(table.dead for table in found), sum(table.rows for table in found)
    vacuumed = min((table.vacuumed for table in found if table.rows), default="") or "not all of it ever"
    problems = [f"{table.name} has {table.dead} dead rows: vacuum it" for table in found if not table.is_tidy]
    fine = f"{size:.1f} MB, {dead} dead rows beside {rows}, vacuumed last: {vacuumed}; {waiting} rows wait to be merged"
    return conclude("index", problems, fine=fine)
