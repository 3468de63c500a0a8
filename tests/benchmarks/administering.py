"""The administrators' pages in a company of 10,000 people and 2,000 labels: queries and milliseconds of each.

`python -m tests.benchmarks.administering`
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

OFFICE = "/administration/"
PAGES = [
    OFFICE,
    *(OFFICE + name + "/" for name in ("people", "compartments", "tracks", "reader-groups", "markings")),
    *(OFFICE + name + "/" for name in ("walls", "export-tags", "groups", "simulate", "changes", "emergencies")),
    f"{OFFICE}people/?q=田中",
    f"{OFFICE}walls/?q=crowd-47&page=2",
    f"{OFFICE}markings/?q=compartment-7",
    f"{OFFICE}find/people/?field=person&person=crowd-47",
    f"{OFFICE}find/compartment/?field=thing&thing=compartment-1",
    *(f"{OFFICE}changes/new/{what}/" for what in ("package", "compartment", "wall", "new-marking")),
]  # fmt: skip


def measure() -> str:
    """A table: queries, milliseconds and size of each page, asked for a second time."""
    from django.db import connection  # after the settings are known
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from governance.access.middleware import COOKIE_KEY
    from governance.access.sessions import sign_in_as_operator
    from kaas.operations.embedded import Cluster
    from tests.benchmarks.large_company import large_company
    from tests.databases import Server, connected

    rows = [f"{'':58}{'queries':>9}{'ms':>8}{'KiB':>7}"]
    with tempfile.TemporaryDirectory() as folder, Cluster.ephemeral(Path(folder)) as cluster:
        server = Server(cluster)
        server.make_template()
        with connected(server, "app", large_company(server)):
            client = Client()
            session = client.session
            session[COOKIE_KEY] = str(sign_in_as_operator("admin"))
            session.save()
            client.cookies["kaas_session"] = session.session_key or ""
            for page in PAGES:
                client.get(page)
                with CaptureQueriesContext(connection) as asked:
                    begun = time.perf_counter()
                    response = client.get(page)
                    took = (time.perf_counter() - begun) * 1000
                rows.append(f"{page:58}{len(asked):>9}{took:>8.0f}{len(response.content) // 1024:>7}")
    return "\n".join(rows)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{__doc__}\n\n{measure()}\n")
