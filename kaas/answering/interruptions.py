"""What is left to do for an answer that nobody takes any more, done where it can be done.

A stream that is dropped is collected by Python at any moment in any thread, perhaps in the middle of another person's
transaction. There nothing may touch the database, wait for a lock or start a thread; so the work is only put down, and a
thread that was started before does it.
"""

import logging
import os
import threading
from collections.abc import Callable
from queue import SimpleQueue

from django.db import connections

Work = Callable[[], None]

log = logging.getLogger(__name__)
_left: SimpleQueue[Work] = SimpleQueue()
_starting = threading.Lock()
_process: int | None = None


def be_ready() -> None:
    """Start the thread if this process has none yet. For ordinary code, before there is anything to leave."""
    global _process
    with _starting:
        if _process != os.getpid():
            threading.Thread(target=_work, name="interruptions", daemon=True).start()
            _process = os.getpid()


def leave(work: Work) -> None:
    """Put work down. Safe in destructors: it waits for nothing."""
    _left.put(work)


def _work() -> None:
    while True:
        work = _left.get()
        try:
            work()
        except Exception:
            log.exception("an interrupted answer could not be concluded")
        finally:
            connections.close_all()
