"""A leaf in its place on the page, and the spans of each of its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.page import bidi
from reader.page.blocks import (
    BOLD,
    ITALIC,
    Code,
    Embed,
    Heading,
    Image,
    Leaf,
    Mark,
    Rule,
    Table,
)
from reader.page.colours import Colours
from reader.page.grid import Grid
from reader.page.justify import justified
from reader.page.line import (
    CODE_BLOCK,
    DECOR,
    HEADING,
    MEDIA,
    SUBHEADING,
    Line,
    PictureRow,
    Span,
    Spans,
)
from reader.page.order import Direction, at_right, ordered
from reader.page.records import Records
from reader.page.setting import Setting
from reader.page.wrap import Cut, pieces
from reader.text import width as cells_of

Numbering = Callable[[int], int]  # the number of the link at an offset of the text, -1 for none


class Surround(NamedTuple):
    """What stands at a leaf's side: on the blank line above it, before its first line, before the
    others; at the right where the text around it runs from right to left."""

    between: str
    first: str
    rest: str
    at_right: bool = False


class Piece:
    """A leaf in its place: lines `line` to `line + gap + len(cuts)`, the gap lines being blank.

    `table` is there for a table instead of cuts; `hyphens` are the ends of lines, counted in the
    leaf's text, at which a word is broken; it `turns` where some of it runs from right to left.
    `rows` are the lines that a picture takes, 0 where its text stands for it; then `fault` is what
    is said after that, if something is wrong.
    """

    __slots__ = (
        "_colours", "cuts", "fault", "gap", "hyphens", "leaf", "line", "offset", "rows", "setting",
        "style", "surround", "table", "turns",
    )  # fmt: skip

    def __init__(
        self,
        leaf: Leaf,
        offset: int,
        line: int,
        gap: int,
        surround: Surround,
        style: int,
        setting: Setting,
        turns: bool,
    ) -> None:
        self.leaf = leaf
        self.offset = offset
        self.line = line
        self.gap = gap
        self.surround = surround
        self.style = style
        self.setting = setting
        self.turns = turns
        self.cuts: list[Cut] = []
        self.hyphens: frozenset[int] = frozenset()
        self.table: Grid | Records | None = None
        self.rows = 0
        self.fault = ""
        self._colours: Colours | None = None

    @property
    def height(self) -> int:
        """The number of its lines below the gap."""
        return self.table.height if self.table else len(self.cuts)

    def line_of(self, inner: int, width: int, number_of: Numbering) -> Line:
        """Line `inner` of it on a page of `width` cells, -1 for the blank line above it."""
        around = self.surround
        if inner < 0:
            between = around.between.rstrip()
            before: Spans = (Span(between, DECOR, -1, -1),) if between else ()
            if around.at_right and between:
                before = tuple(at_right(around.between, (), 0, width))
            return Line(before, self.offset + inner)
        prefix = around.first if inner == 0 else around.rest
        if self.rows and isinstance(self.leaf, Image):
            link = number_of(self.offset) if self.leaf.target else -1
            held = Span("", self.style | MEDIA, link, -1)
            stands: Spans = (Span(prefix, DECOR, -1, -1), held) if prefix else (held,)
            shown = PictureRow(self.leaf, inner, self.rows)
            return Line(stands, self.offset, picture=shown)
        words, fixed, offset = self._words(inner, width - len(prefix), number_of)
        scrolls = fixed >= 0
        if around.at_right and not scrolls:
            cells = sum([cells_of(span.text) for span in words])
            return Line(tuple(at_right(prefix, words, cells, width)), offset)
        lead: Spans = (Span(prefix, DECOR, -1, -1),) if prefix else ()
        return Line((*lead, *words), offset, scrolls, len(lead) + fixed if scrolls else 0)

    def _words(
        self, inner: int, room: int, number_of: Numbering
    ) -> tuple[Sequence[Span], int, int]:
        """Line `inner` without what stands before it, how many of its spans stay when it scrolls
        (-1: it does not) and its offset in the page."""
        leaf, style = self.leaf, self.style
        if self.table:
            row = self.table.line(inner)
            moved = [self._moved(span, number_of) for span in row.spans]
            return moved, row.fixed if row.scrolls else -1, self.offset + row.offset
        start, end = self.cuts[inner]
        offset = self.offset + start
        if isinstance(leaf, Rule):
            mark = "⁂" if room < 20 else "─" * min(room, 24)
            return [Span(mark.center(room).rstrip(), DECOR, -1, -1)], -1, self.offset
        if isinstance(leaf, Code):
            marks = self._coloured(leaf, end)
            code = _expanded(self._spans(marks, start, end, style | CODE_BLOCK, number_of))
            return self._in_order(code, start, end, False), 0, offset
        if isinstance(leaf, Image | Embed):
            return self._media(leaf, inner, number_of), -1, offset
        if isinstance(leaf, Table):
            return (), -1, self.offset
        if isinstance(leaf, Heading):
            style |= HEADING if leaf.level <= 2 else SUBHEADING
            style |= ITALIC if leaf.level > 4 else BOLD
        words = self._spans(leaf.marks, start, end, style, number_of)
        if end in self.hyphens:
            words.append(words[-1]._replace(text="-", offset=-1))
        if self.setting.justify and not isinstance(leaf, Heading):
            last = leaf.text[end : end + 1] in ("", "\n") or inner + 1 == len(self.cuts)
            if not last:
                hyphenated = self.setting.hyphenate and self.setting.language != ""
                words = justified(words, room, inner, hyphenated)
        return self._in_order(words, start, end, True), -1, offset

    def _in_order(self, spans: list[Span], start: int, end: int, prose: bool) -> list[Span]:
        """The spans from left to right."""
        if not self.turns:
            return spans
        text = self.leaf.text
        base = int(prose and bidi.is_rtl(text, self.setting.language))
        return ordered(spans, Direction(text, base, self.offset), start, end)

    def _coloured(self, leaf: Code, end: int) -> Sequence[Mark]:
        """The marks of code with those of its tokens, found when it is first painted."""
        if self._colours is None:
            self._colours = Colours(leaf.text, leaf.language, leaf.marks)
        return self._colours.until(end)

    def _media(self, leaf: Image | Embed, inner: int, number_of: Numbering) -> list[Span]:
        """A line of a picture's or film's text, with a sign before the first."""
        start, end = self.cuts[inner]
        href = leaf.target if isinstance(leaf, Image) else leaf.href
        link = number_of(self.offset) if href else -1
        style = self.style | MEDIA
        if isinstance(leaf, Image):
            sign = "▧ "
        else:
            sign = {"video": "▶ ", "audio": "♪ "}.get(leaf.kind, "⧉ ")
        if self.surround.at_right:
            sign = f" {sign[0]}"
        before = Span(sign if inner == 0 else "  ", DECOR, link, -1)
        after: list[Span] = []
        if self.fault and inner == len(self.cuts) - 1:
            after = [Span(self.fault, DECOR, link, -1)]
        if not leaf.text:
            return [before, Span("picture", style, link, -1), *after]
        words = [
            Span(part, style, link, self.offset + at)
            for part, at in pieces(leaf.text, start, end, end)
        ]
        words = self._in_order(words, start, end, True)
        if self.surround.at_right:
            return [*after, *words, before]
        return [before, *words, *after]

    def _moved(self, span: Span, number_of: Numbering) -> Span:
        """A table's span on the page: its offset counted from the page's beginning."""
        if span.offset < 0:
            return span
        at = span.offset + self.offset
        link = number_of(span.link + self.offset) if span.link >= 0 else -1
        return Span(span.text, span.style | self.style, link, at)

    def _spans(
        self, marks: Sequence[Mark], start: int, end: int, style: int,
        number_of: Numbering,
    ) -> list[Span]:  # fmt: skip
        """The characters `start` to `end` of a leaf, cut where marks begin and end."""
        text, base = self.leaf.text, self.offset
        spans: list[Span] = []
        at = start
        for place in range(_first_mark(marks, start), len(marks)) if marks else ():
            mark_start, mark_end, mark_style, href = marks[place]
            if mark_start >= end:
                break
            if mark_start > at:
                for words, begin in pieces(text, at, mark_start, end):
                    spans.append(Span(words, style, -1, base + begin))
                at = mark_start
            stop = min(mark_end, end)
            link = number_of(base + mark_start) if href else -1
            for words, begin in pieces(text, at, stop, end):
                spans.append(Span(words, style | mark_style, link, base + begin))
            at = stop
        if at < end or not spans:
            for words, begin in pieces(text, at, end, end):
                spans.append(Span(words, style, -1, base + begin))
        return spans


def _first_mark(marks: Sequence[Mark], start: int) -> int:
    """The first mark that ends after `start`."""
    return bisect_right(marks, start, key=_mark_end)


def _mark_end(mark: Mark) -> int:
    return mark.end


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
                found.append(Span(" ", span.style, span.link, at - 1))
                if room > 1:
                    found.append(Span(" " * (room - 1), span.style, span.link, -1))
                column += room
            if part:
                found.append(span._replace(text=part, offset=at))
                column += cells_of(part)
            at += len(part) + 1
    return found
