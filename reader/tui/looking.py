"""How things look and what is known of them: help, palette, details, sorting, width, theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reader import clock, text
from reader.model import Article, Feed, Order, Picture
from reader.store import pictures
from reader.tui import outward, viewing
from reader.tui.chooser import Chooser, Option
from reader.tui.commands import COMMANDS, shown
from reader.tui.heading import ORDER_NAMES
from reader.tui.sheet import Line, Sheet, help_lines

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def show_help(screen: LibraryScreen, count: int | None = None) -> None:
    """Every command with its keys."""
    screen.app.push_screen(
        Sheet("Help: type to search, esc closes", help_lines(screen.bindings_of))
    )


def palette(screen: LibraryScreen, count: int | None = None) -> None:
    """Every command by name."""

    def chosen(answer: str | None) -> None:
        if answer is not None:
            screen.run_command(answer)

    here = [command for command in COMMANDS if set(screen.where) & set(command.where)]
    options = [
        Option(
            command.id,
            command.title,
            " ".join(shown(key) for key in screen.bindings_of[command.id]),
            f"{command.help} {command.id} {command.group}",
        )
        for command in here
        if command.id != "app.palette"
    ]
    screen.app.push_screen(Chooser("Command…", options), chosen)


def sort(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for the order of the list."""

    def chosen(answer: str | None) -> None:
        if answer is not None and answer != screen.view.order:
            viewing.look(screen, replace(screen.view, order=Order(answer)), screen.list.current_id)

    orders = [order for order in Order if order is not Order.BEST or screen.view.query]
    options = [Option(order.value, ORDER_NAMES[order]) for order in orders]
    screen.app.push_screen(Chooser("Sort", options, current=screen.view.order.value), chosen)


def unread_only(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows only what is unread, or all again."""
    wanted = replace(screen.view, unread_only=not screen.view.unread_only)
    viewing.look(screen, wanted, screen.list.current_id)


def theme(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for a theme; the one under the cursor is tried on."""
    app = screen.app
    before = app.theme

    def try_on(name: str) -> None:
        app.theme = name

    def chosen(answer: str | None) -> None:
        app.theme = answer or before

    names = sorted(app.available_themes, key=lambda name: (not name.startswith("tearsheet"), name))
    options = [Option(name, name) for name in names]
    app.push_screen(Chooser("Theme", options, current=before, on_highlight=try_on), chosen)


def details(screen: LibraryScreen, count: int | None = None) -> None:
    """Everything known of the feed or article under the cursor."""
    item = screen.sidebar.current
    if screen.pane == "feeds":
        feed = screen.feed_of(item.view) if item is not None and item.view is not None else None
        if feed is None:
            screen.status.say("Put the cursor on a feed first.")
        else:
            screen.app.push_screen(Sheet("Feed", feed_facts(screen, feed)))
        return
    article = outward.article_here(screen)
    lines = article_facts(article, pictures.of(screen.library, article.id))
    lines += _missing_pillow(screen, article)
    of = next((feed for feed in screen.feeds if feed.id == article.feed_id), None)
    if of is not None:
        lines += [Line(), *feed_facts(screen, of)]
    screen.app.push_screen(Sheet("Article", lines))


def _when(at: int | None) -> str:
    return "" if at is None else f"{text.long_date(at)} ({text.ago(at, clock.now())})"


def _facts(heading: str, facts: list[tuple[str, str]]) -> list[Line]:
    return [Line(said=heading, heading=True), *(Line(name, said) for name, said in facts if said)]


def article_facts(article: Article, known: Mapping[str, Picture]) -> list[Line]:
    """What is known of an article and its pictures, line by line."""
    shown = [("Picture", said) for said in picture_facts(known)]
    enclosures = [(f"Enclosure {at}", f"{one.url} {one.media_type}".strip())
                  for at, one in enumerate(article.enclosures, 1)]  # fmt: skip
    return _facts(
        article.title,
        [
            ("Deck", article.deck),
            ("Byline", article.byline),
            ("Credit", article.credit),
            ("Source", article.source),
            ("Dateline", article.dateline),
            ("Address", article.url),
            ("File", article.original_path),
            ("Published", _when(article.published)),
            ("Updated", _when(article.updated)),
            ("Added", _when(article.added)),
            ("Language", article.language),
            ("Full text", _full_text(article)),
            ("Length", f"{text.plural(article.words, 'word')}, {article.minutes} min"),
            ("State", ("read" if article.read else "unread")
             + (", saved " + text.long_date(article.saved) if article.saved else "")),
            ("Tags", " ".join(article.tags)),
            ("The same in", ", ".join(one.feed for one in article.also_in)),
            *enclosures,
            *shown,
            ("Number", str(article.id)),
        ],
    )  # fmt: skip


def _full_text(article: Article) -> str:
    note = f": {article.full_text_note}" if article.full_text_note else ""
    said = {
        "": "",
        "shown": "shown; x goes back to what the feed sends",
        "kept": "here; x shows it",
        "failed": "could not be fetched",
    }
    return said[article.full_text] + note


def picture_facts(known: Mapping[str, Picture]) -> list[str]:
    """What is kept of an article's pictures, or why one is not."""
    return [
        one.error or f"{text.shown_address(one.url)} ({one.kind}, {one.width} × {one.height})"
        for one in known.values()
    ]


def _missing_pillow(screen: LibraryScreen, article: Article) -> list[Line]:
    """What would draw the pictures of the article on the page, where nothing does."""
    from reader.page.pictures import INSTALL, can_draw

    if can_draw() or article.id != screen.shown_id or not screen.page.picture_places():
        return []
    return [Line("Pictures", f"drawing them needs Pillow: {INSTALL}")]


def _interval(minutes: int | None) -> str:
    for unit, name in ((1_440, "day"), (60, "hour"), (1, "minute")):
        if minutes and minutes % unit == 0:
            return text.plural(minutes // unit, name)
    return ""


def feed_facts(screen: LibraryScreen, feed: Feed) -> list[Line]:
    """What is known of a feed and its health, line by line."""
    path = next((one.path for one in screen.folders if one.id == feed.folder_id), "")
    state = "gone for good (410): no longer asked" if feed.gone else ""
    error = f"{feed.last_error} ({text.plural(feed.failures, 'time')})" if feed.last_error else ""
    return _facts(
        feed.title,
        [
            ("Address", text.shown_address(feed.url) if feed.kind == "web" else feed.url),
            ("Site", feed.site),
            ("About", feed.description),
            ("Folder", path),
            ("Articles", f"{feed.articles:,}, {feed.unread:,} unread"),
            ("State", state),
            ("Error", error),
            ("Last success", _when(feed.last_success)),
            ("Last asked", _when(feed.last_checked)),
            ("Next refresh", _when(feed.next_due) if feed.next_due and not feed.gone else ""),
            ("Interval", _interval(feed.every)),
            ("Full text", "always fetched" if feed.full_text else ""),
            ("Followed since", _when(feed.added)),
            ("Number", str(feed.id)),
        ],
    )


def copy_or_quit(screen: LibraryScreen, count: int | None = None) -> None:
    """Copies what is selected; with nothing selected, quits."""
    selected = screen.get_selected_text()
    if selected:
        outward.copy(screen, text.clean_lines(selected))
        screen.clear_selection()
        screen.status.say(f"Copied {text.plural(len(selected), 'character')}.")
    else:
        screen.app.exit()


def redraw(screen: LibraryScreen, count: int | None = None) -> None:
    """Draws the whole screen anew."""
    screen.refresh(layout=True, repaint=True)
