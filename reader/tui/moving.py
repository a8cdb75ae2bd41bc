"""Moving within a pane: by lines, by screens, to the ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def _rows(screen: LibraryScreen) -> Any:
    return screen.sidebar if screen.pane == "feeds" else screen.list


def down(screen: LibraryScreen, count: int | None, step: int = 1) -> None:
    """One line down, or `count`."""
    if screen.pane == "page":
        screen.page.scroll_lines((count or 1) * step)
    else:
        _rows(screen).move_by((count or 1) * step)


def up(screen: LibraryScreen, count: int | None) -> None:
    """One line up, or `count`."""
    down(screen, count, -1)


def first(screen: LibraryScreen, count: int | None) -> None:
    """The first line, or the one numbered `count`."""
    if screen.pane == "page":
        screen.page.top()
    else:
        _rows(screen).move_to((count or 1) - 1)


def last(screen: LibraryScreen, count: int | None) -> None:
    """The last line, or the one numbered `count`."""
    if screen.pane == "page":
        screen.page.bottom()
    else:
        rows = _rows(screen)
        rows.move_to((count or rows.length) - 1)


def _screens(screen: LibraryScreen, screens: float) -> None:
    if screen.pane == "page":
        screen.page.scroll_screens(screens)
    else:
        _rows(screen).move_by_screen(screens)


def half_down(screen: LibraryScreen, count: int | None = None) -> None:
    """Half a screen down."""
    _screens(screen, 0.5)


def half_up(screen: LibraryScreen, count: int | None = None) -> None:
    """Half a screen up."""
    _screens(screen, -0.5)


def screen_down(screen: LibraryScreen, count: int | None = None) -> None:
    """A screen down, or `count`."""
    _screens(screen, count or 1)


def screen_up(screen: LibraryScreen, count: int | None = None) -> None:
    """A screen up, or `count`."""
    _screens(screen, -(count or 1))


def aside(screen: LibraryScreen, count: int | None = None) -> None:
    """Moves what is too wide for the page, so that more of it at the right is seen."""
    screen.page.sideways(count or 1)


def aside_back(screen: LibraryScreen, count: int | None = None) -> None:
    """Moves it back."""
    screen.page.sideways(-(count or 1))
