"""People share connections and never see each other's rows, however the request before them ended."""

from pytest_django import DjangoDbBlocker

from tests.databases import Server
from tests.verification import pool

REQUESTS = 20_000


def test_nobody_sees_the_rows_of_whoever_had_the_connection_before(
    server: Server, demo: str, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        crowd = pool.gather(server, demo)
        with pool.pooled(server, demo):
            pool.swarm(crowd, seed=20261122, requests=REQUESTS, unblock=django_db_blocker.unblock)
    print(dict(crowd.figures))  # noqa: T201
    assert crowd.figures["requests"] == REQUESTS
    assert crowd.figures["requests_that_failed"] > REQUESTS / 20
    assert crowd.figures["given_back_in_the_middle"] > REQUESTS / 20
    assert crowd.figures["requests_of_nobody"] > REQUESTS / 50
    assert crowd.figures["whole_requests"] > REQUESTS / 40
