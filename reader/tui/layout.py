"""Which panes are on the screen, and how wide: a pure function of the width and the focus."""

from __future__ import annotations

from typing import Literal, NamedTuple

Pane = Literal["feeds", "list", "page"]
PANES: tuple[Pane, ...] = ("feeds", "list", "page")

WIDE = 140
NARROW = 90


class Arrangement(NamedTuple):
    """Cells of each pane: 0 is hidden, -1 takes what is left."""

    feeds: int
    list: int
    page: int

    def shows(self, pane: Pane) -> bool:
        """Whether `pane` is on the screen."""
        return bool({"feeds": self.feeds, "list": self.list, "page": self.page}[pane])


def arrange(width: int, focus: Pane, zen: bool = False) -> Arrangement:
    """Three columns when wide, two in the middle, one at a time when narrow, the page in zen."""
    if zen and focus == "page":
        return Arrangement(0, 0, -1)
    if width >= WIDE:
        return Arrangement(28 if width < 180 else 32, max(44, min(64, width * 3 // 10)), -1)
    if width >= NARROW:
        if focus == "feeds":
            return Arrangement(30, -1, 0)
        return Arrangement(0, max(34, min(46, width * 38 // 100)), -1)
    return Arrangement(*(-1 if pane == focus else 0 for pane in PANES))
