"""Acts that may take long, done in order in a thread of their own: marking 97,000 articles read,
leaving a feed of thousands, taking either back. The keys go on meanwhile.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from reader import errorlog
from reader.model import ReaderError
from reader.store import Library

Work = Callable[[Library], Any]
Done = Callable[[Any], None]

LAST_SECONDS = 3.0  # that the end of the program waits for an act at work


class Doer:
    """One daemon thread with its own connection; the next act begins when the one before ended."""

    def __init__(self, library: Library, deliver: Callable[[Callable[[], None]], object]) -> None:
        self._library = library
        self._deliver = deliver
        self._waiting: queue.Queue[tuple[Work, Done] | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def do(self, work: Work, done: Done) -> None:
        """Has `work` done; `done` gets its result, or the ReaderError, in the screen's thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="doer", daemon=True)
            self._thread.start()
        self._waiting.put((work, done))

    def stop(self) -> None:
        """Ends the thread after the acts that were asked for; waits a little for them."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(LAST_SECONDS)

    def _run(self) -> None:
        own = self._library.another()
        while (asked := self._waiting.get()) is not None:
            work, done = asked
            try:
                answer = work(own)
            except ReaderError as error:
                answer = error
            except Exception as error:
                answer = ReaderError(errorlog.note(self._library.folder, error))
            # The screen may be gone, and then nobody waits for the answer.
            with suppress(RuntimeError):
                self._deliver(partial(done, answer))
        own.close()
