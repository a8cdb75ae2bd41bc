"""The reading pane: one article as a column of text, painted line by line.

A Line-API widget: it keeps the layout of the whole article (numbers), paints the lines in sight and
remembers their strips. It knows nothing of the library; what happens on it goes up as messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from reader import text
from reader.model import Article, Picture
from reader.tui import picturing, sections
from reader.tui.links import Pointer
from reader.tui.sections import Anchor, Sections

# The page itself is imported with the first article: the first screen does not wait for it.
if TYPE_CHECKING:
    from reader.page.blocks import Blocks, Image
    from reader.page.flow import Link
    from reader.tui.pagestyle import Palette

_MARGIN = 1  # cells kept free at each side of the text
_STEP = 8  # cells that code is moved sideways at once


class ReadingPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows an article at a measure, keeps the reader's place, follows links."""

    class LinkChosen(Message):
        """A link was clicked or named by its number; `href` is safe to open."""

        def __init__(self, href: str, text: str) -> None:
            super().__init__()
            self.href = href
            self.text = text

    class PictureChosen(Message):
        """A picture was clicked."""

        def __init__(self, image: Image) -> None:
            super().__init__()
            self.image = image

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
        self._sections = Sections()
        self._laid_out_at = (0, 0)
        self._left = 0
        self._strips: dict[int, Strip] = {}
        self._palette: Palette | None = None
        self._pointer = Pointer()
        self._sideways = 0
        self._anchor: Anchor = (0, 0)
        self._silent = False
        self.pictures = picturing.Pictures(self.call_later)
        self._beyond = 0  # lines from the remembered place to the first in sight

    # What is shown.

    @property
    def has_article(self) -> bool:
        """Whether an article is on the page, not a quiet message."""
        return self._article is not None

    def show(
        self,
        article: Article,
        blocks: Blocks | None = None,
        place: int = 0,
        known: Mapping[str, Picture] | None = None,
    ) -> None:
        """Put an article on the page, with `place` of its body in the top line; `known` is what the
        library knows of its pictures."""
        from reader import page
        from reader.page.pictures import images

        self._article = article
        if blocks is None:
            blocks = page.of(article.body, article.original_path)
        self._blocks = blocks
        self.pictures.begin(images(blocks), known or {})
        self._anchor, self._beyond = ((1, place) if place > 0 else (0, 0)), 0
        self._begin()

    def empty(self, lines: list[str]) -> None:
        """Show a few quiet lines in the middle instead of an article."""
        self._article = None
        self._blocks = ()
        self._quiet = [text.clean(line) for line in lines]
        self.pictures.begin((), {})
        self._anchor, self._beyond = (0, 0), 0
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
        return self._sections.links

    # Where the reader is.

    @property
    def place(self) -> int:
        """The character offset in the body of the first line in sight; 0 while the head shows."""
        section, offset = self._anchor
        if section == 2:
            return self._sections.body.layout.length
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
        if self._sections.parts:
            self._go_to(self._sections.line_at((1, offset)))

    def sideways(self, steps: int) -> None:
        """Move code that is too wide for the page; right is positive."""
        self._sideways = max(0, self._sideways + steps * _STEP)
        self._repaint()

    # Links.

    def hints_on(self) -> bool:
        """Number the links in sight; False where there is none."""
        there = self._pointer.number(self._links_in_sight())
        self._repaint()
        return there

    def hints_off(self) -> None:
        """Take the numbers away."""
        if self._pointer.hints is not None:
            self._pointer.hints = None
            self._repaint()

    def take_key(self, key: str) -> bool:
        """A key that is the page's own: digits name a link, then enter, backspace and escape."""
        before = self._pointer.hints
        taken, chosen = self._pointer.take(key, self._links_in_sight)
        if self._pointer.hints is not before:
            self._repaint()
        if chosen:
            self._choose(chosen)
        return taken

    def next_link(self, step: int = 1) -> Link | None:
        """Move the mark to the next link (or the one before) and bring it into sight."""
        found = self._pointer.move(self._sections.numbered(), round(self.scroll_y), step)
        if found is None:
            return None
        line, link = found
        self._repaint()
        if not 0 <= line - round(self.scroll_y) < self._window.height:
            self._go_to(line - self._window.height // 3)
        return link

    def open_link(self) -> bool:
        """Choose the marked link; False where none is marked."""
        return self._choose_numbered(self._pointer.marked)

    def on_click(self, event: events.Click) -> None:
        _, line = self._sections.line(round(self.scroll_y) + event.y)
        if line is not None and line.picture is not None:
            event.stop()
            self.post_message(self.PictureChosen(line.picture.image))
            return
        number = event.style.meta.get("reading_link")
        if not isinstance(number, int) or self.text_selection:
            return
        if self._choose_numbered(number):
            event.stop()

    def _choose(self, link: Link) -> None:
        from reader.page.blocks import visible

        self.post_message(self.LinkChosen(link.href, visible(link.text)))

    def _choose_numbered(self, number: int) -> bool:
        """Choose the link with this number on the page, if there is one."""
        links = self.links
        if not 0 <= number < len(links):
            return False
        self._choose(links[number])
        return True

    def _links_in_sight(self) -> tuple[Link, ...]:
        top = round(self.scroll_y)
        end = min(top + self._window.height, self.virtual_size.height)
        return self._sections.links_between(top, end)

    # Selecting.

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected characters, unwrapped."""
        if not self._sections.parts:
            return None
        from reader.page.blocks import visible

        whole = self._sections.text
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
        self._pointer = Pointer()
        self._sideways = 0
        self._sections = Sections()
        if self.is_attached and self in self.screen.selections:
            self.screen.clear_selection()
        self._lay_out()

    def _relay(self) -> None:
        """Lay out again where the width has changed; the first line in sight stays the first."""
        if self._sections.parts and self._laid_out_at == (self._window.width, self.measure):
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
        self._laid_out_at = (width, self.measure)
        measure = max(16, min(self.measure, width - 2 * _MARGIN))
        self._left = max(0, (width - measure) // 2)
        self.pictures.fit(measure, self._window.height)
        setting = self.pictures.setting(article.language)
        self._sections = sections.lay_out(article, self._blocks, measure, setting)
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
        line = round(self.scroll_y)
        self._anchor = self._sections.anchor_at(line)
        # The rows of a picture have one place in the text; which of them it is makes it exact.
        self._beyond = max(0, line - self._sections.line_at(self._anchor))

    def _return(self) -> None:
        """Go to the line that was remembered."""
        self._silent = True
        self._go_to(self._sections.line_at(self._anchor) + self._beyond)
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
                if self.pictures.pending:
                    self.call_later(self._settle)
                self.post_message(self.Scrolled(self.place, self.percent))

    # Pictures.

    def take_picture(self, picture: Picture) -> None:
        """A picture has come; it gets its lines when that moves nothing in sight."""
        self.pictures.take(picture)
        self._settle()
        self._repaint()

    def take_pictures(self) -> None:
        """The article is opened: what came while it lay beside the list gets its lines."""
        if self.pictures.pending:
            self.pictures.settle(self.pictures.pending)
            self._lay_out()

    def repaint_pictures(self) -> None:
        """A picture has been drawn."""
        self._repaint()

    def paint_pictures(self, mode: picturing.Mode) -> None:
        """Paint pictures another way or not at all; the first line in sight stays the first."""
        if mode != self.pictures.mode:
            self.pictures.forget(mode)
            self._lay_out()

    @property
    def blocks(self) -> Blocks:
        """The body of the article on the page."""
        return self._blocks

    def picture_places(self) -> list[tuple[int, Image]]:
        """The pictures of the article with their lines on the page."""
        if not self._sections.parts:
            return []
        body = self._sections.body
        return [(body.line + place.line, place.image) for place in body.layout.pictures]

    def _settle(self) -> None:
        """Give lines to what waits for them and is out of sight."""
        pending = self.pictures.pending
        if not pending or not self._sections.parts:
            return
        body = self._sections.body
        top = round(self.scroll_y) - body.line
        end = top + self._window.height
        in_sight = {
            place.image.src
            for place in body.layout.pictures
            if place.line < end and place.line + place.lines > top
        }
        if pending - in_sight:
            self.pictures.settle(pending - in_sight)
            self._lay_out()

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
        at, line = self._sections.line(number)
        if line is None:
            return self._palette.blank(width)
        section = self._sections.parts[at]
        if line.picture is not None:
            return picturing.strip(
                self,
                self._palette,
                line,
                left=self._left,
                measure=section.layout.width,
                first_link=self._sections.first_link(at),
                pointer=self._pointer,
            )
        return self._palette.strip(
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

    def _selected(self) -> tuple[int, int] | None:
        """The selected characters of the page as (start, end)."""
        selection = self.text_selection if self.is_attached else None
        if selection is None:
            return None
        start = 0 if selection.start is None else selection.start.x
        end = 1 << 60 if selection.end is None else selection.end.x
        return start, end
