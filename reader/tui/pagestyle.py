"""Lines of the page as strips: the styles of their parts, and the one place where strips are made.

Every text passes `text.safe` here once more before it goes to the terminal.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader import text
from reader.page import blocks as b
from reader.page.flow import Link
from reader.page.line import (
    CAPTION,
    CODE_BLOCK,
    CODE_COMMENT,
    CODE_KEYWORD,
    CODE_NAME,
    CODE_NUMBER,
    CODE_OPERATOR,
    CODE_STRING,
    DECOR,
    HEADING,
    MEDIA,
    QUOTED,
    SUBHEADING,
    Line,
    Span,
)
from reader.tui import pagehead
from reader.tui.hints import Hints
from reader.tui.look import look

if TYPE_CHECKING:
    from textual.widget import Widget

_PARTS: Final = (
    (pagehead.TITLE, "title"),
    (pagehead.DECK, "deck"),
    (pagehead.BYLINE, "byline"),
    (pagehead.META, "meta"),
    (QUOTED, "quote"),
    (CAPTION, "caption"),
    (MEDIA, "media"),
    (HEADING, "heading"),
    (SUBHEADING, "subheading"),
    (DECOR, "decor"),
    (CODE_BLOCK | b.CODE, "code"),
    (b.KEY, "key"),
    (b.SMALL, "small"),
    (CODE_KEYWORD, "code-keyword"),
    (CODE_STRING, "code-string"),
    (CODE_COMMENT, "code-comment"),
    (CODE_NUMBER, "code-number"),
    (CODE_NAME, "code-name"),
    (CODE_OPERATOR, "code-operator"),
    (b.MARKED, "mark"),
)
_CUT_LEFT, _CUT_RIGHT = "‹", "›"


class Palette:
    """The styles of one look of the pane; made anew when the theme changes."""

    def __init__(self, pane: Widget) -> None:
        self._base = pane.visual_style.rich_style
        self._parts = look(pane.app)
        self._known: dict[int, Style] = {}
        self._linked: dict[tuple[int, str, int], Style] = {}

    def blank(self, width: int) -> Strip:
        """A line with nothing on it."""
        return Strip([Segment(" " * width, self._base)], width)

    def quiet_line(self, lines: list[str], y: int, width: int, height: int) -> Strip:
        """Line `y` of a message in the middle of the pane."""
        at = y - max(0, (height - len(lines)) // 2 - 1)
        if not 0 <= at < len(lines):
            return self.blank(width)
        words = text.clip(text.safe(lines[at]), max(1, width - 2))
        left = max(0, (width - text.width(words)) // 2)
        segments = [
            Segment(" " * left, self._base),
            Segment(words, self._base + self._parts["quiet"]),
        ]
        return _filled(segments, left + text.width(words), width, self._base)

    def part(self, name: str) -> Style:
        """The style of a part of the screen on the page's ground."""
        return self._base + self._parts[name]

    def style(self, bits: int) -> Style:
        """The terminal style of a span's bits."""
        known = self._known.get(bits)
        if known is None:
            known = self._base
            for part, name in _PARTS:
                if bits & part:
                    known += self._parts[name]
            known += Style(
                bold=True if bits & b.BOLD else None,
                italic=True if bits & b.ITALIC else None,
                strike=True if bits & b.STRIKE else None,
                underline=True if bits & b.UNDERLINE else None,
            )
            self._known[bits] = known
        return known

    def strip(
        self,
        line: Line,
        *,
        width: int,
        left: int,
        measure: int,
        start: int,
        links: tuple[Link, ...],
        first_link: int,
        current: int,
        hints: Hints | None,
        selected: tuple[int, int] | None,
        sideways: int,
    ) -> Strip:
        """A line of the page as a strip of `width` cells, the text beginning at cell `left`.

        `start`: the offset of the section's text on the page; `links`: the section's, numbered on
        the page from `first_link`; `selected`: characters of the page that are selected.
        """
        spans = line.spans
        if line.scrolls:
            spans = _moved(line, sideways, measure)
        segments: list[Segment] = []
        used = 0
        numbered = -1
        for span in spans:
            style = self.style(span.style)
            if span.link >= 0:
                number = first_link + span.link
                style = self._link_style(span.style, links[span.link].href, number)
                if number == current:
                    style += self._parts["link-current"]
                if hints and number != numbered:
                    sign = hints.sign(number)
                    segments.append(Segment(sign, self._base + self._parts["hint"]))
                    used += len(sign)
                    numbered = number
            words = text.safe(span.text)
            used += text.width(words)
            if span.offset < 0:
                segments.append(Segment(words, style))
            else:
                segments.extend(self._selectable(words, style, span.offset + start, selected))
        code = CODE_BLOCK if spans and spans[-1].style & CODE_BLOCK else 0
        if line.scrolls and code and used < measure:
            segments.append(Segment(" " * (measure - used), self.style(code)))
            used = measure
        left = max(0, min(left, width - used))
        segments.insert(0, Segment(" " * left, self._base))
        strip = _filled(segments, left + used, width, self._base)
        return strip if left + used <= width else strip.crop(0, width)

    def _selectable(
        self, words: str, style: Style, at: int, selected: tuple[int, int] | None
    ) -> list[Segment]:
        """Segments that know their place in the text, the selected ones marked."""
        cuts = [0, len(words)]
        if selected:
            cuts += [cut - at for cut in selected if 0 < cut - at < len(words)]
            cuts.sort()
        segments = []
        for begin, end in pairwise(cuts):
            shown = style + Style.from_meta({"offset": (at + begin, 0)})
            if selected and selected[0] <= at + begin < selected[1]:
                shown += self._parts["selection"]
            segments.append(Segment(words[begin:end], shown))
        return segments

    def _link_style(self, bits: int, href: str, number: int) -> Style:
        key = (bits, href, number)
        known = self._linked.get(key)
        if known is None:
            if len(self._linked) > 1_000:
                self._linked.clear()
            known = self.style(bits) + self._parts["link"]
            if not href.startswith("#"):  # a terminal could not follow it
                known += Style(link=href)
            known += Style.from_meta({"reading_link": number})
            self._linked[key] = known
        return known


