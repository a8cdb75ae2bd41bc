"""The spans of a right-to-left line from left to right, each with its place in the text.

What runs from right to left is one span for each cluster: its place is then exact, whatever
selects, marks or follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from reader.page import bidi
from reader.page.arabic import shaped
from reader.page.clusters import clusters
from reader.page.line import DECOR, Span

_FAR = 5_000  # characters


class Direction(NamedTuple):
    """A text's level for each character, its own level and where it begins in the page."""

    text: str
    base: int
    start: int

    def line_levels(self, start: int, end: int) -> list[int]:
        """The levels of a line, offsets counting from the text's beginning."""
        # What stands very far away does not matter; a paragraph may have megabytes.
        far = max(0, start // _FAR - 1) * _FAR
        last = (end // _FAR + 2) * _FAR
        above = max(far, self.text.rfind("\n", far, start) + 1)
        below = self.text.find("\n", end, last)
        line = self.text[above : last if below < 0 else below]
        found = bidi.levels(line, self.base)
        return bidi.of_line(line, found, start - above, end - above, self.base)


def ordered(spans: Sequence[Span], direction: Direction, start: int, end: int) -> list[Span]:
    """The spans of the line that shows `start` to `end` of the text, in the order of sight."""
    levels = direction.line_levels(start, end)
    parts: list[Span] = []
    part_levels: list[int] = []
    level = direction.base
    for span in spans:
        if span.offset < 0:
            parts.append(span)
            part_levels.append(level)
            continue
        at = span.offset - direction.start
        # A hyphen that the line's end shows stands for a character of the text.
        run = [levels[min(at - start + n, len(levels) - 1)] for n in range(len(span.text))]
        begin = 0
        for level, group in groupby(run):
            last = begin + len(list(group))
            if level % 2:
                for more in _clusters(span, begin, last, at, direction.text):
                    parts.append(more)
                    part_levels.append(level)
            else:
                parts.append(span._replace(text=span.text[begin:last], offset=span.offset + begin))
                part_levels.append(level)
            begin = last
    return [parts[place] for place in bidi.visual(part_levels)]


def _clusters(span: Span, begin: int, last: int, at: int, text: str) -> list[Span]:
    """A run from right to left as one span for each cluster, signs mirrored, letters joined."""
    found: list[Span] = []
    words = span.text[begin:last]
    for first, end in clusters(words):
        shown = words[first:end]
        place = at + begin + first
        if text[place : place + 1] == shown[0]:
            shown = bidi.MIRRORED.get(shown[0]) or shaped(text, place) + shown[1:]
        found.append(span._replace(text=shown, offset=span.offset + begin + first))
    return found


def turned(prefix: str) -> str:
    """What stands before a line, as it stands at the right of one that runs from the right."""
    found = bidi.levels(prefix, 1)
    shown = [
        prefix[at] if found[at] % 2 == 0 else _AT_RIGHT.get(prefix[at], prefix[at])
        for at in bidi.visual(found)
    ]
    return "".join(shown)


_AT_RIGHT = {**bidi.MIRRORED, "▎": "▕", "▸": "◂"}


def at_right(prefix: str, words: Sequence[Span], cells: int, width: int) -> list[Span]:
    """A line set to the right: `words` of so many cells, then the prefix at the page's edge."""
    room = max(0, width - len(prefix) - cells)
    pad = [Span(" " * room, DECOR, -1, -1)] if room else []
    edge = [Span(turned(prefix), DECOR, -1, -1)] if prefix else []
    return [*pad, *words, *edge]
