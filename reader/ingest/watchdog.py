"""One thread that calls something when its time has come: time limits for sockets and processes.

A socket's own timeout starts anew with every byte, and a parser in C never looks at a clock. So
the one who waits hangs a callback here, which cuts the socket or kills the process, and takes it
down again when the work was done in time.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator


class Alarm:
    """A callback waiting for its time; `rang` is true from the moment the time was up."""

    __slots__ = ("_callback", "_cancelled", "due", "rang")

    def __init__(self, due: float, callback: Callable[[], None]) -> None:
        self.due = due
        self.rang = False
        self._callback = callback
        self._cancelled = False

    def cancel(self) -> None:
        """From now on the callback is not called any more."""
        self._cancelled = True

    def ring(self) -> None:
        """Call the callback unless it was cancelled."""
        if not self._cancelled:
            self.rang = True
            self._callback()


class Watchdog:
    """Calls callbacks at a `time.monotonic()` second, from one daemon thread started on need."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Alarm]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    @contextlib.contextmanager
    def limit(self, due: float, callback: Callable[[], None]) -> Iterator[Alarm]:
        """Calls `callback` if the block still runs at `due` (monotonic seconds)."""
        alarm = Alarm(due, callback)
        with self._changed:
            heapq.heappush(self._heap, (due, next(self._order), alarm))
            first = self._heap[0][2] is alarm
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
            elif first:
                self._changed.notify()
        try:
            yield alarm
        finally:
            alarm.cancel()

    def close(self) -> None:
        """Ends the thread; callbacks that still wait are not called."""
        with self._changed:
            self._closed = True
            self._heap.clear()
            self._changed.notify()

    def _watch(self) -> None:
        while True:
            with self._changed:
                while self._heap and self._heap[0][2]._cancelled:
                    heapq.heappop(self._heap)
                if self._closed:
                    return
                wait = self._heap[0][0] - time.monotonic() if self._heap else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                alarm = heapq.heappop(self._heap)[2]
            with contextlib.suppress(Exception):  # one bad callback must not end the watch
                alarm.ring()
