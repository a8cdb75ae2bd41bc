"""Tables laid out to a width: columns sized to their words, cells wrapped; else as records.

Only numbers are kept; the spans of a line are made when it is asked for. `offset`s and links count
from the beginning of the table's text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from reader.page import bidi
from reader.page.blocks import BOLD, Cell, Table
from reader.page.hyphens import Hyphens
from reader.page.line import DECOR, TABLE_HEAD, Line, Span
from reader.page.order import Direction, ordered
from reader.page.setting import Setting
from reader.page.wrap import Cut, pieces, wrap
from reader.text import width as cells_of

BETWEEN: Final = 2  # cells between columns
_NARROWEST = 6  # cells below which a wrapped column cannot be read
_WORD = 14  # cells of a word that is rather broken than the table set as records
_WIDEST = 48  # cells of a column in a table that is moved sideways
_MEASURED = 2_000  # rows that columns are sized after
_STEP = 50  # rows that are laid out at once
_NUMBER = re.compile(
    r"[-+−–~<>≈(]?[ \xa0]?[$€£¥]?[ \xa0]?\d[\d.,:'’/ \xa0\u202f]*"
    r"(?:[%€$£¥‰]|°[CF]?|[A-Za-zµ]{1,4}(?:/[a-z]{1,3})?)?\)?(?:[ \xa0]?\[\w+\])*|[-–—]|n/a|N/A"
)

Row = tuple[Cell, ...]


class Grid:
    """A table in columns. `head` is the number of lines that its header takes, `wide` says that it
    is wider than the room it has."""

    def __init__(self, table: Table, sizes: list[int], setting: Setting, room: int) -> None:
        self.table = table
        self.wide = sum(sizes) + BETWEEN * (len(sizes) - 1) > room
        self.head = 0
        self.height = 0
        self.rtl = bidi.has_rtl(table.text) and bidi.is_rtl(table.text, setting.language)
        self._setting = setting
        self._sizes = sizes
        self._right = [_is_numeric(table, at) for at in range(len(sizes))]
        self._open = False  # whether rows are set apart
        self._firsts: list[int] = []  # the first line of each row
        self._starts: list[int] = []  # and where its text begins
        self._cuts: list[list[list[Cut]]] = []
        self._hyphens: set[tuple[int, int, int]] = set()  # row, column, where a word is broken

    def steps(self) -> Iterator[None]:
        """Lay out all rows, some at a time."""
        hyphens = Hyphens(self._setting.language, 4) if self._setting.hyphenate else None
        table, start = self.table, 0
        first = table.rows[table.header : table.header + _STEP]
        broken = sum([max(map(len, self._wrapped(row, hyphens))) > 1 for row in first])
        self._open = broken * 4 > len(first)
        self._hyphens.clear()
        for number, row in enumerate(table.rows):
            cuts = self._wrapped(row, hyphens)
            # A line of its own stands for the newline between two rows.
            if number and start - 1 > self._starts[-1]:
                self.height += number == table.header or (self._open and number > table.header)
            self._firsts.append(self.height)
            self._starts.append(start)
            self._cuts.append(cuts)
            self.height += max(map(len, cuts))
            start += sum([len(cell.text) + 1 for cell in row])
            if number == table.header - 1:
                self.head = self.height + 1
            if number % _STEP == _STEP - 1:
                yield

    def _wrapped(self, row: Row, hyphens: Hyphens | None) -> list[list[Cut]]:
        found = []
        for at, cell in enumerate(row):
            if not cell.text:
                found.append([(0, 0)])
                continue
            found.append(wrap(cell.text, max(2, self._size(at, cell.span)), hyphens))
            for end in hyphens.taken() if hyphens else ():
                self._hyphens.add((len(self._firsts), at, end))
        return found

    def _size(self, at: int, span: int) -> int:
        sizes = self._sizes[at : at + span]
        return sum(sizes) + BETWEEN * (len(sizes) - 1)

    def offset_of(self, number: int) -> int:
        """Where in the table's text the line begins."""
        row = bisect_right(self._firsts, number) - 1
        inner = number - self._firsts[row]
        cuts = self._cuts[row]
        if inner >= max(map(len, cuts)):
            return self._starts[row + 1] - 1
        return self._offset(row, inner)

    def _offset(self, row: int, inner: int) -> int:
        """The first character that line `inner` of a row shows before any other line does."""
        start = self._starts[row]
        if not inner:
            return start
        for cell, cuts in zip(self.table.rows[row], self._cuts[row], strict=True):
            if len(cuts) > inner:
                return start + cuts[inner][0]
            start += len(cell.text) + 1
        return start

    def line_at(self, offset: int) -> int:
        """The line that shows the character at `offset`."""
        row = max(0, bisect_right(self._starts, offset) - 1)
        at = self._starts[row]
        if row + 1 < len(self._starts) and offset == self._starts[row + 1] - 1:
            return self._firsts[row + 1] - 1
        inner = 0
        for cell, cuts in zip(self.table.rows[row], self._cuts[row], strict=True):
            if offset <= at + len(cell.text):
                inner = max(0, bisect_right(cuts, (offset - at, 1 << 60)) - 1)
                break
            at += len(cell.text) + 1
        return self._firsts[row] + inner

    def line(self, number: int) -> Line:
        """A line of the table."""
        row = bisect_right(self._firsts, number) - 1
        inner = number - self._firsts[row]
        if inner >= max(map(len, self._cuts[row])):
            offset = self._starts[row + 1] - 1
            if row + 1 != self.table.header:
                return Line((), offset, self.wide)
            rule = "─" * (sum(self._sizes) + BETWEEN * (len(self._sizes) - 1))
            return Line((Span(rule, DECOR, -1, -1),), offset, self.wide)
        parts: list[list[Span]] = []
        start = self._starts[row]
        covered = 0
        for at, cell in enumerate(self.table.rows[row]):
            if at >= covered or cell.text:
                covered = max(covered, at + cell.span)
                cuts = self._cuts[row][at]
                cut = cuts[inner] if inner < len(cuts) else None
                inside = cut[1] if cut else -1
                hyphen = "-" if (row, at, inside) in self._hyphens else ""
                parts.append(self._placed(cell, cut, start, at, row < self.table.header, hyphen))
            start += len(cell.text) + 1
        if self.rtl:
            parts.reverse()
        gap = Span(" " * BETWEEN, DECOR, -1, -1)
        spans = [span for part in parts for span in (*part, gap)][:-1]
        while spans and spans[-1].offset < 0 and not spans[-1].text.strip():
            spans.pop()
        fixed = len(parts[0]) + 1 if self.wide and not self.rtl else 0
        return Line(tuple(spans), self._offset(row, inner), self.wide, min(fixed, len(spans)))

    def _placed(
        self, cell: Cell, cut: Cut | None, start: int, at: int, head: bool, hyphen: str
    ) -> list[Span]:
        """One line of a cell, padded to its column."""
        size = self._size(at, cell.span)
        inner = cell_spans(cell, cut, start, head, self._setting) if cut else []
        if hyphen and inner:
            inner.append(inner[-1]._replace(text=hyphen, offset=-1))
        pad = size - sum([cells_of(span.text) for span in inner])
        if pad <= 0:
            return inner
        align = cell.align
        if not align:
            opposite = self._right[at] or (bidi.has_rtl(cell.text) and bidi.is_rtl(cell.text))
            align = "right" if opposite or (self.rtl and not head) else ""
            if cell.span > 1 and head:
                align = "center"
        left = pad if align == "right" else pad // 2 if align == "center" else 0
        before = [Span(" " * left, DECOR, -1, -1)] if left else []
        after = [Span(" " * (pad - left), DECOR, -1, -1)] if pad > left else []
        return [*before, *inner, *after]


