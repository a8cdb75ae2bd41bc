"""The line being read, where it is marked: by a ruler for the eye, by the terminal's own cursor for
a screen reader. Both move by `j` and `k`, from line to line that has words."""

from __future__ import annotations

from collections.abc import Callable

Blank = Callable[[int], bool]

_BRIGHT = 1  # lines above and below the one being read that stay bright


class Ruler:
    """`at` is the line of the page; `bright`: all but its neighbours are dimmed; `cursor`: the
    terminal's cursor stands on it."""

    def __init__(self) -> None:
        self.at = 0
        self.bright = False
        self.cursor = False

    @property
    def shown(self) -> bool:
        """Whether there is a line that moves by itself."""
        return self.bright or self.cursor

    def is_bright(self, line: int) -> bool:
        """Whether a line is at the ruler or beside it."""
        return abs(line - self.at) <= _BRIGHT

    def before_end(self, height: int) -> bool:
        """Whether there is more to read below the ruler in a page of `height` lines."""
        return self.shown and self.at < height - 2

    def moved(self, lines: int, height: int, is_blank: Blank) -> int:
        """The line that many lines with words further; blank ones do not count."""
        at = last = self.at
        step, left = (1 if lines > 0 else -1), abs(lines)
        while left and 0 <= at + step < height:
            at += step
            if not is_blank(at):
                last = at
                left -= 1
        return last

    def settled(self, line: int, height: int, is_blank: Blank) -> int:
        """The line with words nearest to `line`, rather below it."""
        below = (at for at in range(line, height) if not is_blank(at))
        above = (at for at in range(line - 1, -1, -1) if not is_blank(at))
        return next(below, next(above, line))

    def top_for(self, line: int, top: int, height: int) -> int:
        """The first line in sight with the ruler at `line`: it stays in the middle third."""
        third = height // 3
        return min(max(top, line - (height - 1 - third)), max(0, line - third))

    def keep_in_sight(self, top: int, height: int, is_blank: Blank) -> None:
        """The page was moved below the ruler: it goes to a line with words that is in sight."""
        self.at = max(top, min(self.at, top + height - 1))
        step = 1 if self.at == top else -1
        lines = range(self.at, self.at + step * height, step)
        self.at = next((line for line in lines if not is_blank(line)), self.at)
