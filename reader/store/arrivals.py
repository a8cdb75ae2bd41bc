"""What a refresh brings: new, changed and vanished articles of one feed, in one transaction."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reader import clock
from reader.incoming import Arrival, Changes, Known, ParsedArticle
from reader.store import filetags, outcomes, same, schema, stamps
from reader.store.library import Library
from reader.store.packing import squeeze


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of `apply`; `ids` are those of the new articles."""

    new: int = 0
    changed: int = 0
    vanished: int = 0
    ids: tuple[int, ...] = ()


# -- what is known -------------------------------------------------------------------------------

_NO_CONTENT = b""
_KNOWN = "SELECT key, id, content_hash, updates, hidden FROM article WHERE feed_id = ?"


def known(lib: Library, feed_id: int, keys: Iterable[bytes]) -> dict[bytes, Known]:
    """What the library holds of a feed under `keys`.

    Deleted articles and tombstones come with the id 0: they are not to come back. One that
    vanished comes without a content hash, so that it counts as changed when it is there again.
    """
    found: dict[bytes, Known] = {}
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ",".join("?" * len(some))
        for (key,) in lib.read(
            f"SELECT key FROM tombstone WHERE feed_id = ? AND key IN ({marks})", (feed_id, *some)
        ):
            found[key] = Known(0, _NO_CONTENT)
        for row in lib.read(f"{_KNOWN} AND key IN ({marks})", (feed_id, *some)):
            found[row[0]] = _known(row)
    return found


def known_all(lib: Library, feed_id: int) -> dict[bytes, Known]:
    """All that the library holds of a feed, as `known` gives it."""
    found = {
        key: Known(0, _NO_CONTENT)
        for (key,) in lib.read("SELECT key FROM tombstone WHERE feed_id = ?", (feed_id,))
    }
    found |= {row[0]: _known(row) for row in lib.read(_KNOWN, (feed_id,))}
    return found


def _known(row: tuple[Any, ...]) -> Known:
    _, number, content_hash, updates, hidden = row
    if hidden & schema.DELETED:
        return Known(0, content_hash, updates)
    return Known(number, _NO_CONTENT if hidden & schema.VANISHED else content_hash, updates)


# -- taking in -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ready:
    """An arrival with everything compressed, so that the transaction is short."""

    arrival: Arrival
    body: tuple[Any, ...]
    original: bytes


def apply(
    lib: Library,
    feed_id: int,
    changes: Changes,
    outcome: outcomes.FetchOutcome | None = None,
    stamped: stamps.Stamped | None = None,
) -> Applied:
    """Takes a refresh of one feed in, with the outcome (its validators) in the same transaction.

    So it is with what a look at a directory `stamped`: no file is lost by a crash in between.

    What was read in another place comes as read. The text of a saved article stays as it was
    saved. Vanished articles go out of sight unless they are saved or tagged. A key that is there
    already is not taken in twice.
    """
    new = [_ready(arrival) for arrival in changes.new]
    changed = [(number, _ready(arrival)) for number, arrival in changes.changed]
    with lib.writing() as db:
        ids = _insert_all(db, feed_id, new)
        restated = sum(_restate(db, feed_id, number, ready) for number, ready in changed)
        vanished = stamps.vanish(db, feed_id, changes.vanished, clock.now())
        if stamped is not None:
            stamps.note(db, feed_id, stamped)
        if outcome is not None:
            outcomes.note(db, outcome)
    return Applied(len(ids), restated, vanished, tuple(ids))


def _ready(arrival: Arrival) -> _Ready:
    article = arrival.article
    body = (
        article.body.format,
        article.body.base,
        squeeze(article.body.content),
        article.deck,
        article.credit,
        article.source,
        article.dateline,
        _json(list(article.residue)),
        _json([[one.url, one.media_type, one.length] for one in article.enclosures]),
        article.original_path,
    )
    return _Ready(arrival, body, zlib.compress(article.original, 1) if article.original else b"")


def _json(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


def _texts(article: ParsedArticle) -> tuple[Any, ...]:
    return (
        article.published,
        article.updated,
        article.words,
        article.title,
        article.title_from,
        article.byline,
        article.url,
        article.language,
        article.summary,
    )


def _insert_all(db: sqlite3.Connection, feed_id: int, arrivals: list[_Ready]) -> list[int]:
    if not arrivals:
        return []
    found = db.execute("SELECT folder_id, removed_at FROM feed WHERE id = ?", (feed_id,)).fetchone()
    if found is None or found[1] is not None:
        return []  # removed while it was being fetched
    added = clock.now()
    ids: list[int] = []
    for ready in arrivals:
        arrival = ready.arrival
        row = db.execute(
            "INSERT INTO article(feed_id, folder_id, key, sort_at, read, added, content_hash, "
            "published, updated, words, title, title_from, byline, url, language, summary, same, "
            "address) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
            "?16, ?17, ?18 "
            "WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE feed_id = ?1 AND key = ?3) "
            "ON CONFLICT DO NOTHING RETURNING id",
            (
                feed_id,
                found[0],
                arrival.key,
                arrival.sort_at,
                int(arrival.read),
                added,
                arrival.content_hash,
                *_texts(arrival.article),
                arrival.same,
                arrival.address,
            ),
        ).fetchone()
        if row:
            ids.append(int(row[0]))
            db.execute(
                "INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (row[0], *ready.body)
            )
            _keep_original(db, row[0], ready)
            if arrival.article.tags:
                filetags.follow(db, int(row[0]), arrival.article.tags)
    return ids


def _restate(db: sqlite3.Connection, feed_id: int, number: int, ready: _Ready) -> bool:
    """The new text of an article, unless it is saved; one that had vanished is shown again."""
    arrival = ready.arrival
    marks = (arrival.same, arrival.address)
    had = db.execute("SELECT same, address FROM article WHERE id = ?", (number,)).fetchone()
    done = db.execute(
        "UPDATE article SET content_hash = ?, updates = updates + 1, published = ?, updated = ?, "
        "words = ?, title = ?, title_from = ?, byline = ?, url = ?, language = ?, summary = ?, "
        "same = ?, address = ?, "
        f"hidden = hidden & ~{schema.VANISHED} "
        f"WHERE id = ? AND feed_id = ? AND saved_at IS NULL AND hidden & {schema.DELETED} = 0",
        (
            arrival.content_hash,
            *_texts(arrival.article),
            *marks,
            number,
            feed_id,
        ),
    ).rowcount
    if not done:
        # A saved article that vanished before and is there again keeps its text.
        db.execute(
            f"UPDATE article SET hidden = hidden & ~{schema.VANISHED} "
            f"WHERE id = ? AND feed_id = ? AND hidden & {schema.VANISHED}",
            (number, feed_id),
        )
        return False
    db.execute(
        "UPDATE body SET format = ?, base = ?, content = ?, deck = ?, credit = ?, source = ?, "
        "dateline = ?, residue = ?, enclosures = ?, original_path = ? WHERE article_id = ?",
        (*ready.body, number),
    )
    _keep_original(db, number, ready)
    filetags.follow(db, number, arrival.article.tags)
    if had != marks:
        same.compare(db, number)
    return True


def _keep_original(db: sqlite3.Connection, number: int, ready: _Ready) -> None:
    if ready.original:
        db.execute(
            "INSERT INTO original VALUES (?, ?) "
            "ON CONFLICT(article_id) DO UPDATE SET bytes = excluded.bytes",
            (number, ready.original),
        )
