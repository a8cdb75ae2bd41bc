"""Tags: the reader's own words on articles. Upper and lower case are one tag."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence

from reader.model import Act, UsageError
from reader.store import filetags, journal, schema
from reader.store.library import Library
from reader.store.packing import listed
from reader.text import clean

NAME_LIMIT = 60


def tag(
    lib: Library, ids: Iterable[int], add: Iterable[str] = (), remove: Iterable[str] = ()
) -> Act | None:
    """Adds and removes tags; None when nothing changed. Raises UsageError for an empty name."""
    adds = [_name(one) for one in add]
    removes = [_name(one) for one in remove]

    def change(db: sqlite3.Connection, chunk: Sequence[int]) -> list[journal.Part]:
        found = [journal.Part(f"+{one}", set_tag(db, chunk, one), array("q")) for one in adds]
        for one in adds:
            filetags.claim(db, chunk, one)
        found += [journal.Part(f"-{one}", drop_tag(db, chunk, one), array("q")) for one in removes]
        return found

    names = ", ".join([*(f"+{one}" for one in adds), *(f"-{one}" for one in removes)])
    return journal.in_chunks(
        lib,
        "tag",
        ids,
        change,
        lambda amount, first: journal.titled(lib, amount, first, f"tagged {names}"),
    )


def all_tags(lib: Library) -> list[tuple[str, int]]:
    """The tags in use with their numbers of articles, by name."""
    return lib.read("SELECT name, articles FROM tag WHERE articles > 0 ORDER BY name")


def set_tag(db: sqlite3.Connection, chunk: Sequence[int], name: str) -> array[int]:
    """Adds one tag; gives the ids that did not have it.

    One that had vanished from its directory is shown again, as no tagged one is hidden for that.
    """
    db.execute("INSERT INTO tag(name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
    rows = db.execute(
        "INSERT INTO tagging(article_id, tag_id, sort_at) "
        "SELECT a.id, (SELECT id FROM tag WHERE name = ?), a.sort_at FROM article a "
        f"WHERE a.id IN ({listed(chunk)}) AND a.hidden < 4 ON CONFLICT DO NOTHING "
        "RETURNING article_id",
        (name,),
    ).fetchall()
    done = array("q", [row[0] for row in rows])
    db.execute(
        f"UPDATE article SET hidden = hidden & ~{schema.VANISHED} "
        f"WHERE id IN ({listed(done)}) AND hidden & {schema.VANISHED}"
    )
    return done


def drop_tag(db: sqlite3.Connection, chunk: Sequence[int], name: str) -> array[int]:
    """Removes one tag; gives the ids that had it. Deleted articles keep theirs, for undo."""
    rows = db.execute(
        f"DELETE FROM tagging WHERE article_id IN (SELECT id FROM article "
        f"WHERE id IN ({listed(chunk)}) AND hidden < {schema.DELETED}) "
        "AND tag_id = (SELECT id FROM tag WHERE name = ?) RETURNING article_id",
        (name,),
    ).fetchall()
    return array("q", [row[0] for row in rows])


def _name(raw: str) -> str:
    name = clean(raw, NAME_LIMIT).lstrip("#").strip()
    if not name:
        raise UsageError(f"“{clean(raw)}” is no tag; write at least one letter.")
    return name
