"""What went wrong with a library, in one sentence: the name, the cause, the next step."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.model import LibraryError

_ENDINGS = (
    ("locked", "is busy: another program has been writing to it for seconds; try again"),
    ("busy", "is busy: another program has been writing to it for seconds; try again"),
    ("full", "cannot be written: the disk is full; make room and try again"),
    ("readonly", "can only be read here; check the mode of its folder and files"),
    ("malformed", "is damaged; `tearsheet doctor` says what can be saved, copies are in {backups}"),
    ("not a database", "is no library of Tearsheet; choose another folder with --library"),
    ("unable to open", "cannot be opened; check that its folder is there and yours"),
    ("disk i/o", "cannot be read or written: the disk gave an error; check it, then try again"),
    ("no such table", "lacks a part of its schema; `tearsheet doctor` says more"),
)


class StoppedError(LibraryError):
    """Another thread asked the connection to stop; whoever asked expects no answer."""


def in_words(folder: Path, error: sqlite3.Error) -> LibraryError:
    """The LibraryError that says what `error` means for the reader."""
    cause = str(error)
    if cause == "interrupted":
        return StoppedError(f"The question to the library in {folder} was stopped.")
    for sign, ending in _ENDINGS:
        if sign in cause.lower():
            return LibraryError(
                f"The library in {folder} {ending.format(backups=folder / 'backups')}."
            )
    return LibraryError(f"The library in {folder} refused: {cause}; `tearsheet doctor` says more.")
