"""One article as a column of text, painted line by line: what is shown and where the reader is.

A Line-API widget: it keeps the layout of the whole article (numbers), paints the lines in sight and
remembers their strips. What can be done on the page (links, search, selection) is `reading`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from reader import text
from reader.model import Article
from reader.tui import overlay, sections
from reader.tui.links import Pointer
from reader.tui.look import look
from reader.tui.ruler import Ruler
from reader.tui.sections import Anchor, Sections

# The page itself is imported with the first article: the first screen does not wait for it.
if TYPE_CHECKING:
    from reader.page.blocks import Blocks
    from reader.page.setting import Setting
    from reader.tui.pagestyle import Palette

_MARGIN = 1  # cells kept free at each side of the text
_STEP = 8  # cells that code is moved sideways at once
_STRIPS = 2_000  # painted lines that are remembered
_WIDOW = 3  # lines of a heading that are left for the next screen, so that it stands with its text


class PageView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows an article at a measure and keeps the reader's place."""

    DEFAULT_CSS = """
    PageView { overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable;
               scrollbar-size-vertical: 1; }
    """

    measure = reactive(72, init=False, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ruler = Ruler()
        self.marks_new = True
        self.justify = False
        self.hyphenate = True
        self._article: Article | None = None
        self._blocks: Blocks = ()
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

    # What is shown.

    @property
    def has_article(self) -> bool:
        """Whether an article is on the page, not a quiet message."""
        return self._article is not None

    def show(self, article: Article, blocks: Blocks | None = None, place: int = 0) -> None:
        """Put an article on the page, with `place` of its body in the top line."""
        from reader import page

        self._article = article
        self._blocks = page.of(article.body) if blocks is None else blocks
        self._anchor = (1, place) if place > 0 else (0, 0)
        self._begin()

    def empty(self, lines: list[str]) -> None:
        """Show a few quiet lines in the middle instead of an article."""
        self._article = None
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

    # Where the reader is.

    @property
    def place(self) -> int:
        """The character offset in the body of the first line in sight; 0 while the head shows."""
        section, offset = self._anchor
        if section == 2:
            return self._sections.body.layout.length
        return offset if section == 1 else 0

    @property
    def top_line(self) -> int:
        """The number of the first line in sight."""
        return round(self.scroll_y)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.top_line >= self.max_scroll_y and not self.ruler.before_end(
            self.virtual_size.height
        )

    @property
    def percent(self) -> int:
        """How much has been seen: 100 when the last line is in sight."""
        if self.top_line >= self.max_scroll_y:
            return 100
        seen = self.top_line + self._window.height
        return min(99, seen * 100 // max(1, self.virtual_size.height))

    def scroll_lines(self, lines: int) -> None:
        """Move by lines; down is positive. With a ruler it is moved, and the page goes along."""
        if not self.ruler.shown:
            self._go_to(self.top_line + lines)
            return
        at = self.ruler.moved(lines, self.virtual_size.height, self._is_blank)
        self._go_to(self.ruler.top_for(at, self.top_line, self._window.height))
        self._set_ruler(at)

    def scroll_screens(self, screens: float) -> None:
        """Move by screens; a whole one keeps a line of overlap, so that the eye finds its way, and
        marks the first line that is new."""
        height = self._window.height
        lines = max(1, round((height - 1) * abs(screens)))
        before = self.top_line
        if screens < 0:
            self._go_to(before - lines)
            return
        wanted = before + lines
        if wanted < self.max_scroll_y:
            wanted -= self._heading_lines(wanted + height - 1)
        self._go_to(wanted)
        if self.marks_new and self.top_line > before:
            self._new_from = before + height
            self._repaint()

    def _heading_lines(self, bottom: int) -> int:
        """How many lines a heading takes that would stand alone above the bottom edge."""
        lines = 0
        while lines < _WIDOW and self._sections.is_heading(bottom - lines):
            lines += 1
        return lines if not self._sections.is_heading(bottom - lines) else 0

    def top(self) -> None:
        """To the first line."""
        self._go_to(0)
        if self.ruler.shown:
            self._settle_ruler(0)

    def bottom(self) -> None:
        """To the last line."""
        self._go_to(self.max_scroll_y)
        if self.ruler.shown:
            self._settle_ruler(self.virtual_size.height - 1)

    def go_to(self, offset: int) -> None:
        """To the line that shows the character at `offset` of the body."""
        if self._sections.parts:
            self._go_to(self._sections.line_at((1, offset)))

    def go_to_line(self, line: int) -> None:
        """To a line of the page, at the top."""
        self._go_to(line)
        if self.ruler.shown:
            self._settle_ruler(line)

    def turn(self, folds: Iterable[int]) -> None:
        """Folds or unfolds details, named by where their summaries begin in the body; the line at
        the top stays there."""
        self._turned ^= frozenset(folds)
        self._lay_out()

    def bring(self, line: int) -> None:
        """Scrolls, if that must be, until `line` is in sight, a third from the top."""
        if not 0 <= line - self.top_line < self._window.height:
            self._go_to(line - self._window.height // 3)

    def sideways(self, steps: int) -> None:
        """Move code that is too wide for the page; right is positive."""
        self._sideways = max(0, self._sideways + steps * _STEP)
        self._repaint()

    # The ruler, and the line that a screen reader reads.

    def set_ruler(self, *, bright: bool, cursor: bool) -> None:
        """Shows a ruler at the line being read (`bright`: the others are dimmed), or none."""
        self.ruler.bright, self.ruler.cursor = bright, cursor
        if self.ruler.shown:
            self._settle_ruler(self.top_line)
        self._repaint()

    def _settle_ruler(self, line: int) -> None:
        self._set_ruler(self.ruler.settled(line, self.virtual_size.height, self._is_blank))

    def _set_ruler(self, line: int) -> None:
        if line != self.ruler.at:
            self.ruler.at = line
            self.moved()
        self.refresh()

    def _is_blank(self, line: int) -> bool:
        return self._sections.range_of(line) is None

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """Column and row in the pane of the line being read."""
        cell = self._sections.spans(self.ruler.at)[0][0] if self._sections.parts else 0
        return self._left + cell, self.ruler.at - self.top_line

    # Layout.

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
        if self.ruler.shown:
            self._settle_ruler(self.top_line)

    def _setting(self, article: Article) -> Setting:
        """How the page is set."""
        from reader.page.setting import Setting

        return Setting(
            language=article.language,
            justify=self.justify,
            hyphenate=self.hyphenate,
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
        self._set_height(self._sections.height)
        self._return()

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
            self.ruler.keep_in_sight(self.top_line, self._window.height)
            self.moved()

    def moved(self) -> None:
        """The reader moved."""

    # Painting.

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        number = self.top_line + y
        strip = self._strips.get(number)
        if strip is None:
            if len(self._strips) > _STRIPS:
                self._strips.clear()
            strip = self._strips[number] = self._paint(number, y)
        if self._dims(number):
            return overlay.dimmed(strip, look(self.app)["quiet"])
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
        section = self._sections.parts[at]
        strip = looks.strip(
            line,
            width=width,
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
        if number == self._new_from and self._left:
            strip = overlay.in_margin(strip, self._left, "›", look(self.app)["dot"])
        return self._laid_over(strip, number)

    def _selected(self) -> tuple[int, int] | None:
        """The selected characters of the page as (start, end)."""
        return None

    def _laid_over(self, strip: Strip, number: int) -> Strip:
        """A painted line with what is marked on it."""
        return strip