def _filled(segments: list[Segment], used: int, width: int, base: Style) -> Strip:
    if used < width:
        segments.append(Segment(" " * (width - used), base))
        used = width
    return Strip(segments, used)


def _moved(line: Line, sideways: int, measure: int) -> tuple[Span, ...]:
    """The spans of a line that scrolls, moved to the left and cut to the measure with a sign."""
    kept = list(line.spans[: line.fixed])
    rest = line.spans[line.fixed :]
    room = measure - sum([text.width(span.text) for span in kept])
    sign = DECOR | (rest[-1].style & CODE_BLOCK if rest else 0)
    skip = sideways
    for at, span in enumerate(rest):
        cells = text.width(span.text)
        if skip >= cells:
            skip -= cells
            continue
        moved = skip > 0 or (sideways > 0 and len(kept) == line.fixed)
        if moved:
            # The sign stands in the place of the first cell that would be in sight.
            span = _without(span, skip + 1)
            kept.append(Span(_CUT_LEFT, sign, -1, -1))
            room, skip = room - 1, 0
            cells = text.width(span.text)
        if cells > room or (cells == room and at < len(rest) - 1):
            clipped = text.clip(span.text + "  ", room) if room > 1 else "…"[: max(0, room)]
            kept.append(span._replace(text=clipped.removesuffix("…")))
            if room > 0:
                kept.append(Span(_CUT_RIGHT, sign, -1, -1))
            break
        kept.append(span)
        room -= cells
    return tuple(kept)


def _without(span: Span, cells: int) -> Span:
    """A span without its first cells; a wide character that is cut goes with them."""
    at = 0
    while cells > 0 and at < len(span.text):
        cells -= text.width(span.text[at])
        at += 1
    offset = span.offset + at if span.offset >= 0 else -1
    return span._replace(text=span.text[at:], offset=offset)
