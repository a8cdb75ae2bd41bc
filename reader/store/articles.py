"""Articles one by one, how many there are, and deleting them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from array import array
from collections.abc import Sequence
from typing import Any

from reader import clock
from reader.model import (
    Act,
    Article,
    Body,
    Counts,
    Enclosure,
    LibraryError,
    NotFoundError,
    Twin,
    UsageError,
)
from reader.store import journal, schema
from reader.store.library import Library
from reader.store.packing import listed, unsqueeze
from reader.store.same import with_twins
from reader.store.tally import UNREAD

_ARTICLE = """
SELECT a.id, a.feed_id, f.shown, a.title, a.title_from, b.deck, a.byline, b.credit, b.source,
  b.dateline, a.url, a.published, a.updated, a.added, a.language,
  CASE WHEN t.shown AND ?2 THEN t.words ELSE a.words END, a.read, a.saved_at,
  a.summary, b.enclosures,
  CASE WHEN t.shown AND ?2 THEN t.format ELSE b.format END,
  CASE WHEN t.shown AND ?2 THEN t.content ELSE b.content END,
  CASE WHEN t.shown AND ?2 THEN t.base ELSE b.base END, b.residue, b.original_path,
  (SELECT json_group_array(name) FROM (SELECT tag.name FROM tagging t JOIN tag ON tag.id = t.tag_id
    WHERE t.article_id = a.id ORDER BY tag.name)),
  CASE WHEN t.article_id IS NULL THEN '' WHEN t.content = x'' THEN 'failed'
    WHEN t.shown THEN 'shown' ELSE 'kept' END, coalesce(nullif(t.error, ''), t.note, ''),
  (SELECT json_group_array(json_array(id, shown)) FROM (
    SELECT o.id AS id, g.shown AS shown
      FROM article o INDEXED BY article_twin CROSS JOIN feed g ON g.id = o.feed_id
      WHERE o.twin_of = iif(a.twin_of, a.twin_of, a.id) AND o.twin_of <> 0 AND o.id <> a.id
    UNION ALL SELECT o.id, g.shown FROM article o CROSS JOIN feed g ON g.id = o.feed_id
      WHERE o.id = a.twin_of ORDER BY id))
FROM article a CROSS JOIN feed f ON f.id = a.feed_id LEFT JOIN body b ON b.article_id = a.id
LEFT JOIN full_text t ON t.article_id = a.id
WHERE a.id = ?1
"""


def article(lib: Library, article_id: int, *, feed_text: bool = False) -> Article:
    """One article with the body that is shown, or with the feed's own. Raises NotFoundError."""
    found = lib.read(_ARTICLE, (article_id, not feed_text))
    if not found:
        raise NotFoundError(f"There is no article {article_id}; `tearsheet list` shows the ids.")
    try:
        return _article(found[0])
    except (zlib.error, ValueError):
        raise LibraryError(
            f"The text of article {article_id} in {lib.folder} is damaged; "
            "a copy in its folder backups, if there is one, may have it whole."
        ) from None


def _article(row: tuple[Any, ...]) -> Article:
    return Article(
        id=row[0],
        feed_id=row[1],
        feed=row[2],
        title=row[3],
        title_from=row[4],
        deck=row[5] or "",
        byline=row[6],
        credit=row[7] or "",
        source=row[8] or "",
        dateline=row[9] or "",
        url=row[10],
        published=row[11],
        updated=row[12],
        added=row[13],
        language=row[14],
        words=row[15],
        read=bool(row[16]),
        saved=row[17],
        tags=tuple(json.loads(row[25])),
        summary=row[18],
        enclosures=tuple(Enclosure(*one) for one in json.loads(row[19] or "[]")),
        body=Body(row[20] or "text", unsqueeze(row[21]) if row[21] else "", row[22] or ""),
        residue=tuple(json.loads(row[23] or "[]")),
        original_path=row[24] or "",
        full_text=row[26],
        full_text_note=row[27],
        also_in=tuple(Twin(*one) for one in json.loads(row[28])),
    )


