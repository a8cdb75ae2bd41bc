"""The full text of an article in place of the beginning that its feed sends, and back again.

Pages are fetched and read by a child process. The line being read stays where it is: it is looked
for in the other text by its words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reader import text
from reader.model import Article, Body, BusyError, NotFoundError
from reader.store import articles, feeds, fulltext
from reader.tui import outward
from reader.tui.work import Child, Ended

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

MOST = 1_000  # articles of a list whose pages are fetched at once
_PROBES = (80, 50, 30, 18)  # characters of the line being read that are looked for


def turn(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows the page's full text, which is fetched if it is not here, or the feed's own again."""
    article = outward.article_here(screen)
    if article.full_text in ("kept", "shown"):
        _turned(screen, article, shown=article.full_text == "kept")
        return
    kind = next((feed.kind for feed in screen.feeds if feed.id == article.feed_id), "web")
    if kind != "web":
        raise NotFoundError("This is all of its text: it came from a page or a file.")
    if not article.url:
        raise NotFoundError("This article has no address, so there is no page to fetch.")
    _start(screen, [article.id], ["--all", "--beside"], "Fetching the full text…", article.id)


def always(screen: LibraryScreen, count: int | None = None) -> None:
    """Has the full text of all new articles of this feed fetched, or no more."""
    item = screen.sidebar.current
    if screen.pane == "feeds":
        feed = screen.feed_of(item.view) if item is not None and item.view is not None else None
    else:
        here = outward.article_here(screen).feed_id
        feed = next((one for one in screen.feeds if one.id == here), None)
    if feed is None or feed.kind != "web":
        raise NotFoundError("Put the cursor on a web feed or one of its articles first.")
    feeds.edit(screen.library, feed.id, full_text=not feed.full_text)
    screen.read_feeds()
    name = text.clean(feed.title, 60)
    screen.status.say(
        f"{name} shows what it sends again, from the next refresh on."
        if feed.full_text
        else f"{name} will show the full text of new articles; r fetches it."
    )


def prefetch(screen: LibraryScreen, count: int | None = None) -> None:
    """Fetches the full text of all articles in the list whose feed sends only a beginning."""
    ids = list(screen.list.ids[:MOST])
    if not ids:
        raise NotFoundError("There is no article in this list.")
    _start(screen, ids, ["--limit", str(MOST)], "Looking for beginnings…", None)


def _start(
    screen: LibraryScreen, ids: list[int], options: list[str], said: str, one: int | None
) -> None:
    if screen.fetching is not None:
        raise BusyError("Full texts are being fetched already; ^x stops it.")
    listed = ",".join(map(str, ids))
    child = Child(screen.library.folder, ["prefetch", "--events", *options, "--ids", listed])
    screen.fetching = child
    screen.status.progress(said)
    screen.run_worker(_watch(screen, child, one), exit_on_error=False, group="pages")


async def _watch(screen: LibraryScreen, child: Child, one: int | None) -> None:
    summary: dict[str, Any] = {}

    def on_line(line: str) -> None:
        try:
            event = json.loads(line)
        except ValueError:
            return
        if event.get("event") == "page" and one is None:
            screen.status.progress(f"Full text {event['done']:,} of {event['total']:,}")
        elif event.get("event") == "finished":
            summary.update(event)

    ended = await child.run(on_line)
    screen.fetching = None
    screen.status.progress("")
    screen.guarded(lambda: _ended(screen, summary, ended, one))


def _ended(screen: LibraryScreen, summary: dict[str, Any], ended: Ended, one: int | None) -> None:
    fetched, failed = summary.get("fetched", []), summary.get("failed", [])
    if one is not None and one in fetched:
        _turned(screen, articles.article(screen.library, one), shown=True)
    elif one is not None:
        refresh_page(screen)
        said = failed[0]["error"] if failed else ended.said
        stopped = ended.code in (130, -15)
        screen.status.say(
            "Stopped." if stopped else text.clean(said) or "The page could not be fetched.",
            error=not stopped,
        )
    elif not summary:
        refresh_page(screen)
        stopped = ended.code in (130, -15)
        said = "Stopped; the full texts that had come are kept."
        screen.status.say(
            said if stopped else ended.said or "The full texts could not be fetched.",
            error=not stopped,
        )
    else:
        refresh_page(screen)
        bad = f"; {text.plural(len(failed), 'page')} failed (each says why)" if failed else ""
        here = (
            f"{text.plural(len(fetched), 'full text is', 'full texts are')} here"
            if fetched or failed
            else "Nothing to fetch: no article of this list is only a beginning"
        )
        screen.status.say(f"{here}{bad}.", error=bool(failed))


def _turned(screen: LibraryScreen, article: Article, *, shown: bool) -> None:
    """Turns what an article shows, as an act that can be undone."""
    fulltext.turn(screen.library, [article.id], shown=shown)
    refresh_page(screen)
    note = f" ({article.full_text_note})" if shown and article.full_text_note else ""
    screen.status.say(
        f"The full text{note}; x goes back." if shown else "What the feed sends; x goes back."
    )


def refresh_page(screen: LibraryScreen) -> None:
    """Brings the article on the page up to date; with its other text, at the line being read."""
    if screen.shown_id is None:
        return
    article = articles.article(screen.library, screen.shown_id)
    full = article.full_text == "shown"
    if full == screen.shown_full:
        screen.page.update_article(article)
        return
    place = screen.page.place
    if place:
        place = same_line(_other(screen, article), article.body, place)
    screen.page.show(article, None, place)
    screen.shown_full = full
    screen.moved_page = True


def _other(screen: LibraryScreen, article: Article) -> Body:
    """The body of an article that is not shown now."""
    if article.full_text == "shown":
        return articles.article(screen.library, article.id, feed_text=True).body
    kept = fulltext.text_of(screen.library, article.id)
    return kept.body if kept is not None else Body()


def same_line(before: Body, after: Body, place: int) -> int:
    """Where in `after` the words stand that stand at `place` in `before`; its end if nowhere."""
    from reader import page
    from reader.page import flow

    old = flow.lay_out(page.of(before), 72).text
    new = flow.lay_out(page.of(after), 72).text
    for start in (place, *(at + 1 for at in _line_ends(old, place))):
        line = old[start:].split("\n", 1)[0]
        for length in _PROBES:
            probe = line[:length]
            if len(probe) >= min(length, _PROBES[-1]) and (at := new.find(probe)) >= 0:
                return at
    return min(place, len(new))


def _line_ends(said: str, place: int) -> list[int]:
    """The ends of the few paragraphs before `place`, the nearest first."""
    found: list[int] = []
    at = place
    while len(found) < 5 and (at := said.rfind("\n", 0, at)) > 0:
        found.append(at)
    return found
