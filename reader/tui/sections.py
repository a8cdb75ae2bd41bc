"""An article on the page as head, body and foot, one under the other: which line is whose.

The page is imported with the first article: the first screen does not wait for it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reader import clock, text
from reader.model import Article

if TYPE_CHECKING:
    from reader.page.blocks import Blocks
    from reader.page.column import Fold
    from reader.page.flow import Layout, Link, Outline
    from reader.page.line import Line, Span
    from reader.page.setting import Setting

Anchor = tuple[int, int]  # a section and a character offset in it; (0, 0) is the top of the page


class Section(NamedTuple):
    """Head, body or foot: its layout, its first line on the page, its first character."""

    layout: Layout
    line: int
    start: int


class Sections:
    """The layouts of head, body and foot; none while nothing is laid out.

    A line is numbered from the top of the page, a character from the first of the head: the text of
    the page is what is selected and searched. The body is laid out as far as it was asked for, so
    where the foot begins is known only when all of it is.
    """

    def __init__(self, *layouts: Layout) -> None:
        self.parts = layouts

    def section(self, at: int) -> Section:
        """Head (0), body (1) or foot (2); the foot of a body that is not done yet has no line."""
        line = 1
        for before in self.parts[:at]:
            line += before.height + (1 if before.height else 0)
        if at == 2 and not self.parts[1].done:
            line = 1 << 60
        return Section(self.parts[at], line, self._start(at))

    def _start(self, at: int) -> int:
        if at == 2:
            return self._start_of_foot
        return len(self.parts[0].text) + 2 if at else 0

    @cached_property
    def _start_of_foot(self) -> int:
        return self._start(1) + len(self.parts[1].text) + 2

    @property
    def body(self) -> Section:
        """The section between head and foot."""
        return self.section(1)

    @property
    def height(self) -> int:
        """The number of lines, about right while the body is not done."""
        heights = [part.estimate for part in self.parts]
        return sum(height + 1 for height in heights if height) + 1

    @property
    def done(self) -> bool:
        """Whether all is laid out."""
        return not self.parts or self.parts[1].done

    def extend(self, blocks: Blocks) -> None:
        """Puts more blocks at the end of the body."""
        self.parts[1].extend(blocks)
        self.__dict__.pop("text", None)
        self.__dict__.pop("_start_of_foot", None)

    def finish(self) -> None:
        """Lays out all that is left."""
        if not self.done:
            self.parts[1].finish()

    @cached_property
    def text(self) -> str:
        """The characters of the page, which `Section.start` counts."""
        return "\n\n".join([part.text for part in self.parts])

    # Lines.

    def find(self, number: int) -> tuple[int, int]:
        """The section that line `number` of the page is in, and its line there."""
        first = 1
        for at, part in enumerate(self.parts):
            if at == 1:
                part.reach(number - first)
            following = first + part.height + (1 if part.height else 0)
            if first <= number < following:
                return at, number - first
            first = following
        shown = [at for at, part in enumerate(self.parts) if part.height]
        at = shown[-1] if shown and number else 0
        return at, number - self.section(at).line

    def line(self, number: int) -> tuple[int, Line | None]:
        """The line of the page with its section, None where it is blank."""
        if not self.parts:
            return 0, None
        at, inner = self.find(number)
        if not 0 <= inner < self.parts[at].height:
            return at, None
        return at, self.parts[at].line(inner)

    def header_of(self, number: int) -> tuple[Line, ...]:
        """The header of the table that line `number` goes on with; none where there is none."""
        at, inner = self.find(number)
        return self.parts[1].header_of(inner) if at == 1 else ()

    def anchor_at(self, number: int) -> Anchor:
        """What to remember of line `number`, so that it is found at any width."""
        if number == 0 or not self.parts:
            return 0, 0
        section, inner = self.find(number)
        return section, self.parts[section].offset_of(max(0, inner))

    def line_at(self, anchor: Anchor) -> int:
        """The line of the page that was remembered."""
        if anchor == (0, 0) or not self.parts:
            return 0
        if anchor[0] == 2:
            self.finish()
        section = self.section(anchor[0])
        return section.line + section.layout.line_at(anchor[1])

    # Characters.

    def anchor_of(self, offset: int) -> Anchor:
        """The section and the place in it of the character at `offset` of the page."""
        body = self._start(1)
        if offset < body:
            return 0, offset
        if offset < body + self.parts[1].length or offset < self._start_of_foot:
            return 1, offset - body
        return 2, offset - self._start_of_foot

    def line_of(self, offset: int) -> int:
        """The line that shows the character at `offset` of the page."""
        at, inner = self.anchor_of(offset)
        if at == 2:
            self.finish()
        section = self.section(at)
        return section.line + section.layout.line_at(inner)

    def spans(self, number: int) -> list[tuple[int, int, Span]]:
        """The spans of a line, each with its first cell and its place in the text, -1 for none."""
        at, line = self.line(number)
        found, cell = [], 0
        start = self._start(at) if line else 0
        for span in line.spans if line else ():
            place = span.offset + start if span.offset >= 0 else -1
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

    # Links, numbered in reading order as far as the page is laid out.

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the page."""
        found: tuple[Link, ...] = ()
        for part in self.parts if self.done else self.parts[:2]:
            found += part.links
        return found

    def first_link(self, section: int) -> int:
        """The number on the page of a section's first link."""
        return sum(len(part.links) for part in self.parts[:section])

    def numbered(self) -> list[tuple[int, int, Link]]:
        """Every link of the page, all of it laid out, with its line and its number."""
        self.finish()
        found: list[tuple[int, int, Link]] = []
        for at in range(len(self.parts)):
            section = self.section(at)
            for link in section.layout.links:
                line = section.line + section.layout.line_at(link.offset)
                found.append((line, len(found), link))
        return found

    def offset_of_link(self, number: int) -> int:
        """The first character on the page of a link."""
        at = 0
        while number >= len(self.parts[at].links):
            number -= len(self.parts[at].links)
            at += 1
        return self._start(at) + self.parts[at].links[number].offset

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
    """The page of an article with the blocks of its body at `measure` cells; nothing of the body
    is laid out before it is asked for."""
    from reader.page import flow
    from reader.tui.pagehead import foot, head

    return Sections(
        flow.lay_out(head(article, clock.now()), measure),
        flow.begin(body, measure, setting),
        flow.lay_out(foot(article), measure),
    )
