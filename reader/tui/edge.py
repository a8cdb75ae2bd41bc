"""The thin mark at the edge of the page that says how far the reader is; it can be dragged."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

_MARK = "▐"  # as in the lists


class Edge(ScrollBarRender):
    """A scroll bar of half a cell without a ground of its own."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = Color.default(),  # noqa: B008 (as in what it replaces)
        bar_color: Color = Color.default(),  # noqa: B008
    ) -> Segments:
        """The cells of the bar, each with what a press on it does."""
        ground = Style(bgcolor=back_color)
        above = Segment(" ", ground + Style.from_meta({"@mouse.down": "scroll_up"}))
        below = Segment(" ", ground + Style.from_meta({"@mouse.down": "scroll_down"}))
        if not (window_size and size and virtual_size > window_size):
            return Segments([above] * size, new_lines=True)
        cells = min(size, max(1, round(size * window_size / virtual_size)))
        first = round((size - cells) * min(1, position / (virtual_size - window_size)))
        look = Style(color=bar_color, bgcolor=back_color) + Style.from_meta({"@mouse.down": "grab"})
        bar = [above] * first + [Segment(_MARK, look)] * cells + [below] * (size - first - cells)
        return Segments(bar, new_lines=True)
