"""Search: the tree of a query as SQL, the best or newest hits, pieces of text that show them.

Words go to FTS5, everything else is a condition on the article's row. A query that is "these words
and those conditions" runs down the hits from the newest one and stops when it has enough; a rare
condition (a small feed, a tag) turns that round. Everything else is plain SQL over sub-selects.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace

from reader import clock
from reader.model import LibraryError, Order, Place, View
from reader.query import And, Field, Or, Query, Word, parse, span
from reader.store import lists, views
from reader.store.index import attach, damaged, index_pending, pending, reindex, whole
from reader.store.library import Library
from reader.store.meaning import NOTHING, VISIBLE, Compiler, beginning, wanted
from reader.store.packing import from_hex, listed
from reader.store.terms import asked, indexed, shown
from reader.store.trouble import StoppedError
from reader.text import clean

__all__ = [
    "index_pending",
    "matching",
    "pending",
    "reindex",
    "search",
    "snippets",
    "whole",
]

RANKED = 1_000  # newest hits among which the best are looked for
RANKED_LIVE = 300_000  # articles up to which hits of an unfinished word are ranked: it takes twice
NARROW = 50_000  # articles of a place up to which their ids are gathered first

_FEED_NAME = "(SELECT shown FROM main.feed WHERE id = a.feed_id) COLLATE NOCASE"
_ORDERS = {
    Order.NEWEST: "a.sort_at DESC, a.id DESC",
    Order.BEST: "a.sort_at DESC, a.id DESC",
    Order.OLDEST: "a.sort_at, a.id",
    Order.TITLE: "a.title COLLATE NOCASE, a.sort_at DESC, a.id DESC",
    Order.FEED: f"{_FEED_NAME}, a.sort_at DESC, a.id DESC",
}


# -- asking --------------------------------------------------------------------------------------


def search(
    lib: Library,
    query: str,
    view: View | None = None,
    limit: int | None = RANKED,
    order: Order = Order.BEST,
    *,
    live: bool = False,
    today: int = 0,
) -> array[int]:
    """The ids a query finds inside a view's place (none: everywhere), at most `limit`.

    `BEST` ranks among the newest 1,000 hits, a word of the title counting most; without words it
    is the newest first. `live` is for a query that is still being typed: nothing is an error, the
    last word may be unfinished. When `lib.interrupt()` stops it, it gives nothing. Raises
    UsageError where the query cannot be read.
    """
    tree = parse(query, lenient=live)
    attach(lib)
    try:
        if live and (titles := _beginning_of_titles(tree, query)):
            return _in_titles(lib, titles, view, limit or RANKED, today)
        if live and (begun := _unfinished(tree, query)) != tree:
            tree = begun
            if order is Order.BEST and lists.newest_id(lib) > RANKED_LIVE:
                order = Order.NEWEST
        return _found(lib, tree, view, limit, order, today)
    except StoppedError:
        return array("q")
    except LibraryError:
        if damaged(lib, " OR ".join(wanted(tree)) or '""'):
            raise LibraryError(
                f"The search index in {lib.folder} was damaged; the next refresh makes it anew, "
                "and so does `tearsheet doctor --reindex`."
            ) from None
        raise


def matching(lib: Library, query: str, limit: int | None = None) -> array[int]:
    """All ids a query finds, the newest first, for commands that act on them."""
    return search(lib, query, limit=limit, order=Order.NEWEST)


def _found(
    lib: Library, tree: Query, view: View | None, limit: int | None, order: Order, today: int
) -> array[int]:
    compiler = Compiler(lib)
    meaning = compiler.whole(tree)
    conditions = [VISIBLE, *meaning.conditions]
    narrow = _narrow(lib, tree, view)
    if view is not None:
        conditions += _inside(lib, view, today, compiler)
    where = " AND ".join(conditions)
    many = -1 if limit is None else limit
    values = compiler.values
    if not meaning.words:
        if narrow:
            where = f"a.id IN ({narrow}) AND {where}"
        return _ids(lib, _without_words(compiler, where, bool(narrow), order, many), values)
    if not lib.search_ready:
        return array("q")
    values["words"] = meaning.words
    if narrow:
        # The + keeps FTS5 from asking for each of these ids by itself, 50 us a time.
        where = f"+fts.rowid IN ({narrow}) AND {where}"
    if low := _lowest(lib, tree, view, today):
        where = f"fts.rowid >= {low} AND {where}"
    hits = (
        "FROM search.fts CROSS JOIN main.article a ON a.id = fts.rowid "
        f"WHERE fts MATCH :words AND {where}"
    )
    if order is Order.BEST:
        most = RANKED if limit is None else max(RANKED, limit)
        return _ids(
            lib,
            "SELECT id FROM (SELECT fts.rowid AS id, bm25(fts, 8.0, 3.0, 3.0, 1.0) AS rank_ "
            f"{hits} ORDER BY fts.rowid DESC LIMIT {most}) ORDER BY rank_, id DESC LIMIT {many}",
            values,
        )
    if limit is None:
        return _ids(lib, f"SELECT a.id {hits} ORDER BY {_ORDERS[order]}", values)
    newest = f"SELECT fts.rowid AS id {hits} ORDER BY fts.rowid DESC LIMIT {max(RANKED, limit)}"
    return _ids(
        lib,
        f"SELECT a.id FROM ({newest}) hit JOIN main.article a ON a.id = hit.id "
        f"ORDER BY {_ORDERS[order]} LIMIT {many}",
        values,
    )


def _ids(lib: Library, sql: str, values: dict[str, object]) -> array[int]:
    ((digits,),) = lib.read(
        f"SELECT CAST(group_concat(printf('%016x', id), '') AS BLOB) FROM ({sql})", values
    )
    return from_hex(digits) if digits else array("q")


def _inside(lib: Library, view: View, today: int, compiler: Compiler) -> list[str]:
    """A view's place as conditions on article `a`; `ALL` is everything that can be found."""
    if view.place is Place.ALL:
        return ["a.read = 0"] if view.unread_only else []
    chosen = views.selection(lib, view, today)
    if not chosen.arms:
        return [NOTHING]
    if view.place is Place.TAG:
        unread = " AND a.read = 0" if view.unread_only else ""
        return [
            "a.id IN (SELECT article_id FROM main.tagging "
            f"WHERE tag_id = {int(str(chosen.values['key']))}){unread}"
        ]
    compiler.values |= chosen.values
    # Of a text in several places any may answer to the query, not only the one that stands for all.
    wheres = [arm.where.replace(views.ONCE, "a.hidden = 0") for arm in chosen.arms]
    return [f"({' OR '.join(f'({where})' for where in wheres)})"]


