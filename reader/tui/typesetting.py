"""How the page is set, as the reader wants it: width, edges, hyphens, a ruler, the terminal's
cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

_SHOW_CURSOR, _HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


def begin(screen: LibraryScreen) -> None:
    """Sets the page as it was at the last end, or as the settings say."""
    kept, config, page = screen.kept, screen.config, screen.page
    page.set_measure(int(kept.get("measure", config.measure)))
    page.marks_new = config.mark_new
    page.bidi, page.wide_tables = config.bidi, config.tables == "sideways"
    page.set_edges(
        justify=bool(kept.get("justify", config.justify)),
        hyphenate=bool(kept.get("hyphenate", config.hyphenate)),
    )
    page.set_ruler(
        bright=bool(kept.get("ruler", config.ruler)),
        cursor=bool(kept.get("linear", config.linear)),
    )
    if page.ruler.cursor:
        screen.call_after_refresh(_show_cursor, screen)


def wider(screen: LibraryScreen, count: int | None = None, step: int = 4) -> None:
    """Sets the text wider."""
    screen.page.set_measure(max(20, min(200, screen.page.measure + step * (count or 1))))
    screen.status.say(f"The text is {screen.page.measure} cells wide.")


def narrower(screen: LibraryScreen, count: int | None = None) -> None:
    """Sets the text narrower."""
    wider(screen, count, -4)


def justify(screen: LibraryScreen, count: int | None = None) -> None:
    """Stretches the lines to the measure, or leaves them ragged."""
    page = screen.page
    page.set_edges(justify=not page.justify, hyphenate=page.hyphenate)
    screen.status.say("Justified lines." if page.justify else "Ragged lines.")


def hyphenate(screen: LibraryScreen, count: int | None = None) -> None:
    """Parts long words at the ends of lines, or leaves all whole."""
    page = screen.page
    page.set_edges(justify=page.justify, hyphenate=not page.hyphenate)
    screen.status.say("Words are hyphenated." if page.hyphenate else "Words stay whole.")


def ruler(screen: LibraryScreen, count: int | None = None) -> None:
    """Dims all but the line being read and its neighbours, or none."""
    page = screen.page
    page.set_ruler(bright=not page.ruler.bright, cursor=page.ruler.cursor)
    screen.status.say("Reading ruler; j and k move it." if page.ruler.bright else "No ruler.")
    place_cursor(screen)


def linear(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows the terminal's cursor on the line being read, or hides it."""
    page = screen.page
    page.set_ruler(bright=page.ruler.bright, cursor=not page.ruler.cursor)
    _show_cursor(screen)
    said = "Linear mode: the cursor stands on the line being read; j and k move it."
    screen.status.say(said if page.ruler.cursor else "No linear mode.")


def _show_cursor(screen: LibraryScreen) -> None:
    driver = screen.app._driver  # Textual hides the cursor at the start and never asks again
    if driver is not None:
        driver.write(_SHOW_CURSOR if screen.page.ruler.cursor else _HIDE_CURSOR)
        driver.flush()
    place_cursor(screen)


def place_cursor(screen: LibraryScreen) -> None:
    """In linear mode: puts the terminal's cursor on the line that the keys move."""
    page = screen.page
    if not page.ruler.cursor or screen.prompt.what:
        return
    if screen.pane == "page":
        column, row = page.cursor_cell
        region = page.content_region
    else:
        rows = screen.sidebar if screen.pane == "feeds" else screen.list
        column, row = rows.cursor_cell
        region = rows.content_region
    screen.app.cursor_position = Offset(region.x + column, region.y + row)
