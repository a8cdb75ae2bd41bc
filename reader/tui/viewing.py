"""Which articles the list shows: a view is read at once as far as the screen needs it, the rest and
every search by the loader.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.model import Order, ReaderError, View
from reader.store import Library, articles
from reader.tui import heading
from reader.tui.paging import preview

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

PAGE_AFTER_SECONDS = 0.15
FIRST_IDS = 500  # read at once; the rest of a long view comes from the loader


def look(screen: LibraryScreen, view: View, current: int | None = None) -> None:
    """Shows `view` in the list; the cursor goes to the article `current` where it is there."""
    screen.loader.forget()
    screen.view = view
    screen.newest_seen = articles.newest_id(screen.library)
    if view.query or view.order not in (Order.NEWEST, Order.OLDEST):
        # What is shown stays until the answer is there, some milliseconds later: nothing flickers.
        screen.loader_done = False
        screen.loader.ask(_reading(screen, view), lambda ids: _loaded(screen, view, ids, current))
    else:
        first = articles.ids(screen.library, view, limit=FIRST_IDS, today=screen.today)
        screen.list.show(first, current)
        screen.listed = view
        if len(first) == FIRST_IDS:
            # After the frame: the thread would take the processor from it.
            screen.call_after_refresh(_read_rest, screen, view, current)
    screen.sidebar.show(screen.sidebar.items, view)
    heading.head(screen)
    preview(screen)


def _read_rest(screen: LibraryScreen, view: View, current: int | None) -> None:
    if view == screen.view:
        screen.loader.ask(_reading(screen, view), lambda ids: _loaded(screen, view, ids, current))


def reload(screen: LibraryScreen) -> None:
    """Reads the list anew; the cursor stays on its article."""
    look(screen, screen.view, screen.list.current_id)


def reread(screen: LibraryScreen) -> None:
    """After an act that was taken back: reads the list anew only where articles came or went.

    So what was read a moment ago stays in a list of unread ones.
    """
    rows = screen.list
    shown = rows.ids[rows.top : rows.top + rows.visible_rows]
    held = articles.rows(screen.library, shown)
    first = articles.ids(screen.library, screen.view, limit=FIRST_IDS, today=screen.today)
    if len(held) < len(shown) or not set(first) <= set(rows.ids[: 2 * FIRST_IDS]):
        reload(screen)
    else:
        rows.forget_rows()


def _reading(screen: LibraryScreen, view: View) -> Callable[[Library], array[int]]:
    today = screen.today
    if view.query:
        from reader.tui.searching import ids

        return lambda library: ids(library, view, today)
    return lambda library: articles.ids(library, view, today=today)


def _loaded(
    screen: LibraryScreen, view: View, ids: array[int] | ReaderError, current: int | None
) -> None:
    if view != screen.view:
        return
    screen.loader_done = True
    if isinstance(ids, ReaderError):
        screen.list.show(array("q"))
        screen.list.say_empty([str(ids)])
        return
    before = screen.list.current_id
    other = screen.listed != view
    if other or before is None or (current is not None and before != current and current in ids):
        screen.listed = view
        screen.list.show(ids, current)
        if screen.prompt.what:
            # While a search is typed the page follows when the keys rest.
            screen.set_timer(PAGE_AFTER_SECONDS, lambda: preview(screen))
        else:
            preview(screen)
    elif screen.list.ids == ids[: len(screen.list.ids)]:
        screen.list.extend(ids)
    else:
        screen.list.insert(ids)
    heading.head(screen)


def step_back(screen: LibraryScreen) -> bool:
    """Returns to the view before this one; false if there is none."""
    if not screen.back:
        return False
    view, current = screen.back.pop()
    look(screen, view, current)
    return True
