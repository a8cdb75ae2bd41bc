"""What is laid over painted lines of the page: found places, a caret, a sign in the margin.

A painted character of the article knows its place in the text by the meta value `offset` of its
style (`pagestyle`), so that what lies over it need not know how the line was set.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Range = tuple[int, int, Style]  # characters of the page, and how they look


def lay_over(strip: Strip, ranges: Sequence[Range]) -> Strip:
    """The characters in `ranges` with the look they name; a later range lies on an earlier one."""
    if not ranges:
        return strip
    segments: list[Segment] = []
    for segment in strip:
        offset = segment.style.meta.get("offset") if segment.style else None
        if not isinstance(offset, tuple):
            segments.append(segment)
            continue
        segments += _cut(segment, offset[0], ranges)
    return Strip(segments, strip.cell_length)


def _cut(segment: Segment, at: int, ranges: Sequence[Range]) -> list[Segment]:
    words, style = segment.text, segment.style or Style.null()
    end = at + len(words)
    touching = [one for one in ranges if one[0] < end and one[1] > at]
    if not touching:
        return [segment]
    cuts = {0, len(words)}
    for start, stop, _ in touching:
        cuts |= {max(0, start - at), min(len(words), stop - at)}
    pieces = []
    for begin, stop in pairwise(sorted(cuts)):
        shown = style + Style.from_meta({"offset": (at + begin, 0)})
        for start, last, look in touching:
            if start < at + stop and last > at + begin:
                shown += look
        pieces.append(Segment(words[begin:stop], shown))
    return pieces


def at_cell(strip: Strip, cell: int, cells: int, look: Style) -> Strip:
    """The `cells` cells from `cell` on with another look."""
    if cell + cells > strip.cell_length:
        return strip
    here = strip.crop(cell, cell + cells)
    marked = [Segment(part.text, (part.style or Style.null()) + look) for part in here]
    parts = [strip.crop(0, cell), Strip(marked, cells), strip.crop(cell + cells)]
    return Strip.join(parts)


def dimmed(strip: Strip, look: Style) -> Strip:
    """A line that is not being read: its words in one quiet look."""
    return Strip(
        [Segment(part.text, (part.style or Style.null()) + look) for part in strip],
        strip.cell_length,
    )


def in_margin(strip: Strip, left: int, sign: str, look: Style) -> Strip:
    """A sign of one cell in the margin before a text that begins at cell `left`."""
    cell = max(0, left - 2)
    ground = strip.crop(cell, cell + 1)
    style = next((part.style for part in ground if part.style), Style.null())
    mark = Strip([Segment(sign, style + look)], 1)
    return Strip.join([strip.crop(0, cell), mark, strip.crop(cell + 1)])
