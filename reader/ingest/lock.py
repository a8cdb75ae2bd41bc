"""One refresher at a time: a file lock in the library's folder that dies with its owner."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from reader.model import BusyError, LibraryError

LOCK_NAME = "refresh.lock"

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        # A byte far behind the text, so that the owner's number can be read while it is locked.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def one_refresher(folder: Path) -> Iterator[None]:
    """Holds the lock of the library in `folder`. Raises BusyError while another process has it."""
    path = folder / LOCK_NAME
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise LibraryError(
            f"{path} cannot be opened: {error.strerror}; check the mode of the library's folder."
        ) from None
    try:
        try:
            _take(handle)
        except OSError:
            raise BusyError(_busy(folder, handle)) from None
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)


def _busy(folder: Path, handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    owner = os.read(handle, 20).strip()
    who = f" (process {owner.decode()})" if owner.isdigit() else ""
    return f"{folder}: another refresh is running{who}; wait until it is done, or stop it."
