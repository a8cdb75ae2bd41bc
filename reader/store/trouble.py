"""What went wrong with a library, in one sentence: the name, the cause, the next step."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from reader.model import LibraryError
from reader.store import copies

_ENDINGS = (
    ("locked", "is busy: another program has been writing to it for seconds; try again"),
    ("busy", "is busy: another program has been writing to it for seconds; try again"),
    ("full", "cannot be written: the disk is full; make room and try again"),
    ("readonly", "can only be read here; check the mode of its folder and files"),
    ("malformed", "is damaged and was left as it is; {copy}"),
    ("not a database", "is no library of Tearsheet; choose another folder with --library"),
    ("unable to open", "cannot be opened; check that its folder is there and yours"),
    ("disk i/o full", "cannot be read or written: the disk is full; make room and try again"),
    ("disk i/o", "cannot be read or written: the disk gave an error; check it, then try again"),
    ("no such table", "lacks a part of its schema; `tearsheet doctor` says more"),
)


class StoppedError(LibraryError):
    """Another thread asked the connection to stop; whoever asked expects no answer."""


def is_full(folder: Path, error: sqlite3.Error) -> bool:
    """Whether an error is that of a disk without room for the log or its index."""
    name = getattr(error, "sqlite_errorname", "")
    if name in ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"):
        return True
    if not (name.startswith("SQLITE_IOERR") or name == "SQLITE_CANTOPEN"):
        return False
    try:
        disk = os.statvfs(folder)
    except (OSError, AttributeError):  # no such call on Windows
        return False
    if disk.f_flag & os.ST_RDONLY:  # a medium that is always full
        return False
    return disk.f_bavail == 0 or (disk.f_files > 0 and disk.f_favail == 0)


def _copy(folder: Path) -> str:
    """What to do with a damaged library: its newest copy, if there is one."""
    newest = copies.newest(folder)
    if newest is None:
        return f"there is no copy of it in {folder / copies.FOLDER}"
    return (
        f"its newest copy is {newest}: move library.db and library.db-wal away, "
        "then copy that one here as library.db"
    )


def in_words(folder: Path, error: sqlite3.Error) -> LibraryError:
    """The LibraryError that says what `error` means for the reader."""
    cause = str(error)
    if cause == "interrupted":
        return StoppedError(f"The question to the library in {folder} was stopped.")
    if "disk i/o" in cause.lower() and is_full(folder, error):
        cause = "disk i/o full"
    for sign, ending in _ENDINGS:
        if sign in cause.lower():
            return LibraryError(f"The library in {folder} {ending.format(copy=_copy(folder))}.")
    return LibraryError(f"The library in {folder} refused: {cause}; `tearsheet doctor` says more.")
