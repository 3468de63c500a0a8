"""Pages that a statement touches: of the time it takes, what is no matter of the machine."""

import json
from collections.abc import Sequence
from typing import Any

from governance.access.sessions import sign_in_as_operator
from tests.databases import Server, connected
from tests.verification.logins import Raw, identify

EXPLAINED = "explain (analyze, buffers, format json) "


def pages(raw: Raw, asked: str, values: Sequence[Any] = ()) -> int:
    """The pages that one statement touches in a transaction that is open."""
    row = raw.execute(EXPLAINED + asked, values).fetchone()
    assert row is not None
    plan = (row[0] if not isinstance(row[0], str) else json.loads(row[0]))[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def pages_for(
    server: Server, database: str, who: str, asked: str, values: Sequence[Any] = (), *, tables: str = ""
) -> int:
    """The pages that a statement of a person touches, once its plans are made and the tables, else all, are tidy."""
    with server.superuser(database) as root:
        root.execute(f"vacuum analyze {tables}")
    with connected(server, "app", database):
        session = sign_in_as_operator(who)
    with server.login("app", database) as raw:
        identify(raw, session)
        found = [pages(raw, asked, values) for _ in range(8)]
        raw.rollback()
    return found[-1]
