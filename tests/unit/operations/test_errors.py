"""Every fault is one line that says what to do."""

import re

import pytest

from kaas.operations import errors
from kaas.operations.errors import OperationError, PortInUse

KINDS = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OperationError)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_message_is_one_line(kind: type[OperationError]) -> None:
    facts = dict.fromkeys(re.findall(r"{(\w+)", kind.__doc__ or ""), "something")
    message = str(kind(**facts))
    assert "\n" not in message
    assert "{" not in message


def test_message_holds_the_facts() -> None:
    assert "KAAS_PORT=8001 make run" in str(PortInUse(port=8000, host="127.0.0.1", other=8001))
