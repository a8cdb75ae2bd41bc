"""The files of directory feeds as they were last seen, and the keys of their articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.store import filetags, schema
from reader.store.library import Library
from reader.store.packing import chunks

KEY_BYTES = 16
REFUSED = b"refused"  # as `content`: a file that cannot be taken in, until it changes


class Stamp(NamedTuple):
    """A file as it was last seen. A tuple, for a look at 100,000 files makes as many of them.

    `content` is a hash of its bytes (empty where it was never taken), `key` the key of its article
    and the root of those of its `parts`, where it holds several. `gone` is the second at which it
    was missing, 0 while it is there: what comes back is the same article again.
    """

    size: int
    mtime_ns: int
    key: bytes
    inode: int = 0
    content: bytes = b""
    parts: bytes = b""
    gone: int = 0

    def every_key(self) -> list[bytes]:
        """The keys of its articles; none for a file that never gave one."""
        if not self.parts:
            return [self.key] if self.key else []
        return [self.parts[n : n + KEY_BYTES] for n in range(0, len(self.parts), KEY_BYTES)]


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a look changes: stamps by path, paths that hold no file of ours any more, and articles
    (by key) that are there again or elsewhere, with the name of their file."""

    kept: Mapping[str, Stamp] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    moved: tuple[tuple[bytes, str], ...] = ()


def stamps(lib: Library, feed_id: int) -> dict[str, Stamp]:
    """The files of a directory feed as they were last seen, by their path in it."""
    make = Stamp._make
    return {
        row[0]: make(row[1:])
        for row in lib.read(
            "SELECT path, size, mtime_ns, key, inode, content, parts, gone FROM stamp "
            "WHERE feed_id = ?",
            (feed_id,),
        )
    }


def deleted(lib: Library, feed_id: int) -> set[bytes]:
    """The keys of articles that the reader deleted or retention took: they are not to be reused."""
    return {
        row[0]
        for row in lib.read(
            "SELECT key FROM tombstone WHERE feed_id = ?1 UNION ALL SELECT key FROM article "
            "INDEXED BY article_hidden WHERE feed_id = ?1 AND hidden <> 0 "
            f"AND hidden >= {schema.DELETED}",
            (feed_id,),
        )
    }


def titles(lib: Library, feed_id: int, keys: Iterable[bytes]) -> dict[bytes, str]:
    """The titles of articles by key."""
    wanted = list(keys)
    found: dict[bytes, str] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        found |= dict(
            lib.read(
                "SELECT key, title FROM article WHERE feed_id = ? "
                f"AND key IN ({','.join('?' * len(some))})",
                (feed_id, *some),
            )
        )
    return found


def note(db: sqlite3.Connection, feed_id: int, stamped: Stamped) -> None:
    """Writes a look's stamps down, inside the transaction of its articles.

    A file that was moved takes its article along; the copy of a saved one keeps the old name.
    """
    db.executemany(
        "DELETE FROM stamp WHERE feed_id = ? AND path = ?",
        [(feed_id, path) for path in stamped.dropped],
    )
    db.executemany(
        "INSERT OR REPLACE INTO stamp(feed_id, path, size, mtime_ns, key, inode, content, parts, "
        "gone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(feed_id, path, *stamp) for path, stamp in stamped.kept.items()],
    )
    for key, name in stamped.moved:
        db.execute(
            "UPDATE body SET original_path = ? WHERE article_id = (SELECT id FROM article "
            "WHERE feed_id = ? AND key = ? AND saved_at IS NULL)",
            (name, feed_id, key),
        )
        db.execute(
            f"UPDATE article SET hidden = hidden & ~{schema.VANISHED} "
            f"WHERE feed_id = ? AND key = ? AND hidden & {schema.VANISHED}",
            (feed_id, key),
        )


def forget(lib: Library, before: int) -> None:
    """Ends the stamps of files that went before then and of whose articles none is kept."""
    over = (
        "gone > 0 AND gone < ? AND NOT EXISTS (SELECT 1 FROM article a "
        "WHERE a.feed_id = stamp.feed_id AND a.key IN (stamp.key, substr(stamp.parts, 1, 16)))"
    )
    if lib.read(f"SELECT 1 FROM stamp WHERE {over} LIMIT 1", (before,)):
        with lib.writing() as db:
            db.execute(f"DELETE FROM stamp WHERE {over}", (before,))


def vanish(db: sqlite3.Connection, feed_id: int, ids: Iterable[int], now: int) -> int:
    """Takes articles whose files are gone out of sight, unless they are saved or the reader has
    tagged them."""
    gone = 0
    for some in chunks(ids, 500):
        marks = ",".join(str(int(number)) for number in some)
        gone += db.execute(
            f"UPDATE article SET hidden = hidden | {schema.VANISHED}, hidden_at = ? "
            f"WHERE id IN ({marks}) AND feed_id = ? AND saved_at IS NULL "
            f"AND hidden & {schema.VANISHED} = 0 "
            f"AND NOT {filetags.READERS.format('article.id')}",
            (now, feed_id),
        ).rowcount
    return gone
