"""Fixtures. Ordinary tests share one connection and roll everything back; wall tests log in for real on a clone."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from governance.access.middleware import COOKIE_KEY
from governance.access.scopes import Scope, scope
from governance.access.sessions import sign_in_as_operator
from tests.databases import Server, serving
from tests.longest import in_order

# The same examples in every run, so that a change is judged by what it changed; KAAS_EXAMPLES=search looks further.
settings.register_profile("change", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("KAAS_EXAMPLES", "change"))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a parameter made of bytes after its argument: two workers that compressed it in two seconds must agree."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whole files in an order of their own; within a file the order stays."""
    items.sort(key=in_order(config.rootpath))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The throw-away database server of this run, with its templates."""
    folder = tmp_path_factory.getbasetemp()
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    common = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "databases"
    with serving(tmp_path_factory.mktemp("state"), common=common, processes=processes) as made:
        yield made


@pytest.fixture(scope="session")
def django_db_setup(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Point Django at a clone of the demo company's database, as the owner; tests step down to the other roles."""
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(server.settings("owner", server.fresh()))
        yield
        connection.close()


@contextmanager
def role(name: str) -> Iterator[None]:
    """Work under a database role inside the test's transaction. Row security follows SET ROLE."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('role')")
            before = cursor.fetchone()[0]
        _execute(f"set local role {name}")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                _execute(f"set local role {before}")
                _execute("select set_config('kaas.identity', '', true)")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


Acting = Callable[[str], AbstractContextManager[Scope]]


@pytest.fixture
def acting_as(db: None) -> Acting:
    """`with acting_as("engineer") as acting:` is that person, identified, under the application's role."""

    @contextmanager
    def act(username: str) -> Iterator[Scope]:
        with role("kaas_app"):
            session_id = sign_in_as_operator(username)
            with scope(session_id) as acting:
                yield acting

    return act


@pytest.fixture
def app_role(db: None) -> Iterator[None]:
    """The whole test runs under the application's role."""
    with role("kaas_app"):
        yield


@pytest.fixture
def browse(app_role: None) -> Callable[[str], Client]:
    """`browse("engineer")` is a test client in which that person is signed in; `browse("")` one in which nobody is."""

    def open_client(username: str) -> Client:
        client = Client(raise_request_exception=False)
        if username:
            session = client.session
            session[COOKIE_KEY] = str(sign_in_as_operator(username))
            session.save()
            client.cookies["kaas_session"] = session.session_key or ""
        return client

    return open_client


@pytest.fixture
def no_such_id() -> uuid.UUID:
    """An id of nothing."""
    return uuid.UUID("00000000-0000-4000-8000-000000000000")


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    """Where the demo company lies."""
    return Path(__file__).resolve().parent.parent / "deploy" / "demo"
