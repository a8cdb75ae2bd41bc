"""Choosing a link by keys: which links carry a number, which one is marked, what a key means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.page.flow import Link
    from reader.tui.hints import Hints


class Pointer:
    """The numbers beside links (`hints`) and the number of the marked link, -1 for none."""

    def __init__(self) -> None:
        self.hints: Hints | None = None
        self.marked = -1

    def number(self, links: tuple[Link, ...]) -> bool:
        """Give these links numbers; False where there are none."""
        from reader.tui.hints import Hints

        self.hints = Hints(links) if links else None
        return bool(links)

    def take(self, key: str, in_sight: Callable[[], tuple[Link, ...]]) -> tuple[bool, Link | None]:
        """Whether a key names links, and the link that is chosen by it.

        Digits name a link, then enter, backspace and escape; any other key ends it.
        """
        if len(key) == 1 and key in "0123456789":
            if self.hints is None and (key == "0" or not self.number(in_sight())):
                return False, None
            return True, self._type(key)
        if self.hints is None:
            return False, None
        if key == "backspace" and self.hints.typed:
            self.hints = self.hints.rub_out()
            return True, None
        chosen = self.hints.so_far if key == "enter" else None
        self.hints = None
        return key in ("escape", "enter"), chosen

    def _type(self, digit: str) -> Link | None:
        if self.hints is None:
            return None
        self.hints = self.hints.type(digit)
        chosen = self.hints.chosen
        if chosen:
            self.hints = None
        return chosen

    def move(
        self, links: Sequence[tuple[int, int, Link]], top: int, step: int
    ) -> tuple[int, Link] | None:
        """Mark the next link (`step` -1: the one before), the first time from line `top` on.

        `links` are lines, numbers and links; gives the line and the link that is marked now, None
        beyond the last and before the first one.
        """
        now = next((at for at, found in enumerate(links) if found[1] == self.marked), None)
        if now is None:
            below = (at for at, found in enumerate(links) if found[0] >= top)
            now = next(below, len(links)) - (step > 0)
        if not 0 <= now + step < len(links):
            self.marked = -1
            return None
        line, self.marked, link = links[now + step]
        return line, link
