"""Blocks + width -> lines. Exact counts at once, the lines themselves when they are asked for.

`lay_out` breaks every leaf into lines (numbers only) and knows the total; `Layout.line(n)` makes
the spans of one line. Every line knows its offset in `blocks.plain`, so that a place survives any
width: `line_at(offset)` and `offset_of(line)` are inverse to each other for all lines.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Final, NamedTuple

from reader.page.blocks import (
    BOLD,
    ITALIC,
    LEAF_GAP,
    Blocks,
    Code,
    Details,
    Embed,
    Figure,
    Heading,
    Image,
    Indent,
    Leaf,
    ListBlock,
    Marks,
    Paragraph,
    Quote,
    Rule,
    Table,
    leaves,
    plain,
)
from reader.page.grid import lay_out_table
from reader.page.wrap import Cut, pieces, wrap

# Styles of spans beyond those of marks: what part the words play on the page.
DECOR: Final = 1 << 8  # bullets, bars, rules: not part of the text
HEADING: Final = 1 << 9
SUBHEADING: Final = 1 << 10
QUOTED: Final = 1 << 11
CODE_BLOCK: Final = 1 << 12
CAPTION: Final = 1 << 13
MEDIA: Final = 1 << 14
TABLE_HEAD: Final = 1 << 15

_LEAST = 12  # cells left for text, however deep it is nested
_BULLETS = "•◦▪"


class Span(NamedTuple):
    """Part of a line: `style` bits, number of its link or -1, offset in the plain text or -1."""

    text: str
    style: int
    link: int
    offset: int


Spans = tuple[Span, ...]


class Line(NamedTuple):
    """One line. The first `fixed` spans stay in place when a line that `scrolls` is moved."""

    spans: Spans
    offset: int
    scrolls: bool = False
    fixed: int = 0

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join([span.text for span in self.spans])


class Link(NamedTuple):
    """A link of the page: its number from 0, address, words, and where in the plain text."""

    number: int
    href: str
    text: str
    offset: int


class Outline(NamedTuple):
    """A heading: its level, words, and where in the plain text."""

    level: int
    text: str
    offset: int


class _Piece:
    """A leaf in its place: lines `line` to `line + gap + len(cuts)`, the gap lines being blank."""

    __slots__ = (
        "between", "cuts", "first", "gap", "leaf", "line", "offset", "rest", "style", "table",
    )  # fmt: skip

    def __init__(
        self,
        leaf: Leaf,
        offset: int,
        line: int,
        gap: int,
        prefixes: tuple[str, str, str],
        style: int,
        cuts: list[Cut],
        table: tuple[Line, ...] = (),
    ) -> None:
        self.leaf = leaf
        self.offset = offset
        self.line = line
        self.gap = gap
        self.between, self.first, self.rest = prefixes
        self.style = style
        self.cuts = cuts
        self.table = table


class Layout:
    """A page at one width. `height` is the number of lines, all of them exact."""

    def __init__(self, blocks: Blocks, width: int) -> None:
        self.blocks = blocks
        self.width = width
        self.height = 0
        self._offset = 0
        self._lists = 0
        self._pieces: list[_Piece] = []
        self._place(blocks, "", "", 0, "", 0, False)
        self._first_lines = [piece.line for piece in self._pieces]
        self._offsets = [piece.offset for piece in self._pieces]

    def line(self, number: int) -> Line:
        """Line `number` (from 0); IndexError beyond the page."""
        if not 0 <= number < self.height:
            raise IndexError(number)
        piece = self._pieces[bisect_right(self._first_lines, number) - 1]
        return self._line(piece, number - piece.line - piece.gap)

    def offset_of(self, number: int) -> int:
        """Where in the plain text the line begins; a blank line has the offset of the gap."""
        if not self._pieces:
            return 0
        number = max(0, min(number, self.height - 1))
        piece = self._pieces[bisect_right(self._first_lines, number) - 1]
        inner = number - piece.line - piece.gap
        if inner < 0:
            return piece.offset + inner
        if piece.table:
            return piece.offset + piece.table[inner].offset
        return piece.offset + piece.cuts[inner][0]

    def line_at(self, offset: int) -> int:
        """The line that shows the character at `offset` of the plain text."""
        if not self._pieces:
            return 0
        at = bisect_right(self._offsets, max(0, offset)) - 1
        piece = self._pieces[max(0, at)]
        inner = offset - piece.offset
        if at + 1 < len(self._pieces):
            following = self._pieces[at + 1]
            if following.gap and offset >= following.offset - following.gap:
                return following.line + following.gap - (following.offset - offset)
        if piece.table:
            starts = [line.offset for line in piece.table]
            return piece.line + piece.gap + max(0, bisect_right(starts, inner) - 1)
        found = bisect_right(piece.cuts, (inner, 1 << 62)) - 1
        return piece.line + piece.gap + max(0, found)

    @property
    def length(self) -> int:
        """Characters of `text`, known without making it."""
        return self._offset

    @cached_property
    def text(self) -> str:
        """The plain text that offsets point into."""
        return plain(self.blocks)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links in reading order; one that goes on over several marks counts once."""
        return tuple(self._links[0])

    @cached_property
    def outline(self) -> tuple[Outline, ...]:
        """All headings in reading order."""
        return tuple(
            [
                Outline(piece.leaf.level, piece.leaf.text.replace("\n", " "), piece.offset)
                for piece in self._pieces
                if isinstance(piece.leaf, Heading)
            ]
        )

    @cached_property
    def _links(self) -> tuple[list[Link], dict[int, int]]:
        """The links, and their numbers by the offset of each mark."""
        found: list[Link] = []
        numbers: dict[int, int] = {}
        for piece in self._pieces:
            before, end = "", -1
            for start, stop, href, text in _linked(piece.leaf):
                at = piece.offset + start
                if href == before and end == start and found:
                    last = found[-1]
                    found[-1] = last._replace(text=last.text + text)
                else:
                    found.append(Link(len(found), href, text, at))
                numbers[at] = len(found) - 1
                before, end = href, stop
        return found, numbers

    def _place(
        self, blocks: Blocks, first: str, rest: str, gap: int, between: str, style: int, tight: bool
    ) -> None:
        """Lay out blocks in one container; `first` stands before its first line, `rest` before
        the others, `between` on the blank lines above it."""
        for block in blocks:
            if isinstance(block, ListBlock):
                self._place_list(block, first, rest, gap, between, style)
            elif isinstance(block, Quote):
                one, more = self._nest(first, rest, "▎ ", "▎ ")
                self._place(block.blocks, one, more, gap, between, style | QUOTED, False)
            elif isinstance(block, Indent):
                one, more = self._nest(first, rest, "    ", "    ")
                self._place(block.blocks, one, more, 0, between, style, False)
            elif isinstance(block, Figure):
                self._place(block.blocks, first, rest, gap, between, style, False)
                self._place(block.caption, rest, rest, 0, rest, style | CAPTION, True)
            elif isinstance(block, Details):
                one, more = self._nest(first, rest, "▾ ", "  ")
                self._place((block.summary,), one, more, gap, between, style | SUBHEADING, False)
                self._place(block.blocks, more, more, 1, more, style, False)
            else:
                self._place_leaf(block, first, rest, gap, between, style)
            first, between = rest, rest
            gap = 0 if tight else 1

    def _place_list(
        self, block: ListBlock, first: str, rest: str, gap: int, between: str, style: int
    ) -> None:
        bullet = _BULLETS[min(self._lists, len(_BULLETS) - 1)] + " "
        self._lists += 1
        last = block.start + len(block.items) - 1
        room = max(len(str(block.start)), len(str(last))) + 2
        loose = not _is_tight(block)
        for place, item in enumerate(block.items):
            if not item:
                continue
            if block.ordered:
                bullet = f"{block.start + place}.".rjust(room - 1) + " "
            one, more = self._nest(first, rest, bullet, " " * len(bullet))
            self._place(item, one, more, gap, between, style, not loose)
            first, between = rest, rest
            gap = int(loose)
        self._lists -= 1

    def _nest(self, first: str, rest: str, one: str, more: str) -> tuple[str, str]:
        """The prefixes one step further in, as far as that leaves room for words."""
        if len(rest) + len(more) > self.width - _LEAST:
            return first, rest
        return first + one, rest + more

    def _place_leaf(
        self, leaf: Leaf, first: str, rest: str, gap: int, between: str, style: int
    ) -> None:
        if not self._pieces:
            gap = 0
        else:
            self._offset += len(LEAF_GAP)
        text = leaf.text
        offset = self._offset
        self._offset += len(text)
        room = self.width - len(rest)
        table: tuple[Line, ...] = ()
        cuts: list[Cut] = []
        if isinstance(leaf, Table):
            table = lay_out_table(leaf, room)
        elif isinstance(leaf, Code):
            cuts = _code_lines(text)
        elif isinstance(leaf, Image | Embed):
            cuts = wrap(text, room - 2)
        else:
            cuts = wrap(text, room)
        piece = _Piece(leaf, offset, self.height, gap, (between, first, rest), style, cuts, table)
        self._pieces.append(piece)
        self.height += gap + (len(table) if table else len(cuts))

    def _line(self, piece: _Piece, inner: int) -> Line:
        """Line `inner` of a piece, -1 for the blank line above it."""
        if inner < 0:
            between = piece.between.rstrip()
            spans = (Span(between, DECOR, -1, -1),) if between else ()
            return Line(spans, piece.offset + inner)
        prefix = piece.first if inner == 0 else piece.rest
        before: Spans = (Span(prefix, DECOR, -1, -1),) if prefix else ()
        if piece.table:
            row = piece.table[inner]
            moved = [self._moved(span, piece) for span in row.spans]
            return Line((*before, *moved), piece.offset + row.offset)
        start, end = piece.cuts[inner]
        leaf, style = piece.leaf, piece.style
        if isinstance(leaf, Rule):
            wide = self.width - len(prefix)
            mark = "⁂" if wide < 20 else "─" * min(wide, 24)
            centred = mark.center(wide).rstrip()
            return Line((*before, Span(centred, DECOR, -1, -1)), piece.offset)
        if isinstance(leaf, Code):
            code = _expanded(self._spans(piece, leaf.marks, start, end, style | CODE_BLOCK))
            return Line((*before, *code), piece.offset + start, True, len(before))
        if isinstance(leaf, Image | Embed):
            return Line((*before, *self._media(piece, leaf, inner)), piece.offset + start)
        if isinstance(leaf, Table):
            return Line(before, piece.offset)
        if isinstance(leaf, Heading):
            style |= HEADING if leaf.level <= 2 else SUBHEADING
            style |= ITALIC if leaf.level > 4 else BOLD
        words = self._spans(piece, leaf.marks, start, end, style)
        return Line((*before, *words), piece.offset + start)

    def _media(self, piece: _Piece, leaf: Image | Embed, inner: int) -> tuple[Span, ...]:
        """A line of a picture's or film's text, with a sign before the first."""
        start, end = piece.cuts[inner]
        href = leaf.href or (leaf.src if isinstance(leaf, Image) else "")
        link = self._links[1].get(piece.offset, -1) if href else -1
        style = piece.style | MEDIA
        if isinstance(leaf, Image):
            sign = "▧ "
        else:
            sign = {"video": "▶ ", "audio": "♪ "}.get(leaf.kind, "⧉ ")
        before = Span(sign if inner == 0 else "  ", DECOR, link, -1)
        if not leaf.text:
            return (before, Span("picture", style, link, -1))
        words = pieces(leaf.text, start, end, end)
        return (before, *[Span(part, style, link, piece.offset + at) for part, at in words])

    def _moved(self, span: Span, piece: _Piece) -> Span:
        """A table's span on the page: its offset counted from the page's beginning."""
        if span.offset < 0:
            return span
        at = span.offset + piece.offset
        link = self._links[1].get(span.link + piece.offset, -1) if span.link >= 0 else -1
        return Span(span.text, span.style | piece.style, link, at)

    def _spans(self, piece: _Piece, marks: Marks, start: int, end: int, style: int) -> list[Span]:
        """The characters `start` to `end` of a leaf, cut where marks begin and end."""
        text, base = piece.leaf.text, piece.offset
        spans: list[Span] = []
        at = start
        for mark in marks[_first_mark(marks, start) :] if marks else ():
            if mark.start >= end:
                break
            if mark.start > at:
                for words, place in pieces(text, at, mark.start, end):
                    spans.append(Span(words, style, -1, base + place))
                at = mark.start
            stop = min(mark.end, end)
            link = self._links[1].get(base + mark.start, -1) if mark.href else -1
            for words, place in pieces(text, at, stop, end):
                spans.append(Span(words, style | mark.style, link, base + place))
            at = stop
        if at < end or not spans:
            for words, place in pieces(text, at, end, end):
                spans.append(Span(words, style, -1, base + place))
        return spans


