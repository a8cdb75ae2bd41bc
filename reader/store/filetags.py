"""Tags that files give to their articles: front matter, keywords.

The rule: what the file names now and did not name before is added; what it does not name any more
is taken off, unless the reader had set it. What it named before and names still is left alone, so
a tag that the reader took off stays off however often the rest of the file is edited. A tag of the
file alone keeps nothing: its article goes when the file goes, and retention may take it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from reader.store.packing import listed

# That an article has a tag of the reader's own; `{}` is the article's id.
READERS = (
    "EXISTS (SELECT 1 FROM tagging t WHERE t.article_id = {0} AND NOT EXISTS (SELECT 1 FROM filed "
    "f WHERE f.article_id = t.article_id AND f.tag_id = t.tag_id AND f.own = 0))"
)


def follow(db: sqlite3.Connection, article_id: int, names: Sequence[str]) -> None:
    """Brings the tags of an article to what its file names now, clean and each once."""
    named = [_id(db, name) for name in names]
    before = dict(
        db.execute("SELECT tag_id, own FROM filed WHERE article_id = ?", (article_id,)).fetchall()
    )
    for tag_id in named:
        if tag_id not in before:
            given = db.execute(
                "INSERT INTO tagging(article_id, tag_id, sort_at) "
                "SELECT id, ?2, sort_at FROM article WHERE id = ?1 ON CONFLICT DO NOTHING",
                (article_id, tag_id),
            ).rowcount
            db.execute(
                "INSERT INTO filed(article_id, tag_id, own) VALUES (?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                (article_id, tag_id, int(not given)),
            )
    for tag_id, own in before.items():
        if tag_id not in named:
            place = (article_id, tag_id)
            db.execute("DELETE FROM filed WHERE article_id = ? AND tag_id = ?", place)
            if not own:
                db.execute("DELETE FROM tagging WHERE article_id = ? AND tag_id = ?", place)


def claim(db: sqlite3.Connection, ids: Sequence[int], name: str) -> None:
    """Notes that the reader has set a tag on these articles: it is the reader's own from now on."""
    db.execute(
        f"UPDATE filed SET own = 1, away = 0 WHERE article_id IN ({listed(ids)}) "
        "AND tag_id = (SELECT id FROM tag WHERE name = ?)",
        (name,),
    )


def _id(db: sqlite3.Connection, name: str) -> int:
    db.execute("INSERT INTO tag(name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
    return int(db.execute("SELECT id FROM tag WHERE name = ?", (name,)).fetchone()[0])
