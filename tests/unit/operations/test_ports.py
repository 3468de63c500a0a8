"""The port is looked at before anything slow starts."""

import socket
from collections.abc import Iterator

import pytest

from kaas.operations.errors import PortInUse, PortInvalid
from kaas.operations.ports import HOST, free_port, is_answered

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_taken_port_names_a_free_one(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAAS_PORT", str(taken))
    assert is_answered(taken)
    with pytest.raises(PortInUse, match=rf"Port {taken} .*KAAS_PORT=\d+ make run"):
        free_port()


@pytest.mark.parametrize("value", ["abc", "0", "65536", "-1", "80 80"])
def test_port_that_is_none(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAAS_PORT", value)
    with pytest.raises(PortInvalid, match=value):
        free_port()