def sizes_of(table: Table, width: int, sideways: bool) -> list[int]:
    """The widths of the columns at `width` cells; none where the table does not fit."""
    rows = table.rows[:_MEASURED]
    columns = len(rows[0])
    room = width - BETWEEN * (columns - 1)
    single = [[row[at] for row in rows if row[at].span == 1] for at in range(columns)]
    widest = [max(map(_natural, cells), default=1) for cells in single]
    _make_room(rows, widest)
    if sum(widest) <= room:
        return [max(1, size) for size in widest]
    words = [max([_longest_word(cell.text) for cell in cells], default=1) for cells in single]
    least = [
        max(1, min(wide, max(word, _NARROWEST))) for wide, word in zip(widest, words, strict=True)
    ]
    if sum(least) > room:
        least = [max(1, min(size, max(_NARROWEST, _WORD))) for size in least]
    if sum(least) <= room:
        return _shared(least, widest, room)
    if sideways:
        return [max(1, min(size, _WIDEST)) for size in widest]
    return []


def _make_room(rows: tuple[Row, ...], widest: list[int]) -> None:
    """Widen the columns that a cell over several of them does not find room in."""
    for row in rows:
        for at, cell in enumerate(row):
            if cell.span > 1:
                last = min(at + cell.span, len(widest))
                lacking = _natural(cell) - sum(widest[at:last]) - BETWEEN * (last - at - 1)
                for place in range(at, last):
                    widest[place] += max(0, lacking) // (last - at)


