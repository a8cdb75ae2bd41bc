"""Moving about: within a pane, between panes and places, to the next unread, and back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.model import Order, Place, View
from reader.store import articles, marks
from reader.tui import paging, viewing
from reader.tui.layout import PANES, Pane, arrange

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


# Into and out of things.


def into(screen: LibraryScreen, count: int | None = None) -> None:
    """Opens what is under the cursor."""
    if screen.pane == "feeds":
        item = screen.sidebar.current
        if item is not None and item.view is not None:
            show_place(screen, item.view)
            screen.focus_pane("list")
            paging.preview(screen)
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
        viewing.look(screen, wanted)
    else:
        screen.sidebar.show(screen.sidebar.items, wanted)


def plain_order(order: Order) -> Order:
    """An order for views without a query."""
    return Order.NEWEST if order is Order.BEST else order


def open_article(screen: LibraryScreen) -> None:
    """Shows the article under the cursor, gives the page the keys and marks it read."""
    current = screen.list.current_id
    if current is None:
        return
    if current != screen.shown_id:
        paging.show_article(screen, current)
    else:
        screen.page.take_pictures()
    screen.focus_pane("page")
    if screen.shown_id != current:
        return
    screen.opened = True
    row = screen.list.row(screen.list.cursor)
    if row is not None and not row.read and screen.config.mark_read == "open":
        marks.mark(screen.library, [current], read=True)
        screen.read_here.append(current)
        screen.list.forget_rows()
        screen.read_counts()
        paging.show_changes(screen)


def out(screen: LibraryScreen, count: int | None = None) -> None:
    """One step out: of the page, the search, the list; from the outermost pane `q` quits."""
    if screen.zen:
        toggle_zen(screen)
    elif screen.pane == "page":
        screen.focus_pane("list")
    elif screen.pane == "list":
        if not viewing.step_back(screen):
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
        from reader.tui.unread import next_unread

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
    screen.status.quiet = screen.zen


def next_pane(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """The pane to the right, round to the first."""
    if screen.zen:
        toggle_zen(screen)
    pane: Pane = PANES[(PANES.index(screen.pane) + step) % len(PANES)]
    if pane == "page" and not arrange(screen.size.width, screen.pane).shows("page"):
        open_article(screen)
    else:
        screen.focus_pane(pane)
        paging.preview(screen)


def previous_pane(screen: LibraryScreen, count: int | None = None) -> None:
    """The pane to the left, round to the last."""
    next_pane(screen, count, -1)


# Places.


def _go(screen: LibraryScreen, place: Place) -> None:
    if screen.zen:
        toggle_zen(screen)
    show_place(screen, View(place))
    screen.focus_pane("list")
    paging.preview(screen)


def today(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows Today."""
    _go(screen, Place.TODAY)


def unread(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows Unread."""
    _go(screen, Place.UNREAD)


def everything(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows All."""
    _go(screen, Place.ALL)


def saved(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows Saved."""
    _go(screen, Place.SAVED)


def later(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows Later."""
    _go(screen, Place.LATER)


def archive(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows the Archive."""
    _go(screen, Place.ARCHIVE)


def other_place(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows the article in the next feed that has the same text; the way back is kept."""
    from reader.tui.marking import current

    article = articles.article(screen.library, current(screen))
    if not article.also_in:
        screen.status.say("No other feed has this text.")
        return
    later = [one for one in article.also_in if one.id > article.id]
    twin = (later or article.also_in)[0]
    feed = articles.article(screen.library, twin.id).feed_id
    if screen.zen:
        toggle_zen(screen)
    screen.back.append((screen.view, article.id))
    viewing.look(screen, View(Place.FEED, feed, order=plain_order(screen.view.order)), twin.id)
    if screen.pane == "page":
        paging.show_article(screen, twin.id)
    screen.status.say(f"The same text in {twin.feed}; back returns.")


def find_feed(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for a feed, folder, tag or place by a part of its name."""
    from reader.tui.chooser import Chooser, Option

    found = [item for item in screen.sidebar.items if item.view is not None]

    def chosen(answer: str | None) -> None:
        if answer is not None:
            view = found[int(answer)].view
            assert view is not None
            show_place(screen, view)
            screen.focus_pane("list")
            paging.preview(screen)

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
        "view": _said(view),
        "back": [[_said(before), article] for before, article in screen.back[-1:]],
        "read_here": screen.read_here[-200:],
        "article": screen.list.current_id,
        "pane": screen.pane,
        "zen": screen.zen,
        "opened": screen.opened,
        "closed": sorted(screen.closed),
        "measure": screen.page.measure,
        "justify": screen.page.justify,
        "hyphenate": screen.page.hyphenate,
        "ruler": screen.page.ruler.bright,
        "linear": screen.page.ruler.cursor,
        "piped": screen.piped,
        "theme": screen.app.theme,
        "pictures": screen.gallery.on,
        "settings": screen.config.looks,
    }


def _said(view: View) -> dict[str, Any]:
    return {
        "place": view.place.value,
        "key": view.key,
        "query": view.query,
        "unread_only": view.unread_only,
        "order": view.order.value,
    }


def _heard(said: dict[str, Any]) -> View:
    return View(
        Place(said.get("place", "unread")),
        said.get("key"),
        str(said.get("query", "")),
        bool(said.get("unread_only", False)),
        Order(said.get("order", "newest")),
    )


def restore(screen: LibraryScreen) -> None:
    """Goes where the reader was at the last end; to Unread (or All) at the first start."""
    kept = screen.kept
    with suppress(ValueError, TypeError):
        screen.closed = frozenset(int(one) for one in kept.get("closed", ()))
    screen.read_feeds()
    try:
        view = _heard(kept.get("view", {}))
        if view.place is Place.FEED and screen.feed_of(view) is None:
            view = View()
        current = kept.get("article")
        back = [(_heard(said), article) for said, article in kept.get("back", ())]
        held = [int(one) for one in kept.get("read_here", ())]
    except (ValueError, TypeError, AttributeError):
        view, current, back, held = View(), None, [], []
    if kept.get("pane") in PANES:
        screen.pane = kept["pane"]
    screen.zen = bool(kept.get("zen")) and screen.pane == "page"
    screen.status.quiet = screen.zen
    screen.focus_pane(screen.pane)
    screen.view = view
    screen.read_here = held
    viewing.look(screen, view, current if isinstance(current, int) else None)
    screen.back = back or ([(View(), None)] if view.query else [])


def restore_page(screen: LibraryScreen) -> None:
    """Shows the article that was on the page at the last end."""
    current = screen.list.current_id
    if screen.pane == "page" and current is not None:
        paging.show_article(screen, current)
        screen.opened = bool(screen.kept.get("opened"))
    elif screen.pane == "page":
        screen.zen = False
        screen.focus_pane("list")
    paging.preview(screen)


def leave(screen: LibraryScreen, count: int | None = None) -> None:
    """Ends the program; the place is kept."""
    screen.app.exit()


def out_or_quit(screen: LibraryScreen, count: int | None = None) -> None:
    """Out; from the outermost pane there is nothing further out but the end."""
    if screen.pane == "feeds" and not screen.zen:
        leave(screen)
    else:
        out(screen)
