"""Where each leaf of the blocks goes on a page of some width: what stands before its lines, how
far apart it is, and where its text breaks."""

from __future__ import annotations

from reader.page.blocks import (
    LEAF_GAP,
    Blocks,
    Code,
    Details,
    Embed,
    Figure,
    Image,
    Indent,
    Leaf,
    ListBlock,
    Paragraph,
    Quote,
    Table,
    leaves,
)
from reader.page.grid import lay_out_table
from reader.page.line import CAPTION, QUOTED, SUBHEADING, Line
from reader.page.piece import Piece
from reader.page.setting import Setting
from reader.page.wrap import Cut, wrap
from reader.text import width

_LEAST = 12  # cells left for text, however deep it is nested
_BULLETS = "•◦▪"
_FAULT = " (not shown: V says why)"


class Column:
    """The pieces of a page of `width` cells, its lines (`height`) and characters (`length`)."""

    def __init__(self, blocks: Blocks, width: int, setting: Setting) -> None:
        self.width = width
        self.setting = setting
        self.height = 0
        self.length = 0
        self.pieces: list[Piece] = []
        self._lists = 0
        self._place(blocks, "", "", 0, "", 0, False)

    def _place(
        self, blocks: Blocks, first: str, rest: str, gap: int, between: str, style: int, tight: bool
    ) -> None:
        """Place the blocks of one container; `first` stands before its first line, `rest` before
        the others, `between` on the blank lines above it."""
        for block in blocks:
            if isinstance(block, ListBlock):
                self._list(block, first, rest, gap, between, style)
            elif isinstance(block, Quote):
                one, more = self._nest(first, rest, "▎ ", "▎ ")
                self._place(block.blocks, one, more, gap, between, style | QUOTED, False)
                self._place(
                    block.credit, more + "— ", more + "  ", 0, more, style | QUOTED | CAPTION, True
                )
            elif isinstance(block, Indent):
                one, more = self._nest(first, rest, "    ", "    ")
                self._place(block.blocks, one, more, 0, between, style, False)
            elif isinstance(block, Figure):
                self._figure(block, first, rest, gap, between, style)
            elif isinstance(block, Details):
                one, more = self._nest(first, rest, "▾ ", "  ")
                self._place((block.summary,), one, more, gap, between, style | SUBHEADING, False)
                self._place(block.blocks, more, more, 1, more, style, False)
            else:
                self._leaf(block, first, rest, gap, between, style)
            first, between = rest, rest
            gap = 0 if tight else 1

    def _figure(
        self, block: Figure, first: str, rest: str, gap: int, between: str, style: int
    ) -> None:
        """Blocks and caption close together, whichever comes first."""
        parts = [(block.blocks, style, False), (block.caption, style | CAPTION, True)]
        for blocks, shown, tight in reversed(parts) if block.above else parts:
            self._place(blocks, first, rest, gap, between, shown, tight)
            if blocks:
                first, between, gap = rest, rest, 0

    def _list(
        self, block: ListBlock, first: str, rest: str, gap: int, between: str, style: int
    ) -> None:
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
            self._place(item, one, more, gap, between, style, not loose)
            first, between = rest, rest
            gap = int(loose)
        self._lists -= 1

    def _nest(self, first: str, rest: str, one: str, more: str) -> tuple[str, str]:
        """The prefixes one step further in, as far as that leaves room for words."""
        if len(rest) + len(more) > self.width - _LEAST:
            return first, rest
        return first + one, rest + more

    def _leaf(self, leaf: Leaf, first: str, rest: str, gap: int, between: str, style: int) -> None:
        if not self.pieces:
            gap = 0
        else:
            self.length += len(LEAF_GAP)
        text = leaf.text
        offset = self.length
        self.length += len(text)
        room = self.width - len(rest)
        table: tuple[Line, ...] = ()
        cuts: list[Cut] = []
        rows = 0
        if isinstance(leaf, Table):
            table = lay_out_table(leaf, room)
        elif isinstance(leaf, Code):
            cuts = _code_lines(text)
        elif isinstance(leaf, Image) and leaf.src in self.setting.pictures:
            rows = self.setting.pictures[leaf.src]
            cuts = [(0, len(text))] * rows
        elif isinstance(leaf, Image | Embed):
            cuts = wrap(text, room - 2)
        else:
            cuts = wrap(text, room)
        before = (between, first, rest)
        piece = Piece(leaf, offset, self.height, gap, before, style, cuts, table, rows)
        if isinstance(leaf, Image) and leaf.src in self.setting.faults:
            last = text[cuts[-1][0] : cuts[-1][1]] or "picture"
            piece.fault = _FAULT if width(last) + len(_FAULT) + 2 <= room else ""
        self.pieces.append(piece)
        self.height += gap + (len(table) if table else len(cuts))


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
