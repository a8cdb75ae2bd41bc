"""The reading pane: one article as a column of text, painted line by line.

A Line-API widget: it keeps the layout of the whole article (numbers), paints the lines in sight and
remembers their strips. It knows nothing of the library; what happens on it goes up as messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from reader import clock, text
from reader.model import Article

# The page itself is imported with the first article: the first screen does not wait for it.
if TYPE_CHECKING:
    from reader.page.blocks import Blocks
    from reader.page.flow import Layout, Line, Link
    from reader.tui.hints import Hints
    from reader.tui.pagestyle import Palette

_MARGIN = 1  # cells kept free at each side of the text
_STEP = 8  # cells that code is moved sideways at once


@dataclass(frozen=True, slots=True)
class _Section:
    """Head, body or foot: its layout, its first line on the page, its first character."""

    layout: Layout
    line: int
    start: int


class ReadingPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows an article at a measure, keeps the reader's place, follows links."""

    class LinkChosen(Message):
        """A link was clicked or named by its number; `href` is safe to open."""

        def __init__(self, href: str, text: str) -> None:
            super().__init__()
            self.href = href
            self.text = text

    class Scrolled(Message):
        """The reader moved: `place` is a character offset in the body, `percent` 0 to 100."""

        def __init__(self, place: int, percent: int) -> None:
            super().__init__()
            self.place = place
            self.percent = percent

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReadingPane.Scrolled)

    DEFAULT_CSS = """
    ReadingPane { overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable;
                  scrollbar-size-vertical: 1; }
    """

    measure = reactive(72, init=False, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._article: Article | None = None
        self._blocks: Blocks = ()
        self._quiet: list[str] = []
        self._sections: tuple[_Section, ...] = ()
        self._laid_out_at = (0, 0)
        self._left = 0
        self._strips: dict[int, Strip] = {}
        self._palette: Palette | None = None
        self._hints: Hints | None = None
        self._current_link = -1
        self._sideways = 0
        self._anchor = (0, 0)
        self._silent = False

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

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the article in reading order."""
        return tuple([link for section in self._sections for link in section.layout.links])

    # Where the reader is.

    @property
    def place(self) -> int:
        """The character offset in the body of the first line in sight; 0 while the head shows."""
        section, offset = self._anchor
        if section == 2:
            return self._sections[1].layout.length
        return offset if section == 1 else 0

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return round(self.scroll_y) >= self.max_scroll_y

    @property
    def percent(self) -> int:
        """How much has been seen: 100 when the last line is in sight."""
        if self.at_end:
            return 100
        seen = round(self.scroll_y) + self._window.height
        return min(99, seen * 100 // max(1, self.virtual_size.height))

    def scroll_lines(self, lines: int) -> None:
        """Move by lines; down is positive."""
        self._go_to(round(self.scroll_y) + lines)

    def scroll_screens(self, screens: float) -> None:
        """Move by screens; a whole one keeps a line of overlap, so that the eye finds its way."""
        lines = max(1, round((self._window.height - 1) * abs(screens)))
        self.scroll_lines(lines if screens > 0 else -lines)

    def top(self) -> None:
        """To the first line."""
        self._go_to(0)

    def bottom(self) -> None:
        """To the last line."""
        self._go_to(self.max_scroll_y)

    def go_to(self, offset: int) -> None:
        """To the line that shows the character at `offset` of the body."""
        if len(self._sections) > 1:
            body = self._sections[1]
            self._go_to(body.line + body.layout.line_at(offset))

    def sideways(self, steps: int) -> None:
        """Move code that is too wide for the page; right is positive."""
        self._sideways = max(0, self._sideways + steps * _STEP)
        self._repaint()

    # Links.

    def hints_on(self) -> bool:
        """Number the links in sight; False where there is none."""
        links = self._links_in_sight()
        from reader.tui.hints import Hints

        self._hints = Hints(links) if links else None
        self._repaint()
        return bool(links)

    def hints_off(self) -> None:
        """Take the numbers away."""
        if self._hints is not None:
            self._hints = None
            self._repaint()

    def take_key(self, key: str) -> bool:
        """A key that is the page's own: digits name a link, then enter, backspace and escape."""
        if len(key) == 1 and key in "0123456789":
            if self._hints is None and (key == "0" or not self.hints_on()):
                return False
            self._type(key)
            return True
        if self._hints is None:
            return False
        if key == "backspace" and self._hints.typed:
            self._hints = self._hints.rub_out()
            self._repaint()
            return True
        chosen = self._hints.so_far if key == "enter" else None
        self.hints_off()
        if chosen:
            self._choose(chosen)
        return key in ("escape", "enter")

    def next_link(self, step: int = 1) -> Link | None:
        """Move the mark to the next link (or the one before) and bring it into sight."""
        links = self._numbered()
        if not links:
            return None
        now = next((at for at, found in enumerate(links) if found[1] == self._current_link), None)
        if now is None:
            top = round(self.scroll_y)
            now = next((at for at, found in enumerate(links) if found[0] >= top), 0) - (step > 0)
        line, number, link = links[(now + step) % len(links)]
        self._current_link = number
        self._repaint()
        if not 0 <= line - round(self.scroll_y) < self._window.height:
            self._go_to(line - self._window.height // 3)
        return link

    def open_link(self) -> bool:
        """Choose the marked link; False where none is marked."""
        for _, number, link in self._numbered():
            if number == self._current_link:
                self._choose(link)
                return True
        return False

    def on_click(self, event: events.Click) -> None:
        number = event.style.meta.get("reading_link")
        if isinstance(number, int) and not self.text_selection:
            for _, other, link in self._numbered():
                if other == number:
                    event.stop()
                    self._choose(link)

    def _choose(self, link: Link) -> None:
        from reader.page.blocks import visible

        self.post_message(self.LinkChosen(link.href, visible(link.text)))

    def _type(self, digit: str) -> None:
        if self._hints is None:
            return
        self._hints = self._hints.type(digit)
        chosen = self._hints.chosen
        if chosen:
            self._hints = None
        self._repaint()
        if chosen:
            self._choose(chosen)

    def _numbered(self) -> list[tuple[int, int, Link]]:
        """Every link of the page with its line and its number on the page."""
        found = []
        number = 0
        for section in self._sections:
            for link in section.layout.links:
                found.append((section.line + section.layout.line_at(link.offset), number, link))
                number += 1
        return found

    def _links_in_sight(self) -> tuple[Link, ...]:
        top = round(self.scroll_y)
        seen: dict[int, None] = {}
        for number in range(top, min(top + self._window.height, self.virtual_size.height)):
            section, line = self._line(number)
            first = self._first_link(section)
            for span in line.spans if line else ():
                if span.link >= 0:
                    seen[first + span.link] = None
        links = self.links
        return tuple([links[number]._replace(number=number) for number in seen])

    def _first_link(self, section: int) -> int:
        """The number on the page of a section's first link."""
        return sum(len(other.layout.links) for other in self._sections[:section])

    # Selecting.

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected characters, unwrapped."""
        if not self._sections:
            return None
        whole = "\n\n".join([section.layout.text for section in self._sections])
        from reader.page.blocks import visible

        start = 0 if selection.start is None else selection.start.x
        end = len(whole) if selection.end is None else selection.end.x
        return visible(whole[start:end]), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self._repaint()

    # Layout.

    @property
    def _window(self) -> Size:
        return self.scrollable_content_region.size

    def on_resize(self) -> None:
        self._relay()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None
        self._strips.clear()

    def _begin(self) -> None:
        """Lay out what is to be shown, the wanted place in the top line."""
        self._hints = None
        self._current_link = -1
        self._sideways = 0
        self._sections = ()
        if self.is_attached and self in self.screen.selections:
            self.screen.clear_selection()
        self._lay_out()

    def _relay(self) -> None:
        """Lay out again where the width has changed; the first line in sight stays the first."""
        if self._sections and self._laid_out_at == (self._window.width, self.measure):
            self._strips.clear()
        else:
            self._lay_out()

    def _lay_out(self) -> None:
        self._strips.clear()
        width = self._window.width
        article = self._article
        if width <= 0 or article is None:
            self._sections = ()
            self._set_height(0)
            return
        self._laid_out_at = (width, self.measure)
        measure = max(16, min(self.measure, width - 2 * _MARGIN))
        self._left = max(0, (width - measure) // 2)
        line = 1
        start = 0
        sections = []
        from reader.page.flow import lay_out
        from reader.tui.pagehead import foot, head

        for blocks in (head(article, clock.now()), self._blocks, foot(article)):
            layout = lay_out(blocks, measure)
            sections.append(_Section(layout, line, start))
            line += layout.height + (1 if layout.height else 0)
            start += layout.length + 2
        self._sections = tuple(sections)
        self._set_height(line)
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
        top = round(self.scroll_y)
        section, inner = self._find(top)
        if top == 0 or not self._sections:
            self._anchor = (0, 0)
        else:
            self._anchor = (section, self._sections[section].layout.offset_of(max(0, inner)))

    def _return(self) -> None:
        """Go to the line that was remembered."""
        section = self._sections[self._anchor[0]]
        line = (
            0 if self._anchor == (0, 0) else section.line + section.layout.line_at(self._anchor[1])
        )
        self._silent = True
        self._go_to(line)
        self._silent = False

    def _go_to(self, line: int) -> None:
        if line != round(self.scroll_y):
            self.hints_off()
        self.scroll_to(y=max(0, line), animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value) and not self._silent:
            self.hints_off()
            self._keep_anchor()
            if self.has_article:
                self.post_message(self.Scrolled(self.place, self.percent))

    def _find(self, number: int) -> tuple[int, int]:
        """The section that line `number` of the page is in, and its line there."""
        for at in range(len(self._sections) - 1, -1, -1):
            section = self._sections[at]
            if number >= section.line and section.layout.height:
                return at, number - section.line
        return 0, number - 1

    def _line(self, number: int) -> tuple[int, Line | None]:
        """The line of the page, None where it is blank."""
        at, inner = self._find(number)
        if not self._sections or not 0 <= inner < self._sections[at].layout.height:
            return at, None
        return at, self._sections[at].layout.line(inner)

    # Painting.

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        number = round(self.scroll_y) + y
        strip = self._strips.get(number)
        if strip is None:
            if len(self._strips) > 2_000:
                self._strips.clear()
            strip = self._paint(number, y)
            self._strips[number] = strip
        return strip

    def _paint(self, number: int, y: int) -> Strip:
        if self._article is None and not self._quiet:
            return Strip.blank(self._window.width, self.visual_style.rich_style)
        if self._palette is None:
            from reader.tui.pagestyle import Palette

            self._palette = Palette(self)
        width = self._window.width
        if self._article is None:
            return self._palette.quiet_line(self._quiet, y, width, self._window.height)
        at, line = self._line(number)
        if line is None:
            return self._palette.blank(width)
        section = self._sections[at]
        return self._palette.strip(
            line,
            width=width,
            left=self._left,
            measure=section.layout.width,
            start=section.start,
            links=section.layout.links,
            first_link=self._first_link(at) if section.layout.links else 0,
            current=self._current_link,
            hints=self._hints,
            selected=self._selected(),
            sideways=self._sideways,
        )

    def _selected(self) -> tuple[int, int] | None:
        """The selected characters of the page as (start, end)."""
        selection = self.text_selection if self.is_attached else None
        if selection is None:
            return None
        start = 0 if selection.start is None else selection.start.x
        end = 1 << 60 if selection.end is None else selection.end.x
        return start, end
