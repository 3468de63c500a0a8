"""What a process of the portal does before it takes requests: look whether it may serve, and load what a question needs."""

import gc
import multiprocessing
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections
from django.urls import get_resolver
from uvicorn.config import STARTUP_FAILURE

from kaas.answering.loading import load
from kaas.operations.checks.installation import problems_that_forbid_serving
from kaas.operations.embedded.server import tie
from kaas.wiring import desk


def come_up() -> None:
    """Return when this process may serve and is ready to.

    Ends it otherwise, with the reason on standard error and the exit status by which a process that started several of
    these knows that none of them will do better. One that was started by such a process ends with it.
    """
    if (parent := multiprocessing.parent_process()) is not None and parent.pid is not None:
        tie(signal.SIGKILL, to=parent.pid)()
    # In a thread: the application may be loaded where an event loop runs, and there the database is not to be had.
    with ThreadPoolExecutor(max_workers=1) as thread:
        reason = thread.submit(_why_not).result()
    if reason:
        sys.stderr.write(f"kaas does not serve: {reason}\n")
        sys.exit(STARTUP_FAILURE)
    _ = get_resolver().url_patterns
    load(desk())
    # What is there now stays: looking through it for what nobody holds stops every answer for a tenth of a second.
    gc.collect()
    gc.freeze()


def _why_not() -> str:
    """Why this process must not serve; empty when it may. What is broken or unsafe shows now, not at a first question."""
    try:
        problems = problems_that_forbid_serving()
        if not problems:
            desk()
    except OperationalError as error:
        return f"the database does not answer: {str(error).strip().partition(chr(10))[0]}"
    except ImproperlyConfigured as error:
        return str(error)
    finally:
        connections.close_all()
    return " ".join(problems)