def _without_words(compiler: Compiler, where: str, narrow: bool, order: Order, many: int) -> str:
    """The query for conditions alone: down the lists of time, so that a limit ends it early.

    What is shown, its twins and the few hidden ones that can be found have an index each; SQLite
    merges them.
    """
    if narrow:
        return (
            f"SELECT a.id FROM main.article a NOT INDEXED WHERE {where} "
            f"ORDER BY {_ORDERS[order]} LIMIT {many}"
        )
    index = "article_unread" if compiler.unread else "article_all"
    unread = " AND a.read = 0" if compiler.unread else ""
    arms = [
        f"main.article a INDEXED BY {index} WHERE a.hidden = 0 AND a.twin_of = 0{unread}",
        f"main.article a INDEXED BY article_twins WHERE a.hidden = 0 AND a.twin_of <> 0{unread}",
        "main.article a INDEXED BY article_hidden WHERE a.hidden <> 0",
    ]
    name = {Order.TITLE: "a.title COLLATE NOCASE", Order.FEED: _FEED_NAME}.get(order, "0")
    way = "" if order is Order.OLDEST else " DESC"
    merged = " UNION ALL ".join(
        f"SELECT {name} AS name, a.sort_at AS at, a.id AS id FROM {arm} AND {where}" for arm in arms
    )
    by_name = "" if name == "0" else "name, "
    return f"SELECT id FROM ({merged} ORDER BY {by_name}at{way}, id{way} LIMIT {many})"


def _narrow(lib: Library, tree: Query, view: View | None) -> str:
    """A sub-select of the few ids that can be meant at all, or "" where they are not few."""
    sizes: list[tuple[int, str]] = []
    fields = [view] if view is not None else []
    for one in fields:
        sizes += _size(lib, one)
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if isinstance(part, Field):
            sizes += _size(lib, _place_of(part)) if _place_of(part) else []
            if part.name == "id":
                sizes.append((1, str(int(part.value))))
            elif part.name == "feed":
                rows = Compiler(lib).feeds(part.value)
                for number in rows if len(rows) == 1 else []:
                    sizes += _size(lib, View(Place.FEED, number))
    few = [one for one in sizes if one[0] <= NARROW]
    return min(few)[1] if few else ""


def _place_of(part: Field) -> View | None:
    if part.name == "tag":
        return View(Place.TAG, part.value.lstrip("#"))
    if part.name == "is" and part.value in ("saved", "later", "archive"):
        return View(Place(part.value))
    return None


