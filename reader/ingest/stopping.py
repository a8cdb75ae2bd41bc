"""SIGTERM ends a run like ctrl+c: in order, with what was begun rolled back."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def stop_cleanly() -> Iterator[None]:
    """Inside the block SIGTERM raises KeyboardInterrupt; only the main thread can have it so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before if before is not None else signal.SIG_DFL)
