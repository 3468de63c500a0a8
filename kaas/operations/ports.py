"""The port the portal serves on, looked at before anything slow is started."""

import os
import socket

from kaas.operations.errors import PortForbidden, PortInUse, PortInvalid

HOST = "127.0.0.1"


def free_port() -> int:
    """The port to serve on. Raises PortInvalid, or PortInUse naming one that is free."""
    value = os.environ.get("KAAS_PORT") or "8000"
    if not (value.isdecimal() and 0 < int(value) < 65536):
        raise PortInvalid(value=value)
    port = int(value)
    try:
        _check_bindable(port)
    except PermissionError:
        raise PortForbidden(port=port) from None
    except OSError:
        raise PortInUse(port=port, host=HOST, other=_other_port(port)) from None
    return port


def is_answered(port: int) -> bool:
    """Whether something accepts connections on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _check_bindable(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))


def _other_port(port: int) -> int:
    for other in range(max(port, 1023) + 1, 65536):
        try:
            _check_bindable(other)
        except OSError:
            continue
        return other
    return 8000
