"""The page as it is read: where the reader is, moving on, the line being read."""

from __future__ import annotations

from collections.abc import Iterable

from reader.tui.pagelayout import PageLayout

_STEP = 8  # cells that code is moved sideways at once
_WIDOW = 3  # lines of a heading that are left for the next screen, so that it stands with its text


class PageView(PageLayout):
    """Moves an article by lines and screens and knows the reader's place."""

    def _begin(self) -> None:
        super()._begin()
        if self.ruler.shown:
            self._settle_ruler(self.top_line)

    # Where the reader is.

    @property
    def place(self) -> int:
        """The character offset in the body of the first line in sight; 0 while the head shows."""
        section, offset = self._anchor
        if section == 2:
            return len(self._sections.body.layout.text)
        return offset if section == 1 else 0

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        if self._opening is not None or self.ruler.before_end(self.virtual_size.height):
            return False
        return self.top_line >= self.max_scroll_y

    @property
    def percent(self) -> int:
        """How much has been seen: 100 when the last line is in sight."""
        if self.top_line >= self.max_scroll_y:
            return 100
        seen = self.top_line + self._window.height
        return min(99, seen * 100 // max(1, self.virtual_size.height))

    def scroll_lines(self, lines: int) -> None:
        """Move by lines; down is positive. With a ruler it is moved, and the page goes along."""
        if not self.ruler.shown:
            self._go_to(self.top_line + lines)
            return
        at = self.ruler.moved(lines, self.virtual_size.height, self._is_blank)
        self._go_to(self.ruler.top_for(at, self.top_line, self._window.height))
        self._set_ruler(at)

    def scroll_screens(self, screens: float) -> None:
        """Move by screens; a whole one keeps a line of overlap, so that the eye finds its way, and
        marks the first line that is new."""
        height = self._window.height
        lines = max(1, round((height - 1) * abs(screens)))
        before = self.top_line
        if screens < 0:
            # What the names of a table's columns cover has not been read.
            self._go_to(before - lines + len(self.header_at(before)))
            return
        wanted = before + lines
        if wanted < self.max_scroll_y:
            wanted -= self._heading_lines(wanted + height - 1)
            wanted = max(before + 1, wanted - len(self.header_at(wanted)))
        self._go_to(wanted)
        if self.marks_new and self.top_line > before:
            self._new_from = before + height
            while self._new_from < wanted + height and self._is_blank(self._new_from):
                self._new_from += 1
            self._repaint()

    def _heading_lines(self, bottom: int) -> int:
        """How many lines a heading takes that would stand alone above the bottom edge."""
        lines = blank = int(self._is_blank(bottom))
        while lines - blank < _WIDOW and self._sections.is_heading(bottom - lines):
            lines += 1
        long = self._sections.is_heading(bottom - lines)
        return 0 if lines == blank or long else lines

    def top(self) -> None:
        """To the first line."""
        self._go_to(0)
        if self.ruler.shown:
            self._settle_ruler(0)

    def bottom(self) -> None:
        """To the last line."""
        self.finish()
        self._go_to(self.max_scroll_y)
        if self.ruler.shown:
            self._settle_ruler(self.virtual_size.height - 1)

    def go_to(self, offset: int) -> None:
        """To the line that shows the character at `offset` of the body."""
        if self._sections.parts:
            self._go_to(self._sections.line_at((1, offset)))

    def go_to_line(self, line: int) -> None:
        """To a line of the page, at the top."""
        self._go_to(line)
        if self.ruler.shown:
            self._settle_ruler(line)

    def turn(self, folds: Iterable[int]) -> None:
        """Folds or unfolds details, named by where their summaries begin in the body; the line at
        the top stays there."""
        self._turned ^= frozenset(folds)
        self._lay_out()

    def bring(self, line: int) -> None:
        """Scrolls, if that must be, until `line` is in sight, a third from the top."""
        covered = len(self.header_at(self.top_line))
        if not covered <= line - self.top_line < self._window.height:
            self._go_to(line - self._window.height // 3)

    def sideways(self, steps: int) -> None:
        """Move code that is too wide for the page; right is positive."""
        self._sideways = max(0, self._sideways + steps * _STEP)
        self._repaint()

    # The ruler, and the line that a screen reader reads.

    def set_ruler(self, *, bright: bool, cursor: bool) -> None:
        """Shows a ruler at the line being read (`bright`: the others are dimmed), or none."""
        self.ruler.bright, self.ruler.cursor = bright, cursor
        if self.ruler.shown:
            self._settle_ruler(self.top_line)
        self._repaint()

    def _settle_ruler(self, line: int) -> None:
        self._set_ruler(self.ruler.settled(line, self.virtual_size.height, self._is_blank))

    def _set_ruler(self, line: int) -> None:
        if line != self.ruler.at:
            self.ruler.at = line
            self.moved()
        self.refresh()

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """Column and row in the pane of the line being read."""
        return self._left, self.ruler.at - self.top_line
