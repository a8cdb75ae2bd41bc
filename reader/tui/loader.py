"""Reads long id arrays and searches in a thread of its own, the newest question first.

At a million articles the whole array takes a third of a second and a search of common words some
hundredth: neither may hold up a key. One daemon thread with its own connection answers; a newer
question interrupts the one at work. (A daemon thread, because Textual's own workers hold up
quitting until they return.)
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from reader import errorlog
from reader.model import ReaderError
from reader.store import Library

Work = Callable[[Library], "array[int]"]
Done = Callable[["array[int] | ReaderError"], None]


class Loader:
    """Answers one question at a time; only the answer to the last one asked is delivered."""

    def __init__(self, library: Library, deliver: Callable[[Callable[[], None]], object]) -> None:
        self._library = library
        self._deliver = deliver
        self._asked: tuple[Work, Done] | None = None
        self._changed = threading.Condition()
        self._own: Library | None = None
        self._stopping = False
        self._generation = 0
        self._thread = threading.Thread(target=self._run, name="loader", daemon=True)
        self._thread.start()

    def ask(self, work: Work, done: Done) -> None:
        """Has `work` done in the thread; `done` gets its result in the screen's thread."""
        with self._changed:
            self._generation += 1
            self._asked = (work, done)
            if self._own is not None:
                self._own.interrupt()
            self._changed.notify()

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        with self._changed:
            self._generation += 1
            self._asked = None
            if self._own is not None:
                self._own.interrupt()

    def stop(self) -> None:
        """Ends the thread soon; does not wait for it."""
        with self._changed:
            self._stopping = True
            if self._own is not None:
                self._own.interrupt()
            self._changed.notify()

    def _run(self) -> None:
        own = self._library.another()
        with self._changed:
            self._own = own
        while True:
            with self._changed:
                while self._asked is None and not self._stopping:
                    self._changed.wait()
                if self._stopping or self._asked is None:
                    break
                (work, done), self._asked = self._asked, None
                generation = self._generation
            answer: array[int] | ReaderError
            try:
                answer = work(own)
            except ReaderError as error:
                answer = error
            except Exception as error:
                answer = ReaderError(errorlog.note(self._library.folder, error))
            with self._changed:
                current = generation == self._generation and not self._stopping
            if current:
                # The screen may be gone by the time of the answer.
                with suppress(RuntimeError):
                    self._deliver(partial(done, answer))
        own.close()
