"""Selecting text on the page by keys: each motion of the caret as a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader import text
from reader.tui import outward
from reader.tui.caret import Caret

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def start(screen: LibraryScreen, count: int | None = None) -> None:
    """Sets the caret."""
    if not screen.page.start_selection():
        screen.status.say("There is nothing on the page to select.")


def _move(screen: LibraryScreen, count: int | None, motion: Callable[[Caret], None]) -> None:
    caret = screen.page.caret
    if caret is not None:
        for _ in range(min(count or 1, 10_000)):
            motion(caret)
        screen.page.caret_moved()


def right(screen: LibraryScreen, count: int | None = None) -> None:
    """To the next character."""
    _move(screen, count, lambda caret: caret.by_character(1))


def left(screen: LibraryScreen, count: int | None = None) -> None:
    """To the character before."""
    _move(screen, count, lambda caret: caret.by_character(-1))


def down(screen: LibraryScreen, count: int | None = None) -> None:
    """To the line below."""
    screen.page.move_caret_lines(count or 1)


def up(screen: LibraryScreen, count: int | None = None) -> None:
    """To the line above."""
    screen.page.move_caret_lines(-(count or 1))


def word(screen: LibraryScreen, count: int | None = None) -> None:
    """To the next word."""
    _move(screen, count, Caret.to_word)


def word_end(screen: LibraryScreen, count: int | None = None) -> None:
    """To the end of the word."""
    _move(screen, count, Caret.to_word_end)


def word_back(screen: LibraryScreen, count: int | None = None) -> None:
    """To the word before."""
    _move(screen, count, Caret.to_word_before)


def sentence(screen: LibraryScreen, count: int | None = None) -> None:
    """To the next sentence."""
    _move(screen, count, Caret.to_sentence)


def sentence_back(screen: LibraryScreen, count: int | None = None) -> None:
    """To the sentence before."""
    _move(screen, count, Caret.to_sentence_before)


def paragraph(screen: LibraryScreen, count: int | None = None) -> None:
    """To the next paragraph."""
    _move(screen, count, Caret.to_paragraph)


def paragraph_back(screen: LibraryScreen, count: int | None = None) -> None:
    """To the paragraph before."""
    _move(screen, count, Caret.to_paragraph_before)


def line_start(screen: LibraryScreen, count: int | None = None) -> None:
    """To the first character of the line."""
    screen.page.move_caret_in_line(to_end=False)


def line_end(screen: LibraryScreen, count: int | None = None) -> None:
    """To the last character of the line."""
    screen.page.move_caret_in_line(to_end=True)


def first(screen: LibraryScreen, count: int | None = None) -> None:
    """To the first character of the page."""
    _move(screen, 1, lambda caret: caret.put(0))


def last(screen: LibraryScreen, count: int | None = None) -> None:
    """To the last character of the page."""
    _move(screen, 1, lambda caret: caret.put(1 << 60))


def swap(screen: LibraryScreen, count: int | None = None) -> None:
    """To the other end; that one moves from now on."""
    _move(screen, 1, Caret.swap)


def copy(screen: LibraryScreen, count: int | None = None) -> None:
    """Copies what is selected and leaves."""
    selected = screen.get_selected_text()
    screen.page.end_selection()
    if selected:
        outward.copy(screen, text.clean_lines(selected))
        screen.status.say(f"Copied {text.plural(len(selected), 'character')}.")


def leave(screen: LibraryScreen, count: int | None = None) -> None:
    """Leaves the selection; nothing is copied."""
    screen.page.end_selection()
