"""What the person at the terminal sees of the supervisor, and how the supervisor is told to stop."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from types import FrameType

from kaas.operations.ports import HOST
from kaas.operations.state import State

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop. Not an Exception: nothing on the way may take it for a failure."""


class Progress:
    """Lines for the person at the terminal, on standard error, each with the seconds since the start."""

    def __init__(self) -> None:
        self.began_at = time.monotonic()
        self.is_stopping = False
        self.is_impatient = False

    def __call__(self, line: str) -> None:
        _write(f"[{time.monotonic() - self.began_at:6.1f} s] {line}\n")

    def ready(self, port: int, state: State) -> None:
        """The block that ends the start: where to go, who can sign in, how to stop."""
        self("ready")
        _write(f"\n  kaas is running at http://{HOST}:{port}\n")
        accounts = state.path / "demo-accounts.txt"
        if accounts.exists():
            _write(f"  Demo accounts, also in {accounts}:\n\n")
            _write("".join(f"    {line}\n" for line in accounts.read_text(encoding="utf-8").splitlines()))
        _write("\n  Ctrl-C stops it.\n\n")


@contextlib.contextmanager
def stopping_on_signals(say: Progress) -> Iterator[None]:
    """Turn the first signal into an orderly end of the block; a second one makes the end quicker."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        say.is_impatient = say.is_stopping
        if not say.is_stopping:
            say.is_stopping = True
            say("stopping")
            raise Stopped

    # Started by nohup, we are to survive the terminal.
    heeded = [n for n in SIGNALS if n != signal.SIGHUP or signal.getsignal(n) != signal.SIG_IGN]
    former = {number: signal.signal(number, stop) for number in heeded}
    try:
        yield
    except Stopped:
        pass
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _write(text: str) -> None:
    """Past Python's buffers, which a signal handler must not enter twice."""
    with contextlib.suppress(OSError):  # the terminal is gone; stopping in order matters more
        os.write(2, text.encode())
