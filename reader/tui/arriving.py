"""News from other processes: new articles come into the list without moving what is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Order
from reader.store import lists
from reader.tui import heading, paging, viewing
from reader.tui.timeline import merged

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def take_in(screen: LibraryScreen) -> None:
    """Puts what arrived since the last look into the list, and reads changed rows anew."""
    newest = lists.newest_id(screen.library)
    view = screen.view
    if newest > screen.newest_seen and not view.query:
        came = lists.newer(screen.library, view, screen.newest_seen, today=screen.today)
        if came and view.order in (Order.NEWEST, Order.OLDEST):
            screen.list.insert(merged(screen.library, screen.list.ids, came, view.order))
        elif came:
            viewing.reload(screen)
    screen.newest_seen = newest
    screen.list.forget_rows()
    heading.head(screen)
    if screen.list.current_id is not None and screen.shown_id is None:
        paging.preview(screen)
