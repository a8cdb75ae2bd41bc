"""The layout of one article on the page and its lines, painted as they come into sight.

A Line-API widget: it keeps the layout of the whole article (numbers), paints the lines in sight and
remembers their strips. A long body is laid out in steps, and read in a thread of its own where
even that takes long; the keys come in between, and what is laid out never moves.
"""

from __future__ import annotations

import asyncio
import gc
from time import monotonic
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from reader import text
from reader.model import Article
from reader.tui import overlay, sections
from reader.tui.edge import Edge
from reader.tui.links import Pointer
from reader.tui.look import look
from reader.tui.ruler import Ruler
from reader.tui.sections import Anchor, Sections

# The page itself is imported with the first article: the first screen does not wait for it.
if TYPE_CHECKING:
    from reader.page.begun import Opening
    from reader.page.blocks import Blocks
    from reader.page.line import Line
    from reader.page.setting import Setting
    from reader.tui.pagestyle import Palette

_MARGIN = 1  # cells kept free at each side of the text
_NAMES = 6  # lines that the names of a table's columns may take
_STRIPS = 2_000  # painted lines that are remembered
_SLICE = 0.004  # seconds that a long body is laid out at once
_PAUSE = 0.004  # and that are left for the keys
_TOLD = 0.25  # seconds between two looks at how long it has become


