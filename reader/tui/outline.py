"""The outline of the article on the page: its headings, jumps to them and back, what is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import text
from reader.tui import paging
from reader.tui.chooser import Chooser, Option

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def contents(screen: LibraryScreen, count: int | None = None) -> None:
    """A list of the headings; the one that is chosen comes to the top."""
    found = screen.page.headings()
    if not found:
        screen.status.say("This article has no headings.")
        return
    least = min(one.level for _, one in found)
    here = screen.page.top_line
    now = max((at for at, (line, _) in enumerate(found) if line <= here), default=0)

    def chosen(answer: str | None) -> None:
        if answer is not None:
            paging.jump(screen, found[int(answer)][0])

    height = max(1, screen.page.virtual_size.height)
    options = [
        Option(
            str(at),
            "  " * (one.level - least) + (text.clean(one.text, 200) or "…"),
            f"{line * 100 // height} %",
        )
        for at, (line, one) in enumerate(found)
    ]
    screen.app.push_screen(Chooser("Contents", options, current=str(now)), chosen)


def next_heading(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """To the next heading, or that many further."""
    here = screen.page.top_line
    lines = [line for line, _ in screen.page.headings()]
    if not lines:
        screen.status.say("This article has no headings.")
        return
    ahead = [line for line in lines if (line > here if step > 0 else line < here)]
    if not ahead or (step > 0 and screen.page.at_end):
        screen.status.say("There is no heading after this." if step > 0 else "None before this.")
        return
    ahead.sort(reverse=step < 0)
    screen.page.go_to_line(ahead[min(count or 1, len(ahead)) - 1])


def previous_heading(screen: LibraryScreen, count: int | None = None) -> None:
    """To the heading before."""
    next_heading(screen, count, -1)


def back(screen: LibraryScreen, count: int | None = None) -> None:
    """To where the last jump within the page began."""
    if not screen.page.jump_back():
        screen.status.say("There was no jump on this page.")


def fold(screen: LibraryScreen, count: int | None = None) -> None:
    """Folds or unfolds the first details in sight."""
    if not screen.page.fold():
        screen.status.say("There is nothing to fold in sight.")
