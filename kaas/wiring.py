"""Puts the parts together as the settings say. Each part is made once a process, when it is first asked for."""

import functools

from kaas.answering.desk import QUOTING, Desk


@functools.cache
def desk() -> Desk:
    """The models that are connected."""
    return QUOTING
