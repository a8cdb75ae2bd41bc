"""RowList: a list of any length that paints only the rows in sight.

It is a plain Line-API widget with its own first row instead of a scroll view: a scroll view
measures its whole height, and each change of it costs a layout of the screen (14 ms measured).
Subclasses say how many rows there are and paint one row; this class moves the cursor, scrolls,
answers the mouse and draws the position bar.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader import text
from reader.tui.look import look


def strip_of(parts: list[tuple[str, Style]], width: int, fill: Style) -> Strip:
    """The one function of the lists that makes a strip: text is checked again, cut and padded."""
    segments: list[Segment] = []
    left = width
    for said, style in parts:
        said = text.safe(said)
        cells = text.width(said)
        if cells > left:
            said = text.clip(said, left)
            cells = text.width(said)
        if said:
            _append(segments, said, style)
        left -= cells
        if left <= 0:
            break
    if left > 0:
        _append(segments, " " * left, fill)
    return Strip(segments, width)


def _append(segments: list[Segment], said: str, style: Style) -> None:
    """Adds text; what has the style of what stands before joins it, so that less is sent."""
    if segments and segments[-1].style == style:
        said = segments.pop().text + said
    segments.append(Segment(said, style))


class RowList(Widget, can_focus=True):
    """A cursor over `length` rows of `row_height` lines below `head_height` fixed lines."""

    class Moved(Message):
        """The cursor came to another row."""

        def __init__(self, rows: RowList, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> RowList:
            return self.rows

        def can_replace(self, message: Message) -> bool:
            # A held key makes many of these; only where it came to rest matters.
            return isinstance(message, RowList.Moved) and message.rows is self.rows

    class Chosen(Message):
        """A row was clicked twice, or clicked where one click is enough."""

        def __init__(self, rows: RowList, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> RowList:
            return self.rows

    SCROLL_MARGIN = 2

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.row_height = 1
        self.head_height = 0
        self.cursor = 0
        self.top = 0
        self._width = 0
        self._height = 0
        self._strips: dict[tuple[int, int, bool, bool], Strip] = {}
        self._styles: dict[tuple[str, str], Style] = {}

    # What a subclass gives.

    @property
    def length(self) -> int:
        """How many rows there are."""
        return 0

    def paint(self, index: int, line: int, width: int, current: bool, focused: bool) -> Strip:
        """Line `line` of row `index`."""
        return Strip.blank(width)

    def paint_head(self, line: int, width: int) -> Strip:
        """One of the fixed lines above the rows."""
        return Strip.blank(width)

    def empty_lines(self) -> list[str]:
        """What is said where there is no row."""
        return []

    def selectable(self, index: int) -> bool:
        """Whether the cursor may rest on row `index`."""
        return True

    # Where the reader is.

    @property
    def visible_rows(self) -> int:
        """How many whole rows fit below the head."""
        return max(1, (self._height - self.head_height) // self.row_height)

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """Column and row of the cursor's first cell, as a screen reader wants them."""
        return 0, self.head_height + (self.cursor - self.top) * self.row_height

    def move_to(self, index: int, *, tell: bool = True) -> bool:
        """Puts the cursor on row `index`, scrolling no more than needed; true if it moved."""
        if not self.length:
            self.cursor = self.top = 0
            return False
        index = max(0, min(index, self.length - 1))
        index = self._nearest(index, 1 if index >= self.cursor else -1)
        if index == self.cursor:
            self._keep_in_sight()
            return False
        was, self.cursor = self.cursor, index
        if not self._keep_in_sight():
            self.refresh_row(was)
            self.refresh_row(index)
        if tell:
            self.post_message(self.Moved(self, index))
        return True

    def _nearest(self, index: int, step: int) -> int:
        for direction in (step, -step):
            at = index
            while 0 <= at < self.length:
                if self.selectable(at):
                    return at
                at += direction
        return index

    def move_by(self, rows: int) -> bool:
        """Moves the cursor by `rows` rows."""
        return self.move_to(self.cursor + rows)

    def move_by_screen(self, screens: float) -> None:
        """Moves the cursor and what is in sight by a part of the screen."""
        rows = max(1, int((self.visible_rows - 1) * abs(screens))) * (1 if screens > 0 else -1)
        self._scroll_rows(self.top + rows)
        self.move_by(rows)

    def _scroll_rows(self, top: int) -> bool:
        top = max(0, min(top, self.length - self.visible_rows))
        if top == self.top:
            return False
        self.top = top
        self.refresh()
        return True

    def _keep_in_sight(self) -> bool:
        rows = self.visible_rows
        margin = min(self.SCROLL_MARGIN, (rows - 1) // 2)
        top = min(self.top, self.cursor - margin)
        top = max(top, self.cursor + margin - rows + 1)
        return self._scroll_rows(top)

    # Painting.

    def refresh_row(self, index: int) -> None:
        """Paints one row anew, if it is in sight."""
        y = self.head_height + (index - self.top) * self.row_height
        if self.head_height <= y < self._height:
            # Without the position bar, which a cursor does not change.
            self.refresh(Region(0, y, self._width - 1, self.row_height))

    def forget_strips(self) -> None:
        """Paints everything anew."""
        self._strips.clear()
        self.refresh()

    def part(self, name: str, ground: str = "") -> Style:
        """The style of a part of `look`, on the ground of another (the cursor's line)."""
        style = self._styles.get((name, ground))
        if style is None:
            parts = look(self.app)
            style = self.visual_style.rich_style + parts[name]
            if ground:
                style += parts[ground]
            self._styles[name, ground] = style
        return style

    def notify_style_update(self) -> None:
        self._strips.clear()
        self._styles.clear()
        super().notify_style_update()

    def on_resize(self, event: events.Resize) -> None:
        # The frame before this event was painted at the old width.
        self._take_size(*event.size)
        self.refresh()

    def _take_size(self, width: int, height: int) -> None:
        if (width, height) != (self._width, self._height):
            self._width, self._height = width, height
            self.resized()
            self._strips.clear()
            self._keep_in_sight()

    def resized(self) -> None:
        """Called when the size is another, before the rows are painted."""

    def on_focus(self) -> None:
        self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        self.refresh_row(self.cursor)

    def render_line(self, y: int) -> Strip:
        if not self._width:
            # The first paint comes before the first resize event; a blank one would be for nothing.
            self._take_size(*self.size)
        width = self._width
        if y < self.head_height:
            return self.paint_head(y, width)
        length = self.length
        if not length:
            return self._empty_line(y - self.head_height, width)
        row, line = divmod(y - self.head_height, self.row_height)
        index = self.top + row
        if index >= length:
            return Strip.blank(width - 1, self.visual_style.rich_style).extend_cell_length(
                width, self.visual_style.rich_style
            )
        current = index == self.cursor
        key = (index, line, current, current and self.has_focus)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > 600:
                self._strips.clear()
            strip = self.paint(index, line, width - 1, current, key[3])
            self._strips[key] = strip
        return Strip.join([strip, self._bar(y, length)])

    def _empty_line(self, y: int, width: int) -> Strip:
        style = self.visual_style.rich_style
        lines = self.empty_lines()
        start = max(1, (self._height - self.head_height - len(lines)) // 3)
        if not start <= y < start + len(lines):
            return Strip.blank(width, style)
        said = text.clip(lines[y - start], width - 2)
        left = max(0, (width - text.width(said)) // 2)
        quiet = self.part("quiet")
        return strip_of([(" " * left, style), (said, quiet)], width, style)

    def _bar(self, y: int, length: int) -> Strip:
        rows = self.visible_rows
        if length <= rows:
            return Strip([Segment(" ", self.visual_style.rich_style)], 1)
        height = self._height - self.head_height
        size = max(1, height * rows // length)
        start = (height - size) * self.top // max(1, length - rows)
        on = start <= y - self.head_height < start + size
        return Strip(
            [Segment("▐" if on else " ",
                     self.part("bar"))], 1
        )  # fmt: skip

    # The mouse.

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll_rows(self.top + max(1, 4 // self.row_height))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll_rows(self.top - max(1, 4 // self.row_height))

    def on_click(self, event: events.Click) -> None:
        if event.y < self.head_height or not self.length:
            return
        index = self.top + (event.y - self.head_height) // self.row_height
        if not 0 <= index < self.length or not self.selectable(index):
            return
        event.stop()
        self.move_to(index)
        if event.chain == 2 or self.clicks_choose:
            self.post_message(self.Chosen(self, index))

    @property
    def clicks_choose(self) -> bool:
        """Whether one click is enough to choose."""
        return False
