"""Who is asked next: feeds in turn, but never more than a few on one host at the same time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Turns(Generic[T]):
    """Hands out things to threads; `host` says which of them share a host ("" shares nothing)."""

    def __init__(self, things: Iterable[T], host: Callable[[T], str], per_host: int) -> None:
        self._waiting: dict[str, deque[T]] = {}
        self._running: dict[str, int] = {}
        self._ready: deque[str] = deque()
        self._host = host
        self._per_host = per_host
        self._changed = threading.Condition()
        self._stopped = False
        for number, thing in enumerate(things):
            name = host(thing) or f"\0{number}"
            if name not in self._waiting:
                self._waiting[name] = deque()
                self._ready.append(name)
            self._waiting[name].append(thing)

    def take(self) -> tuple[str, T] | None:
        """The next thing and the name to give back with `done`; None when there is no more.

        Waits while all that is left belongs to busy hosts.
        """
        with self._changed:
            while True:
                if self._stopped or not self._waiting:
                    return None
                if self._ready:
                    return self._next()
                self._changed.wait()

    def done(self, name: str) -> None:
        """The thing taken under `name` is finished; its host has room again."""
        with self._changed:
            self._running[name] -= 1
            if name in self._waiting and self._running[name] == self._per_host - 1:
                self._ready.append(name)
                self._changed.notify()
            elif not self._running[name]:
                del self._running[name]

    def drop(self, name: str) -> list[T]:
        """Take back what still waits for a host (one that asked to be left alone)."""
        with self._changed:
            dropped = self._waiting.pop(name, deque())
            if name in self._ready:
                self._ready.remove(name)
            self._changed.notify_all()
            return list(dropped)

    def stop(self) -> None:
        """`take` gives nothing any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _next(self) -> tuple[str, T]:
        name = self._ready.popleft()
        queue = self._waiting[name]
        thing = queue.popleft()
        self._running[name] = self._running.get(name, 0) + 1
        if not queue:
            del self._waiting[name]
            if not self._waiting:
                self._changed.notify_all()
        elif self._running[name] < self._per_host:
            self._ready.append(name)
        return name, thing
