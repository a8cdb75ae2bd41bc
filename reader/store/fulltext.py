"""The full text of an article, kept beside the feed's own; which of the two is shown.

Fetching is `ingest/fulltext`'s business. The text of a saved article is never replaced.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reader import clock
from reader.model import Act, Body
from reader.store import journal
from reader.store.library import Library
from reader.store.packing import chunks, listed, squeeze, unsqueeze

ATTEMPTS = 3  # of a page that fails, before a feed's own refresh asks for it no more
RETRY_SECONDS = 6 * 3_600


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article whose page is to be fetched: its address and its feed's."""

    article_id: int
    url: str
    feed_url: str
    feed_id: int
    title: str


@dataclass(frozen=True, slots=True)
class FullText:
    """What a page came to: a body, or a sentence in `error`."""

    body: Body = field(default_factory=Body)
    words: int = 0
    url: str = ""
    note: str = ""
    error: str = ""


_WANTED = (
    "SELECT a.id, a.url, f.url, f.id, a.title FROM article a JOIN feed f ON f.id = a.feed_id "
    "LEFT JOIN full_text t ON t.article_id = a.id "
    "WHERE a.url <> '' AND f.kind NOT IN ('pages', 'files', 'directory')"
)


def wanted(lib: Library, ids: Iterable[int], *, again: bool = False) -> list[Wanted]:
    """Those of `ids` that have a page and no full text yet, in the order of `ids`.

    With `again` also those that have one, unless they are saved.
    """
    order = list(dict.fromkeys(ids))
    have = (
        "(a.saved_at IS NULL OR coalesce(t.content, x'') = x'')"
        if again
        else ("coalesce(t.content, x'') = x''")
    )
    found = {
        row[0]: Wanted(*row)
        for some in chunks(order)
        for row in lib.read(f"{_WANTED} AND {have} AND a.id IN ({listed(some)})")
    }
    return [found[one] for one in order if one in found]


def due(lib: Library, *, per_feed: int, limit: int, feed_ids: Iterable[int] | None) -> list[Wanted]:
    """The unread articles of feeds with "always full text" that have none yet, newest first.

    A page that failed is asked for again after some hours, a few times.
    """
    chosen = "" if feed_ids is None else f" AND id IN ({listed(feed_ids)})"
    found: list[Wanted] = []
    before = clock.now() - RETRY_SECONDS
    for (feed_id,) in lib.read(
        f"SELECT id FROM feed WHERE full_text = 1 AND removed_at IS NULL{chosen} ORDER BY id"
    ):
        rows = lib.read(
            f"{_WANTED} AND a.feed_id = ? AND a.hidden = 0 AND a.read = 0 AND a.saved_at IS NULL "
            "AND (t.article_id IS NULL "
            "OR (t.content = x'' AND t.attempts < ? AND t.fetched_at < ?)) "
            "ORDER BY a.sort_at DESC, a.id DESC LIMIT ?",
            (feed_id, ATTEMPTS, before, per_feed),
        )
        found += [Wanted(*row) for row in rows]
    return found[:limit]


def keep(lib: Library, article_id: int, text: FullText, *, show: bool) -> bool:
    """Keeps what a page came to; false where the article is gone or saved with a full text.

    A failure never takes the place of a text. `show` shows it at once, as its feed wants it; the
    reader's own act is `turn`.
    """
    with lib.writing() as db:
        saved = db.execute("SELECT saved_at FROM article WHERE id = ?", (article_id,)).fetchone()
        if saved is None:
            return False
        have = db.execute(
            "SELECT content <> x'' FROM full_text WHERE article_id = ?", (article_id,)
        ).fetchone()
        if have and have[0] and (text.error or saved[0] is not None):
            return False
        content = squeeze(text.body.content) if text.body.content else b""
        db.execute(
            "INSERT INTO full_text(article_id, format, base, content, words, url, note, error, "
            "attempts, fetched_at, shown) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
            "ON CONFLICT(article_id) DO UPDATE SET format = ?2, base = ?3, content = ?4, "
            "words = ?5, url = ?6, note = ?7, error = ?8, "
            "attempts = CASE WHEN ?9 THEN attempts + 1 ELSE 0 END, "
            "fetched_at = ?10, shown = max(shown, ?11)",
            (
                article_id,
                text.body.format,
                text.body.base,
                content,
                text.words,
                text.url,
                text.note,
                text.error,
                int(bool(text.error)),
                clock.now(),
                int(show and bool(content)),
            ),
        )
    return True


def turn(lib: Library, ids: Iterable[int], *, shown: bool) -> Act | None:
    """Shows the full text, or the feed's own again; None where that changes nothing."""
    name = "+" if shown else "-"
    words = "shown in full" if shown else "shown as the feed sends it"
    return journal.in_chunks(
        lib,
        "full_text",
        ids,
        lambda db, chunk: [journal.Part(name, set_shown(db, chunk, shown), array("q"))],
        lambda amount, first: journal.titled(lib, amount, first, words),
    )


def set_shown(db: sqlite3.Connection, chunk: Sequence[int], shown: bool) -> array[int]:
    """Turns what is shown; gives the ids for which that was a change."""
    rows = db.execute(
        f"UPDATE full_text SET shown = ?1 WHERE article_id IN ({listed(chunk)}) AND shown <> ?1 "
        "AND content <> x'' RETURNING article_id",
        (int(shown),),
    ).fetchall()
    return array("q", [row[0] for row in rows])


def text_of(lib: Library, article_id: int) -> FullText | None:
    """What is kept of an article's page, shown or not."""
    found = lib.read(
        "SELECT format, base, content, words, url, note, error FROM full_text WHERE article_id = ?",
        (article_id,),
    )
    if not found:
        return None
    form, base, content, words, url, note, error = found[0]
    body = Body(form, unsqueeze(content) if content else "", base)
    return FullText(body, words, url, note, error)


def unsaved(lib: Library, ids: Iterable[int]) -> list[int]:
    """Those of `ids` that have a full text and are not saved."""
    return [
        row[0]
        for some in chunks(ids)
        for row in lib.read(
            "SELECT a.id FROM article a JOIN full_text t ON t.article_id = a.id "
            f"WHERE a.id IN ({listed(some)}) AND a.saved_at IS NULL AND t.content <> x''"
        )
    ]


def teasing(lib: Library, ids: Iterable[int]) -> list[int]:
    """Those of `ids` whose feed sends only a beginning, or nothing, in their order."""
    from reader.store import articles
    from reader.teaser import is_teaser

    found = []
    for one in ids:
        article = articles.article(lib, one, feed_text=True)
        if is_teaser(article):
            found.append(one)
    return found