def lay_out(blocks: Blocks, width: int) -> Layout:
    """The page of `blocks` at `width` cells (at least 16)."""
    return Layout(blocks, max(16, width))


def _first_mark(marks: Marks, start: int) -> int:
    """The first mark that ends after `start`."""
    return bisect_right(marks, start, key=_mark_end)


def _mark_end(mark: tuple[int, int, int, str]) -> int:
    return mark[1]


def _linked(leaf: Leaf) -> list[tuple[int, int, str, str]]:
    """(start, end, address, words) of the linked ranges in a leaf's text."""
    if isinstance(leaf, Table):
        found: list[tuple[int, int, str, str]] = []
        at = 0
        for row in leaf.rows:
            for cell in row:
                found += [
                    (m.start + at, m.end + at, m.href, cell.text[m.start : m.end])
                    for m in cell.marks
                    if m.href
                ]
                at += len(cell.text) + 1
        return found
    if isinstance(leaf, Image):
        href = leaf.href or leaf.src
        return [(0, len(leaf.text), href, leaf.text or "picture")] if href else []
    if isinstance(leaf, Embed):
        return [(0, len(leaf.text), leaf.href, leaf.text)] if leaf.href else []
    if isinstance(leaf, Rule) or not leaf.marks:
        return []
    return [(m.start, m.end, m.href, leaf.text[m.start : m.end]) for m in leaf.marks if m.href]


def _is_tight(block: ListBlock) -> bool:
    """Whether the items stand without blank lines: short ones with no more than a list inside."""
    for item in block.items:
        if sum(not isinstance(inner, ListBlock) for inner in item) > 1:
            return False
        for leaf in leaves(item):
            if not isinstance(leaf, Paragraph) or len(leaf.text) > 300:
                return False
    return True


def _code_lines(text: str) -> list[Cut]:
    cuts: list[Cut] = []
    start = 0
    for line in text.split("\n"):
        cuts.append((start, start + len(line)))
        start += len(line) + 1
    return cuts


def _expanded(spans: list[Span], step: int = 4) -> list[Span]:
    """Tabs as spaces up to the next multiple of `step` cells."""
    if not any("\t" in span.text for span in spans):
        return spans
    found: list[Span] = []
    column = 0
    for span in spans:
        at = span.offset
        for place, part in enumerate(span.text.split("\t")):
            if place:
                room = step - column % step
                found.append(Span(" " * room, span.style, span.link, at - 1))
                column += room
            if part:
                found.append(span._replace(text=part, offset=at))
                column += len(part)
            at += len(part) + 1
    return found
