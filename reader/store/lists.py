"""Articles as lists: the ids of a view, what comes next in it, the rows of a window."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from reader.model import Order, Row, View
from reader.store import schema, views
from reader.store.library import Library
from reader.store.packing import from_hex, listed

PIECE = 50_000  # ids that SQLite hands over at once
_ONE_READ = 1_000


def ids(lib: Library, view: View, limit: int | None = None, today: int = 0) -> array[int]:
    """The ids of a view in its order, at most `limit`.

    Without a limit a million take about a second; hardly any of it holds the interpreter's lock,
    so that a thread with a connection of its own (`another`) can do it beside a screen.
    """
    if view.query:
        from reader.store import search

        return search.search(lib, view.query, view, limit=limit, order=view.order, today=today)
    chosen = views.selection(lib, view, today)
    if not chosen.arms:
        return array("q")
    if view.order in (Order.TITLE, Order.FEED):
        return _by_name(lib, view, chosen, limit, today)
    newest = view.order is not Order.OLDEST
    if limit is not None and limit <= _ONE_READ:
        rows = lib.read(f"{views.by_time(chosen, newest=newest)} LIMIT {limit}", chosen.values)
        return array("q", [row[1] for row in rows])
    return _by_time(lib, chosen, newest, limit)


def _by_time(lib: Library, chosen: views.Selection, newest: bool, limit: int | None) -> array[int]:
    """All ids in pieces by keyset; SQLite makes one long text of a piece without the lock."""
    found = array("q")
    after: dict[str, int] = {}
    while limit is None or len(found) < limit:
        size = PIECE if limit is None else min(PIECE, limit - len(found))
        inner = views.by_time(chosen, newest=newest, after=bool(after))
        ((digits, at),) = lib.read(
            "SELECT CAST(group_concat(printf('%016x', id), '') AS BLOB), "
            f"{'min' if newest else 'max'}(at) FROM ({inner} LIMIT {size})",
            chosen.values | after,
        )
        if digits is None:
            break
        piece = from_hex(digits)
        found.extend(piece)
        if len(piece) < size:
            break
        after = {"at": at, "id": piece[-1]}
    return found


def _by_name(
    lib: Library, view: View, chosen: views.Selection, limit: int | None, today: int
) -> array[int]:
    """Ids in the order of feeds, one feed after the other, or of titles, which SQLite sorts."""
    feeds = views.feed_by_feed(lib, view, today) if view.order is Order.FEED else []
    found = array("q")
    if feeds:
        for one in feeds:
            found.extend(_by_time(lib, one, True, None if limit is None else limit - len(found)))
            if len(found) == limit:
                break
        return found
    ((digits,),) = lib.read(
        "SELECT CAST(group_concat(printf('%016x', id), '') AS BLOB) "
        f"FROM ({views.by_name(chosen, view.order)} LIMIT {-1 if limit is None else limit})",
        chosen.values,
    )
    for start in range(0, len(digits or b""), PIECE * 16):
        found.extend(from_hex(digits[start : start + PIECE * 16]))
    return found


def newer(lib: Library, view: View, after_id: int, today: int = 0) -> list[int]:
    """The ids of a view that arrived after the article `after_id`, in the view's order."""
    if view.query:
        return [one for one in ids(lib, view, today=today) if one > after_id]
    chosen = views.selection(lib, view, today).also("+a.id > :after")
    if newest_id(lib) <= after_id or not chosen.arms:
        return []
    # From the newest article back there are few, whatever the view holds: by id, not by its index.
    arms = tuple(
        views.Arm(_by_id(arm.source), arm.where.replace("+a.id", "a.id"), "a.sort_at", "a.id")
        for arm in chosen.arms
    )
    narrowed = views.Selection(arms, chosen.values | {"after": after_id})
    if view.order in (Order.TITLE, Order.FEED):
        return [row[0] for row in lib.read(views.by_name(narrowed, view.order), narrowed.values)]
    newest = view.order is not Order.OLDEST
    return [row[1] for row in lib.read(views.by_time(narrowed, newest=newest), narrowed.values)]


def _by_id(source: str) -> str:
    if source.startswith("tagging"):
        return "article a NOT INDEXED CROSS JOIN tagging t ON t.article_id = a.id"
    return "article a NOT INDEXED"


def newest_id(lib: Library) -> int:
    """The id of the article that arrived last; 0 in an empty library."""
    return int(lib.read("SELECT coalesce(max(id), 0) FROM article")[0][0])


def next_unread(
    lib: Library, view: View, from_id: int | None, step: int = 1, today: int = 0
) -> int | None:
    """The next unread article of a view after (`step` -1: before) `from_id` in the view's order.

    Without `from_id` the first (last) one. None where there is none; it does not wrap around.
    """
    timed = not view.query and view.order in (Order.NEWEST, Order.OLDEST, Order.BEST)
    if not timed:
        return _next_in(lib, ids(lib, view, today=today), from_id, step)
    chosen = views.selection(lib, view, today, unread=True)
    if not chosen.arms:
        return None
    newest = (view.order is not Order.OLDEST) == (step > 0)
    values = chosen.values
    if from_id is not None:
        place = lib.read("SELECT sort_at FROM article WHERE id = ?", (from_id,))
        if not place:
            from_id = None
        else:
            values = values | {"at": place[0][0], "id": from_id}
    sql = views.by_time(chosen, newest=newest, after=from_id is not None)
    found = lib.read(f"{sql} LIMIT 1", values)
    return int(found[0][1]) if found else None


def _next_in(lib: Library, listing: array[int], from_id: int | None, step: int) -> int | None:
    if step < 0:
        listing.reverse()
    start = listing.index(from_id) + 1 if from_id is not None and from_id in listing else 0
    while start < len(listing):
        some = listing[start : start + 500]
        unread = {
            row[0]
            for row in lib.read(f"SELECT id FROM article WHERE id IN ({listed(some)}) AND read = 0")
        }
        for one in some:
            if one in unread:
                return one
        start += 500
    return None


def rows(lib: Library, wanted: Iterable[int]) -> dict[int, Row]:
    """The list lines of some articles by id; an id that is not there any more is not in it."""
    return {
        row[0]: Row(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            bool(row[7]),
            bool(row[8]),
            bool(row[9]),
            row[10],
        )
        for row in lib.read(
            "SELECT a.id, a.feed_id, f.shown, a.title, a.byline, a.summary, "
            "coalesce(a.published, a.sort_at), a.read, a.saved_at IS NOT NULL, "
            "EXISTS (SELECT 1 FROM tagging t WHERE t.article_id = a.id), "
            "(SELECT count(*) FROM article o INDEXED BY article_twin "
            "WHERE o.twin_of = iif(a.twin_of, a.twin_of, a.id) AND o.twin_of <> 0) "
            "FROM article a CROSS JOIN feed f ON f.id = a.feed_id "
            f"WHERE a.id IN ({listed(wanted)}) AND a.hidden < {schema.DELETED}"
        )
    }


def sort_times(lib: Library, wanted: Iterable[int]) -> dict[int, int]:
    """The place in time of some articles by id, for putting new ones into a list that is shown."""
    return dict(lib.read(f"SELECT id, sort_at FROM article WHERE id IN ({listed(wanted)})"))


def shown(lib: Library, wanted: Iterable[int]) -> set[int]:
    """Those of some articles that are not hidden: no deleted, vanished or unfollowed ones."""
    found = lib.read(f"SELECT id FROM article WHERE id IN ({listed(wanted)}) AND hidden = 0")
    return {row[0] for row in found}
