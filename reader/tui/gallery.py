"""Which pictures are shown and fetched: the settings, the keys that turn them on and off, and the
children that fetch them (`tearsheet pictures`).
"""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

from reader.model import Article, Feed, NotFoundError, Picture, ReaderError
from reader.store import articles, feeds, pictures
from reader.tui import kitty
from reader.tui.picturing import Mode, send
from reader.tui.work import Child, leave_behind

if TYPE_CHECKING:
    from reader.page.blocks import Image
    from reader.tui.library import LibraryScreen

REST_SECONDS = 0.4  # that an article is on the page before its pictures are asked for
AGAIN_SECONDS = 60.0  # until pictures that could not be reached are asked for again


class Gallery:
    """The pictures of one screen: whether they are on, and who is fetching."""

    def __init__(self, screen: LibraryScreen, on: bool) -> None:
        self.on = on
        self._screen = screen
        self._reading: tuple[int, Child] | None = None  # stopped when another article is shown
        self._saving: list[tuple[int, Child]] = []
        self._asked: dict[int, float] = {}
        self._kitty: bool | None = None  # whether it is new enough; None: nobody asked yet

    def mode(self, article: Article | None) -> Mode:
        """How the pictures of an article are painted now."""
        screen = self._screen
        wanted = screen.config.graphics
        if not self.on or wanted == "none" or not self._allowed(article) or is_plain(screen):
            return "none"
        from reader.page.pictures import can_draw

        if not can_draw():
            return "none"
        if wanted == "kitty" or (wanted == "auto" and self._speaks_kitty()):
            return "kitty"
        rich = screen.app.console.color_system == "truecolor"
        return "blocks" if rich or wanted in ("blocks", "sixel") else "none"

    def shown(self, article: Article) -> None:
        """An article is on the page; its pictures are asked for when it stays there."""
        screen = self._screen
        if self._reading is not None and self._reading[0] != article.id:
            self._reading[1].stop()
            self._reading = None
        if screen.page.pictures.mode == "none":
            return
        pictures.looked_at(screen.library, article.id)
        if screen.config.pictures and screen.page.wants_pictures:
            screen.set_timer(REST_SECONDS, lambda: self._ask(article.id))

    def saved(self, article: Article) -> None:
        """An article was saved: its pictures are fetched for good, shown or not."""
        if self._screen.config.pictures and self._allowed(article):
            child = self._child(article.id)
            self._saving.append((article.id, child))
            self._screen.run_worker(
                self._keep(article.id, child), exit_on_error=False, group="pictures"
            )

    def turn(self) -> None:
        """On and off."""
        self.on = not self.on
        self.look()

    def look(self) -> None:
        """Paints the page as the settings, the theme and the keys say now."""
        screen = self._screen
        article = None
        if screen.shown_id is not None:
            article = articles.article(screen.library, screen.shown_id)
        screen.page.paint_pictures(self.mode(article))
        if article is not None:
            self.shown(article)

    def stop(self) -> None:
        """Ends the fetching for the page; what is being saved is fetched without us."""
        if self._reading is not None:
            self._reading[1].stop()
        for article_id, child in self._saving:
            child.stop()
            leave_behind(self._screen.library.folder, ["pictures", str(article_id)])
        send(self._screen, self._screen.page.pictures.all_gone())

    def _speaks_kitty(self) -> bool:
        """Whether the terminal is known to place pictures by characters; half blocks until then."""
        known = kitty.spoken()
        if known is None and self._kitty is None:
            self._kitty = False
            self._screen.run_worker(self._ask_kitty(), exit_on_error=False, group="pictures")
        return bool(known or self._kitty)

    async def _ask_kitty(self) -> None:
        self._kitty = await kitty.is_new()
        if self._kitty:
            self.look()

    def _allowed(self, article: Article | None) -> bool:
        if article is None:
            return True
        known = [feed for feed in self._screen.feeds if feed.id == article.feed_id]
        return known[0].pictures if known else True

    def _child(self, article_id: int) -> Child:
        folder = self._screen.library.folder
        return Child(folder, ["pictures", "--events", str(article_id)])

    def _ask(self, article_id: int) -> None:
        if self._screen.shown_id != article_id or self._reading is not None:
            return
        if not self._screen.page.wants_pictures:
            return
        last = self._asked.get(article_id)
        if last is not None and time.monotonic() - last < AGAIN_SECONDS:
            return
        self._asked[article_id] = time.monotonic()
        child = self._child(article_id)
        self._reading = (article_id, child)
        self._screen.run_worker(
            self._fetch(article_id, child), exit_on_error=False, group="pictures"
        )

    async def _fetch(self, article_id: int, child: Child) -> None:
        def on_line(line: str) -> None:
            picture = _picture(line)
            if picture is not None and self._screen.shown_id == article_id:
                self._screen.page.take_picture(picture)

        await child.run(on_line)
        if self._reading is not None and self._reading[1] is child:
            self._reading = None

    async def _keep(self, article_id: int, child: Child) -> None:
        failed: list[Picture] = []

        def on_line(line: str) -> None:
            picture = _picture(line)
            if picture is None:
                return
            if picture.error:
                failed.append(picture)
            if self._screen.shown_id == article_id:
                self._screen.page.take_picture(picture)

        await child.run(on_line)
        self._saving.remove((article_id, child))
        if failed:
            more = f" ({len(failed) - 1} more)" if len(failed) > 1 else ""
            self._screen.status.say(f"A picture could not be kept: {failed[0].error}{more}")