def original(lib: Library, article_id: int) -> tuple[str, bytes] | None:
    """The path and the untouched bytes of a local file's article, or None."""
    found = lib.read(
        "SELECT b.original_path, o.bytes FROM original o JOIN body b USING (article_id) "
        "WHERE article_id = ?",
        (article_id,),
    )
    return (found[0][0], zlib.decompress(found[0][1])) if found else None


def find(lib: Library, ref: str) -> int:
    """The id that `ref` names: itself or its unique beginning. Raises NotFoundError."""
    ref = ref.strip()
    if not (ref.isascii() and ref.isdigit() and len(ref) < 19 and int(ref)):
        raise NotFoundError(f"“{ref}” is no article's id; `tearsheet list` shows the ids.")
    number = int(ref)
    shown = f"hidden < {schema.DELETED}"
    if lib.read(f"SELECT 1 FROM article WHERE id = ? AND {shown}", (number,)):
        return number
    matching: list[int] = []
    for length in range(1, 19 - len(ref)):
        low = number * 10**length
        matching += [
            row[0]
            for row in lib.read(
                f"SELECT id FROM article WHERE id BETWEEN ? AND ? AND {shown} LIMIT 2",
                (low, low + 10**length - 1),
            )
        ]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise NotFoundError(f"More than one article's id begins with {ref}; write more of it.")
    raise NotFoundError(f"There is no article {ref}; `tearsheet list` shows the ids.")


# -- numbers -------------------------------------------------------------------------------------


def counts(lib: Library, today: int) -> Counts:
    """The numbers of the sidebar; `today` is the second at which the local day began."""
    feeds = lib.read("SELECT id, unread, articles FROM feed WHERE removed_at IS NULL")
    tally = dict(lib.read("SELECT name, amount FROM tally"))
    ((new,),) = lib.read(
        "SELECT count(*) FROM article INDEXED BY article_unread "
        "WHERE hidden = 0 AND twin_of = 0 AND read = 0 AND sort_at >= ?",
        (today,),
    )
    return Counts(
        today=new,
        unread=sum(row[1] for row in feeds) - tally["unread_twins"],
        articles=sum(row[2] for row in feeds) - tally["twins"],
        saved=tally["saved"],
        later=tally["later"],
        archive=tally["saved"] - tally["later"],
        feeds={row[0]: row[1] for row in feeds},
        tags=dict(lib.read("SELECT name, articles FROM tag WHERE articles > 0 ORDER BY name")),
    )


def unread_total(lib: Library) -> int:
    """How many articles are unread."""
    return int(lib.read(UNREAD)[0][0])


# -- deleting ------------------------------------------------------------------------------------


def delete(lib: Library, ids: Sequence[int]) -> Act:
    """Takes articles out of sight for good in all places that have their text, unless it is undone.

    Saved ones stay.
    Raises UsageError where all are saved, NotFoundError where there is none.
    """
    wanted = list(with_twins(lib, ids))
    act = journal.in_chunks(
        lib,
        "delete",
        wanted,
        lambda db, chunk: [journal.Part("", set_deleted(db, chunk, True), array("q"))],
        lambda amount, first: journal.titled(lib, amount, first, "deleted", one_text=len(ids) == 1),
    )
    if act:
        return act
    if lib.read(f"SELECT 1 FROM article WHERE id IN ({listed(wanted)}) AND saved_at IS NOT NULL"):
        raise UsageError("What is saved is not deleted; unsave it first.")
    raise NotFoundError("There is no such article to delete; `tearsheet list` shows the ids.")


def set_deleted(db: sqlite3.Connection, chunk: Sequence[int], deleted: bool) -> array[int]:
    """Deletes or brings back; gives the ids for which that was a change."""
    inside = f"WHERE id IN ({listed(chunk)})"
    bit = schema.DELETED
    if deleted:
        change = f"hidden = hidden | {bit} {inside} AND hidden & {bit} = 0 AND saved_at IS NULL"
    else:
        change = f"hidden = hidden & ~{bit} {inside} AND hidden & {bit}"
    rows = db.execute(
        f"UPDATE article SET hidden_at = ?, {change} RETURNING id",
        (clock.now() if deleted else None,),
    ).fetchall()
    return array("q", [row[0] for row in rows])
