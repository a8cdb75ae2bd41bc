"""An article on the page as head, body and foot, one under the other: which line is whose.

The page is imported with the first article: the first screen does not wait for it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reader import clock, text
from reader.model import Article

if TYPE_CHECKING:
    from reader.page.blocks import Blocks
    from reader.page.column import Fold
    from reader.page.flow import Layout, Link, Outline
    from reader.page.line import Line, Span
    from reader.page.setting import Setting

Anchor = tuple[int, int]  # a section and a character offset in it; (0, 0) is the top of the page


@dataclass(frozen=True, slots=True)
class Section:
    """Head, body or foot: its layout, its first line on the page, its first character."""

    layout: Layout
    line: int
    start: int


@dataclass(frozen=True)
class Sections:
    """The sections of a page and how many lines it has; none while nothing is laid out.

    A line is numbered from the top of the page, a character from the first of the head: the text of
    the page is what is selected and searched.
    """

    parts: tuple[Section, ...] = ()
    height: int = 0

    @property
    def body(self) -> Section:
        """The section between head and foot."""
        return self.parts[1]

    @cached_property
    def text(self) -> str:
        """The characters of the page, which `Section.start` counts."""
        return "\n\n".join([section.layout.text for section in self.parts])

    # Lines.

    def find(self, number: int) -> tuple[int, int]:
        """The section that line `number` of the page is in, and its line there."""
        for at in range(len(self.parts) - 1, -1, -1):
            section = self.parts[at]
            if number >= section.line and section.layout.height:
                return at, number - section.line
        return 0, number - 1

    def line(self, number: int) -> tuple[int, Line | None]:
        """The line of the page with its section, None where it is blank."""
        at, inner = self.find(number)
        if not self.parts or not 0 <= inner < self.parts[at].layout.height:
            return at, None
        return at, self.parts[at].layout.line(inner)

    def anchor_at(self, number: int) -> Anchor:
        """What to remember of line `number`, so that it is found at any width."""
        section, inner = self.find(number)
        if number == 0 or not self.parts:
            return 0, 0
        return section, self.parts[section].layout.offset_of(max(0, inner))

    def line_at(self, anchor: Anchor) -> int:
        """The line of the page that was remembered."""
        if anchor == (0, 0):
            return 0
        section = self.parts[anchor[0]]
        return section.line + section.layout.line_at(anchor[1])

    # Characters.

    def anchor_of(self, offset: int) -> Anchor:
        """The section and the place in it of the character at `offset` of the page."""
        starts = [section.start for section in self.parts]
        at = max(0, bisect_right(starts, offset) - 1)
        return at, offset - starts[at]

    def line_of(self, offset: int) -> int:
        """The line that shows the character at `offset` of the page."""
        at, inner = self.anchor_of(offset)
        return self.parts[at].line + self.parts[at].layout.line_at(inner)

    def spans(self, number: int) -> list[tuple[int, int, Span]]:
        """The spans of a line, each with its first cell and its place in the text, -1 for none."""
        at, line = self.line(number)
        found, cell = [], 0
        for span in line.spans if line else ():
            place = span.offset + self.parts[at].start if span.offset >= 0 else -1
            found.append((cell, place, span))
            cell += text.width(span.text)
        return found

    def cell_of(self, offset: int) -> tuple[int, int, int]:
        """Line, cell in the column, and cells of the character at `offset`; one that is not seen
        stands behind what is seen before it."""
        number = self.line_of(offset)
        best = 0
        for cell, place, span in self.spans(number):
            if place < 0 or place > offset:
                continue
            inner = offset - place
            if inner < len(span.text):
                return number, cell + text.width(span.text[:inner]), text.width(span.text[inner])
            best = cell + text.width(span.text)
        return number, best, 1

    def offset_at(self, number: int, cell: int) -> int | None:
        """The character of line `number` nearest to a cell of the column, None on a blank line."""
        found = None
        for first, place, span in self.spans(number):
            if place < 0:
                continue
            if found is None or first <= cell:
                inner = 0
                while inner + 1 < len(span.text) and (
                    text.width(span.text[: inner + 1]) <= cell - first
                ):
                    inner += 1
                found = place + inner
        return found

    def range_of(self, number: int) -> tuple[int, int] | None:
        """The first character of a line and the one after its last, None on a blank line."""
        said = [(place, len(span.text)) for _, place, span in self.spans(number) if place >= 0]
        if not said:
            return None
        return min(place for place, _ in said), max(place + size for place, size in said)

    # Headings.

    def headings(self) -> list[tuple[int, Outline]]:
        """The body's headings, each with its line on the page."""
        body = self.body
        return [(body.line + body.layout.line_at(one.offset), one) for one in body.layout.outline]

    def is_heading(self, number: int) -> bool:
        """Whether a line belongs to a heading of the body."""
        from reader.page.line import HEADING, SUBHEADING

        at, line = self.line(number)
        spans = line.spans if line and at == 1 else ()
        return any(span.style & (HEADING | SUBHEADING) for span in spans)

    # What is folded.

    @property
    def folds(self) -> tuple[Fold, ...]:
        """The details of the body, in reading order."""
        return self.body.layout.folds if self.parts else ()

    def fold_at(self, number: int) -> Fold | None:
        """The details whose summary stands on a line of the page."""
        at, inner = self.find(number)
        if at != 1:
            return None
        said = self.body.layout.line_at
        ends = ((fold, said(fold.offset), said(max(fold.offset, fold.start - 1)))
                for fold in self.folds)  # fmt: skip
        return next((fold for fold, first, last in ends if first <= inner <= last), None)

    # Links.

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links of the page in reading order."""
        return tuple([link for _, link in self._links])

    def first_link(self, section: int) -> int:
        """The number on the page of a section's first link."""
        return sum(len(other.layout.links) for other in self.parts[:section])

    def numbered(self) -> list[tuple[int, int, Link]]:
        """Every link of the page with its line and its number on the page."""
        found = []
        for number, (start, link) in enumerate(self._links):
            found.append((self.line_of(start + link.offset), number, link))
        return found

    def offset_of_link(self, number: int) -> int:
        """The first character on the page of a link."""
        start, link = self._links[number]
        return start + link.offset

    @cached_property
    def _links(self) -> list[tuple[int, Link]]:
        """Every link with the first character of its section."""
        return [(section.start, link) for section in self.parts for link in section.layout.links]

    def links_between(self, top: int, end: int) -> tuple[Link, ...]:
        """The links on the lines `top` to `end`, with their numbers on the page."""
        seen: dict[int, None] = {}
        for number in range(top, end):
            section, line = self.line(number)
            first = self.first_link(section)
            for span in line.spans if line else ():
                if span.link >= 0:
                    seen[first + span.link] = None
        links = self.links
        return tuple([links[number]._replace(number=number) for number in seen])


def lay_out(article: Article, body: Blocks, measure: int, setting: Setting) -> Sections:
    """The page of an article with the blocks of its body at `measure` cells."""
    from reader.page import flow
    from reader.page.setting import USUAL
    from reader.tui.pagehead import foot, head

    line, start = 1, 0
    parts = []
    for blocks in (head(article, clock.now()), body, foot(article)):
        layout = flow.lay_out(blocks, measure, setting if blocks is body else USUAL)
        parts.append(Section(layout, line, start))
        line += layout.height + (1 if layout.height else 0)
        start += layout.length + 2
    return Sections(tuple(parts), line)
