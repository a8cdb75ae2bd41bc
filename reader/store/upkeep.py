"""What keeps a library small and sound: retention, clearing up, checks, copies."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.config import Config
from reader.model import LibraryError
from reader.store import copies, filetags, schema, stamps
from reader.store.library import Library
from reader.store.packing import listed, unpack
from reader.store.trouble import in_words

GRACE = 30 * 86_400  # seconds that what was deleted or removed can still be brought back
BATCH = 100  # articles that one transaction takes out

_FREE = f"saved_at IS NULL AND NOT {filetags.READERS.format('article.id')}"


def retire(lib: Library, config: Config, now: int) -> int:
    """Takes out what is not to be kept any more; gives the number of articles.

    Read articles beyond the number to keep of their feed, or older than the days to keep, and what
    was deleted, vanished or left with its feed a month ago. Never what is saved or tagged, never
    what is unread and shown, nor what was unsaved or untagged less than a month ago, so that this
    can be undone. Keys stay as tombstones, so that no feed brings them back.
    """
    if lib.read_only:
        return 0
    _mend_hidden(lib)
    held = _let_go(lib, now - GRACE)
    amount = 0
    for feed_id, keep in lib.read(
        "SELECT id, coalesce(keep, ?) FROM feed WHERE removed_at IS NULL AND kind <> 'files' "
        "AND kind <> 'pages'",
        (config.keep,),
    ):
        if keep:
            amount += _bury(lib, _beyond(lib, feed_id, keep), held, now)
    if config.keep_days:
        amount += _bury(lib, _older(lib, now - config.keep_days * 86_400), held, now)
    amount += _bury(lib, _hidden(lib, now - GRACE), held, now)
    stamps.forget(lib, now - GRACE)
    _end_feeds(lib, now - GRACE)
    return amount


def _let_go(lib: Library, since: int) -> set[int]:
    """Articles whose save or tag an undo or redo may still bring back."""
    return {
        number
        for (ids,) in lib.read(
            "SELECT ids FROM act_part JOIN act ON act.id = act_id "
            "WHERE (kind IN ('unsave', 'tag') AND undone = 0 AND at >= ?) "
            "OR (kind IN ('save', 'tag') AND undone = 1)",
            (since,),
        )
        for number in unpack(ids)
    }


def _beyond(lib: Library, feed_id: int, keep: int) -> list[int]:
    """The read articles of a feed that come after the newest `keep`."""
    return [
        row[0]
        for row in lib.read(
            f"SELECT id FROM article WHERE read = 1 AND {_FREE} AND id IN ("
            "SELECT id FROM article INDEXED BY article_feed WHERE feed_id = ? AND hidden = 0 "
            "ORDER BY sort_at DESC, id DESC LIMIT -1 OFFSET ?)",
            (feed_id, keep),
        )
    ]


def _older(lib: Library, before: int) -> list[int]:
    """Read articles of feeds that neither are in time nor came in time."""
    return [
        row[0]
        for index, which in (("article_all", "twin_of = 0"), ("article_twins", "twin_of <> 0"))
        for row in lib.read(
            f"SELECT id FROM article INDEXED BY {index} WHERE hidden = 0 AND {which} "
            f"AND sort_at < ?1 AND added < ?1 AND read = 1 AND {_FREE} AND feed_id IN "
            "(SELECT id FROM feed WHERE kind IN ('web', 'directory'))",
            (before,),
        )
    ]


def _hidden(lib: Library, before: int) -> list[int]:
    """What was deleted or vanished, or lost its feed, long enough ago."""
    return [
        row[0]
        for row in lib.read(
            "SELECT article.id FROM article INDEXED BY article_hidden "
            "JOIN feed ON feed.id = article.feed_id WHERE hidden <> 0 AND saved_at IS NULL "
            f"AND (hidden & {schema.DELETED} OR {_FREE}) "
            f"AND ((hidden & {schema.DELETED | schema.VANISHED} AND hidden_at < ?1) "
            f"OR (hidden & {schema.FEED_REMOVED} AND feed.removed_at < ?1))",
            (before,),
        )
    ]


def _bury(lib: Library, found: list[int], held: set[int], now: int) -> int:
    """Takes out all but the held, a few at a time, each checked again inside the transaction.

    A file that vanished from a directory leaves no tombstone: it is welcome when it returns.
    """
    ids = [number for number in found if number not in held]
    amount = 0
    for start in range(0, len(ids), BATCH):
        some = listed(ids[start : start + BATCH])
        with lib.writing() as db:
            still = listed(
                row[0]
                for row in db.execute(
                    f"SELECT id FROM article WHERE id IN ({some}) AND saved_at IS NULL "
                    f"AND (hidden & {schema.DELETED} OR ((hidden <> 0 OR read = 1) AND {_FREE}))"
                ).fetchall()
            )
            db.execute(
                "INSERT INTO tombstone SELECT feed_id, key, ? FROM article "
                f"WHERE id IN ({still}) AND hidden & {schema.VANISHED} = 0 ON CONFLICT DO NOTHING",
                (now,),
            )
            db.execute(f"DELETE FROM tagging WHERE article_id IN ({still})")
            amount += db.execute(f"DELETE FROM article WHERE id IN ({still})").rowcount
    return amount


def _end_feeds(lib: Library, before: int) -> None:
    """Ends feeds that were removed long enough ago and of which nothing is kept."""
    over = "removed_at < ? AND NOT EXISTS (SELECT 1 FROM article WHERE feed_id = feed.id)"
    if lib.read(f"SELECT 1 FROM feed WHERE {over}", (before,)):
        with lib.writing() as db:
            db.execute(f"DELETE FROM feed WHERE {over}", (before,))


def _mend_hidden(lib: Library) -> None:
    """Articles follow their feed out of sight and back, whatever came between.

    And none that is saved or tagged is hidden for having vanished from its directory.
    """
    hidden = "article INDEXED BY article_hidden WHERE hidden <> 0 AND hidden"
    for bit, condition in (
        (schema.FEED_REMOVED, "feed_id IN (SELECT id FROM feed WHERE removed_at IS NULL)"),
        (schema.VANISHED, f"NOT ({_FREE})"),
    ):
        wrong = f"(SELECT id FROM {hidden} & {bit} AND {condition})"
        if lib.read(f"SELECT 1 FROM {wrong} LIMIT 1"):
            with lib.writing() as db:
                db.execute(f"UPDATE article SET hidden = hidden & ~{bit} WHERE id IN {wrong}")


# -- checks --------------------------------------------------------------------------------------

_COUNTED = """
SELECT f.id, f.shown, coalesce(c.articles, 0), coalesce(c.unread, 0) FROM feed f LEFT JOIN (
  SELECT feed_id, count(*) AS articles, sum(read = 0) AS unread FROM article
  WHERE hidden = 0 GROUP BY feed_id) c ON c.feed_id = f.id
