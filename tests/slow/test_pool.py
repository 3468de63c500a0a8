"""A shared pool under many people for as long as there is time: 0 rows of another person."""

import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import Server
from tests.slow.budget import turn
from tests.slow.databases import drop
from tests.verification import pool

pytestmark = pytest.mark.slow

ROUND = 2_000  # requests


def test_nobody_sees_the_rows_of_whoever_had_the_connection_before(
    server: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), turn("pool") as share:
        database = server.fresh()
        try:
            crowd = pool.gather(server, database)
            with pool.pooled(server, database):
                for seed in share.rounds():
                    pool.swarm(crowd, seed=seed, requests=ROUND, unblock=django_db_blocker.unblock)
                    share.count(requests=ROUND)
            share.count(failed=crowd.figures["requests_that_failed"])
            share.count(of_nobody=crowd.figures["requests_of_nobody"])
        finally:
            drop(server, database)
