"""The sidebar: places, tags, folders and feeds with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from reader import text
from reader.model import Counts, Feed, Folder, Place, View
from reader.tui.rows import RowList, strip_of


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the sidebar; `view` is None for a heading or a gap."""

    label: str
    view: View | None = None
    depth: int = 0
    count: int = 0
    mark: str = ""
    fold: str = ""


def items(
    feeds: Sequence[Feed],
    folders: Sequence[Folder],
    counts: Counts,
    closed: frozenset[int] = frozenset(),
) -> list[Item]:
    """The lines of the sidebar. `closed` holds the ids of folded folders."""
    lines = [
        Item("Today", View(Place.TODAY), count=counts.today),
        Item("Unread", View(Place.UNREAD), count=counts.unread),
        Item("All", View(Place.ALL), count=counts.articles),
        Item("Saved", View(Place.SAVED), count=counts.saved),
        Item("Later", View(Place.LATER), depth=1, count=counts.later),
        Item("Archive", View(Place.ARCHIVE), depth=1, count=counts.archive),
    ]
    if counts.tags:
        lines += [Item(""), Item("Tags")]
        lines += [
            Item(tag, View(Place.TAG, tag), depth=1, count=count)
            for tag, count in sorted(counts.tags.items(), key=lambda pair: pair[0].casefold())
        ]
    lines += [Item(""), Item("Feeds")]
    return lines + _tree(feeds, folders, counts, closed)


def _tree(
    feeds: Sequence[Feed], folders: Sequence[Folder], counts: Counts, closed: frozenset[int]
) -> list[Item]:
    inside: dict[int | None, list[Feed]] = {}
    for feed in feeds:
        inside.setdefault(feed.folder_id, []).append(feed)
    below: dict[int | None, list[Folder]] = {}
    for folder in folders:
        below.setdefault(folder.parent_id, []).append(folder)

    def branch(parent: int | None, depth: int) -> tuple[list[Item], int]:
        lines: list[Item] = []
        total = 0
        for folder in sorted(below.get(parent, ()), key=lambda one: one.name.casefold()):
            under, unread = branch(folder.id, depth + 1)
            view = View(Place.FOLDER, folder.id)
            fold = "▸" if folder.id in closed else "▾"
            lines.append(Item(folder.name, view, depth, unread, fold=fold))
            total += unread
            if folder.id not in closed:
                lines += under
        for feed in inside.get(parent, ()):
            unread = counts.feeds.get(feed.id, feed.unread)
            mark = "×" if feed.gone else "!" if feed.last_error else ""
            lines.append(Item(feed.title, View(Place.FEED, feed.id), depth, unread, mark))
            total += unread
        return lines, total

    return branch(None, 0)[0]


class Sidebar(RowList):
    """A cursor over `Item`s; where the article list looks is marked even without focus."""

    SCROLL_MARGIN = 3

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.head_height = 2
        self.items: list[Item] = []

    @property
    def length(self) -> int:
        return len(self.items)

    @property
    def clicks_choose(self) -> bool:
        return True

    @property
    def current(self) -> Item | None:
        """The line under the cursor."""
        return self.items[self.cursor] if self.items else None

    def selectable(self, index: int) -> bool:
        return self.items[index].view is not None

    def show(self, lines: list[Item], view: View | None = None) -> None:
        """Takes new lines; the cursor stays on its place, or goes to that of `view`."""
        wanted = view or (self.current.view if self.current else None)
        if lines == self.items and view is None:
            return
        self.items = lines
        if wanted is not None:
            self.cursor = self.index_of(wanted, self.cursor)
        self.cursor = max(0, min(self.cursor, len(lines) - 1))
        self._keep_in_sight()
        self.forget_strips()

    def index_of(self, view: View, otherwise: int = 0) -> int:
        """Where the place of `view` stands."""
        for index, item in enumerate(self.items):
            if item.view and (item.view.place, item.view.key) == (view.place, view.key):
                return index
        return otherwise

    def paint_head(self, line: int, width: int) -> Strip:
        fill = self.visual_style.rich_style
        said = [] if line else [(" Tearsheet", self.part("heading"))]
        return strip_of(said, width, fill)

    def paint(self, index: int, line: int, width: int, current: bool, focused: bool) -> Strip:
        item = self.items[index]
        fill = self.visual_style.rich_style
        if item.view is None:
            return strip_of([(f" {item.label}", self.part("section"))], width, fill)
        ground = ("cursor-focus" if focused else "cursor") if current else ""
        meta = self.part("quiet", ground)
        count = f"{item.count:,}" if item.count else ""
        name = self.part("strong" if item.count else "plain", ground)
        fold = f"{item.fold} " if item.fold else ""
        mark = f"{item.mark} " if item.mark else ""
        room = width - 3 - 2 * item.depth - len(fold) - len(mark) - len(count)
        return strip_of(
            [("▌" if current else " ", self.part("quiet", ground)),
             ("  " * item.depth + fold, meta), (text.fit(item.label, max(3, room)), name),
             (" ", meta), (mark, self.part("error", ground)), (count, meta)],
            width, meta,
        )  # fmt: skip
