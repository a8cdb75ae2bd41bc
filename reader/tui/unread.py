"""To the next unread article, and to the next feed that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Order, Place
from reader.store import lists
from reader.tui import paging
from reader.tui.going import open_article, show_place

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

SCAN_FIRST = 200  # rows looked at before the library is asked for the next unread one


def next_unread(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """Opens the next unread article of the list; where there is none, goes to the next feed."""
    reading = screen.pane == "page"
    index = _unread_index(screen, step)
    if index is None:
        if screen.view.place is Place.FEED and not screen.view.query:
            next_feed(screen, None, step)
            if screen.list.length and reading:
                open_article(screen)
            return
        screen.status.say("Nothing unread after this." if step > 0 else "Nothing unread before.")
        return
    screen.list.move_to(index, tell=False)
    if reading or not screen.shows("page"):
        open_article(screen)
    else:
        paging.preview(screen)


def _unread_index(screen: LibraryScreen, step: int) -> int | None:
    rows = screen.list
    index = rows.cursor + step
    for _ in range(SCAN_FIRST):
        row = rows.row(index)
        if not 0 <= index < rows.length:
            return None
        if row is not None and not row.read:
            return index
        index += step
    after = rows.ids[index - step]
    if screen.view.query or screen.view.order not in (Order.NEWEST, Order.OLDEST):
        return _scan_on(screen, index, step)
    found = lists.next_unread(screen.library, screen.view, after, step, today=screen.today)
    if found is None:
        return None
    try:
        return rows.ids.index(found)
    except ValueError:
        return None


def _scan_on(screen: LibraryScreen, index: int, step: int) -> int | None:
    rows = screen.list
    while 0 <= index < rows.length:
        row = rows.row(index)
        if row is not None and not row.read:
            return index
        index += step
    return None


def previous_unread(screen: LibraryScreen, count: int | None = None) -> None:
    """Opens the unread article before this one."""
    next_unread(screen, count, -1)


def next_feed(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """Shows the next feed of the sidebar that has something unread."""
    lines = screen.sidebar.items
    start = screen.sidebar.index_of(screen.view, screen.sidebar.cursor)
    for offset in range(1, len(lines) + 1):
        item = lines[(start + offset * step) % len(lines)]
        if item.view is not None and item.view.place is Place.FEED and item.count:
            show_place(screen, item.view)
            if screen.pane == "page":
                screen.focus_pane("list")
            screen.status.say(item.label)
            return
    screen.status.say("No feed has anything unread.")


def previous_feed(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows the feed before this one that has something unread."""
    next_feed(screen, count, -1)
