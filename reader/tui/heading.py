"""The line above the list, and what list and page say when they are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import text
from reader.model import Order, Place, View
from reader.tui.commands import shown

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

FOUND_LIMIT = 1_000  # articles that a search shows
PLACE_NAMES = {
    Place.TODAY: "Today",
    Place.UNREAD: "Unread",
    Place.ALL: "All articles",
    Place.SAVED: "Saved",
    Place.LATER: "Later",
    Place.ARCHIVE: "Archive",
}
ORDER_NAMES = {
    Order.NEWEST: "Newest first",
    Order.OLDEST: "Oldest first",
    Order.TITLE: "By title",
    Order.FEED: "By feed",
    Order.BEST: "Best match first",
}


def place_name(screen: LibraryScreen, view: View) -> str:
    """What the place of `view` is called."""
    if view.place is Place.TAG:
        return f"#{view.key}"
    if view.place is Place.FEED:
        feed = screen.feed_of(view)
        return feed.title if feed else "A feed that is gone"
    if view.place is Place.FOLDER:
        return next((one.path for one in screen.folders if one.id == view.key), "A folder")
    return PLACE_NAMES[view.place]


def head(screen: LibraryScreen) -> None:
    """The line above the list, and what it says where it is empty."""
    view = screen.view
    name = place_name(screen, view)
    title = f"“{view.query}”" + ("" if view.place is Place.ALL else f" in {name}")
    title = title if view.query else name
    only = view.unread_only and view.place not in (Place.UNREAD, Place.LATER)
    notes = ["unread" if only else "", ""]
    if view.order not in (Order.NEWEST, Order.BEST):
        notes[1] = ORDER_NAMES[view.order].lower()
    length = screen.list.length
    number = f"{length:,}"
    if view.query and length >= FOUND_LIMIT:
        number = f"newest {length:,}"
    screen.list.head(title, "  ".join([*(note for note in notes if note), number]))
    if not (view.query and not length):
        screen.list.say_empty(_empty(screen))
    elif screen.loader_done:
        said = f"Nothing answers to “{text.clip(view.query, 40)}”."
        screen.list.say_empty([said, "", "tab searches this list or everything,", "q leads back."])


def _key(screen: LibraryScreen, command: str) -> str:
    keys = screen.bindings_of[command]
    return shown(keys[0]) if keys else f":{command}"


def _empty(screen: LibraryScreen) -> list[str]:
    place = screen.view.place
    add = _key(screen, "feed.add")
    if not screen.counts.articles and place not in (Place.SAVED, Place.LATER, Place.ARCHIVE):
        return ["Nothing here yet.", "", f"{add}  adds a feed, a page, a file or a folder",
                f"{_key(screen, 'feed.refresh_all')}  asks the feeds for news",
                f"{_key(screen, 'app.help')}  shows every key"]  # fmt: skip
    if place in (Place.SAVED, Place.LATER, Place.ARCHIVE):
        what = {Place.LATER: " to read later", Place.ARCHIVE: " and read"}.get(place, "")
        return [f"Nothing saved{what} yet.", "",
                f"{_key(screen, 'article.save')}  on an article keeps it for good"]  # fmt: skip
    if place in (Place.UNREAD, Place.TODAY) or screen.view.unread_only:
        said = "Nothing came today." if place is Place.TODAY else "Everything is read."
        return [said, "", f"{_key(screen, 'feed.refresh_all')}  asks the feeds for news",
                f"{_key(screen, 'go.all')}  shows all articles"]  # fmt: skip
    return ["No articles here.", "", f"{_key(screen, 'feed.refresh')}  asks for news"]


def quiet_page(screen: LibraryScreen) -> list[str]:
    """What the page says where there is no article."""
    return ["Tearsheet", "", f"{_key(screen, 'feed.add')}  add      "
            f"{_key(screen, 'app.help')}  help"]  # fmt: skip
