"""Read and unread, one by one and in bulk."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.model import Act, Place, View
from reader.store import journal, lists
from reader.store.library import Library
from reader.store.packing import listed
from reader.store.same import with_twins


def mark(lib: Library, ids: Iterable[int], *, read: bool) -> Act | None:
    """Marks articles read or unread in all places that have their text; None if all were so."""
    state = "read" if read else "unread"
    one_text = isinstance(ids, Sequence) and len(ids) == 1
    return journal.in_chunks(
        lib,
        state,
        with_twins(lib, ids),
        lambda db, chunk: [journal.Part("", set_read(db, chunk, read), array("q"))],
        lambda amount, first: journal.titled(
            lib, amount, first, f"marked {state}", one_text=one_text
        ),
    )


def mark_view(lib: Library, view: View, *, read: bool, today: int = 0) -> Act | None:
    """Marks all that is in a view now; one act, in short transactions."""
    if read and not view.query and view.place is not Place.ARCHIVE:
        view = replace(view, unread_only=True)
    return mark(lib, lists.ids(lib, view, today=today), read=read)


def set_read(db: sqlite3.Connection, chunk: Sequence[int], read: bool) -> array[int]:
    """Marks; gives the ids for which that was a change."""
    rows = db.execute(
        f"UPDATE article SET read = ?1 WHERE id IN ({listed(chunk)}) AND read <> ?1 RETURNING id",
        (int(read),),
    ).fetchall()
    return array("q", [row[0] for row in rows])
