"""Copies of the library in its folder `backups/`, made while it is in use."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from reader import clock

FOLDER = "backups"
KEPT = 7


def backup(
    db: sqlite3.Connection,
    folder: Path,
    reason: str,
    progress: Callable[[int, int, int], None] | None = None,
) -> Path:
    """A copy of the open library in `backups/`, checked; the newest seven are kept.

    Raises sqlite3.Error or OSError, and then leaves no half a copy.
    """
    kept = folder / FOLDER
    kept.mkdir(0o700, exist_ok=True)
    when = clock.now()
    name = f"library-{_stamp(when)}-{reason}"
    path = kept / f"{name}.db"
    number = 1
    while path.exists():
        number += 1
        path = kept / f"{name}-{number}.db"
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        os.chmod(draft, 0o600)
        copy = sqlite3.connect(draft, isolation_level=None)
        try:
            db.backup(copy, pages=4_000, progress=progress, sleep=0.001)
            copy.execute("PRAGMA journal_mode = DELETE")
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(f"database disk image is malformed: {verdict}")
        finally:
            copy.close()
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    for old in _by_age(folder)[:-KEPT]:
        old.unlink()
    return path


def newest(folder: Path) -> Path | None:
    """The newest copy of the library in `folder`; None where there is none."""
    try:
        kept = _by_age(folder)
    except OSError:
        return None
    return kept[-1] if kept else None


def _by_age(folder: Path) -> list[Path]:
    found = (folder / FOLDER).glob("library-*.db")
    return sorted(found, key=lambda one: (one.stat().st_mtime, one.name))


def _stamp(at: int) -> str:
    return time.strftime("%Y%m%d-%H%M%S", time.gmtime(at))
