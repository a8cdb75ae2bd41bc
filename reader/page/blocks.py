"""What a page is made of: blocks of text with marks, and the plain text they project to.

A leaf (paragraph, heading, code, table, picture, rule, embed) holds text; a container (list, quote,
figure, details, indent) holds blocks. `plain` joins the texts of all leaves in reading order with
`LEAF_GAP`; a *place* in a page, a highlight or a search hit is a character offset into that text.
Text may hold a newline (a line break the author made), U+00AD, U+200B (a line may break here) and
U+2060 (it may not); `visible` takes the three invisible ones out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

BOLD = 1
ITALIC = 2
CODE = 4
STRIKE = 8
UNDERLINE = 16
MARKED = 32

LEAF_GAP = "\n\n"
MAX_DEPTH = 40  # containers within containers; what is nested deeper joins the innermost one

_INVISIBLE = re.compile("[\xad\u200b\u2060]")


class Mark(NamedTuple):
    """Characters `start` to `end` of a leaf's text have this style and lead to this address.

    The marks of a leaf are sorted and do not overlap. `href` is "" or an http, https or mailto
    address that `text.web_address` has passed.
    """

    start: int
    end: int
    style: int
    href: str = ""


Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (greatest) to 6."""

    level: int
    text: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, lines and spaces as they are; `language` is a lower-case name or ""."""

    text: str
    language: str = ""
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `heading` where it names a row or column. `align`: "", "left"…"""

    text: str
    marks: Marks = ()
    heading: bool = False
    align: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Data in rows of equal length; the first `header` of them name the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    header: int = 0

    @property
    def text(self) -> str:
        """Rows as lines, cells parted by tabs."""
        return "\n".join(["\t".join([cell.text for cell in row]) for row in self.rows])


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by address; `text` is its alternative text, `href` where a click leads. `width`
    and `height` are what the page says they are in pixels, 0 where it does not."""

    src: str
    text: str = ""
    href: str = ""
    width: int = 0
    height: int = 0

    @property
    def target(self) -> str:
        """Where its link leads: to `href`, else to the picture itself; "" for one in a file."""
        return self.href or ("" if self.src.startswith("file:") else self.src)


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that plays elsewhere: `kind` is video, audio, or page; `text` its title."""

    kind: str
    href: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between parts of the text."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Items of blocks; numbered from `start` where `ordered`."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Indent:
    """Blocks set in by one step: the definition under a term."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """Blocks, mostly a picture, with a caption below them."""

    blocks: tuple[Block, ...]
    caption: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that unfold under a summary."""

    summary: Paragraph
    blocks: tuple[Block, ...]


Leaf = Paragraph | Heading | Code | Table | Image | Embed | Rule
Container = ListBlock | Quote | Indent | Figure | Details
Block = Leaf | Container
Blocks = tuple[Block, ...]


def children(block: Block) -> Iterator[Blocks]:
    """The groups of blocks inside a container, in reading order; none for a leaf."""
    if isinstance(block, ListBlock):
        yield from block.items
    elif isinstance(block, Quote | Indent):
        yield block.blocks
    elif isinstance(block, Figure):
        yield block.blocks
        yield block.caption
    elif isinstance(block, Details):
        yield (block.summary,)
        yield block.blocks


def leaves(blocks: Blocks) -> Iterator[Leaf]:
    """All leaves in reading order."""
    for block in blocks:
        if isinstance(block, ListBlock | Quote | Indent | Figure | Details):
            for group in children(block):
                yield from leaves(group)
        else:
            yield block


def plain(blocks: Blocks) -> str:
    """The text that offsets point into: the leaves' texts joined with `LEAF_GAP`."""
    return LEAF_GAP.join([leaf.text for leaf in leaves(blocks)])


def visible(text: str) -> str:
    """`text` without the characters that only say where a line may break."""
    return text if text.isascii() else _INVISIBLE.sub("", text)
