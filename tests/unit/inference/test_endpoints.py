"""Which server is asked next: the least busy of those that are well, and how one that failed comes back."""

import asyncio
import ssl
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from kaas.inference.endpoints import (
    FIRST_REST_SECONDS,
    LONGEST_REST_SECONDS,
    Endpoint,
    Endpoints,
    EndpointStatus,
)
from kaas.inference.engine_room import close_engine_room, engine_room
from kaas.inference.replies import Ending
from kaas.inference.wire import WireError
from tests.doubles.model_server import GPT_OSS, ModelServer


@pytest.fixture
def servers() -> Iterator[list[ModelServer]]:
    with ModelServer() as one, ModelServer() as other, ModelServer() as third:
        yield [one, other, third]
    close_engine_room()


@pytest.fixture
def endpoints(servers: list[ModelServer]) -> Endpoints:
    return Endpoints([server.url for server in servers])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass for those who rest."""
    now = [1000.0]
    monkeypatch.setattr("kaas.inference.endpoints.monotonic", lambda: now[0])

    def let_pass(seconds: float) -> None:
        now[0] += seconds

    return let_pass


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return engine_room().run(work, 60)


def _chosen(endpoints: Endpoints, *tried: Endpoint) -> Endpoint:
    return _run(endpoints.choose(tried))  # type: ignore[no-any-return]


def _places(endpoints: Endpoints, chosen: list[Endpoint]) -> list[int]:
    return [endpoints.addresses.index(endpoint.address) for endpoint in chosen]


def test_servers_take_turns(endpoints: Endpoints) -> None:
    chosen = []
    for _ in range(6):
        chosen.append(_chosen(endpoints))
        with endpoints.working(chosen[-1]):
            pass
    assert _places(endpoints, chosen) == [0, 1, 2, 0, 1, 2]


def test_the_least_busy_is_asked(endpoints: Endpoints) -> None:
    first = _chosen(endpoints)
    with endpoints.working(first):
        second = _chosen(endpoints)
        with endpoints.working(second):
            third = _chosen(endpoints)
        with endpoints.working(third):
            assert _chosen(endpoints) is second
    assert _places(endpoints, [first, second, third]) == [0, 1, 2]


def test_who_was_tried_is_not_asked_again(endpoints: Endpoints) -> None:
    first = _chosen(endpoints)
    second = _chosen(endpoints, first)
    third = _chosen(endpoints, first, second)
    assert len({first, second, third}) == 3
    assert _run(endpoints.choose([first, second, third])) is None


def test_who_failed_rests_longer_each_time_up_to_a_bound(
    endpoints: Endpoints, clock: Callable[[float], None]
) -> None:
    endpoint = _chosen(endpoints)
    rests = []
    for _ in range(20):
        endpoints.failed(endpoint)
        rests.append(endpoint.rests_until - 1000.0)
        endpoints.failed(endpoint)  # others saw the same; it rests no longer for that
        assert endpoint.rests_until - 1000.0 == rests[-1]
        endpoint.rests_until = 1000.0  # and fails again after its rest
    assert rests[:4] == [FIRST_REST_SECONDS * 2**power for power in range(4)]
    assert set(rests[5:]) == {LONGEST_REST_SECONDS}
    endpoints.worked(endpoint)
    assert (endpoint.is_ill, endpoint.failures, endpoint.rests_until) == (False, 0, 0.0)


def test_who_rests_is_asked_by_nobody_while_others_are_well(
    endpoints: Endpoints, clock: Callable[[float], None]
) -> None:
    ill = _chosen(endpoints)
    endpoints.failed(ill)
    assert ill not in {_chosen(endpoints) for _ in range(5)}
    assert ill.probe is None


def test_who_has_rested_is_asked_how_it_is_and_then_works_again(
    endpoints: Endpoints, clock: Callable[[float], None]
) -> None:
    ill = _chosen(endpoints)
    endpoints.failed(ill)
    clock(FIRST_REST_SECONDS)
    assert _chosen(endpoints) is not ill
    assert ill.probe is not None
    assert _run(_result(ill.probe)) is True
    assert _chosen(endpoints) is ill
    assert ill.failures == 1


async def _result(task: asyncio.Task[bool]) -> bool:
    return await task


def test_who_is_not_well_after_its_rest_rests_longer(
    servers: list[ModelServer], endpoints: Endpoints, clock: Callable[[float], None]
) -> None:
    ill = _chosen(endpoints)
    servers[0].is_well = False
    endpoints.failed(ill)
    clock(FIRST_REST_SECONDS)
    assert _chosen(endpoints) is not ill
    assert ill.probe is not None
    assert _run(_result(ill.probe)) is False
    assert ill.failures == 2


def test_when_all_rest_they_are_asked_all_the_same(
    servers: list[ModelServer], endpoints: Endpoints, clock: Callable[[float], None]
) -> None:
    everyone: list[Endpoint] = []
    while len(everyone) < 3:
        everyone.append(_chosen(endpoints, *everyone))
    for endpoint in everyone:
        endpoints.failed(endpoint)
    servers[0].kill()
    servers[1].is_well = False
    assert _places(endpoints, [_chosen(endpoints)]) == [2]
    servers[2].kill()
    endpoints.failed(everyone[2])
    assert _run(endpoints.choose([])) is None


def test_who_is_busy_is_asked_last_for_a_moment(endpoints: Endpoints, clock: Callable[[float], None]) -> None:
    full = _chosen(endpoints)
    endpoints.note(full, WireError(Ending.BUSY, "HTTP 429", elsewhere=True))
    assert _chosen(endpoints) is not full
    clock(FIRST_REST_SECONDS)
    assert _chosen(endpoints) is full


def test_status(servers: list[ModelServer], endpoints: Endpoints) -> None:
    servers[1].kill()
    one, other, _ = endpoints.status()
    assert one == EndpointStatus(servers[0].url, True, {GPT_OSS: 131_072})
    assert (other.reachable, dict(other.models), other.detail) == (False, {}, "ClientConnectorError")


@pytest.mark.parametrize(
    ("addresses", "said"),
    [([], "no address"), (["http://a:1", "http://a:1/v1"], "twice"), (["a"], "http://host:8000")],
    ids=["none", "twice", "wrong"],
)
def test_wrong_lists_are_refused(addresses: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Endpoints(addresses)


def test_a_server_nobody_vouches_for_is_not_spoken_to(servers: list[ModelServer]) -> None:
    address = servers[0].url.replace("http:", "https:")
    [status] = Endpoints([address], tls=ssl.create_default_context()).status()
    assert not status.reachable
    assert servers[0].received == type(servers[0].received)()
