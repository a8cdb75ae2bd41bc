"""Live search: the line at the foot, its scope, and the thread that answers."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from reader import query
from reader.model import Order, Place, UsageError, View
from reader.store import Library, same, search
from reader.tui import heading, viewing
from reader.tui.heading import FOUND_LIMIT

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def ids(library: Library, view: View, today: int) -> array[int]:
    """The articles that answer to the query of `view` within its place.

    The last word may be unfinished: what was found while typing is there after `enter` too.
    """
    if query.parse(view.query, lenient=True) == query.And(()):
        # Nothing of it can be understood: the reason stands in the list, not everything there is.
        query.parse(view.query)
    found = search.search(
        library, view.query, view, FOUND_LIMIT, view.order, today=today, live=True
    )
    return same.once(library, view.place, found)


def ask(screen: LibraryScreen, count: int | None = None) -> None:
    """Opens the search line; what is found shows in the list while it is typed."""
    screen.search_from = (screen.view, screen.list.current_id, screen.pane)
    screen.search_zen = screen.zen
    said = screen.view.query
    screen.search_everywhere = True
    if screen.pane == "page" or screen.zen:
        screen.zen = False
        screen.status.quiet = False
        screen.focus_pane("list")
    screen.prompt.ask(
        "searching.answer", _label(screen), said, 'words  "a phrase"  -not  feed:bbc  newer:3d'
    )


def _label(screen: LibraryScreen) -> str:
    if screen.search_everywhere:
        return "Search:"
    return f"Search in {heading.place_name(screen, screen.search_from[0])}:"


def typed(screen: LibraryScreen, said: str) -> None:
    """Looks again at each key: the next key interrupts a search that is still at work."""
    _look(screen, said)


def _look(screen: LibraryScreen, said: str) -> None:
    if screen.prompt.what != "searching.answer":
        return
    before = screen.search_from[0]
    if not said.strip():
        viewing.look(screen, before, screen.search_from[1])
        return
    base = View() if screen.search_everywhere else before
    place = Place.ALL if screen.search_everywhere else base.place
    wanted = replace(base, place=place, query=said.strip(), order=Order.BEST, unread_only=False)
    if wanted != screen.view:
        viewing.look(screen, wanted)


def widen(screen: LibraryScreen, said: str) -> None:
    """Changes between this list and everything."""
    screen.search_everywhere = not screen.search_everywhere
    screen.prompt.label(_label(screen))
    _look(screen, said)


def answer(screen: LibraryScreen, said: str) -> None:
    """Keeps what was found in the list; `q` leads back to where the search began."""
    view, current, _ = screen.search_from
    if not said.strip():
        viewing.look(screen, view, current)
        return
    try:
        query.parse(said)
    except UsageError as error:
        screen.status.say(str(error), error=True)
    screen.prompt.what = "searching.answer"
    _look(screen, said)
    screen.prompt.what = ""
    if not view.query:
        screen.back.append((view, current))
    screen.focus_pane("list")


def left(screen: LibraryScreen) -> None:
    """Leaves the search: everything is as before it."""
    view, current, pane = screen.search_from
    if screen.view != view:
        viewing.look(screen, view, current)
    screen.pane = pane
    screen.zen = screen.status.quiet = screen.search_zen
