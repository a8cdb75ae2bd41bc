"""What is done to feeds: adding, asking for news, naming, moving. Network work is a child's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import text
from reader.model import BusyError, Feed, NotFoundError, Place, View
from reader.store import feeds, search
from reader.tui import viewing
from reader.tui.marking import feeds_under
from reader.tui.work import Child

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

NAME = 30  # cells of a directory's name beside how far its files are
STOPPED = (130, -15)  # exit codes of a child that was stopped


def ask_add(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks what to add."""
    screen.prompt.ask(
        "feeding.answer_add",
        "Add:",
        "",
        "address of a feed, site or page, or a path",
    )


def answer_add(screen: LibraryScreen, said: str) -> None:
    """Adds what was said, in a child process."""
    said = said.strip()
    if not said:
        return
    if "://" not in said and (said.startswith(("~", "/", ".")) or Path(said).expanduser().exists()):
        said = str(Path(said).expanduser().absolute())
    screen.status.progress("Adding…")
    screen.run_worker(_add(screen, said), exit_on_error=False, group="add")


async def _add(screen: LibraryScreen, what: str) -> None:
    child = Child(screen.library.folder, ["add", "--events", "--", what])
    screen.adding.append(child)
    finished: dict[str, Any] = {}
    ended = await child.run(lambda line: _hear(screen, line, finished))
    screen.adding.remove(child)
    if not screen.adding:
        screen.status.progress("")
    added = next(iter(finished.get("added") or ()), None)
    if not added:
        screen.read_feeds()
        if ended.code in STOPPED:
            screen.status.say("The adding was stopped; nothing of it is kept.")
        else:
            said = ended.said or f"{text.clean(what, 60)} could not be added."
            screen.status.say(said, error=True)
        return
    screen.read_feeds()
    title = text.clean(str(added.get("title", "")), 60)
    feed_id = added.get("id")
    if added.get("kind") in ("web", "directory") and isinstance(feed_id, int):
        viewing.look(screen, View(Place.FEED, feed_id))
        if screen.pane == "feeds":
            screen.sidebar.show(screen.sidebar.items, screen.view)
        screen.focus_pane("list")
        number = text.plural(int(added.get("articles", 0)), "article")
        # A folder is followed although some of its files could not be read: that is said.
        bad = bool(ended.code)
        screen.status.say(ended.said if bad else f"{title} is there, with {number}.", error=bad)
    else:
        viewing.reload(screen)
        screen.status.say(f"{title} is there.")


def _hear(screen: LibraryScreen, line: str, finished: dict[str, Any]) -> None:
    """Shows what a child tells of its work; its last event is put into `finished`."""
    try:
        event = json.loads(line)
    except ValueError:
        return
    kind, done, total = event.get("event"), event.get("done", 0), event.get("total", 0)
    if kind == "feed" and not done % (total // 100 + 1):
        screen.status.progress(f"Refreshing {done:,} of {total:,}")
    elif kind == "files" and total:
        name = text.clip(text.clean(event["title"]), NAME)
        screen.status.progress(f"{name}: {done:,} of {text.plural(total, 'file')}")
    elif kind == "full_text":
        screen.status.progress(f"Full text {done:,} of {total:,}")
    elif kind == "indexing":
        screen.status.progress("Indexing…")
    elif kind == "finished":
        finished.update(event)


def refresh_this(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks the feed (or folder) of this place for news, due or not."""
    if screen.pane == "feeds" and screen.sidebar.current and screen.sidebar.current.view:
        place = screen.sidebar.current.view.place
        ids = feeds_under(screen) if place in (Place.FEED, Place.FOLDER) else []
    elif screen.view.place is Place.FEED and isinstance(screen.view.key, int):
        ids = [screen.view.key]
    else:
        row = screen.list.row(screen.list.cursor)
        ids = [row.feed_id] if row is not None else []
    known = {feed.id for feed in screen.feeds}
    ids = [id for id in ids if id in known]
    if ids:
        _refresh(screen, ["refresh", "--events", "--", *map(str, ids)])
    else:
        refresh_due(screen)


def refresh_due(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks every feed that is due."""
    if not screen.feeds:
        raise NotFoundError("There is no feed yet; press a to add one.")
    _refresh(screen, ["refresh", "--events"])


def index(screen: LibraryScreen) -> None:
    """Has what is not searchable yet (a lost index, a refresh cut short) indexed by a child."""
    if screen.refreshing is None and search.pending(screen.library):
        child = Child(screen.library.folder, ["refresh", "--index", "--events"])
        screen.run_worker(child.run(), exit_on_error=False, group="index")


def _refresh(screen: LibraryScreen, arguments: list[str]) -> None:
    if screen.refreshing is not None:
        raise BusyError("A refresh is at work already; ^x stops it.")
    screen.refreshing = Child(screen.library.folder, arguments)
    screen.status.progress("Refreshing…")
    screen.run_worker(_watch(screen, screen.refreshing), exit_on_error=False, group="refresh")


async def _watch(screen: LibraryScreen, child: Child) -> None:
    summary: dict[str, Any] = {}
    ended = await child.run(lambda line: _hear(screen, line, summary))
    screen.refreshing = None
    screen.read_feeds()
    screen.status.progress("")
    if summary:
        failed = summary.get("failed", 0)
        failed = len(failed) if isinstance(failed, list) else failed
        new = text.plural(int(summary.get("new", 0)), "new article")
        bad = (
            f"; {text.plural(failed, 'feed')} failed (! in the sidebar, i says why)"
            if failed
            else ""
        )
        screen.status.say(f"{new}{bad}.", error=bool(failed))
    elif ended.code not in STOPPED and (ended.code > 1 or ended.said):
        screen.status.say(ended.said or "The refresh ended early.", error=True)
    else:
        screen.status.say("The refresh was stopped; what had come is kept.")


def stop(screen: LibraryScreen, count: int | None = None) -> None:
    """Stops the refresh at work, what is being added, and the fetching of full texts."""
    running = (screen.refreshing, screen.fetching, *screen.adding)
    at_work = [child for child in running if child is not None]
    for child in at_work:
        child.stop()
    if not at_work:
        screen.status.say("No refresh is at work.")


def _feed_here(screen: LibraryScreen) -> Feed:
    item = screen.sidebar.current
    feed = screen.feed_of(item.view) if item is not None and item.view is not None else None
    if feed is None:
        raise NotFoundError("Put the cursor on a feed first.")
    return feed


def ask_name(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for the feed's name."""
    screen.prompt.ask("feeding.answer_name", "Name:", _feed_here(screen).title)


def answer_name(screen: LibraryScreen, said: str) -> None:
    """Names the feed; an empty name gives it back the publisher's."""
    act = feeds.edit(screen.library, _feed_here(screen).id, own_title=text.clean(said, 200))
    screen.read_feeds()
    screen.list.forget_rows()
    screen.status.say(f"{act.label}.")


def ask_folder(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for the folder of the feed."""
    feed = _feed_here(screen)
    path = next((one.path for one in screen.folders if one.id == feed.folder_id), "")
    screen.prompt.ask("feeding.answer_folder", "Folder:", path, "News/Science; empty: no folder")


def answer_folder(screen: LibraryScreen, said: str) -> None:
    """Moves the feed to the folder, which is made if needed."""
    act = feeds.edit(screen.library, _feed_here(screen).id, folder=text.clean(said, 200))
    screen.read_feeds()
    screen.status.say(f"{act.label}.")
