"""What is done to articles: read and unread, saved, tagged, deleted; and taking it back."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from reader import text
from reader.model import Act, NotFoundError
from reader.store import Library, articles, feeds, lists, marks, same, saved, tags, undo
from reader.tui import fulltext, paging, viewing

HELD_LIMIT = 2_000  # articles that stay in a list after all of it was marked read

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def current(screen: LibraryScreen) -> int:
    """The article that is meant: on the page, else under the cursor. Raises NotFoundError."""
    id = screen.shown_id if screen.pane == "page" else screen.list.current_id
    if id is None:
        raise NotFoundError("There is no article here; choose one first.")
    return id


def _done(screen: LibraryScreen, act: Act | None, ids: list[int], nothing: str = "") -> None:
    """Shows an act: the rows, the counts, and a sentence that names the way back."""
    screen.list.forget_rows(ids)
    screen.read_counts()
    if screen.shown_id in ids:
        paging.show_changes(screen)
    if act is not None:
        screen.status.say(f"{act.label}.")
    elif nothing:
        screen.status.say(nothing)


def mark(screen: LibraryScreen, count: int | None = None) -> None:
    """Marks the article read or unread; with a count, that many from the cursor on."""
    id = current(screen)
    read = not articles.article(screen.library, id).read
    ids = [id]
    if count and screen.pane == "list":
        ids = list(screen.list.ids[screen.list.cursor : screen.list.cursor + count])
    if read:
        screen.read_here += ids
    act = marks.mark(screen.library, ids, read=read)
    screen.list.forget_rows()  # the same text may be in the list from another place
    _done(screen, act, ids)


def mark_all(screen: LibraryScreen, count: int | None = None) -> None:
    """Marks everything in the list read; in the sidebar all of the place under the cursor."""
    view, today = screen.view, screen.today
    if screen.pane == "feeds" and screen.sidebar.current and screen.sidebar.current.view:
        view = screen.sidebar.current.view
    listed = list(screen.list.ids) if view.query else []

    def work(library: Library) -> Act | None:
        if view.query:
            return marks.mark(library, listed, read=True)
        return marks.mark_view(library, view, read=True, today=today)

    def done(act: Act | None) -> None:
        if len(screen.list.ids) <= HELD_LIMIT:
            screen.read_here = list(screen.list.ids)
        screen.list.forget_rows()
        screen.read_counts()
        paging.show_changes(screen)
        screen.status.say(f"{act.label}; u brings them back." if act else "Nothing was unread.")

    screen.do("Marking…", work, done)


def save(screen: LibraryScreen, count: int | None = None) -> None:
    """Keeps the article for good with its own copy, or lets it go again."""
    id = current(screen)
    article = articles.article(screen.library, id)
    if article.saved is None:
        act = saved.save(screen.library, [id])
        screen.gallery.saved(article)
    else:
        act = saved.unsave(screen.library, [id])
    _done(screen, act, [id])


def ask_tags(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for the article's tags."""
    article = articles.article(screen.library, current(screen))
    known = " ".join(tag for tag, _ in tags.all_tags(screen.library)[:12])
    screen.prompt.ask(
        "marking.answer_tags",
        "Tags:",
        " ".join(article.tags),
        known or "words, with spaces between",
    )


def answer_tags(screen: LibraryScreen, said: str) -> None:
    """Gives the article exactly the tags that were said."""
    id = current(screen)
    words = said.replace(",", " ").split()
    wanted = {text.clean(tag, 60).lstrip("#+-").strip("\"'") for tag in words} - {""}
    had = set(articles.article(screen.library, id).tags)
    act = tags.tag(screen.library, [id], add=sorted(wanted - had), remove=sorted(had - wanted))
    _done(screen, act, [id], "The tags are as they were.")


def delete(screen: LibraryScreen, count: int | None = None) -> None:
    """Takes the article out of every list."""
    id = current(screen)
    places = list(same.with_twins(screen.library, [id]))
    act = articles.delete(screen.library, [id])
    if screen.pane == "page":
        screen.focus_pane("list")
    gone = set(places) - lists.shown(screen.library, places)
    screen.list.insert(array("q", (one for one in screen.list.ids if one not in gone)))
    _done(screen, act, [])
    paging.preview(screen)


def take_back(screen: LibraryScreen, count: int | None = None) -> None:
    """Undoes the last act."""
    for _ in range(count or 1):
        screen.do("Undoing…", undo.undo, lambda act: _again(screen, act, "Undone", "undo"))


def do_again(screen: LibraryScreen, count: int | None = None) -> None:
    """Redoes what was undone."""
    for _ in range(count or 1):
        screen.do("Redoing…", undo.redo, lambda act: _again(screen, act, "Done again", "redo"))


def _again(screen: LibraryScreen, act: Act | None, said: str, verb: str) -> None:
    if act is None:
        screen.status.say(f"There is nothing to {verb}.")
        return
    screen.read_feeds()
    viewing.reload(screen)
    if screen.shown_id is not None:
        try:
            fulltext.refresh_page(screen)
            screen.gallery.look()
        except NotFoundError:
            paging.preview(screen)
    screen.status.say(f"{said}: {act.label}.")


def remove_feed(screen: LibraryScreen, count: int | None = None) -> None:
    """Unsubscribes from the feed under the cursor, or from all of a folder."""
    ids = feeds_under(screen)

    def done(act: Act) -> None:
        screen.read_feeds()
        viewing.reload(screen)
        screen.status.say(f"{act.label}; saved articles stay; u brings it back.")

    screen.do("Unsubscribing…", lambda library: feeds.remove(library, ids), done)


def feeds_under(screen: LibraryScreen) -> list[int]:
    """The ids of the feeds under the sidebar's cursor: one feed, or all of a folder."""
    item = screen.sidebar.current
    key = item.view.key if item is not None and item.view is not None else None
    if item is not None and item.view is not None and isinstance(key, int):
        if item.view.place.value == "feed":
            return [key]
        inside = {key}
        for folder in sorted(screen.folders, key=lambda one: one.path.count("/")):
            if folder.parent_id in inside:
                inside.add(folder.id)
        return [feed.id for feed in screen.feeds if feed.folder_id in inside]
    raise NotFoundError("Put the cursor on a feed or a folder first.")
