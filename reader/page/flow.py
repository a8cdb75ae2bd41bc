"""Blocks + width -> lines. Exact counts at once, the lines themselves when they are asked for.

`lay_out` breaks every leaf into lines (numbers only) and knows the total; `Layout.line(n)` makes
the spans of one line. Every line knows its offset in `blocks.plain`, so that a place survives any
width: `line_at(offset)` and `offset_of(line)` are inverse to each other for all lines.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from reader.page.blocks import (
    Blocks,
    Embed,
    Heading,
    Image,
    Leaf,
    Rule,
    Table,
    plain,
)
from reader.page.column import Column
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
    """A page at one width. `height` is the number of lines, all of them exact; `length` is the
    number of characters of `text`, known without making it."""

    def __init__(self, blocks: Blocks, width: int, setting: Setting) -> None:
        self.blocks = blocks
        self.width = width
        self.setting = setting
        column = Column(blocks, width, setting)
        self.height = column.height
        self.length = column.length
        self._pieces = column.pieces
        self._first_lines = [piece.line for piece in self._pieces]
        self._offsets = [piece.offset for piece in self._pieces]

    def line(self, number: int) -> Line:
        """Line `number` (from 0); IndexError beyond the page."""
        if not 0 <= number < self.height:
            raise IndexError(number)
        piece = self._pieces[bisect_right(self._first_lines, number) - 1]
        return piece.line_of(number - piece.line - piece.gap, self.width, self._number_of)

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
        if piece.rows:
            return piece.line + piece.gap
        if piece.table:
            starts = [line.offset for line in piece.table]
            return piece.line + piece.gap + max(0, bisect_right(starts, inner) - 1)
        found = bisect_right(piece.cuts, (inner, 1 << 62)) - 1
        return piece.line + piece.gap + max(0, found)

    @cached_property
    def text(self) -> str:
        """The plain text that offsets point into."""
        return plain(self.blocks)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links in reading order; one that goes on over several marks counts once."""
        return tuple(self._links[0])

    @cached_property
    def pictures(self) -> tuple[Place, ...]:
        """All pictures that have an address, in reading order."""
        return tuple(
            [
                Place(piece.leaf, piece.offset, piece.line + piece.gap, len(piece.cuts))
                for piece in self._pieces
                if isinstance(piece.leaf, Image) and piece.leaf.src
            ]
        )

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

    def _number_of(self, offset: int) -> int:
        """The number of the link that begins at `offset`, -1 for none."""
        return self._links[1].get(offset, -1)


def lay_out(blocks: Blocks, width: int, setting: Setting = USUAL) -> Layout:
    """The page of `blocks` at `width` cells (at least 16)."""
    return Layout(blocks, max(16, width), setting)


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