class PageLayout(ScrollView, can_focus=True, inherit_bindings=False):
    """An article at a measure; the line that was at the top stays there."""

    DEFAULT_CSS = """
    PageLayout { overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable;
               scrollbar-size-vertical: 1; }
    """

    measure = reactive(72, init=False, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ruler = Ruler()
        self.marks_new = True
        self.justify = False
        self.hyphenate = True
        self.bidi = "reader"
        self.wide_tables = False
        self._article: Article | None = None
        self._blocks: Blocks = ()
        self._aside: Blocks = ()  # what follows them, folded
        self._opening: Opening | None = None
        self._quiet: list[str] = []
        self._sections = Sections()
        self._laid_out_at: tuple[object, ...] = ()
        self._left = 0
        self._strips: dict[int, Strip] = {}
        self._palette: Palette | None = None
        self._pointer = Pointer()
        self._sideways = 0
        self._anchor: Anchor = (0, 0)
        self._turned: frozenset[int] = frozenset()
        self._silent = False
        self._new_from = -1
        self._growing: asyncio.TimerHandle | None = None
        self._grown_at = 0.0

    def on_mount(self) -> None:
        self.vertical_scrollbar.renderer = Edge  # type: ignore[misc]

    # What is shown.

    @property
    def has_article(self) -> bool:
        """Whether an article is on the page, not a quiet message."""
        return self._article is not None

    def show(self, article: Article, blocks: Blocks | None = None, place: int = 0) -> None:
        """Put an article on the page, with `place` of its body in the top line."""
        from reader.page import placed
        from reader.page.begun import Opening
        from reader.tui.pagehead import residue

        self._article = article
        self._aside = residue(article)
        self._opening = None
        if blocks is None:
            opening = Opening(placed(article.body, article.original_path))
            # A place further down is somewhere in all of it.
            blocks = opening.whole() if place > 0 else opening.first
            self._opening = None if opening.ready or place > 0 else opening
        if self._opening is None:
            blocks += self._aside
        self._blocks = blocks
        self._blocks_came(blocks)
        self._anchor = (1, place) if place > 0 else (0, 0)
        self._begin()
        self._grow_later()

    def _take_rest(self, opening: Opening) -> None:
        """Puts what follows the first blocks below them."""
        if opening is not self._opening:
            return
        self._opening = None
        first, self._blocks = self._blocks, opening.whole() + self._aside
        if first and self._blocks[: len(first)] == first:
            self._strips.clear()
            rest = self._blocks[len(first) :]
            self._blocks_came(rest)
            self._sections.extend(rest)
            self._set_height(self._sections.height)
            self._grow_later()
        else:
            self._blocks_came(self._blocks)
            self._lay_out()

    def _blocks_came(self, blocks: Blocks) -> None:
        """Blocks of the article are about to be laid out, the first of them or more."""

    def empty(self, lines: list[str]) -> None:
        """Show a few quiet lines in the middle instead of an article."""
        self._article = None
        self._opening = None
        self._blocks = ()
        self._quiet = [text.clean(line) for line in lines]
        self._anchor = (0, 0)
        self._begin()

    def update_article(self, article: Article) -> None:
        """Show what changed about the article (saved, tags) without moving the text."""
        self._article = article
        self._lay_out()

    def set_measure(self, cells: int) -> None:
        """Change the width of the text; the line being read stays at the top."""
        self.measure = max(20, min(200, cells))

    def watch_measure(self) -> None:
        self._relay()

    def set_edges(self, *, justify: bool, hyphenate: bool) -> None:
        """Set lines justified or ragged, with hyphenated words or without."""
        self.justify, self.hyphenate = justify, hyphenate
        self._relay()

    @property
    def minutes(self) -> int:
        """How long the article takes to read."""
        return self._article.minutes if self._article is not None else 0

    # Layout.

    @property
    def top_line(self) -> int:
        """The number of the first line in sight."""
        return round(self.scroll_y)

    @property
    def _window(self) -> Size:
        return self.scrollable_content_region.size

    @property
    def _column(self) -> int:
        """How wide the text is."""
        return max(16, min(self.measure, self._window.width - 2 * _MARGIN))

    def on_resize(self) -> None:
        self._relay()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None
        self._strips.clear()

    def _begin(self) -> None:
        """Lay out what is to be shown, the wanted place in the top line."""
        self._pointer = Pointer()
        self._sideways = 0
        self._sections = Sections()
        self._turned = frozenset()
        self._new_from = -1
        self.ruler.at = 0
        self._lay_out()

    def _setting(self, article: Article) -> Setting:
        """How the page is set."""
        from reader.page.setting import Setting

        return Setting(
            language=article.language,
            justify=self.justify,
            hyphenate=self.hyphenate,
            bidi=self.bidi,
            sideways=self.wide_tables,
            turned=self._turned,
        )

    def _how(self) -> tuple[object, ...]:
        """What the layout depends on beside the article."""
        return self._window.width, self.measure, self.justify, self.hyphenate

    def _relay(self) -> None:
        """Lay out again where the width has changed; the first line in sight stays the first."""
        if self._sections.parts and self._laid_out_at == self._how():
            self._strips.clear()
        else:
            self._lay_out()

    def _lay_out(self) -> None:
        self._strips.clear()
        width = self._window.width
        article = self._article
        if width <= 0 or article is None:
            self._sections = Sections()
            self._set_height(0)
            return
        self._laid_out_at = self._how()
        ruled = self._sections.anchor_at(self.ruler.at) if self._sections.parts else (0, 0)
        measure = self._column
        self._left = max(0, (width - measure) // 2)
        self._sections = sections.lay_out(article, self._blocks, measure, self._setting(article))
        self.ruler.at = self._sections.line_at(ruled)
        self._new_from = -1
        line = self._sections.line_at(self._anchor)
        self._sections.line(line + self._window.height)
        self._set_height(self._sections.height)
        self._return()
        self._grow_later()

    # A long body is laid out in steps, the keys come in between.

    def _grow_later(self) -> None:
        if self._growing is None and not (self._opening is None and self._sections.done):
            self._growing = asyncio.get_running_loop().call_later(_PAUSE, self._grow)

    def _grow(self) -> None:
        self._growing = None
        if self._opening is not None:
            self._read_on(self._opening)
        elif not self._sections.done:
            self._sections.parts[1].grow(_SLICE)
            _spare()
            now = monotonic()
            if self._sections.done or now - self._grown_at > _TOLD:
                self._grown_at = now
                self._set_height(self._sections.height)
        self._grow_later()

    def _read_on(self, opening: Opening) -> None:
        """Reads on in a long body for some milliseconds."""
        until = monotonic() + _SLICE
        while not opening.step():
            if monotonic() > until:
                _spare()
                return
        self._take_rest(opening)

    def finish(self) -> None:
        """Lays out all that is left of the article, for what needs to know all of it."""
        if self._opening is not None:
            self._take_rest(self._opening)
        if not self._sections.done:
            self._sections.finish()
            self._set_height(self._sections.height)

    def _set_height(self, lines: int) -> None:
        """Tell the scroll bar; setting `virtual_size` the plain way lays the whole screen out."""
        self.set_reactive(Widget.virtual_size, Size(self._window.width, lines))
        if self.is_attached:
            self._scroll_update(self.virtual_size)
        self.refresh()

    def _keep_anchor(self) -> None:
        """Remember the first line in sight. Only the reader's own moves come here: laying out anew
        goes back to what was remembered, so that no number of resizes makes the text creep."""
        self._anchor = self._sections.anchor_at(self.top_line)

    def _return(self) -> None:
        """Go to the line that was remembered."""
        self._silent = True
        self._go_to(self._sections.line_at(self._anchor))
        self._silent = False

    def _go_to(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        if self._new_from >= 0:
            self._new_from = -1
            self._strips.clear()
        if not self._silent:
            self._keep_anchor()
            if self.ruler.shown:
                self.ruler.keep_in_sight(self.top_line, self._window.height, self._is_blank)
            self.moved()

    def _is_blank(self, line: int) -> bool:
        return self._sections.range_of(line) is None

    def moved(self) -> None:
        """The reader moved."""

    # Painting.

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def header_at(self, top: int) -> tuple[Line, ...]:
        """The names of the columns of a table that goes on at line `top`, to stand above it."""
        if top <= 0 or not self._sections.parts:
            return ()
        header = self._sections.header_of(top)
        # Near its end the table gives way, and on a low screen there is no room for names.
        room = len(header) <= min(_NAMES, self._window.height // 4)
        goes_on = header and self._sections.header_of(top + len(header))
        return header if room and goes_on else ()

    def render_line(self, y: int) -> Strip:
        number = self.top_line + y
        if y < _NAMES:
            header = self.header_at(number - y)
            if y < len(header):
                return self._strip_of(1, header[y])
        strip = self._strips.get(number)
        if strip is None:
            if len(self._strips) > _STRIPS:
                self._strips.clear()
            strip = self._strips[number] = self._paint(number, y)
        if self._dims(number):
            return overlay.dimmed(strip, look(self.app)["dimmed"])
        return strip

    def _dims(self, number: int) -> bool:
        """Whether a line is dimmed, for the ruler is elsewhere."""
        return self.ruler.bright and self.has_article and not self.ruler.is_bright(number)

    def _looks(self) -> Palette:
        if self._palette is None:
            from reader.tui.pagestyle import Palette

            self._palette = Palette(self)
        return self._palette

    def _paint(self, number: int, y: int) -> Strip:
        if self._article is None and not self._quiet:
            return Strip.blank(self._window.width, self.visual_style.rich_style)
        looks = self._looks()
        width = self._window.width
        if self._article is None:
            return looks.quiet_line(self._quiet, y, width, self._window.height)
        at, line = self._sections.line(number)
        if line is None:
            return looks.blank(width)
        strip = self._strip_of(at, line)
        if number == self._new_from and self._left:
            strip = overlay.in_margin(strip, self._left, "›", look(self.app)["dot"])
        return self._laid_over(strip, number)

    def _strip_of(self, at: int, line: Line) -> Strip:
        """A line of section `at` in its place between the margins."""
        section = self._sections.section(at)
        return self._looks().strip(
            line,
            width=self._window.width,
            left=self._left,
            measure=section.layout.width,
            start=section.start,
            links=section.layout.links,
            first_link=self._sections.first_link(at) if section.layout.links else 0,
            current=self._pointer.marked,
            hints=self._pointer.hints,
            selected=self._selected(),
            sideways=self._sideways,
        )

    def _selected(self) -> tuple[int, int] | None:
        """The selected characters of the page as (start, end)."""
        return None

    def _laid_over(self, strip: Strip, number: int) -> Strip:
        """A painted line with what is marked on it."""
        return strip


def _spare() -> None:
    """Spares the collector what a long page has come to by now, or each of its rounds through all
    of it would hold up the keys for 50 ms. Blocks and lines hold no circles: they go without it."""
    gc.collect(1)
    gc.freeze()