WHERE f.articles <> coalesce(c.articles, 0) OR f.unread <> coalesce(c.unread, 0)
"""
_TALLIED = """
SELECT 'saved' AS name, count(*) AS amount FROM article WHERE saved_at IS NOT NULL
UNION ALL SELECT 'later', count(*) FROM article WHERE saved_at IS NOT NULL AND read = 0
UNION ALL SELECT 'twins', count(*) FROM article WHERE twin_of <> 0
UNION ALL SELECT 'unread_twins', count(*) FROM article WHERE twin_of <> 0 AND read = 0
"""
_TAGGED = """
SELECT g.id, (SELECT count(*) FROM tagging t JOIN article a ON a.id = t.article_id
  WHERE t.tag_id = g.id AND a.hidden < 4) AS amount FROM tag g
"""


def check(lib: Library) -> list[str]:
    """What is wrong with a library, in words; nothing for a sound one.

    Looks at every page, at what refers to what, and at the counters, which it sets right.
    """
    try:
        wrong = [str(row[0]) for row in lib.db.execute("PRAGMA main.quick_check(20)")]
        if wrong == ["ok"]:
            wrong = []
        wrong = [f"library.db is damaged: {line}" for line in wrong]
        wrong += [
            f"a row of {row[0]} lost what it refers to"
            for row in lib.db.execute("PRAGMA main.foreign_key_check").fetchmany(20)
        ]
    except sqlite3.Error as error:
        return [str(in_words(lib.folder, error))]
    if wrong:
        return wrong
    return _counters(lib)


def _counters(lib: Library) -> list[str]:
    wrong = [f"the counters of “{name}” were wrong" for _, name, _, _ in lib.read(_COUNTED)]
    if dict(lib.read(_TALLIED)) != dict(lib.read("SELECT name, amount FROM tally")):
        wrong.append("the counters of saved and merged articles were wrong")
    tags = dict(lib.read(_TAGGED))
    if tags != dict(lib.read("SELECT id, articles FROM tag")):
        wrong.append("the counters of tags were wrong")
    if not wrong or lib.read_only:
        return wrong
    with lib.writing() as db:
        for feed_id, _, articles, unread in db.execute(_COUNTED).fetchall():
            db.execute(
                "UPDATE feed SET articles = ?, unread = ? WHERE id = ?", (articles, unread, feed_id)
            )
        for name, amount in db.execute(_TALLIED).fetchall():
            db.execute("UPDATE tally SET amount = ? WHERE name = ?", (amount, name))
        for number, amount in db.execute(_TAGGED).fetchall():
            db.execute("UPDATE tag SET articles = ? WHERE id = ?", (amount, number))
    return [f"{line}; they are right now" for line in wrong]


def backup(lib: Library, reason: str) -> Path:
    """A checked copy of the library in `backups/`. Raises LibraryError in words."""
    try:
        return copies.backup(lib.db, lib.folder, reason)
    except sqlite3.Error as error:
        raise in_words(lib.folder, error) from None
    except OSError as error:
        raise LibraryError(
            f"The library in {lib.folder} cannot be copied: {error.strerror}; "
            "check the folder backups in it."
        ) from None
