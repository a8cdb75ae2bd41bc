"""A leaf in its place on the page, and the spans of each of its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from reader.page.blocks import (
    BOLD,
    ITALIC,
    Code,
    Embed,
    Heading,
    Image,
    Leaf,
    Marks,
    Rule,
    Table,
)
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
from reader.page.wrap import Cut, pieces

Numbering = Callable[[int], int]  # the number of the link at an offset of the text, -1 for none


class Piece:
    """A leaf in its place: lines `line` to `line + gap + len(cuts)`, the gap lines being blank."""

    __slots__ = (
        "between", "cuts", "fault", "first", "gap", "leaf", "line", "offset", "rest", "rows",
        "style", "table",
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
        rows: int = 0,
    ) -> None:
        self.leaf = leaf
        self.offset = offset
        self.line = line
        self.gap = gap
        self.between, self.first, self.rest = prefixes
        self.style = style
        self.cuts = cuts
        self.table = table
        self.fault = ""  # what is said after the text of a picture that cannot be shown
        self.rows = rows  # lines that a picture takes; 0 where its text stands for it

    def line_of(self, inner: int, width: int, number_of: Numbering) -> Line:
        """Line `inner` of it on a page of `width` cells, -1 for the blank line above it."""
        if inner < 0:
            between = self.between.rstrip()
            spans = (Span(between, DECOR, -1, -1),) if between else ()
            return Line(spans, self.offset + inner)
        prefix = self.first if inner == 0 else self.rest
        before: Spans = (Span(prefix, DECOR, -1, -1),) if prefix else ()
        if self.table:
            row = self.table[inner]
            moved = [self._moved(span, number_of) for span in row.spans]
            return Line((*before, *moved), self.offset + row.offset)
        start, end = self.cuts[inner]
        leaf, style = self.leaf, self.style
        if isinstance(leaf, Rule):
            wide = width - len(prefix)
            mark = "⁂" if wide < 20 else "─" * min(wide, 24)
            centred = mark.center(wide).rstrip()
            return Line((*before, Span(centred, DECOR, -1, -1)), self.offset)
        if isinstance(leaf, Code):
            code = _expanded(self._spans(leaf.marks, start, end, style | CODE_BLOCK, number_of))
            return Line((*before, *code), self.offset + start, True, len(before))
        if isinstance(leaf, Image) and self.rows:
            link = number_of(self.offset) if leaf.target else -1
            held = Span("", style | MEDIA, link, -1)
            return Line((*before, held), self.offset, picture=PictureRow(leaf, inner, self.rows))
        if isinstance(leaf, Image | Embed):
            return Line((*before, *self._media(leaf, inner, number_of)), self.offset + start)
        if isinstance(leaf, Table):
            return Line(before, self.offset)
        if isinstance(leaf, Heading):
            style |= HEADING if leaf.level <= 2 else SUBHEADING
            style |= ITALIC if leaf.level > 4 else BOLD
        words = self._spans(leaf.marks, start, end, style, number_of)
        return Line((*before, *words), self.offset + start)

    def _media(self, leaf: Image | Embed, inner: int, number_of: Numbering) -> Spans:
        """A line of a picture's or film's text, with a sign before the first."""
        start, end = self.cuts[inner]
        href = leaf.target if isinstance(leaf, Image) else leaf.href
        link = number_of(self.offset) if href else -1
        style = self.style | MEDIA
        if isinstance(leaf, Image):
            sign = "▧ "
        else:
            sign = {"video": "▶ ", "audio": "♪ "}.get(leaf.kind, "⧉ ")
        before = Span(sign if inner == 0 else "  ", DECOR, link, -1)
        after: Spans = ()
        if self.fault and inner == len(self.cuts) - 1:
            after = (Span(self.fault, DECOR, link, -1),)
        if not leaf.text:
            return (before, Span("picture", style, link, -1), *after)
        words = pieces(leaf.text, start, end, end)
        said = [Span(part, style, link, self.offset + at) for part, at in words]
        return (before, *said, *after)

    def _moved(self, span: Span, number_of: Numbering) -> Span:
        """A table's span on the page: its offset counted from the page's beginning."""
        if span.offset < 0:
            return span
        at = span.offset + self.offset
        link = number_of(span.link + self.offset) if span.link >= 0 else -1
        return Span(span.text, span.style | self.style, link, at)

    def _spans(
        self, marks: Marks, start: int, end: int, style: int, number_of: Numbering
    ) -> list[Span]:
        """The characters `start` to `end` of a leaf, cut where marks begin and end."""
        text, base = self.leaf.text, self.offset
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
            link = number_of(base + mark.start) if mark.href else -1
            for words, place in pieces(text, at, stop, end):
                spans.append(Span(words, style | mark.style, link, base + place))
            at = stop
        if at < end or not spans:
            for words, place in pieces(text, at, end, end):
                spans.append(Span(words, style, -1, base + place))
        return spans


def _first_mark(marks: Marks, start: int) -> int:
    """The first mark that ends after `start`."""
    return bisect_right(marks, start, key=_mark_end)


def _mark_end(mark: tuple[int, int, int, str]) -> int:
    return mark[1]


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
