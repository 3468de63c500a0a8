"""A clone of the demo company for each module, and logins on it."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import EMPTY, Server, connected


@pytest.fixture(scope="module")
def demo(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A clone of the demo company's database that this module may change."""
    with django_db_blocker.unblock():
        yield server.fresh()


@pytest.fixture(scope="module")
def bare(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A prepared database with nobody and nothing in it."""
    with django_db_blocker.unblock():
        yield server.fresh(EMPTY)


@pytest.fixture
def app(server: Server, demo: str) -> Iterator[str]:
    """Django's connection is a real login of the application on this module's clone."""
    with connected(server, "app", demo):
        yield demo
