"""Tables of HTML: gathering rows and cells, and telling data from layout."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from reader.page.blocks import (
    Block,
    Blocks,
    Cell,
    Figure,
    Heading,
    Image,
    ListBlock,
    Mark,
    Marks,
    Names,
    Paragraph,
    Rule,
    Table,
    children,
    leaves,
)

MAX_COLUMNS = 100  # a wider table is read as flow
_MAX_SPAN = 20  # a cell that says more spans what is left of the row
_MAX_CELLS = 50_000  # a longer table is read as flow
_LONG = 200
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center)", re.I)


class _RawCell:
    __slots__ = ("align", "blocks", "down", "heading", "span")

    def __init__(self, blocks: Blocks, el: Any) -> None:
        self.blocks = blocks
        self.heading = el.tag == "th"
        self.span = _span(el.get("colspan"))
        self.down = _span(el.get("rowspan"))
        styled = _ALIGN.search(el.get("style") or "")
        align = (styled[1] if styled else el.get("align") or "").lower()
        self.align = align if align in ("left", "right", "center") else ""


def _span(said: str | None) -> int:
    if not said or not said.strip().isdecimal():
        return 1
    return max(1, min(int(said.strip()[:4]), _MAX_SPAN + 1))


class Grid:
    """A table while it is read. `depth`: of its frame; `nested`: another table is inside."""

    __slots__ = ("caption", "depth", "header", "layout", "nested", "rows")

    def __init__(self, depth: int, layout: bool) -> None:
        self.depth = depth
        self.layout = layout
        self.nested = False
        self.header = 0
        self.caption: list[Block] = []
        self.rows: list[list[_RawCell]] = []

    def begin_row(self, names_columns: bool) -> None:
        """A `<tr>`; `names_columns` where it is in the `<thead>`."""
        if names_columns and self.header == len(self.rows):
            self.header += 1
        self.rows.append([])

    def add_cell(self, blocks: Blocks, el: Any) -> None:
        """A cell of the last row."""
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(_RawCell(blocks, el))

    def finish(self) -> list[Block]:
        """One Table, or the blocks of all cells in order where the table only placed them."""
        if self._is_layout():
            inside = [block for row in self.rows for cell in row for block in cell.blocks]
            return [*self.caption, *inside]
        rows, header = self._squared()
        if not rows:
            return self.caption
        table = Table(rows, header)
        return [Figure((table,), tuple(self.caption), True)] if self.caption else [table]

    def _is_layout(self) -> bool:
        cells = [cell for row in self.rows for cell in row]
        columns = max((len(row) for row in self.rows), default=0)
        if self.layout or columns <= 1 or columns > MAX_COLUMNS:
            return True
        if len(cells) > _MAX_CELLS or sum(cell.span for cell in cells) > 4 * _MAX_CELLS:
            return True
        if any(cell.heading for cell in cells):
            return False
        if self.nested:
            return True
        rich = sum(_is_rich(cell.blocks) for cell in cells)
        long = sum(sum(len(leaf.text) for leaf in leaves(cell.blocks)) > _LONG for cell in cells)
        return len(self.rows) == 1 or rich > 0.4 * len(cells) or long > 0.5 * len(cells)

    def _squared(self) -> tuple[tuple[tuple[Cell, ...], ...], int]:
        """Rows of equal length: what spans columns or rows stands in its first place."""
        rows: list[list[Cell]] = []
        below: dict[int, int] = {}
        sane = [row for row in self.rows if all(cell.span <= _MAX_SPAN for cell in row)]
        widest = max((sum(cell.span for cell in row) for row in sane), default=1)
        for raw in self.rows:
            row: list[Cell] = []
            if not below and all(cell.span == cell.down == 1 for cell in raw):
                for cell in raw:
                    text, marks, names = flat(cell.blocks)
                    row.append(Cell(text, marks, cell.heading, cell.align, names=names))
                if row:
                    rows.append(row)
                continue
            for number, cell in enumerate(raw):
                self._fill(row, below)
                text, marks, names = flat(cell.blocks)
                place = len(row)
                span = min(cell.span, max(1, widest - place - (len(raw) - number - 1)))
                row.append(Cell(text, marks, cell.heading, cell.align, span, cell.down, names))
                row.extend([_COVERED] * (span - 1))
                if cell.down > 1:
                    below.update(dict.fromkeys(range(place, place + span), cell.down - 1))
            self._fill(row, below)
            if row:
                rows.append(row)
        used = max((_used(row) for row in rows), default=0)
        header = self.header
        if not header and rows and all(cell.heading or not cell.text for cell in rows[0]):
            header = 1
        header -= sum(not _used(row) for row in rows[:header])
        kept = [(row + [_EMPTY] * used)[:used] for row in rows if _used(row)]
        return _with_spans(kept), min(header, max(0, len(kept) - 1))

    @staticmethod
    def _fill(row: list[Cell], below: dict[int, int]) -> None:
        while below.get(len(row), 0) > 0 and len(row) < MAX_COLUMNS:
            below[len(row)] -= 1
            row.append(_COVERED)


_EMPTY = Cell("")
_COVERED = Cell("")  # told from an empty cell by being this one


def _with_spans(rows: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with no cell that reaches beyond them or over one that is not covered."""
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell.span == 1 and cell.down == 1:
                continue
            span = 1
            while span < cell.span and place + span < len(row) and row[place + span] is _COVERED:
                span += 1
            down = 1
            while down < cell.down and at + down < len(rows):
                if any(below is not _COVERED for below in rows[at + down][place : place + span]):
                    break
                down += 1
            row[place] = replace(cell, span=span, down=down)
    return tuple([tuple([_EMPTY if cell is _COVERED else cell for cell in row]) for row in rows])


def _used(row: list[Cell]) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell.text), default=0)


def _is_rich(blocks: Blocks) -> bool:
    """Whether a cell holds more than a few words: several blocks, or one that is no paragraph."""
    return len(blocks) > 1 or any(not isinstance(block, Paragraph | Image) for block in blocks)


def flat(blocks: Blocks) -> tuple[str, Marks, Names]:
    """The text of blocks as one cell's: leaves as lines, items of lists with a bullet."""
    only = blocks[0] if len(blocks) == 1 else None
    if isinstance(only, Paragraph) and "\t" not in only.text:
        return only.text, only.marks, only.names
    parts: list[str] = []
    marks: list[Mark] = []
    names: list[tuple[int, str]] = []
    size = 0

    def put(text: str, inner: Marks = ()) -> None:
        nonlocal size
        marks.extend([Mark(m.start + size, m.end + size, m.style, m.href) for m in inner])
        parts.append(text)
        size += len(text)

    def place(group: Blocks, bullet: str) -> None:
        for block in group:
            if isinstance(block, ListBlock):
                for at, item in enumerate(block.items):
                    place(item, f"{block.label(at)}. " if block.ordered else "• ")
                continue
            inner = tuple(children(block))
            for deeper in inner:
                place(deeper, bullet)
            if not inner and not isinstance(block, Rule):
                leaf = next(leaves((block,)))
                put(("\n" if parts else "") + bullet)
                inline = leaf.marks if isinstance(leaf, Heading | Paragraph) else ()
                names.extend([(size + at, name) for at, name in leaf.names])
                put(leaf.text.replace("\t", " "), inline)
            bullet = "" if bullet else bullet

    place(blocks, "")
    return "".join(parts), tuple(marks), tuple(names)
