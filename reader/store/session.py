"""What the next start finds again: the session's values, and the place in every article."""

from __future__ import annotations

import json
from typing import Any

from reader import clock
from reader.store.library import Library


def load(lib: Library) -> dict[str, Any]:
    """The values that were stored; what cannot be read is not there."""
    values: dict[str, Any] = {}
    for name, value in lib.read("SELECT name, value FROM session"):
        try:
            values[name] = json.loads(value)
        except ValueError:
            continue
    return values


def store(lib: Library, values: dict[str, Any]) -> None:
    """Keeps values (anything JSON can hold) under their names; other names stay as they are."""
    with lib.writing() as db:
        db.executemany(
            "INSERT INTO session VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [(name, json.dumps(value, ensure_ascii=False)) for name, value in values.items()],
        )


def place(lib: Library, article_id: int) -> int:
    """The character at which the reader stopped in an article; 0 at first."""
    found = lib.read("SELECT position FROM place WHERE article_id = ?", (article_id,))
    return int(found[0][0]) if found else 0


def keep_place(lib: Library, article_id: int, offset: int) -> None:
    """Keeps the character at which the reader stopped; 0 forgets it."""
    with lib.writing() as db:
        if offset <= 0:
            db.execute("DELETE FROM place WHERE article_id = ?", (article_id,))
        else:
            db.execute(
                "INSERT INTO place SELECT id, ?, ? FROM article WHERE id = ? "
                "ON CONFLICT DO UPDATE SET position = excluded.position, at = excluded.at",
                (offset, clock.now(), article_id),
            )
