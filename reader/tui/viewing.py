"""Which articles the list shows: a view is read at once as far as the screen needs it, the rest and
every search by the loader.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.model import Order, ReaderError, View
from reader.store import Library, lists
from reader.tui import heading
from reader.tui.paging import preview
from reader.tui.timeline import merged

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

PAGE_AFTER_SECONDS = 0.15
FIRST_IDS = 500  # read at once; the rest of a long view comes from the loader


def look(screen: LibraryScreen, view: View, current: int | None = None) -> None:
    """Shows `view` in the list; the cursor goes to the article `current` where it is there."""
    screen.loader.forget()
    if (view.place, view.key) != (screen.view.place, screen.view.key):
        screen.read_here = []
    screen.view = view
    _list(screen, current)
    screen.sidebar.show(screen.sidebar.items, view)
    preview(screen)


def reload(screen: LibraryScreen) -> None:
    """Reads the list anew; cursor, page and what was read here a moment ago stay."""
    rows = screen.list
    index = rows.cursor
    current = rows.current_id
    screen.loader.forget()
    _list(screen, current)
    if rows.ids and rows.current_id != current:
        rows.move_to(min(index, len(rows.ids) - 1), tell=False)
    if screen.pane != "page":
        preview(screen)


def _list(screen: LibraryScreen, current: int | None) -> None:
    view = screen.view
    screen.newest_seen = lists.newest_id(screen.library)
    if view.query or view.order not in (Order.NEWEST, Order.OLDEST):
        # What is shown stays until the answer is there, some milliseconds later: nothing flickers.
        screen.loader_done = False
        screen.loader.ask(_reading(screen, view), lambda ids: _loaded(screen, view, ids, current))
    else:
        first = lists.ids(screen.library, view, limit=FIRST_IDS, today=screen.today)
        screen.list.show(_with_held(screen, first), current)
        screen.listed = view
        if len(first) == FIRST_IDS:
            # After the frame: the thread would take the processor from it.
            screen.call_after_refresh(_read_rest, screen, view, current)
    heading.head(screen)


def _with_held(screen: LibraryScreen, ids: array[int]) -> array[int]:
    """The ids with what was read in this view and would be in it no more."""
    missing = set(screen.read_here) - set(ids) if screen.read_here else set()
    if not missing or screen.view.order not in (Order.NEWEST, Order.OLDEST):
        return ids
    there = lists.shown(screen.library, missing)
    return merged(screen.library, ids, sorted(there), screen.view.order)


def _read_rest(screen: LibraryScreen, view: View, current: int | None) -> None:
    if view == screen.view:
        screen.loader.ask(_reading(screen, view), lambda ids: _loaded(screen, view, ids, current))


def _reading(screen: LibraryScreen, view: View) -> Callable[[Library], array[int]]:
    today = screen.today
    if view.query:
        from reader.tui.searching import ids

        return lambda library: ids(library, view, today)
    return lambda library: lists.ids(library, view, today=today)


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
    ids = _with_held(screen, ids)
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
