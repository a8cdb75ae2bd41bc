"""Blocks + width -> lines. Exact counts first, the lines themselves when they are asked for.

`lay_out` breaks every leaf into lines (numbers only) and knows the total; `begin` breaks none and
leaves that to `Layout.grow`, a few milliseconds at a time. `Layout.line(n)` makes the spans of one
line. Every line knows its offset in `blocks.plain`, so that a place survives any
width: `line_at(offset)` and `offset_of(line)` are inverse to each other for all lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from time import perf_counter
from typing import NamedTuple

from reader.page.blocks import (
    LEAF_GAP,
    Blocks,
    Embed,
    Heading,
    Image,
    Leaf,
    Rule,
    Table,
    leaves,
    plain,
)
from reader.page.column import Column, Fold
from reader.page.line import Line
from reader.page.setting import USUAL, Setting


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


class Place(NamedTuple):
    """A picture: where in the plain text it is, its first line, and how many it has."""

    image: Image
    offset: int
    line: int
    lines: int


class Layout:
    """A page at one width, laid out as far as it was asked for.

    `height` is the number of lines so far, all of them exact, `length` the number of characters
    on them; `done` says that there are no more. Whoever asks for a line or a place beyond gets it:
    the page is laid out up to there.
    """

    def __init__(self, blocks: Blocks, width: int, setting: Setting) -> None:
        self.blocks = blocks
        self.width = width
        self.setting = setting
        self.done = False
        self._column = Column(width, setting)
        self._pieces = self._column.pieces
        self._steps = self._column.steps(blocks)
        self._found: list[Link] = []
        self._numbers: dict[int, int] = {}
        self._looked_at = 0
        self._links: tuple[Link, ...] = ()

    # Growing.

    @property
    def height(self) -> int:
        """The number of lines that are laid out."""
        return self._column.height

    @property
    def length(self) -> int:
        """The number of characters that are laid out; that of `text` when all are."""
        return self._column.length

    @property
    def folds(self) -> tuple[Fold, ...]:
        """The details that are laid out, folded or not, in reading order."""
        return tuple(self._column.folds)

    @property
    def estimate(self) -> int:
        """About how many lines there will be; `height` when all are laid out."""
        if self.done or not self._pieces:
            return self.height
        last = self._pieces[-1]
        seen = last.offset + (last.cuts[-1][1] if last.cuts else 0)
        return max(self.height, self.height * len(self.text) // max(1, seen))

    def grow(self, seconds: float = 0.004) -> bool:
        """Lay out more for about so many seconds; whether all is done."""
        until = perf_counter() + seconds
        while not self.done and perf_counter() < until:
            self._step()
        return self.done

    def reach(self, line: int) -> bool:
        """Lay out up to line `line`; whether there is one."""
        while line >= self._column.height and not self.done:
            self._step()
        return line < self._column.height

    def extend(self, blocks: Blocks) -> None:
        """Put more blocks below; they are laid out when it is their turn."""
        self.blocks = (*self.blocks, *blocks)
        self._steps = chain(self._steps, _later(self._column, blocks))
        self.done = False
        self.__dict__.pop("text", None)

    def finish(self) -> None:
        """Lay out all that is left."""
        for _ in self._steps:
            pass
        self.done = True

    def _step(self) -> None:
        for _ in self._steps:
            return
        self.done = True

    def _reach_offset(self, offset: int) -> None:
        """Lay out the leaf of a place, and one more: whether it has a gap tells what comes next."""
        while not self.done and not (self._column.offsets and offset < self._column.offsets[-1]):
            self._step()

    # Lines and places.

    def line(self, number: int) -> Line:
        """Line `number` (from 0); IndexError beyond the page."""
        if number < 0 or not self.reach(number):
            raise IndexError(number)
        piece = self._pieces[bisect_right(self._column.first_lines, number) - 1]
        return piece.line_of(number - piece.line - piece.gap, self.width, self._number_of)

    def header_of(self, number: int) -> tuple[Line, ...]:
        """The header of the table that line `number` is in the body of, to be shown at the top
        while it is out of sight; none where there is no table or no header."""
        if number < 0 or not self.reach(number):
            return ()
        piece = self._pieces[bisect_right(self._column.first_lines, number) - 1]
        inner = number - piece.line - piece.gap
        if piece.table is None or inner < piece.table.head:
            return ()
        return tuple(
            [piece.line_of(at, self.width, self._number_of) for at in range(piece.table.head)]
        )

    def offset_of(self, number: int) -> int:
        """Where in the plain text the line begins; a blank line has the offset of the gap."""
        self.reach(number)
        if not self._pieces:
            return 0
        number = max(0, min(number, self.height - 1))
        piece = self._pieces[bisect_right(self._column.first_lines, number) - 1]
        inner = number - piece.line - piece.gap
        if inner < 0:
            return piece.offset + inner
        if piece.table:
            return piece.offset + piece.table.offset_of(inner)
        return piece.offset + piece.cuts[inner][0]

    def line_at(self, offset: int) -> int:
        """The line that shows the character at `offset` of the plain text."""
        self._reach_offset(offset)
        if not self._pieces:
            return 0
        at = bisect_right(self._column.offsets, max(0, offset)) - 1
        piece = self._pieces[max(0, at)]
        inner = offset - piece.offset
        if at + 1 < len(self._pieces):
            following = self._pieces[at + 1]
            if following.gap and offset >= following.offset - following.gap:
                return following.line + following.gap - (following.offset - offset)
        if piece.rows:
            return piece.line + piece.gap
        if piece.table:
            return piece.line + piece.gap + piece.table.line_at(inner)
        found = bisect_right(piece.cuts, (inner, 1 << 62)) - 1
        return piece.line + piece.gap + max(0, found)

    @cached_property
    def text(self) -> str:
        """The plain text that offsets point into."""
        return plain(self.blocks)

    # Links and headings.

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that are laid out in reading order; one that goes on over several marks counts
        once."""
        self._look()
        if len(self._links) != len(self._found):
            self._links = tuple(self._found)
        return self._links

    @property
    def pictures(self) -> tuple[Place, ...]:
        """All pictures with an address that are laid out, in reading order."""
        return tuple(
            [
                Place(piece.leaf, piece.offset, piece.line + piece.gap, len(piece.cuts))
                for piece in self._pieces
                if isinstance(piece.leaf, Image) and piece.leaf.src
            ]
        )

    @property
    def outline(self) -> tuple[Outline, ...]:
        """All headings in reading order."""
        found: list[Outline] = []
        at = 0
        for leaf in leaves(self.blocks):
            if isinstance(leaf, Heading):
                found.append(Outline(leaf.level, leaf.text.replace("\n", " "), at))
            at += len(leaf.text) + len(LEAF_GAP)
        return tuple(found)

    def _look(self) -> None:
        """Number the links of the pieces that are new."""
        while self._looked_at < len(self._pieces):
            piece = self._pieces[self._looked_at]
            self._looked_at += 1
            before, end = "", -1
            for start, stop, href, text in _linked(piece.leaf):
                at = piece.offset + start
                if href == before and end == start and self._found:
                    last = self._found[-1]
                    self._found[-1] = last._replace(text=last.text + text)
                else:
                    self._found.append(Link(len(self._found), href, text, at))
                self._numbers[at] = len(self._found) - 1
                before, end = href, stop

    def _number_of(self, offset: int) -> int:
        """The number of the link that begins at `offset`, -1 for none."""
        self._look()
        return self._numbers.get(offset, -1)


def _later(column: Column, blocks: Blocks) -> Iterator[None]:
    """The steps of blocks, begun only when those before them are done."""
    yield from column.steps(blocks)


def begin(blocks: Blocks, width: int, setting: Setting = USUAL) -> Layout:
    """The page of `blocks` at `width` cells (at least 16) with nothing laid out yet."""
    return Layout(blocks, max(16, width), setting)


def lay_out(blocks: Blocks, width: int, setting: Setting = USUAL) -> Layout:
    """The page of `blocks` at `width` cells (at least 16), all of it."""
    layout = begin(blocks, width, setting)
    layout.finish()
    return layout


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
        href = leaf.target
        return [(0, len(leaf.text), href, leaf.text or "picture")] if href else []
    if isinstance(leaf, Embed):
        return [(0, len(leaf.text), leaf.href, leaf.text)] if leaf.href else []
    if isinstance(leaf, Rule) or not leaf.marks:
        return []
    return [(m.start, m.end, m.href, leaf.text[m.start : m.end]) for m in leaf.marks if m.href]
