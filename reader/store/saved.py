"""Saving: an article kept for good as it is now; the schema's triggers see to that."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence

from reader import clock
from reader.model import Act
from reader.store import journal, schema
from reader.store.library import Library
from reader.store.packing import listed


def save(lib: Library, ids: Iterable[int]) -> Act | None:
    """Saves articles; they are on the disk when this returns. None when they all were saved."""
    now = clock.now()

    def change(db: sqlite3.Connection, chunk: Sequence[int]) -> list[journal.Part]:
        done = set_saved(db, chunk, [now] * len(chunk))
        return [journal.Part("", done, array("q", [now] * len(done)))]

    return journal.in_chunks(
        lib, "save", ids, change, lambda n, first: journal.titled(lib, n, first, "saved")
    )


def unsave(lib: Library, ids: Iterable[int]) -> Act | None:
    """Lets articles go again; None when none was saved."""

    def change(db: sqlite3.Connection, chunk: Sequence[int]) -> list[journal.Part]:
        done, since = set_unsaved(db, chunk)
        return [journal.Part("", done, since)]

    return journal.in_chunks(
        lib, "unsave", ids, change, lambda n, first: journal.titled(lib, n, first, "unsaved")
    )


def set_saved(db: sqlite3.Connection, chunk: Sequence[int], since: Sequence[int]) -> array[int]:
    """Saves each as since then; gives the ids for which that was a change.

    One that had vanished from its directory is shown again, as no saved one is hidden for that.
    """
    done = array("q")
    for number, at in zip(chunk, since, strict=True):
        if db.execute(
            f"UPDATE article SET saved_at = ?, hidden = hidden & ~{schema.VANISHED} "
            f"WHERE id = ? AND saved_at IS NULL AND hidden < {schema.DELETED}",
            (at, number),
        ).rowcount:
            done.append(number)
    return done


def set_unsaved(db: sqlite3.Connection, chunk: Sequence[int]) -> tuple[array[int], array[int]]:
    """Lets go; gives the ids that were saved and since when."""
    rows = db.execute(
        f"SELECT id, saved_at FROM article WHERE id IN ({listed(chunk)}) AND saved_at IS NOT NULL"
    ).fetchall()
    done = array("q", [row[0] for row in rows])
    db.execute(f"UPDATE article SET saved_at = NULL WHERE id IN ({listed(done)})")
    return done, array("q", [row[1] for row in rows])
