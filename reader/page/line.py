"""A line of the page and its spans, and the styles that say what part the words play on it."""

from __future__ import annotations

from typing import Final, NamedTuple

from reader.page.blocks import Image

# Styles of spans beyond those of marks: what part the words play on the page. The bits from 16 to
# 23 are the screen's own.
DECOR: Final = 1 << 8  # bullets, bars, rules: not part of the text
HEADING: Final = 1 << 9
SUBHEADING: Final = 1 << 10
QUOTED: Final = 1 << 11
CODE_BLOCK: Final = 1 << 12
CAPTION: Final = 1 << 13
MEDIA: Final = 1 << 14
TABLE_HEAD: Final = 1 << 15
CODE_KEYWORD: Final = 1 << 24
CODE_STRING: Final = 1 << 25
CODE_COMMENT: Final = 1 << 26
CODE_NUMBER: Final = 1 << 27
CODE_NAME: Final = 1 << 28  # what is defined or called by a name of the language
CODE_OPERATOR: Final = 1 << 29


class Span(NamedTuple):
    """Part of a line: `style` bits, number of its link or -1, offset in the plain text or -1.

    What has no offset is no part of the text: decoration, and the cells that widen a space. In a
    line from right to left each cluster is a span, mirrored or joined as it is to be seen.
    """

    text: str
    style: int
    link: int
    offset: int


Spans = tuple[Span, ...]


class PictureRow(NamedTuple):
    """Row `row` of the `rows` that a picture takes, after the spans of its line."""

    image: Image
    row: int
    rows: int


class Line(NamedTuple):
    """One line. The first `fixed` spans stay in place when a line that `scrolls` is moved."""

    spans: Spans
    offset: int
    scrolls: bool = False
    fixed: int = 0
    picture: PictureRow | None = None

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join([span.text for span in self.spans])