def _lowest(lib: Library, tree: Query, view: View | None, today: int) -> int:
    """The lowest id that `newer:`, `after:` or Today leave: hits below it are not looked at."""
    since = [today] if view is not None and view.place is Place.TODAY else []
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if isinstance(part, Field) and part.name == "newer":
            since.append(clock.now() - span(part.value))
        elif isinstance(part, Field) and part.name == "after":
            since.append(beginning(part.value))
    if not since:
        return 0
    amount, low = lib.read(
        "SELECT count(*), coalesce(min(id), 1) FROM ("
        "SELECT id FROM main.article INDEXED BY article_all "
        "WHERE hidden = 0 AND twin_of = 0 AND sort_at >= ?1 "
        "UNION ALL SELECT id FROM main.article INDEXED BY article_twins "
        "WHERE hidden = 0 AND twin_of <> 0 AND sort_at >= ?1 "
        "UNION ALL SELECT id FROM main.article INDEXED BY article_hidden "
        "WHERE hidden <> 0 AND sort_at >= ?1 LIMIT ?2)",
        (max(since), NARROW + 1),
    )[0]
    return int(low) if amount <= NARROW else 0


def _size(lib: Library, view: View | None) -> list[tuple[int, str]]:
    """How many articles a place holds, and the sub-select of their ids, where that is kept."""
    if view is None:
        return []
    match view.place:
        case Place.FEED:
            found = lib.read("SELECT id, articles FROM feed WHERE id = ?", (view.key,))
            return [
                (amount, f"SELECT id FROM main.article WHERE feed_id = {number}")
                for number, amount in found
            ]
        case Place.TAG:
            found = lib.read("SELECT id, articles FROM tag WHERE name = ?", (view.key,))
            return [
                (amount, f"SELECT article_id FROM main.tagging WHERE tag_id = {number}")
                for number, amount in found
            ]
        case Place.SAVED | Place.LATER | Place.ARCHIVE:
            saved = lib.read("SELECT amount FROM tally WHERE name = 'saved'")[0][0]
            return [(saved, "SELECT id FROM main.article WHERE saved_at IS NOT NULL")]
    return []


# -- while it is being typed ---------------------------------------------------------------------


def _beginning_of_titles(tree: Query, query: str) -> str:
    """The lone one or two letters a query consists of: too many words begin with them."""
    if isinstance(tree, Word) and not query.endswith((" ", '"', ")")) and _short(tree.text):
        return asked(tree.text, prefix=True)
    return ""


def _short(word: str) -> bool:
    """Whether too many words begin like this; two characters of Chinese are a word."""
    return len(word) <= 2 and indexed(word) == word


def _in_titles(lib: Library, words: str, view: View | None, limit: int, today: int) -> array[int]:
    if not lib.search_ready:
        return array("q")
    compiler = Compiler(lib)
    conditions = [VISIBLE]
    if view is not None:
        conditions += _inside(lib, view, today, compiler)
    return _ids(
        lib,
        "SELECT title_fts.rowid AS id FROM search.title_fts "
        "CROSS JOIN main.article a ON a.id = title_fts.rowid "
        f"WHERE title_fts MATCH :words AND {' AND '.join(conditions)} "
        f"ORDER BY title_fts.rowid DESC LIMIT {limit}",
        compiler.values | {"words": words},
    )


def _begun(part: Query) -> bool:
    return isinstance(part, Word) and _short(part.text)


def _unfinished(tree: Query, query: str) -> Query:
    """The tree with its last word as the beginning of one, if the query ends in it.

    One or two letters after other words say nothing yet.
    """
    if query.endswith((" ", '"', "”", "“", "»", ")", "*", ":")):
        return tree
    match tree:
        case Word(text):
            return Word(text, prefix=True)
        case Field("title" | "by", value) if not _short(value):
            return replace(tree, prefix=True)
        case And(parts) if len(parts) > 1 and _begun(parts[-1]):
            return replace(tree, parts=parts[:-1])
        case And(parts) | Or(parts) if parts:
            last = _unfinished(parts[-1], query)
            return replace(tree, parts=(*parts[:-1], last))
    return tree


# -- showing -------------------------------------------------------------------------------------


def snippets(lib: Library, ids: Iterable[int], query: str) -> dict[int, str]:
    """For each article the piece of its text that shows the query's words best, between « and ».

    Articles without one of the words (found by a field alone) are not in it.
    """
    words = " OR ".join(wanted(parse(query, lenient=True)))
    if not words or not attach(lib):
        return {}
    try:
        rows = lib.read(
            "SELECT rowid, snippet(fts, -1, char(2), char(3), '…', 24) FROM search.fts "
            f"WHERE fts MATCH ? AND rowid IN ({listed(ids)})",
            (words,),
        )
    except StoppedError:
        return {}
    return {number: clean(shown(found)) for number, found in rows}
