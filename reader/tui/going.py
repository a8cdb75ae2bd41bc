"""Moving about: within a pane, between panes and places, to the next unread, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.model import Order, Place, View
from reader.store import articles, marks
from reader.tui.chooser import Chooser, Option
from reader.tui.layout import PANES, Pane, arrange

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

SCAN_FIRST = 200  # rows looked at before the library is asked for the next unread one


# Within a pane.


def _rows(screen: LibraryScreen) -> Any:
    return screen.sidebar if screen.pane == "feeds" else screen.list


def down(screen: LibraryScreen, count: int | None, step: int = 1) -> None:
    """One line down, or `count`."""
    if screen.pane == "page":
        screen.page.scroll_lines((count or 1) * step)
    else:
        _rows(screen).move_by((count or 1) * step)


def up(screen: LibraryScreen, count: int | None) -> None:
    """One line up, or `count`."""
    down(screen, count, -1)


def first(screen: LibraryScreen, count: int | None) -> None:
    """The first line, or the one numbered `count`."""
    if screen.pane == "page":
        screen.page.top()
    else:
        _rows(screen).move_to((count or 1) - 1)


def last(screen: LibraryScreen, count: int | None) -> None:
    """The last line, or the one numbered `count`."""
    if screen.pane == "page":
        screen.page.bottom()
    else:
        rows = _rows(screen)
        rows.move_to((count or rows.length) - 1)


def _screens(screen: LibraryScreen, screens: float) -> None:
    if screen.pane == "page":
        screen.page.scroll_screens(screens)
    else:
        _rows(screen).move_by_screen(screens)


# Into and out of things.


def into(screen: LibraryScreen, count: int | None = None) -> None:
    """Opens what is under the cursor."""
    if screen.pane == "feeds":
        item = screen.sidebar.current
        if item is not None and item.view is not None:
            show_place(screen, item.view)
            screen.focus_pane("list")
            screen.preview()
    elif screen.pane == "list":
        open_article(screen)


def show_place(screen: LibraryScreen, view: View) -> None:
    """Shows a place from the sidebar; it keeps order and filter and can be left with `q`."""
    wanted = replace(
        view, order=plain_order(screen.view.order), unread_only=screen.view.unread_only
    )
    if (wanted.place, wanted.key, wanted.query) != (
        screen.view.place,
        screen.view.key,
        screen.view.query,
    ):
        screen.back = []
        screen.look(wanted)


def plain_order(order: Order) -> Order:
    """An order for views without a query."""
    return Order.NEWEST if order is Order.BEST else order


def open_article(screen: LibraryScreen) -> None:
    """Shows the article under the cursor, gives the page the keys and marks it read."""
    current = screen.list.current_id
    if current is None:
        return
    if current != screen.shown_id:
        screen.show_article(current)
    screen.focus_pane("page")
    if screen.shown_id != current:
        return
    screen.opened = True
    row = screen.list.row(screen.list.cursor)
    if row is not None and not row.read and screen.config.mark_read == "open":
        marks.mark(screen.library, [current], read=True)
        screen.list.forget_rows([current])
        screen.read_counts()


def out(screen: LibraryScreen, count: int | None = None) -> None:
    """One step out: of the page, the search, the list; from the outermost pane `q` quits."""
    if screen.zen:
        toggle_zen(screen)
    elif screen.pane == "page":
        screen.focus_pane("list")
    elif screen.pane == "list":
        if not screen.step_back():
            screen.focus_pane("feeds")
    else:
        screen.status.say("Q quits. The place is kept.")


def flow(screen: LibraryScreen, count: int | None = None) -> None:
    """A screen further in the page; at its end the next unread article. Folds a folder."""
    if screen.pane == "feeds":
        fold(screen)
    elif screen.pane == "list" and not (screen.shows("page") and _reading_current(screen)):
        open_article(screen)
    elif screen.page.at_end:
        next_unread(screen)
    else:
        screen.page.scroll_screens(1)


def _reading_current(screen: LibraryScreen) -> bool:
    return screen.opened and screen.shown_id == screen.list.current_id


def fold(screen: LibraryScreen) -> None:
    """Folds or unfolds the folder under the cursor."""
    item = screen.sidebar.current
    if item is None or item.view is None or item.view.place is not Place.FOLDER:
        into(screen)
        return
    assert isinstance(item.view.key, int)
    screen.closed ^= {item.view.key}
    screen.read_counts()


def toggle_zen(screen: LibraryScreen, count: int | None = None) -> None:
    """Only the page, or all panes again."""
    screen.zen = not screen.zen
    if screen.zen and screen.shown_id is None:
        open_article(screen)
    screen.focus_pane("page" if screen.zen else screen.pane)
    screen.status.display = not screen.zen


def next_pane(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """The pane to the right, round to the first."""
    if screen.zen:
        toggle_zen(screen)
    pane: Pane = PANES[(PANES.index(screen.pane) + step) % len(PANES)]
    if pane == "page" and not arrange(screen.size.width, screen.pane).shows("page"):
        open_article(screen)
    else:
        screen.focus_pane(pane)
        screen.preview()


def previous_pane(screen: LibraryScreen, count: int | None = None) -> None:
    """The pane to the left, round to the last."""
    next_pane(screen, count, -1)


# The next unread.


def next_unread(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """Opens the next unread article of the list; where there is none, goes to the next feed."""
    reading = screen.pane == "page"
    index = _unread_index(screen, step)
    if index is None:
        if screen.view.place is Place.FEED and not screen.view.query:
            next_feed(screen, None, step)
            if screen.list.length and reading:
                open_article(screen)
            return
        screen.status.say("Nothing unread after this." if step > 0 else "Nothing unread before.")
        return
    screen.list.move_to(index, tell=False)
    if reading or not screen.shows("page"):
        open_article(screen)
    else:
        screen.preview()


def _unread_index(screen: LibraryScreen, step: int) -> int | None:
    rows = screen.list
    index = rows.cursor + step
    for _ in range(SCAN_FIRST):
        row = rows.row(index)
        if not 0 <= index < rows.length:
            return None
        if row is not None and not row.read:
            return index
        index += step
    after = rows.ids[index - step]
    if screen.view.query or screen.view.order not in (Order.NEWEST, Order.OLDEST):
        return _scan_on(screen, index, step)
    found = articles.next_unread(screen.library, screen.view, after, step, today=screen.today)
    if found is None:
        return None
    try:
        return rows.ids.index(found)
    except ValueError:
        return None


def _scan_on(screen: LibraryScreen, index: int, step: int) -> int | None:
    rows = screen.list
    while 0 <= index < rows.length:
        row = rows.row(index)
        if row is not None and not row.read:
            return index
        index += step
    return None


def previous_unread(screen: LibraryScreen, count: int | None = None) -> None:
    """Opens the unread article before this one."""
    next_unread(screen, count, -1)


def next_feed(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """Shows the next feed of the sidebar that has something unread."""
    lines = screen.sidebar.items
    start = screen.sidebar.index_of(screen.view, screen.sidebar.cursor)
    for offset in range(1, len(lines) + 1):
        item = lines[(start + offset * step) % len(lines)]
        if item.view is not None and item.view.place is Place.FEED and item.count:
            show_place(screen, item.view)
            if screen.pane == "page":
                screen.focus_pane("list")
            screen.status.say(item.label)
            return
    screen.status.say("No feed has anything unread.")


def previous_feed(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows the feed before this one that has something unread."""
    next_feed(screen, count, -1)


