"""What a page is made of: blocks of text with marks, and the plain text they project to.

A leaf (paragraph, heading, code, table, picture, rule, embed) holds text; a container (list, quote,
figure, details, indent) holds blocks. `plain` joins the texts of all leaves in reading order with
`LEAF_GAP`; a *place* in a page, a highlight or a search hit is a character offset into that text.
Text may hold a newline (a line break the author made), U+00AD, U+200B (a line may break here) and
U+2060 (it may not); `visible` takes the three invisible ones out.

A leaf's `names` are the places in it that links of the same page lead to, as (offset in its text,
name): footnotes and their way back, tables of contents. Only names that something leads to are
kept; `anchors` gives them as offsets into `plain`.
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
SMALL = 64
KEY = 128  # a key of the keyboard; the styles of `page.line` begin at 256

LEAF_GAP = "\n\n"
MAX_DEPTH = 40  # containers within containers; what is nested deeper joins the innermost one

_ROMAN = (
    ("", "M", "MM", "MMM"),
    ("", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"),
    ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"),
    ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
)
_INVISIBLE = re.compile("[\xad\u200b\u2060]")


class Mark(NamedTuple):
    """Characters `start` to `end` of a leaf's text have this style and lead to this address.

    The marks of a leaf are sorted and do not overlap. `href` is "", an http, https or mailto
    address that `text.web_address` has passed, or "#name" where the page has that name.
    """

    start: int
    end: int
    style: int
    href: str = ""


Marks = tuple[Mark, ...]
Names = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    marks: Marks = ()
    names: Names = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (greatest) to 6."""

    level: int
    text: str
    marks: Marks = ()
    names: Names = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, lines and spaces as they are; `language` is a lower-case name or ""."""

    text: str
    language: str = ""
    marks: Marks = ()
    names: Names = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `heading` where it names a row or column. `align`: "", "left"…

    It reaches over `span` columns and `down` rows; those it covers beyond the first are empty.
    """

    text: str
    marks: Marks = ()
    heading: bool = False
    align: str = ""
    span: int = 1
    down: int = 1
    names: Names = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Data in rows of equal length; the first `header` of them name the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    header: int = 0

    @property
    def text(self) -> str:
        """Rows as lines, cells parted by tabs."""
        return "\n".join(["\t".join([cell.text for cell in row]) for row in self.rows])

    @property
    def names(self) -> Names:
        """The names in all cells."""
        found: list[tuple[int, str]] = []
        at = 0
        for row in self.rows:
            for cell in row:
                found += [(at + place, name) for place, name in cell.names]
                at += len(cell.text) + 1
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by address; `text` is its alternative text, `href` where a click leads. `width`
    and `height` are what the page says they are in pixels, 0 where it does not."""

    src: str
    text: str = ""
    href: str = ""
    width: int = 0
    height: int = 0
    names: Names = ()

    @property
    def target(self) -> str:
        """Where its link leads: to `href`, else to the picture itself; "" for one in a file."""
        return self.href or ("" if self.src.startswith(("file:", "cid:")) else self.src)


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that plays elsewhere: `kind` is video, audio, or page; `text` its title."""

    kind: str
    href: str
    text: str = ""
    names: Names = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between parts of the text."""

    text: str = ""
    names: Names = ()


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Items of blocks; `label` says what stands before one of them.

    Where `ordered` they count from `start`, down where `reversed`, in the manner of `kind` ("1",
    "a", "A", "i", "I"). `numbers`, if there are any, are those of all items instead.
    """

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    kind: str = "1"
    reversed: bool = False
    numbers: tuple[int, ...] = ()

    def number(self, place: int) -> int:
        """The number of the item at `place`, which counts from 0."""
        if self.numbers:
            return self.numbers[place]
        return self.start - place if self.reversed else self.start + place

    def label(self, place: int) -> str:
        """The number of an item as it is written, without a point: "7", "c", "iv"."""
        return counted(self.number(place), self.kind)


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said, and who did: `credit`, without the dash before it."""

    blocks: tuple[Block, ...]
    credit: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Indent:
    """Blocks set in by one step: the definition under a term."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """Blocks, mostly a picture or a table, with a caption below them, or `above`."""

    blocks: tuple[Block, ...]
    caption: tuple[Block, ...] = ()
    above: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that unfold under a summary; `opened` where the page shows them unfolded."""

    summary: Paragraph
    blocks: tuple[Block, ...]
    opened: bool = False


Leaf = Paragraph | Heading | Code | Table | Image | Embed | Rule
Container = ListBlock | Quote | Indent | Figure | Details
Block = Leaf | Container
Blocks = tuple[Block, ...]


def children(block: Block) -> Iterator[Blocks]:
    """The groups of blocks inside a container, in reading order; none for a leaf."""
    if isinstance(block, ListBlock):
        yield from block.items
    elif isinstance(block, Quote):
        yield block.blocks
        yield block.credit
    elif isinstance(block, Indent):
        yield block.blocks
    elif isinstance(block, Figure):
        yield block.caption if block.above else block.blocks
        yield block.blocks if block.above else block.caption
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


def anchors(blocks: Blocks) -> dict[str, int]:
    """Where in `plain` each name stands that links of the page lead to; the first of equal ones."""
    found: dict[str, int] = {}
    at = 0
    for leaf in leaves(blocks):
        for place, name in leaf.names:
            found.setdefault(name, at + place)
        at += len(leaf.text) + len(LEAF_GAP)
    return found


def counted(number: int, kind: str) -> str:
    """A number as a list of that kind writes it; digits where the kind has no sign for it."""
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, place = divmod(number - 1, 26)
            letters = chr(ord(kind) + place) + letters
        return letters
    if kind in ("i", "I") and 0 < number < 4_000:
        roman = "".join(
            [signs[int(digit)] for signs, digit in zip(_ROMAN, f"{number:04}", strict=True)]
        )
        return roman.lower() if kind == "i" else roman
    return str(number)


def visible(text: str) -> str:
    """`text` without the characters that only say where a line may break."""
    return text if text.isascii() else _INVISIBLE.sub("", text)
