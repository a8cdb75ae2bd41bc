"""Which article the page shows, and the place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import errorlog
from reader.model import ReaderError
from reader.store import articles, session
from reader.tui import heading

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def preview(screen: LibraryScreen) -> None:
    """Shows the article under the cursor, if the page is in sight and that is wanted."""
    if not screen.started or not screen.shows("page"):
        return
    current = screen.list.current_id
    if current is None:
        leave_article(screen)
        screen.page.empty(heading.quiet_page(screen))
    elif current != screen.shown_id and screen.config.preview:
        show_article(screen, current)


def show_article(screen: LibraryScreen, id: int) -> None:
    """Puts an article on the page, at the place where it was left."""
    leave_article(screen)
    try:
        article = articles.article(screen.library, id)
        screen.page.show(article, None, session.place(screen.library, id))
    except ReaderError as error:
        screen.page.empty([str(error)])
        return
    except Exception as error:
        # Whatever an article holds, it must not end the program.
        said = errorlog.note(screen.library.folder, error)
        screen.page.empty(["This article cannot be shown.", "", said, "", "o  opens its address"])
        return
    screen.shown_id = id
    screen.shown_full = article.full_text == "shown"
    screen.status.place(f"{screen.page.percent} %" if screen.page.percent else "")


def leave_article(screen: LibraryScreen) -> None:
    """Keeps the place in the article on the page."""
    if screen.shown_id is not None and screen.moved_page:
        session.keep_place(screen.library, screen.shown_id, screen.page.place)
    screen.shown_id = None
    screen.moved_page = False
    screen.opened = False
