"""The article list: an array of ids and a cursor; rows come from the library by window."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from textual.message import Message
from textual.strip import Strip

from reader import clock, text
from reader.model import Row
from reader.tui.rows import RowList, strip_of

WINDOW = 64
KEPT_ROWS = 4_096
ONE_LINE_FROM = 84  # cells: from here on title, feed and date share one line

Fetch = Callable[[Sequence[int]], dict[int, Row]]


class ArticleList(RowList):
    """Shows the articles of a view. It is given ids and a function that fetches rows for ids."""

    class HeadClicked(Message):
        """The line above the list was clicked."""

    def __init__(self, fetch: Fetch, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.head_height = 2
        self.row_height = 2
        self.ids: array[int] = array("q")
        self._fetch = fetch
        self._rows: dict[int, Row] = {}
        self._title = ""
        self._count = ""
        self._empty: list[str] = []

    @property
    def length(self) -> int:
        return len(self.ids)

    @property
    def current_id(self) -> int | None:
        """The article under the cursor."""
        return self.ids[self.cursor] if self.ids else None

    def head(self, title: str, count: str) -> None:
        """Says what the list shows and how many."""
        if (title, count) != (self._title, self._count):
            self._title, self._count = title, count
            self.refresh()

    def say_empty(self, lines: list[str]) -> None:
        """What to say where the list has no row."""
        self._empty = lines
        if not self.ids:
            self.refresh()

    def show(self, ids: array[int], current: int | None = None) -> None:
        """Shows other ids; the cursor goes to the article `current`, or to the top."""
        self.ids = ids
        self.cursor = self.top = 0
        self._rows.clear()
        if current is not None:
            try:
                self.cursor = ids.index(current)
            except ValueError:
                self.cursor = 0
            self.top = max(0, self.cursor - self.visible_rows // 3)
            self.top = max(0, min(self.top, len(ids) - self.visible_rows))
        self.forget_strips()

    def extend(self, ids: array[int]) -> None:
        """Takes a longer array whose beginning is what is shown already; nothing moves."""
        self.ids = ids
        self.refresh()

    def insert(self, ids: array[int]) -> None:
        """Takes an array in which articles came in or went: what is in sight stays where it is."""
        anchor = self.ids[self.top] if self.ids else None
        current = self.current_id
        self.ids = ids
        if current is not None:
            self.cursor = _index(ids, current, min(self.cursor, max(0, len(ids) - 1)))
        if anchor is not None:
            self.top = _index(ids, anchor, self.top)
            self.top = max(0, min(self.top, len(ids) - self.visible_rows))
        self.forget_strips()

    def forget_rows(self, ids: Iterable[int] | None = None) -> None:
        """Reads rows anew from the library: of these articles, or of all."""
        if ids is None:
            self._rows.clear()
        else:
            for id in ids:
                self._rows.pop(id, None)
        self.forget_strips()

    def row(self, index: int) -> Row | None:
        """The row at `index`; None where its article is gone from the library."""
        if not 0 <= index < len(self.ids):
            return None
        id = self.ids[index]
        if id not in self._rows:
            if len(self._rows) > KEPT_ROWS:
                self._rows.clear()
            start = max(0, index - WINDOW // 4)
            wanted = self.ids[start : start + WINDOW]
            self._rows.update(self._fetch([id for id in wanted if id not in self._rows]))
        return self._rows.get(id)

    def resized(self) -> None:
        self.row_height = 1 if self._width >= ONE_LINE_FROM else 2

    def empty_lines(self) -> list[str]:
        return self._empty

    def paint_head(self, line: int, width: int) -> Strip:
        fill = self.visual_style.rich_style
        if line:
            return Strip.blank(width, fill)
        count = self._count
        room = width - 4 - text.width(count)
        title = text.fit(self._title, max(4, room))
        return strip_of(
            [(" ", fill), (title, self.part("strong")), (" " + count, self.part("quiet"))],
            width,
            fill,
        )

    def paint(self, index: int, line: int, width: int, current: bool, focused: bool) -> Strip:
        ground = ("cursor-focus" if focused else "cursor") if current else ""
        row = self.row(index)
        meta = self.part("quiet", ground)
        bar = ("▌" if current else " ", self.part("dot" if focused else "quiet", ground))
        if row is None:
            said = "  This article is no longer in the library." if line == 0 else ""
            return strip_of([bar, (said, meta)], width, meta)
        title = (row.title, self.part("quiet" if row.read else "strong", ground))
        dot = (" " if row.read else "●", self.part("dot", ground))
        star = ("★ " if row.saved else "", self.part("saved", ground))
        date = text.short_date(row.date, clock.now())
        if self.row_height == 1:
            feed = max(12, width // 5)
            room = width - feed - 14
            return strip_of(
                [bar, dot, (" ", meta), star,
                 (text.fit(row.title, room - len(star[0])), title[1]),
                 (" " + text.fit(_places(row, feed), feed), meta), (f"{date:>8}", meta)],
                width, meta,
            )  # fmt: skip
        if line == 0:
            return strip_of([bar, dot, (" ", meta), star, title], width, meta)
        room = max(1, width - len(date) - 5)
        name = _places(row, room)
        by = f"{name} · {row.byline}" if row.byline and width > 50 else name
        said = text.fit(by, room)
        return strip_of([bar, ("  ", meta), (said, meta), (f" {date}", meta)], width, meta)


def _places(row: Row, room: int) -> str:
    """The feed's name within `room` cells, and how many others have the same text: “Gazette +1”."""
    if not row.places:
        return row.feed
    more = f" +{row.places}"
    whole = text.width(row.feed) + len(more) <= room
    return (row.feed if whole else text.fit(row.feed, max(1, room - len(more)))) + more


def _index(ids: array[int], id: int, otherwise: int) -> int:
    try:
        return ids.index(id)
    except ValueError:
        return otherwise
