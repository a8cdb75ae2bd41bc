"""Two numbers without opening the library: for status bars, and before the first start.

Imports nothing but sqlite3 and changes nothing. Whatever is not as expected (another program's
file, another version, a lock, damage) gives None, and `open_library` finds the words for it.
"""

from __future__ import annotations

import os
import sqlite3

APPLICATION_ID = 0x54736874  # as in schema.py, which is too slow to be imported here
VERSION = 7


# A text of several feeds counts once.
UNREAD = (
    "SELECT coalesce(sum(unread), 0) - (SELECT amount FROM tally WHERE name = 'unread_twins') "
    "FROM feed WHERE removed_at IS NULL"
)


def unread(folder: str) -> int | None:
    """How many articles are unread in the library in `folder`; None in doubt."""
    return _ask(folder, UNREAD)


def is_new(folder: str) -> bool:
    """Whether there is no library in `folder`, or one that never had a feed or the guide."""
    path = os.path.join(folder, "library.db")
    if not os.path.exists(path) or not os.path.getsize(path):
        return True
    return bool(
        _ask(
            folder,
            "SELECT NOT EXISTS (SELECT 1 FROM feed) "
            "AND NOT EXISTS (SELECT 1 FROM session WHERE name = 'guide')",
        )
    )


def _ask(folder: str, sql: str) -> int | None:
    path = os.path.abspath(os.path.join(folder, "library.db"))
    # Without a log SQLite would make one and leave it: then the file is read as it stands.
    mode = "mode=ro" if os.path.exists(f"{path}-wal") else "immutable=1"
    path = path.replace(os.sep, "/")
    for character, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        path = path.replace(character, code)
    try:
        db = sqlite3.connect(f"file:///{path.lstrip('/')}?{mode}", uri=True, timeout=1.0)
        try:
            for pragma, wanted in (("application_id", APPLICATION_ID), ("user_version", VERSION)):
                if db.execute(f"PRAGMA {pragma}").fetchone()[0] != wanted:
                    return None
            return int(db.execute(sql).fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return None
