"""The main screen: it owns the view, joins the panes and hands each key to what it stands for.

What commands do is in modules named after it (`moving`, `going`, `unread`, `marking`, `feeding`,
`searching`, `outward`, `looking`, `fulltext`), imported at their first use; this one holds what
they share: the view and the way back, which panes are seen, and how news from other processes
comes in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from reader import clock, errorlog
from reader.config import Config
from reader.model import Counts, Feed, Folder, Place, ReaderError, View
from reader.store import Library, articles, feeds, lists, session
from reader.tui import going, heading, paging, typesetting
from reader.tui.articlelist import ArticleList
from reader.tui.commands import COMMANDS, bindings, shown
from reader.tui.doer import Doer, Work
from reader.tui.gallery import Gallery
from reader.tui.keys import KeyReader, token
from reader.tui.layout import Pane, arrange
from reader.tui.loader import Loader
from reader.tui.prompt import Prompt
from reader.tui.reading import ReadingPane
from reader.tui.rows import RowList
from reader.tui.sidebar import Sidebar, items
from reader.tui.status import StatusLine
from reader.tui.work import Child

DOES = {command.id: command.does for command in COMMANDS}
LIVE = ("searching.answer", "finding.answer")  # answered at each key
WIDENED = ("searching.answer", "piping.answer")  # `tab` changes what is asked
TICK_SECONDS = 0.5
SESSION_TICKS = 10
BUSY_TICKS = 4
INDEX_AFTER_SECONDS = 3.0
WATCH_AFTER_SECONDS = 1.0


def function_of(does: str) -> Callable[..., Any]:
    """The function that a command's `does` or a question's answer names."""
    module, _, name = does.partition(".")
    function: Callable[..., Any] = getattr(import_module(f"reader.tui.{module}"), name)
    return function


class LibraryScreen(Screen[None]):
    """Sidebar, article list and page over one library."""

    AUTO_FOCUS = ""

    def __init__(self, library: Library, config: Config) -> None:
        super().__init__()
        self.library = library
        self.config = config
        self.kept: dict[str, Any] = session.load(library)
        before = self.kept.get("settings")
        if before != config.looks:
            # What was changed in the settings file since wins over what was changed by key before.
            was = before if isinstance(before, dict) else {}
            now = {name: said for name, said in config.looks.items() if was.get(name) != said}
            self.kept = {**self.kept, **now}
        self.bindings_of = bindings(config.scheme, config.keys)
        self.keys = KeyReader(self.bindings_of)
        self.view = View()
        self.back: list[tuple[View, int | None]] = []
        self.pane: Pane = "list"
        self.zen = False
        self.closed: frozenset[int] = frozenset()
        self.feeds: list[Feed] = []
        self.folders: list[Folder] = []
        self.counts = Counts()
        self.shown_id: int | None = None
        self.refreshing: Child | None = None
        self.adding: list[Child] = []
        self.gallery = Gallery(self, bool(self.kept.get("pictures", True)))
        self.fetching: Child | None = None  # full texts
        self.shown_full = False  # the page shows the full text, not the feed's own
        self.watching: Child | None = None
        self.watched: frozenset[int] | None = None  # directories; None: not yet
        self.newest_seen = 0
        self.version = -1
        self.opened = False
        self.search_from: tuple[View, int | None, Pane] = (View(), None, "list")
        self.search_everywhere = True
        self.search_zen = False
        self.loader_done = True
        self.listed: View | None = None
        self._ticks = 0
        self.started = False
        self.read_here: list[int] = []  # read since the view was entered; they stay in its list
        self.cannot_keep = False
        self._next_tick: asyncio.TimerHandle | None = None
        self.moved_page = False
        self.piped = [str(one) for one in self.kept.get("piped", ())][:2] or ["text", ""]

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield Sidebar(id="feeds")
            yield ArticleList(self._fetch, id="list")
            yield ReadingPane(id="page")
        yield Prompt(id="prompt")
        yield StatusLine(id="status")

    def on_mount(self) -> None:
        self.sidebar = self.query_one(Sidebar)
        self.list = self.query_one(ArticleList)
        self.page = self.query_one(ReadingPane)
        self.prompt = self.query_one(Prompt)
        self.status = self.query_one(StatusLine)
        self.loader = Loader(self.library, self.call_later)
        self.doer = Doer(self.library, self.call_later)
        typesetting.begin(self)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.gallery.look())
        going.restore(self)
        self.call_after_refresh(self._first_page)

    def _first_page(self) -> None:
        """The page comes after the first screen, which so has the list 30 ms sooner."""
        self.started = True
        going.restore_page(self)
        self._listen()
        self.set_timer(INDEX_AFTER_SECONDS, lambda: function_of("feeding.index")(self))
        self.set_timer(WATCH_AFTER_SECONDS, lambda: function_of("watching.start")(self))

    def _fetch(self, ids: Any) -> dict[int, Any]:
        return lists.rows(self.library, ids)

    # Keys.

    def on_key(self, event: events.Key) -> None:
        if self.prompt.what:
            return
        event.stop()
        event.prevent_default()
        key = token(event.key, event.character)
        if self.pane == "page" and self.page.take_key(key):
            return
        pressed = self.keys.press(key, *self.where)
        self.status.waiting(self.keys.waiting)
        if pressed.command:
            self.run_command(pressed.command, pressed.count)

    @property
    def where(self) -> tuple[str, ...]:
        """What a key may be about, in the order in which it is asked: the pane is the last."""
        about = self.page.about if self.pane == "page" else ()
        return about if about == ("select",) else (*about, self.pane)

    def run_command(self, id: str, count: int | None = None) -> None:
        """Does what the command says; a failure becomes a sentence in the status line."""
        self.guarded(lambda: function_of(DOES[id])(self, count))

    def guarded(self, act: Callable[[], None]) -> None:
        """Does `act`; whatever fails in it becomes a sentence, and the screen stays."""
        try:
            act()
        except ReaderError as error:
            self.status.say(str(error), error=True)
        except Exception as error:
            self.status.say(errorlog.note(self.library.folder, error), error=True)

    def do(self, said: str, work: Work, done: Callable[[Any], None]) -> None:
        """Has an act done beside the keys; `done` gets what it gave, a failure is said."""

        def ended(answer: object) -> None:
            self.status.progress("")
            if isinstance(answer, ReaderError):
                self.status.say(str(answer), error=True)
            else:
                self.guarded(lambda: done(answer))

        self.status.progress(said)
        self.doer.do(work, ended)

    # Panes.

    def focus_pane(self, pane: Pane) -> None:
        """Gives the keys to `pane` and brings it onto the screen."""
        self.pane = pane
        self.keys.forget()
        self.arrange_panes()
        widget = {"feeds": self.sidebar, "list": self.list, "page": self.page}[pane]
        widget.focus(scroll_visible=False)
        paging.show_about(self)
        typesetting.place_cursor(self)

    def arrange_panes(self) -> None:
        """Shows the panes that fit the width."""
        arrangement = arrange(self.size.width or self.app.size.width, self.pane, self.zen)
        seen = False
        for widget, cells in (
            (self.sidebar, arrangement.feeds),
            (self.list, arrangement.list),
            (self.page, arrangement.page),
        ):
            if widget.display != bool(cells):
                widget.display = bool(cells)
            width = "1fr" if cells < 0 else cells
            if cells and str(widget.styles.width or "") != str(width):
                widget.styles.width = width
            widget.set_class(seen and bool(cells), "-ruled")
            seen = seen or bool(cells)

    def shows(self, pane: Pane) -> bool:
        """Whether `pane` is on the screen now."""
        return arrange(self.size.width, self.pane, self.zen).shows(pane)

    def on_resize(self) -> None:
        if hasattr(self, "page"):
            self.arrange_panes()

    def show_hints(self) -> None:
        """The keys that help here."""
        self.status.hints(
            tuple(
                (shown(self.bindings_of[command.id][0]), command.hint)
                for at in self.where
                for command in COMMANDS
                if command.hint and at in command.where and self.bindings_of[command.id]
            )
        )

    # The view.

    @property
    def today(self) -> int:
        """The second at which this day began."""
        return clock.midnight()

    # The page.

    @on(RowList.Moved, "#list")
    def _list_moved(self) -> None:
        paging.preview(self)
        typesetting.place_cursor(self)

    @on(RowList.Moved, "#feeds")
    def _feeds_moved(self) -> None:
        typesetting.place_cursor(self)

    @on(ReadingPane.Scrolled)
    def _page_moved(self, event: ReadingPane.Scrolled) -> None:
        self.moved_page = True
        paging.show_place(self)
        typesetting.place_cursor(self)

    @on(ReadingPane.Changed)
    def _page_changed(self) -> None:
        paging.show_place(self)
        paging.show_about(self)

    @on(ReadingPane.LinkChosen)
    def _link_chosen(self, event: ReadingPane.LinkChosen) -> None:
        self.guarded(lambda: function_of("following.chosen")(self, event.href))

    @on(ReadingPane.PictureChosen)
    def _picture_chosen(self, event: ReadingPane.PictureChosen) -> None:
        images = [image for _, image in self.page.picture_places()]
        self.guarded(lambda: function_of("gallery.show")(self, images, images.index(event.image)))

    # The mouse and the prompt.

    @on(RowList.Chosen, "#feeds")
    def _feed_clicked(self) -> None:
        self.focus_pane("feeds")
        going.into(self)

    @on(RowList.Chosen, "#list")
    def _article_clicked(self) -> None:
        going.into(self)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        pane = event.widget.id if event.widget is self.focused else None
        if pane in ("feeds", "list", "page") and pane != self.pane:
            self.focus_pane(pane)  # type: ignore[arg-type]

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        self.prompt.close()
        self.focus_pane(self.pane)
        self.guarded(lambda: function_of(event.what)(self, event.value))

    @on(Prompt.Changed)
    def _asked_live(self, event: Prompt.Changed) -> None:
        if event.what in LIVE:
            function_of(f"{event.what.partition('.')[0]}.typed")(self, event.value)

    @on(Prompt.Tabbed)
    def _tabbed(self, event: Prompt.Tabbed) -> None:
        if event.what in WIDENED:
            function_of(f"{event.what.partition('.')[0]}.widen")(self, event.value)

    @on(Prompt.Left)
    def _question_left(self, event: Prompt.Left) -> None:
        self.prompt.close()
        if event.what in LIVE:
            function_of(f"{event.what.partition('.')[0]}.left")(self)
        self.focus_pane(self.pane)

    # News from this and other processes.

    def read_feeds(self) -> None:
        """Reads feeds, folders and counts anew and paints the sidebar."""
        self.version = self.library.data_version()
        self.feeds = feeds.all_feeds(self.library)
        self.folders = feeds.folders(self.library)
        self.read_counts()
        if self.watched is not None:
            function_of("watching.start")(self)

    def read_counts(self) -> None:
        """Reads the counts anew after an act of our own."""
        self.counts = articles.counts(self.library, self.today)
        self.sidebar.show(items(self.feeds, self.folders, self.counts, self.closed))
        heading.head(self)

    def _listen(self) -> None:
        # On the loop itself: Textual's own interval wakes the message pump of the screen each time,
        # which costs ten times as much as the question.
        self._ticks += 1
        # A look at the news of a thousand feeds costs two frames; while they are coming, one in
        # two seconds is enough.
        busy = self.refreshing is not None or self.adding
        due = not busy or self._ticks % BUSY_TICKS == 0
        if due and self.library.data_version() != self.version:
            self.call_later(self._news)
        if self._ticks % SESSION_TICKS == 0 and not self.cannot_keep:
            self.call_later(self.guarded, self._keep_or_stop)
        loop = asyncio.get_running_loop()
        self._next_tick = loop.call_later(TICK_SECONDS, self._listen)

    def _news(self) -> None:
        if self.refreshing is None:
            before = {feed.id for feed in self.feeds}
            self.read_feeds()
            if before - {feed.id for feed in self.feeds}:
                function_of("viewing.reload")(self)  # another program left a feed: its articles go
        else:
            # Names and errors of feeds are read when the refresh has ended.
            self.version = self.library.data_version()
            self.read_counts()
        function_of("arriving.take_in")(self)

    def keep_session(self) -> None:
        """Keeps the place for the next start, if it changed."""
        if self.shown_id is not None and self.moved_page:
            session.keep_place(self.library, self.shown_id, self.page.place)
            self.moved_page = False
        now = going.place(self)
        if now != self.kept:
            session.store(self.library, now)
            self.kept = now
            # Our own commit does not change our data_version, so no news is missed here.

    def _keep_or_stop(self) -> None:
        try:
            self.keep_session()
        except ReaderError:
            # Said once: a library that can only be read stays so.
            self.cannot_keep = True
            raise

    def leave(self) -> None:
        """The last things before the end."""
        if not self.cannot_keep:
            self.keep_session()
        if self._next_tick is not None:
            self._next_tick.cancel()
        self.loader.stop()
        self.doer.stop()
        self.gallery.stop()
        for child in (self.refreshing, self.fetching, self.watching):
            if child is not None:
                child.stop()

    def feed_of(self, view: View) -> Feed | None:
        """The feed that `view` shows, if it shows one."""
        if view.place is not Place.FEED:
            return None
        return next((feed for feed in self.feeds if feed.id == view.key), None)
