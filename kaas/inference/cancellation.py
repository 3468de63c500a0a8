"""Telling work that waits elsewhere that nobody wants its result any more."""

import threading
from collections.abc import Callable


class Cancellation:
    """Set once, from any thread. Whoever waits registers what wakes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._wakes: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def cancel(self) -> None:
        """Wake everything that was registered. Only the first call does anything."""
        with self._lock:
            wakes, self._wakes, self._cancelled = self._wakes, [], True
        for wake in wakes:
            wake()

    def on_cancel(self, wake: Callable[[], None]) -> None:
        """Call `wake` when cancelled, from the cancelling thread; at once if that has happened."""
        with self._lock:
            if not self._cancelled:
                self._wakes.append(wake)
                return
        wake()

    def forget(self, wake: Callable[[], None]) -> None:
        """Undo `on_cancel()`."""
        with self._lock:
            if wake in self._wakes:
                self._wakes.remove(wake)
