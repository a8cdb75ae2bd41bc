"""A view as SQL: which articles a place holds, by which index, in which order.

Every place names its index, so that no planner's guess turns a list of a millisecond into a scan.
"""

from __future__ import annotations

from typing import NamedTuple

from reader.model import Order, Place, View
from reader.store.folders import below
from reader.store.library import Library
from reader.store.packing import listed

MERGED = (Place.ALL, Place.UNREAD, Place.TODAY)  # where a text of several feeds is shown once
ONCE = "a.hidden = 0 AND a.twin_of = 0"


class Arm(NamedTuple):
    """One piece of a selection: a table, what holds in it, and its two columns of the sort key."""

    source: str
    where: str
    at: str = "a.sort_at"
    id: str = "a.id"


class Selection(NamedTuple):
    """The articles of a view without its order; several arms are merged by SQLite as it reads."""

    arms: tuple[Arm, ...]
    values: dict[str, object]

    def also(self, condition: str) -> Selection:
        """The selection narrowed by a condition on article `a`."""
        arms = tuple(arm._replace(where=f"{arm.where} AND {condition}") for arm in self.arms)
        return Selection(arms, self.values)


def selection(lib: Library, view: View, today: int = 0, *, unread: bool = False) -> Selection:
    """What a view's place holds; its query and order are not looked at.

    `today` is the second at which the local day began; `unread` asks for unread ones alone, as
    the view itself may.
    """
    unread = unread or view.unread_only
    and_unread = " AND a.read = 0" if unread else ""
    index = "_unread" if unread else ""
    values: dict[str, object] = {}
    match view.place:
        case Place.TODAY:
            arm = _arm(f"article{index or '_all'}", f"{ONCE}{and_unread} AND a.sort_at >= :now")
            values["now"] = today
        case Place.UNREAD:
            arm = _arm("article_unread", f"{ONCE} AND a.read = 0")
        case Place.ALL:
            arm = _arm(f"article{index or '_all'}", f"{ONCE}{and_unread}")
        case Place.FEED:
            arm = _arm(f"article_feed{index}", f"a.feed_id = :key AND a.hidden = 0{and_unread}")
            values["key"] = _number(view)
        case Place.FOLDER:
            inside = below(lib, _number(view))
            return Selection(
                tuple(
                    _arm(
                        f"article_folder{index}",
                        f"a.folder_id = {one} AND a.hidden = 0{and_unread}",
                    )
                    for one in inside[:400]  # SQLite joins at most 500 selects
                ),
                {},
            )
        case Place.TAG:
            found = lib.read("SELECT id FROM tag WHERE name = ?", (str(view.key or ""),))
            values["key"] = found[0][0] if found else 0
            arm = Arm(
                "tagging t INDEXED BY tagging_tag CROSS JOIN article a ON a.id = t.article_id",
                f"t.tag_id = :key AND a.hidden < 4{and_unread}",
                "t.sort_at",
                "t.article_id",
            )
        case Place.SAVED | Place.LATER | Place.ARCHIVE:
            if unread and view.place is Place.ARCHIVE:
                return Selection((), {})  # the archive is what is read
            arm = _saved(view.place, unread)
    return Selection((arm,), values)


def _saved(place: Place, unread: bool) -> Arm:
    if place is Place.ARCHIVE:
        return _arm("article_archive", "a.saved_at IS NOT NULL AND a.read = 1")
    if place is Place.LATER or unread:
        return _arm("article_later", "a.saved_at IS NOT NULL AND a.read = 0")
    return _arm("article_saved", "a.saved_at IS NOT NULL")


def _arm(index: str, where: str) -> Arm:
    return Arm(f"article a INDEXED BY {index}", where)


def _number(view: View) -> int:
    try:
        return int(view.key or 0)
    except ValueError:
        return 0


def by_time(chosen: Selection, *, newest: bool = True, after: bool = False) -> str:
    """SELECT at, id in the order of time; `after` adds the keyset condition on :at and :id."""
    way = "DESC" if newest else "ASC"
    sign = "<" if newest else ">"
    pieces = []
    for arm in chosen.arms:
        more = f" AND ({arm.at}, {arm.id}) {sign} (:at, :id)" if after else ""
        pieces.append(
            f"SELECT {arm.at} AS at, {arm.id} AS id FROM {arm.source} WHERE {arm.where}{more}"
        )
    return f"{' UNION ALL '.join(pieces)} ORDER BY at {way}, id {way}"


def by_name(chosen: Selection, order: Order) -> str:
    """SELECT id in the order of titles, or of feeds and then the newest first; it has to sort."""
    name = "a.title" if order is Order.TITLE else "f.shown"
    feed = "" if order is Order.TITLE else " JOIN feed f ON f.id = a.feed_id"
    pieces = [
        f"SELECT {name} COLLATE NOCASE AS name, {arm.at} AS at, {arm.id} AS id "
        f"FROM {arm.source}{feed} WHERE {arm.where}"
        for arm in chosen.arms
    ]
    return f"SELECT id FROM ({' UNION ALL '.join(pieces)}) ORDER BY name, at DESC, id DESC"


def feed_by_feed(lib: Library, view: View, today: int) -> list[Selection]:
    """A view of many feeds as one selection for each, in order of their titles.

    Nothing has to be sorted then. Empty for places that do not go by feeds.
    """
    where = "removed_at IS NULL"
    if view.place is Place.FOLDER:
        where += f" AND folder_id IN ({listed(below(lib, _number(view)))})"
    elif view.place not in MERGED:
        return []
    counter = "unread" if view.unread_only or view.place is Place.UNREAD else "articles"
    feeds = lib.read(
        f"SELECT id FROM feed WHERE {where} AND {counter} > 0 ORDER BY shown COLLATE NOCASE, id"
    )
    selections = [
        selection(lib, View(Place.FEED, row[0]), unread=counter == "unread") for row in feeds
    ]
    if view.place is not Place.FOLDER:
        selections = [one.also("a.twin_of = 0") for one in selections]
    if view.place is Place.TODAY:
        selections = [
            Selection(one.also("a.sort_at >= :now").arms, one.values | {"now": today})
            for one in selections
        ]
    return selections
