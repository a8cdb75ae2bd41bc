"""Tables laid out to a width: columns sized to their words, cells wrapped; else as records."""

from __future__ import annotations

import re

from reader.page.blocks import BOLD, Cell, Table
from reader.page.line import DECOR, TABLE_HEAD, Line, Span
from reader.page.wrap import Cut, pieces, wrap
from reader.text import clip
from reader.text import width as cells_of

_BETWEEN = 2  # cells between columns
_NARROWEST = 6  # cells below which a wrapped column cannot be read
_NUMBER = re.compile(
    r"[-+−–~<>≈]?[ \xa0]?[$€£¥]?[ \xa0]?\d[\d.,'’ \xa0\u202f]*(?:[%°€$£¥‰]|[A-Za-zµ]{1,3})?"
)


def lay_out_table(table: Table, width: int) -> tuple[Line, ...]:
    """The lines of a table; offsets and links count from the beginning of its text."""
    columns = len(table.rows[0])
    room = width - _BETWEEN * (columns - 1)
    widest = [max(_natural(row[at]) for row in table.rows) for at in range(columns)]
    if sum(widest) <= room:
        return _in_columns(table, [max(1, size) for size in widest], width)
    words = [max(_longest_word(row[at].text) for row in table.rows) for at in range(columns)]
    least = [max(1, min(widest[at], max(words[at], _NARROWEST))) for at in range(columns)]
    if sum(least) > room:
        least = [max(1, min(size, max(_NARROWEST, room // columns))) for size in least]
        if sum(least) > room or columns * _NARROWEST > room:
            return _as_records(table, width)
    return _in_columns(table, _shared(least, widest, room), width)


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


def _in_columns(table: Table, sizes: list[int], width: int) -> tuple[Line, ...]:
    right = [_is_numeric(table, at) for at in range(len(sizes))]
    lines: list[Line] = []
    start = 0
    for number, row in enumerate(table.rows):
        starts = _starts(row, start)
        cuts = [wrap(cell.text, max(2, size)) for cell, size in zip(row, sizes, strict=True)]
        head = number < table.header
        for inner in range(max(map(len, cuts))):
            spans: list[Span] = []
            for at, cell in enumerate(row):
                cut = cuts[at][inner] if inner < len(cuts[at]) else None
                ends = cell.align == "right" or (right[at] and not cell.align)
                _place_cell(spans, cell, cut, starts[at], sizes[at], ends, head, at == len(row) - 1)
            lines.append(Line(tuple(spans), start + inner))
        start = starts[-1] + len(row[-1].text) + 1
        if number == table.header - 1 and number + 1 < len(table.rows):
            rule = "─" * min(width, sum(sizes) + _BETWEEN * (len(sizes) - 1))
            lines.append(Line((Span(rule, DECOR, -1, -1),), start - 1))
    return tuple(lines)


def _starts(row: tuple[Cell, ...], start: int) -> list[int]:
    """Where in the table's text each cell of a row begins."""
    starts = []
    for cell in row:
        starts.append(start)
        start += len(cell.text) + 1
    return starts


def _place_cell(
    spans: list[Span],
    cell: Cell,
    cut: Cut | None,
    start: int,
    size: int,
    ends: bool,
    head: bool,
    last: bool,
) -> None:
    """Append one line of a cell, padded to its column."""
    inner = cell_spans(cell, cut, start, head) if cut else []
    pad = size - sum(cells_of(span.text) for span in inner)
    if ends and pad > 0:
        spans.append(Span(" " * pad, DECOR, -1, -1))
        pad = 0
    spans.extend(inner)
    if not last:
        spans.append(Span(" " * (max(0, pad) + _BETWEEN), DECOR, -1, -1))


def cell_spans(cell: Cell, cut: Cut, start: int, head: bool) -> list[Span]:
    """One line of a cell's text; the link of a span is the offset of its mark, for `piece`."""
    style = (TABLE_HEAD if head else 0) | (BOLD if head or cell.heading else 0)
    at, end = cut
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
    return spans


def _is_numeric(table: Table, column: int) -> bool:
    """Whether the cells below the header are numbers, so that they are set to the right."""
    said = [row[column].text for row in table.rows[table.header :] if row[column].text]
    return bool(said) and all(_NUMBER.fullmatch(text) for text in said)


def _as_records(table: Table, width: int) -> tuple[Line, ...]:
    """Each row as lines of "name: value", the names in full above the first where they are long."""
    names = [" ".join(cell.text.split()) for cell in table.rows[0]] if table.header else []
    labels = [f"{clip(name, width // 3)}: " if name else "" for name in names]
    whole = all(cells_of(name) <= width // 3 for name in names)
    lines: list[Line] = []
    start = 0
    for number, row in enumerate(table.rows):
        starts = _starts(row, start)
        named = bool(names) and number > 0
        if number and lines:
            lines.append(Line((Span("─" * min(8, width), DECOR, -1, -1),), start - 1))
        for at, cell in enumerate(row if number or not names or not whole else ()):
            if cell.text:
                label = labels[at] if named else ""
                lines += _record_lines(cell, label, starts[at], width, number < table.header)
        start = starts[-1] + len(row[-1].text) + 1
    return tuple(lines) or (Line((), 0),)


def _record_lines(cell: Cell, label: str, start: int, width: int, head: bool) -> list[Line]:
    """A cell's lines with its label before the first."""
    indent = cells_of(label)
    lines = []
    for inner, cut in enumerate(wrap(cell.text, max(2, width - indent))):
        before = " " * indent if inner else label
        lead = (Span(before, DECOR, -1, -1),) if before else ()
        lines.append(Line((*lead, *cell_spans(cell, cut, start, head)), start + cut[0]))
    return lines
