"""A table that is too wide for the page, as records: a row's cells as lines of "name: value"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from reader.page.blocks import Cell, Table
from reader.page.grid import cell_spans
from reader.page.line import DECOR, Line, Span
from reader.page.setting import Setting
from reader.page.wrap import Cut, wrap
from reader.text import clip
from reader.text import width as cells_of

_STEP = 50  # rows that are laid out at once
_Said = tuple[Cell, Cut, str, int, bool]  # cell, its line, label, where its text begins, in header


class Records:
    """The rows one under the other, the names in full above the first where they are long."""

    wide = False
    rtl = False
    head = 0

    def __init__(self, table: Table, width: int, setting: Setting) -> None:
        self.table = table
        self.height = 0
        self._width = width
        self._setting = setting
        self._lines: list[_Said | None] = []  # None for the rule between two rows
        self._offsets: list[int] = []

    def steps(self) -> Iterator[None]:
        """Lay out all rows, some at a time."""
        table, width = self.table, self._width
        names = _names(table)
        labels = [f"{clip(name, width // 2)}: " if name else "" for name in names]
        whole = all(cells_of(name) <= width // 2 for name in names)
        start = 0
        for number, row in enumerate(table.rows):
            if number >= table.header and self._lines and start - 1 > self._offsets[-1]:
                self._lines.append(None)
                self._offsets.append(start - 1)
            for at, cell in enumerate(row):
                head = number < table.header
                if cell.text and not (head and whole):
                    label = labels[at] if names and not head else ""
                    self._add(cell, label, start, head)
                start += len(cell.text) + 1
            self.height = len(self._lines)
            if number % _STEP == _STEP - 1:
                yield
        if not self._lines:
            self._lines.append(None)
            self._offsets.append(0)
        self.height = len(self._lines)

    def _add(self, cell: Cell, label: str, start: int, head: bool) -> None:
        for cut in wrap(cell.text, max(2, self._width - cells_of(label))):
            self._lines.append((cell, cut, label, start, head))
            self._offsets.append(start + cut[0])

    def offset_of(self, number: int) -> int:
        """Where in the table's text the line begins."""
        return self._offsets[number]

    def line_at(self, offset: int) -> int:
        """The line that shows the character at `offset`."""
        return max(0, bisect_right(self._offsets, offset) - 1)

    def line(self, number: int) -> Line:
        """A line of the table."""
        said, offset = self._lines[number], self._offsets[number]
        if said is None:
            rule = "─" * min(8, self._width) if self.height > 1 else ""
            return Line((Span(rule, DECOR, -1, -1),) if rule else (), offset)
        cell, cut, label, start, head = said
        before = label if not cut[0] else " " * cells_of(label)
        lead = (Span(before, DECOR, -1, -1),) if before else ()
        return Line((*lead, *cell_spans(cell, cut, start, head, self._setting)), offset)


def _names(table: Table) -> list[str]:
    """What the header calls each column: "Morning, Room A" where a name is over several."""
    found: list[list[str]] = [[] for _ in table.rows[0]]
    for row in table.rows[: table.header]:
        for at, cell in enumerate(row):
            name = " ".join(cell.text.split())
            for place in range(at, min(at + cell.span, len(found))) if name else ():
                found[place].append(name)
    return [", ".join(names) for names in found] if table.header else []
