"""Where each leaf of the blocks goes on a page of some width: what stands before its lines, how
far apart it is, and where its text breaks. All of it in small steps, so that a page of any size
can be shown while the rest of it is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reader.page import bidi
from reader.page.blocks import (
    LEAF_GAP,
    Block,
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
    Paragraph,
    Quote,
    Table,
    leaves,
)
from reader.page.clusters import is_easy
from reader.page.grid import Grid, sizes_of
from reader.page.hyphens import Hyphens
from reader.page.line import CAPTION, QUOTED, SUBHEADING
from reader.page.piece import Piece, Surround
from reader.page.records import Records
from reader.page.setting import Setting
from reader.page.wrap import Cut, steps, wrap
from reader.text import width as cells_of

_LEAST = 12  # cells left for text, however deep it is nested
_BULLETS = "•◦▪"
_FAULT = " (not shown: V says why)"
_LONG = 50_000  # characters of a leaf that is broken into lines in steps


class Fold(NamedTuple):
    """Details: where in the plain text their summary begins, and what they hide or show."""

    offset: int
    start: int
    end: int
    opened: bool


class Column:
    """The pieces of a page of `width` cells, its lines (`height`) and characters (`length`), and
    the first line and the offset of each piece, as far as it is laid out."""

    def __init__(self, width: int, setting: Setting) -> None:
        self.width = width
        self.setting = setting
        self.height = 0
        self.length = 0
        self.pieces: list[Piece] = []
        self.first_lines: list[int] = []
        self.offsets: list[int] = []
        self.folds: list[Fold] = []
        self._lists = 0
        # Whether blocks without letters stand at the right.
        self._rtl = setting.bidi == "reader" and bidi.is_rtl("", setting.language)
        self._at_right: bool | None = None  # the side of the list or quote that is being placed
        worth = max(3, width // 14) if setting.justify else max(8, width // 6)
        hyphens = setting.hyphenate and setting.language
        self._hyphens = Hyphens(setting.language, worth) if hyphens else None

    def steps(self, blocks: Blocks) -> Iterator[None]:
        """Place blocks below what is there, one leaf or a part of a long one at a time."""
        yield from self._place(blocks, "", "", int(bool(self.pieces)), "", 0, False)

    def _place(
        self, blocks: Blocks, first: str, rest: str, gap: int, between: str, style: int, tight: bool
    ) -> Iterator[None]:
        """Place the blocks of one container; `first` stands before its first line, `rest` before
        the others, `between` on the blank lines above it."""
        for block in blocks:
            if isinstance(block, ListBlock | Quote | Indent | Figure | Details):
                yield from self._container(block, first, rest, gap, between, style)
            else:
                long = self._leaf(block, first, rest, gap, between, style)
                if long:
                    yield from long
                yield
            first, between = rest, rest
            gap = 0 if tight else 1

    def _container(
        self,
        block: ListBlock | Quote | Indent | Figure | Details,
        first: str,
        rest: str,
        gap: int,
        between: str,
        style: int,
    ) -> Iterator[None]:
        if isinstance(block, ListBlock):
            before = self._turn(block)
            yield from self._list(block, first, rest, gap, between, style)
            self._at_right = before
        elif isinstance(block, Quote):
            before = self._turn(block)
            one, more = self._nest(first, rest, "▎ ", "▎ ")
            yield from self._place(block.blocks, one, more, gap, between, style | QUOTED, False)
            by, under = self._nest(more, more, "— ", "  ")
            shown = style | QUOTED | CAPTION
            yield from self._place(block.credit, by, under, 0, more, shown, True)
            self._at_right = before
        elif isinstance(block, Indent):
            one, more = self._nest(first, rest, "    ", "    ")
            yield from self._place(block.blocks, one, more, 0, between, style, False)
        elif isinstance(block, Figure):
            yield from self._figure(block, first, rest, gap, between, style)
        else:
            yield from self._details(block, first, rest, gap, between, style)

    def _details(
        self, block: Details, first: str, rest: str, gap: int, between: str, style: int
    ) -> Iterator[None]:
        """A summary, and what it tells of unless that is folded; folded text keeps its places."""
        offset = self.length + (len(LEAF_GAP) if self.pieces else 0)
        opened = self.setting.unfolded or block.opened != (offset in self.setting.turned)
        one, more = self._nest(first, rest, "▾ " if opened else "▸ ", "  ")
        shown = style | SUBHEADING
        yield from self._place((block.summary,), one, more, gap, between, shown, False)
        start = self.length
        folded = sum(len(LEAF_GAP) + len(leaf.text) for leaf in leaves(block.blocks))
        self.folds.append(Fold(offset, start, start + folded, opened))
        if opened:
            yield from self._place(block.blocks, more, more, 1, more, style, False)
        else:
            self.length += folded

    def _figure(
        self, block: Figure, first: str, rest: str, gap: int, between: str, style: int
    ) -> Iterator[None]:
        """Blocks and caption close together, whichever comes first."""
        parts = [(block.blocks, style, False), (block.caption, style | CAPTION, True)]
        for blocks, shown, tight in reversed(parts) if block.above else parts:
            yield from self._place(blocks, first, rest, gap, between, shown, tight)
            if blocks:
                first, between, gap = rest, rest, 0

    def _list(
        self, block: ListBlock, first: str, rest: str, gap: int, between: str, style: int
    ) -> Iterator[None]:
        bullet = _BULLETS[min(self._lists, len(_BULLETS) - 1)] + " "
        self._lists += 1
        labels = [block.label(at) for at in range(len(block.items))] if block.ordered else []
        room = max(map(len, labels), default=0) + 2
        loose = not _is_tight(block)
        for place, item in enumerate(block.items):
            if not item:
                continue
            if block.ordered:
                bullet = f"{labels[place]}.".rjust(room - 1) + " "
            one, more = self._nest(first, rest, bullet, " " * len(bullet))
            yield from self._place(item, one, more, gap, between, style, not loose)
            first, between = rest, rest
            gap = int(loose)
        self._lists -= 1

    def _turn(self, block: Block) -> bool | None:
        """Set the side of a list or quote: the right where its first words run from there; gives
        what it was before."""
        before = self._at_right
        if before is None and self.setting.bidi == "reader":
            words = next((leaf.text for leaf in leaves((block,)) if leaf.text.strip()), "")
            if bidi.is_rtl(words, self.setting.language):
                self._at_right = True
            elif bidi.has_rtl(words):
                self._at_right = False
        return before

    def _nest(self, first: str, rest: str, one: str, more: str) -> tuple[str, str]:
        """The prefixes one step further in, as far as that leaves room for words."""
        if len(rest) + len(more) > self.width - _LEAST:
            return first, rest
        return first + one, rest + more

    def _leaf(
        self, leaf: Leaf, first: str, rest: str, gap: int, between: str, style: int
    ) -> Iterator[None] | None:
        """Place a leaf; what is given back goes on with a long one."""
        if self.pieces:
            self.length += len(LEAF_GAP)
        else:
            gap = 0
        text = leaf.text
        easy = is_easy(text)
        turns = not easy and self.setting.bidi == "reader" and bidi.has_rtl(text)
        at_right = self._at_right
        if at_right is None:
            prose = self._rtl if not turns else not isinstance(leaf, Code)
            at_right = prose and bidi.is_rtl(text, self.setting.language) and text != ""
        around = Surround(between, first, rest, at_right)
        piece = Piece(leaf, self.length, self.height, gap, around, style, self.setting, turns)
        self.pieces.append(piece)
        self.first_lines.append(self.height)
        self.offsets.append(self.length)
        self.length += len(text)
        self.height += gap
        room = self.width - len(rest)
        if isinstance(leaf, Table):
            return self._table(piece, leaf, room)
        hyphens = self._hyphens
        simple = easy or None
        if isinstance(leaf, Code):
            piece.cuts = _code_lines(text)
        elif isinstance(leaf, Image) and leaf.src in self.setting.pictures:
            piece.rows = self.setting.pictures[leaf.src]
            piece.cuts = [(0, len(text))] * piece.rows
        elif isinstance(leaf, Image | Embed):
            piece.cuts = wrap(text, room - 2, None, simple)
            if isinstance(leaf, Image) and leaf.src in self.setting.faults:
                last = text[piece.cuts[-1][0] : piece.cuts[-1][1]] or "picture"
                piece.fault = _FAULT if cells_of(last) + len(_FAULT) + 2 <= room else ""
        elif isinstance(leaf, Heading):
            piece.cuts = wrap(text, room, None, simple)
        elif len(text) > _LONG:
            return self._long(piece, room)
        else:
            piece.cuts = wrap(text, room, hyphens, simple)
            if hyphens:
                piece.hyphens = hyphens.taken()
        self.height += len(piece.cuts)
        return None

    def _long(self, piece: Piece, room: int) -> Iterator[None]:
        for cuts in steps(piece.leaf.text, room, self._hyphens):
            piece.cuts += cuts
            self.height += len(cuts)
            if self._hyphens:
                piece.hyphens |= self._hyphens.taken()
            yield

    def _table(self, piece: Piece, leaf: Table, room: int) -> Iterator[None]:
        sideways = self.setting.sideways
        sizes = sizes_of(leaf, room, sideways)
        if sizes:
            piece.table = Grid(leaf, sizes, self.setting, room)
        else:
            piece.table = Records(leaf, room, self.setting)
        placed = 0
        for _ in piece.table.steps():
            self.height += piece.table.height - placed
            placed = piece.table.height
            yield
        self.height += piece.table.height - placed


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
