"""A clone of the demo company for each module, and logins on it."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import EMPTY, Server, connected
from tests.doubles.model_server import ModelServer
from tests.verification.logins import Raw


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


@pytest.fixture
def root(server: Server, demo: str) -> Iterator[Raw]:
    """A superuser's connection to this module's clone."""
    with server.superuser(demo) as raw:
        yield raw


@pytest.fixture
def gpt() -> Iterator[ModelServer]:
    """A model server whose replies a test writes."""
    with ModelServer() as double:
        yield double
