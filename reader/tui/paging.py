"""Which article the page shows, and the place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import errorlog, hosts, text
from reader.model import ReaderError
from reader.store import articles, pictures, session
from reader.tui import heading
from reader.tui.commands import COMMANDS, shown

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
        screen.page.pictures.mode = screen.gallery.mode(article)
        known = pictures.of(screen.library, id)
        screen.page.show(article, None, session.place(screen.library, id), known)
    except ReaderError as error:
        screen.page.empty([str(error)])
        return
    except Exception as error:
        # Whatever an article holds, it must not end the program.
        said = errorlog.note(screen.library.folder, error)
        screen.page.empty(["This article cannot be shown.", "", said, "", "o  opens its address"])
        return
    screen.shown_id = id
    screen.gallery.shown(article)
    show_place(screen)


def show_changes(screen: LibraryScreen) -> None:
    """What an act changed about the article on the page: read, saved, tags."""
    if screen.shown_id is not None:
        screen.page.update_article(articles.article(screen.library, screen.shown_id))


def show_place(screen: LibraryScreen) -> None:
    """How far the reader is, in the status line: percent and minutes left."""
    page = screen.page
    percent = page.percent if page.has_article else 0
    left = -(-page.minutes * (100 - percent) // 100)
    rest = f" · {left} min left" if percent < 100 and page.minutes > 1 else ""
    screen.status.place(f"{percent} %{rest}" if percent else "")


def show_about(screen: LibraryScreen) -> None:
    """What the keys are about on the page: the marked link's true address, what is found."""
    page = screen.page
    link, found = page.marked_link, page.found
    parts: list[tuple[str, str]] = []
    if screen.pane != "page" or page.caret is not None:
        pass
    elif link is not None and link.href.startswith("#"):
        parts = [("↓ ", "dot"), (page.preview_of(link.href[1:]) or link.href, "quiet")]
    elif link is not None:
        before, host, after = hosts.parts(link.href)
        parts = [("→ ", "dot"), (before, "quiet"), (host, "strong"), (after, "quiet")]
    elif found is not None and not screen.prompt.what:
        parts = [(f"“{text.clip(text.clean(found.wanted), 40)}” ", "strong"),
                 (found.said(), "quiet")]  # fmt: skip
    if link is not None or found is not None:
        parts += [("   ", "quiet"), *_keys(screen)] if parts else []
    screen.status.tell(parts)
    screen.show_hints()


def _keys(screen: LibraryScreen) -> list[tuple[str, str]]:
    """The keys of what the page is about."""
    parts: list[tuple[str, str]] = []
    first = screen.page.about[0] if screen.page.about else ""
    if screen.page.marked_link is not None:
        first = "link"
    for command in COMMANDS:
        if command.hint and first in command.where and screen.bindings_of[command.id]:
            parts.append((shown(screen.bindings_of[command.id][0]), "dot"))
            parts.append((f" {command.hint}  ", "quiet"))
    return parts


def jump(screen: LibraryScreen, line: int) -> None:
    """To a line of the page; the keys go there too."""
    if screen.pane != "page":
        screen.focus_pane("page")
    screen.page.jump(line)


def leave_article(screen: LibraryScreen) -> None:
    """Keeps the place in the article on the page."""
    if screen.shown_id is not None and screen.moved_page:
        session.keep_place(screen.library, screen.shown_id, screen.page.place)
    screen.shown_id = None
    screen.moved_page = False
    screen.opened = False
