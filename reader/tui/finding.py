"""Searching within the page: the line at the foot, the marks, and going from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import text

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def ask(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks what to find; what is found is marked while it is typed."""
    found = screen.page.found
    screen.page.begin_find()
    screen.prompt.ask("finding.answer", _label(screen), found.wanted if found else "")


def _label(screen: LibraryScreen) -> str:
    found = screen.page.found
    return f"Find ({found.said()}):" if found and found.wanted.strip() else "Find:"


def typed(screen: LibraryScreen, said: str) -> None:
    """Finds anew at each key."""
    screen.page.find(said)
    screen.prompt.label(_label(screen))


def answer(screen: LibraryScreen, said: str) -> None:
    """Keeps the marks: n and N go on."""
    if not said.strip():
        screen.page.end_find()
        return
    screen.page.find(said)
    found = screen.page.found
    if found is None or not found.places:
        screen.page.end_find()
        screen.status.say(f"{text.clip(text.clean(said), 40)} is not on this page.")


def left(screen: LibraryScreen) -> None:
    """Leaves the search; the place stays."""
    screen.page.end_find()


def following(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """To the next found place."""
    if screen.page.find_on((count or 1) * step):
        screen.status.say("Round to the beginning." if step > 0 else "Round to the end.")


def previous(screen: LibraryScreen, count: int | None = None) -> None:
    """To the found place before."""
    following(screen, count, -1)


def end(screen: LibraryScreen, count: int | None = None) -> None:
    """Ends the search; the place stays."""
    screen.page.end_find()