def _shared(least: list[int], widest: list[int], room: int) -> list[int]:
    """`least` grown towards `widest` until `room` is used, narrow columns first."""
    sizes = list(least)
    spare = room - sum(sizes)
    wanting = [at for at in range(len(sizes)) if sizes[at] < widest[at]]
    while spare > 0 and wanting:
        share = max(1, spare // len(wanting))
        for at in sorted(wanting, key=lambda at: widest[at] - sizes[at]):
            grown = min(share, widest[at] - sizes[at], spare)
            sizes[at] += grown
            spare -= grown
        wanting = [at for at in wanting if sizes[at] < widest[at]]
    return sizes


def _natural(cell: Cell) -> int:
    return max(map(cells_of, cell.text.split("\n")))


def _longest_word(text: str) -> int:
    return max(map(cells_of, text.split()), default=0)


def cell_spans(cell: Cell, cut: Cut, start: int, head: bool, setting: Setting) -> list[Span]:
    """One line of a cell's text; the link of a span is the offset of its mark, for `piece`."""
    style = (TABLE_HEAD if head else 0) | (BOLD if head or cell.heading else 0)
    first, end = at, _ = cut
    spans: list[Span] = []
    for mark in cell.marks:
        if mark.end <= at or mark.start >= end:
            continue
        for words, place in pieces(cell.text, at, mark.start, end) if mark.start > at else ():
            spans.append(Span(words, style, -1, start + place))
        at, stop = max(at, mark.start), min(end, mark.end)
        link = start + mark.start if mark.href else -1
        for words, place in pieces(cell.text, at, stop, end):
            spans.append(Span(words, style | mark.style, link, start + place))
        at = stop
    for words, place in pieces(cell.text, at, end, end) if at < end else ():
        spans.append(Span(words, style, -1, start + place))
    if setting.bidi == "reader" and bidi.has_rtl(cell.text):
        base = int(bidi.is_rtl(cell.text, setting.language))
        return ordered(spans, Direction(cell.text, base, start), first, end)
    return spans


def _is_numeric(table: Table, column: int) -> bool:
    """Whether the cells below the header are numbers, so that they are set to the right."""
    rows = table.rows[table.header : table.header + _MEASURED]
    said = [row[column].text for row in rows if row[column].text and row[column].span == 1]
    return any(map(_has_digit, said)) and all(_NUMBER.fullmatch(text) for text in said)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
