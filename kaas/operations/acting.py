"""Acting for a person from the command line: an operator's right, and on the trail as the operator's act."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from governance.access.sessions import sign_in_as_operator, sign_out


@contextmanager
def acting_as(username: str) -> Iterator[uuid.UUID]:
    """A short session for one command. Raises SignInRefused for somebody who is not there or not active."""
    session_id = sign_in_as_operator(username)
    try:
        yield session_id
    finally:
        sign_out(session_id)