# Places.


def _to(place: Place) -> Any:
    def go(screen: LibraryScreen, count: int | None = None) -> None:
        if screen.zen:
            toggle_zen(screen)
        show_place(screen, View(place))
        screen.focus_pane("list")
        screen.preview()

    go.__doc__ = f"Shows {place.value}."
    return go


def find_feed(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for a feed, folder, tag or place by a part of its name."""
    found = [item for item in screen.sidebar.items if item.view is not None]

    def chosen(answer: str | None) -> None:
        if answer is not None:
            view = found[int(answer)].view
            assert view is not None
            show_place(screen, view)
            screen.focus_pane("list")
            screen.preview()

    options = [
        Option(str(at), item.label, f"{item.count:,}" if item.count else "")
        for at, item in enumerate(found)
    ]
    screen.app.push_screen(Chooser("Go to…", options), chosen)


# The place, kept for the next start.


def place(screen: LibraryScreen) -> dict[str, Any]:
    """Where the reader is, as values that JSON can hold."""
    view = screen.view
    return {
        "view": {
            "place": view.place.value,
            "key": view.key,
            "query": view.query,
            "unread_only": view.unread_only,
            "order": view.order.value,
        },
        "article": screen.list.current_id,
        "pane": screen.pane,
        "zen": screen.zen,
        "opened": screen.opened,
        "closed": sorted(screen.closed),
        "measure": screen.page.measure,
        "theme": screen.app.theme,
    }


def restore(screen: LibraryScreen) -> None:
    """Goes where the reader was at the last end; to Unread (or All) at the first start."""
    kept = screen.kept
    try:
        said = kept.get("view", {})
        view = View(
            Place(said.get("place", "unread")),
            said.get("key"),
            str(said.get("query", "")),
            bool(said.get("unread_only", False)),
            Order(said.get("order", "newest")),
        )
        if view.place is Place.FEED and screen.feed_of(view) is None:
            view = View()
        screen.closed = frozenset(int(one) for one in kept.get("closed", ()))
        current = kept.get("article")
    except (ValueError, TypeError, AttributeError):
        view, current = View(), None
    screen.read_counts()
    pane = kept.get("pane") if kept.get("pane") in PANES else "list"
    screen.focus_pane("list")
    screen.look(view, current if isinstance(current, int) else None)
    if view.query:
        screen.back = [(View(), None)]
    if pane == "page" and screen.list.current_id is not None:
        screen.pane = "page"
        screen.arrange_panes()
        screen.show_article(screen.list.current_id)
        screen.opened = bool(kept.get("opened"))
        screen.focus_pane("page")
        if kept.get("zen"):
            toggle_zen(screen)
    elif pane == "feeds":
        screen.focus_pane("feeds")


def _quit(screen: LibraryScreen, count: int | None = None) -> None:
    screen.app.exit()


def out_or_quit(screen: LibraryScreen, count: int | None = None) -> None:
    """Out; from the outermost pane there is nothing further out but the end."""
    if screen.pane == "feeds" and not screen.zen:
        _quit(screen)
    else:
        out(screen)


ACTS = {
    "move.down": down,
    "move.up": up,
    "move.first": first,
    "move.last": last,
    "move.half_down": lambda screen, count: _screens(screen, 0.5),
    "move.half_up": lambda screen, count: _screens(screen, -0.5),
    "move.page_down": lambda screen, count: _screens(screen, 1),
    "move.page_up": lambda screen, count: _screens(screen, -1),
    "go.in": into,
    "go.out": out,
    "go.leave": out_or_quit,
    "go.flow": flow,
    "go.next_unread": next_unread,
    "go.previous_unread": previous_unread,
    "go.next_feed": next_feed,
    "go.previous_feed": previous_feed,
    "go.next_pane": next_pane,
    "go.previous_pane": previous_pane,
    "go.today": _to(Place.TODAY),
    "go.unread": _to(Place.UNREAD),
    "go.all": _to(Place.ALL),
    "go.saved": _to(Place.SAVED),
    "go.later": _to(Place.LATER),
    "go.archive": _to(Place.ARCHIVE),
    "go.feed": find_feed,
    "go.zen": toggle_zen,
    "app.quit": _quit,
}
