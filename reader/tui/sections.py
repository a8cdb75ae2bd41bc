"""An article on the page as head, body and foot, one under the other: which line is whose.

The page is imported with the first article: the first screen does not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader import clock
from reader.model import Article

if TYPE_CHECKING:
    from reader.page.blocks import Blocks
    from reader.page.flow import Layout, Link
    from reader.page.line import Line
    from reader.page.setting import Setting

Anchor = tuple[int, int]  # a section and a character offset in it; (0, 0) is the top of the page


@dataclass(frozen=True, slots=True)
class Section:
    """Head, body or foot: its layout, its first line on the page, its first character."""

    layout: Layout
    line: int
    start: int


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of a page and how many lines it has; none while nothing is laid out."""

    parts: tuple[Section, ...] = ()
    height: int = 0

    @property
    def body(self) -> Section:
        """The section between head and foot."""
        return self.parts[1]

    @property
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

    # Links.

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the page in reading order."""
        return tuple([link for section in self.parts for link in section.layout.links])

    def first_link(self, section: int) -> int:
        """The number on the page of a section's first link."""
        return sum(len(other.layout.links) for other in self.parts[:section])

    def numbered(self) -> list[tuple[int, int, Link]]:
        """Every link of the page with its line and its number on the page."""
        found = []
        number = 0
        for section in self.parts:
            for link in section.layout.links:
                found.append((section.line + section.layout.line_at(link.offset), number, link))
                number += 1
        return found

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
    """The page of an article with the blocks of its body at `measure` cells, set as `setting`
    says."""
    from reader.page import flow
    from reader.tui.pagehead import foot, head

    line, start = 1, 0
    parts = []
    for blocks in (head(article, clock.now()), body, foot(article)):
        layout = flow.lay_out(blocks, measure, setting)
        parts.append(Section(layout, line, start))
        line += layout.height + (1 if layout.height else 0)
        start += layout.length + 2
    return Sections(tuple(parts), line)