def is_plain(screen: LibraryScreen) -> bool:
    """Whether the screen has no colours of its own: NO_COLOR, or one of the ANSI themes."""
    ansi = screen.app.theme.startswith("ansi") or screen.app.theme == "textual-ansi"
    return ansi or bool(os.environ.get("NO_COLOR"))


def _picture(line: str) -> Picture | None:
    try:
        return Picture(**json.loads(line))
    except (ValueError, TypeError):
        return None


# Commands.


def turn(screen: LibraryScreen, count: int | None = None) -> None:
    """Pictures on and off at once."""
    from reader.page.pictures import INSTALL, can_draw

    screen.gallery.turn()
    if not screen.gallery.on:
        screen.status.say("Pictures are off; I brings them back.")
    elif not can_draw():
        screen.status.say(f"Pictures are on, but drawing them needs Pillow: {INSTALL}", error=True)
    elif screen.page.pictures.mode == "none":
        screen.status.say("Pictures are on, but not in this theme, terminal, feed or setting.")
    else:
        screen.status.say("Pictures are on.")


def turn_feed(screen: LibraryScreen, count: int | None = None) -> None:
    """The pictures of one feed on and off, for good."""
    feed = _feed_here(screen)
    on = not feed.pictures
    act = feeds.edit(screen.library, feed.id, pictures=on)
    screen.read_feeds()
    screen.gallery.look()
    state = "shown" if on else "neither fetched nor shown any more"
    screen.status.say(f"{act.label}: its pictures are {state}; u undoes it.")


def _feed_here(screen: LibraryScreen) -> Feed:
    """The feed under the sidebar's cursor, else that of the article."""
    wanted: int | None = None
    if screen.pane == "feeds":
        item = screen.sidebar.current
        feed = screen.feed_of(item.view) if item is not None and item.view is not None else None
        wanted = feed.id if feed is not None else None
    else:
        id = screen.shown_id if screen.pane == "page" else screen.list.current_id
        wanted = articles.article(screen.library, id).feed_id if id is not None else None
    for feed in screen.feeds:
        if feed.id == wanted:
            return feed
    raise NotFoundError("Put the cursor on a feed or an article first.")


def view(screen: LibraryScreen, count: int | None = None) -> None:
    """The picture at or after the first line in sight alone on the screen; with a count, that
    one of the article."""
    places = screen.page.picture_places()
    if not places:
        raise NotFoundError("This article has no pictures.")
    top = round(screen.page.scroll_y)
    end = top + screen.page.scrollable_content_region.height
    at = next((at for at, (line, _) in enumerate(places) if line >= top), len(places) - 1)
    before = [at for at, (line, _) in enumerate(places) if line < top]
    if before and not top <= places[at][0] < end:
        at = before[-1]  # the one whose lines are in sight, or the last that was read
    show(screen, [image for _, image in places], min(count - 1, len(places) - 1) if count else at)


def show(screen: LibraryScreen, images: list[Image], at: int) -> None:
    """Shows a picture of the article alone on the screen."""
    from reader.tui.pictureview import PictureScreen

    if screen.shown_id is None:
        raise ReaderError("There is no article here; choose one first.")
    screen.app.push_screen(PictureScreen(screen, images, at))
