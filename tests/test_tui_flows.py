"""What a reader does with the keys, on the real screen over a real library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from conftest import arrival
from textual import events
from textual.keys import _character_to_key

from reader.config import Config
from reader.incoming import Changes
from reader.model import Body, Order, Place, View
from reader.store import (
    Library,
    arrivals,
    articles,
    feeds,
    lists,
    marks,
    open_library,
    saved,
    tags,
)
from reader.tui import heading, viewing
from reader.tui.app import TearsheetApp
from reader.tui.chooser import Chooser
from reader.tui.library import LibraryScreen
from reader.tui.sheet import Sheet

Stock = Callable[..., list[int]]


def frame(app: TearsheetApp) -> str:
    """What the screen shows, as text."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


class Hands:
    """Presses keys and waits until everything has come to rest."""

    def __init__(self, app: TearsheetApp, pilot: object) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> LibraryScreen:
        return self.app.library_screen

    async def press(self, *keys: str) -> str:
        for key in keys:
            named = _character_to_key(key) if len(key) == 1 else key
            character = key if len(key) == 1 else " " if key == "space" else None
            self.app.post_message(events.Key(named, character))
            await self.pilot.pause()  # type: ignore[attr-defined]
        await self.pilot.pause()  # type: ignore[attr-defined]
        while self.screen.status.busy:
            await self.pilot.pause(0.01)  # type: ignore[attr-defined]
        return frame(self.app)

    async def until(self, done: Callable[[], bool]) -> str:
        for _ in range(200):
            await self.pilot.pause(0.02)  # type: ignore[attr-defined]
            if done():
                return frame(self.app)
        raise AssertionError(frame(self.app))


@asynccontextmanager
async def reading(
    library: Library, size: tuple[int, int] = (140, 40), config: Config | None = None
) -> AsyncIterator[Hands]:
    """The program on a screen of `size`."""
    app = TearsheetApp(library, config or Config(first_frame=False))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Hands(app, pilot)


async def test_three_panes_show_places_articles_and_the_page(
    library: Library, stock: Stock
) -> None:
    stock(library, 12)
    async with reading(library) as hands:
        shown = frame(hands.app)
        for said in ("Tearsheet", "Today", "Later", "Archive", "Gazette 1", "News",
                     "The harbour opens again 0", "Number 0."):  # fmt: skip
            assert said in shown


async def test_opening_marks_read_and_the_row_stays(library: Library, stock: Stock) -> None:
    ids = stock(library, 6)
    async with reading(library) as hands:
        await hands.press("enter")
        assert articles.article(library, ids[0]).read
        assert hands.screen.list.ids[0] == ids[0]
        shown = await hands.press("q")
        assert "The harbour opens again 0" in shown
        assert hands.screen.pane == "list"


async def test_looking_at_an_article_does_not_mark_it(library: Library, stock: Stock) -> None:
    ids = stock(library, 6)
    async with reading(library) as hands:
        shown = await hands.press("j", "j")
        assert "Number 2." in shown
        assert not articles.article(library, ids[2]).read


async def test_counts_sequences_and_ends(library: Library, stock: Stock) -> None:
    stock(library, 30)
    async with reading(library) as hands:
        await hands.press("5", "j")
        assert hands.screen.list.cursor == 5
        await hands.press("G")
        assert hands.screen.list.cursor == 29
        await hands.press("g", "g")
        assert hands.screen.list.cursor == 0


async def test_mark_save_and_undo(library: Library, stock: Stock) -> None:
    ids = stock(library, 6)
    async with reading(library) as hands:
        await hands.press("m", "s")
        article = articles.article(library, ids[0])
        assert article.read
        assert article.saved
        shown = await hands.press("u")
        assert "Undone" in shown
        assert articles.article(library, ids[0]).saved is None
        await hands.press("u")
        assert not articles.article(library, ids[0]).read
        await hands.press("ctrl+r", "ctrl+r")
        assert articles.article(library, ids[0]).saved


async def test_mark_all_and_undo_brings_all_back(library: Library, stock: Stock) -> None:
    ids = stock(library, 12)
    marks.mark(library, ids[3:5], read=True)
    async with reading(library) as hands:
        await hands.press("A")
        assert articles.unread_total(library) == 0
        await hands.press("u")
        assert articles.unread_total(library) == 10


async def test_saved_has_later_and_archive(library: Library, stock: Stock) -> None:
    ids = stock(library, 6)
    saved.save(library, ids[:3])
    marks.mark(library, ids[:1], read=True)
    async with reading(library) as hands:
        await hands.press("g", "s")
        assert list(hands.screen.list.ids) == ids[:3]
        await hands.press("g", "l")
        assert list(hands.screen.list.ids) == ids[1:3]
        await hands.press("g", "r")
        assert list(hands.screen.list.ids) == ids[:1]


async def test_tags_by_keyboard(library: Library, stock: Stock) -> None:
    ids = stock(library, 6)
    async with reading(library) as hands:
        await hands.press("t", *"news", "space", *"art", "enter")
        assert articles.article(library, ids[0]).tags == ("art", "news")
        assert "art" in frame(hands.app)
        await hands.press("u")
        assert articles.article(library, ids[0]).tags == ()


async def test_delete_and_undo(library: Library, stock: Stock) -> None:
    ids = stock(library, 6)
    async with reading(library) as hands:
        await hands.press("d")
        assert ids[0] not in hands.screen.list.ids
        await hands.press("u")
        assert ids[0] in hands.screen.list.ids


async def test_a_text_of_several_feeds_is_one_row_that_leads_to_all(library: Library) -> None:
    ids = []
    for at, name in enumerate(("The Gazette of a harbour with a very long name", "B", "C")):
        feed = feeds.add(library, kind="web", url=f"https://{at}.example/", title=name).id
        new = (replace(arrival(at), same=7), arrival(10 + at))
        ids.append(arrivals.apply(library, feed, Changes(new=new)).ids[0])
    async with reading(library) as hands:
        shown = await hands.press("g", "a")
        assert shown.count("… +2 ") == 1
        assert set(ids) & set(hands.screen.list.ids) == {ids[0]}
        hands.screen.list.move_to(list(hands.screen.list.ids).index(ids[0]))
        assert "also in B, C" in await hands.press("enter")
        for other in (ids[1], ids[2], ids[0]):
            shown = await hands.press("g", "w")
            assert hands.screen.shown_id == other
            assert hands.screen.view.place is Place.FEED
        assert "back returns" in shown
        await hands.press("q", "q", "q", "q")
        assert hands.screen.view.place is Place.ALL
        assert hands.screen.list.current_id == ids[0]
        await hands.press("d")
        assert not set(ids) & set(hands.screen.list.ids)
        assert not lists.shown(library, ids)
        await hands.press("u")
        assert lists.shown(library, ids) == set(ids)
        other = next(one for one in hands.screen.list.ids if one not in ids)
        hands.screen.list.move_to(list(hands.screen.list.ids).index(other))
        assert "No other feed has this text" in await hands.press("g", "w")


async def test_next_unread_and_next_feed(library: Library, stock: Stock) -> None:
    ids = stock(library, 12)
    marks.mark(library, ids[1:4], read=True)
    async with reading(library) as hands:
        await hands.press("g", "a", "n")
        assert hands.screen.list.current_id == ids[4]
        await hands.press("J")
        assert hands.screen.view.place is Place.FEED


async def test_space_reads_on_to_the_next_unread(library: Library, stock: Stock) -> None:
    ids = stock(library, 6)
    async with reading(library) as hands:
        await hands.press("space")
        assert articles.article(library, ids[0]).read
        await hands.press("space")
        assert hands.screen.list.current_id == ids[1]
        assert articles.article(library, ids[1]).read


async def test_search_is_live_and_q_leads_back(library: Library, stock: Stock) -> None:
    from reader.store import search

    stock(library, 10)
    search.index_pending(library)
    async with reading(library) as hands:
        before = hands.screen.list.current_id
        await hands.press("/", *"bridge")
        shown = await hands.until(lambda: hands.screen.list.length == 2)
        assert "How the bridge was built" in shown
        await hands.press("enter")
        assert hands.screen.view.query == "bridge"
        await hands.press("q")
        assert hands.screen.view.query == ""
        assert hands.screen.list.current_id == before


async def test_leaving_a_search_changes_nothing(library: Library, stock: Stock) -> None:
    stock(library, 10)
    async with reading(library) as hands:
        await hands.press("j", "j")
        before = hands.screen.list.current_id
        await hands.press("/", *"zzz")
        await hands.until(lambda: hands.screen.list.length == 0)
        await hands.press("escape")
        assert hands.screen.list.current_id == before


async def test_sorting(library: Library, stock: Stock) -> None:
    ids = stock(library, 6)
    async with reading(library) as hands:
        await hands.press("S")
        assert isinstance(hands.app.screen, Chooser)
        await hands.press(*"oldest", "enter")
        assert hands.screen.view.order is Order.OLDEST
        await hands.until(lambda: list(hands.screen.list.ids) == ids[::-1])


async def test_unsubscribing_and_undo(library: Library, stock: Stock) -> None:
    stock(library, 12)
    async with reading(library) as hands:
        viewing.look(hands.screen, View(Place.FEED, feeds.all_feeds(library)[0].id))
        name = heading.place_name(hands.screen, hands.screen.view)
        await hands.press("q", "d")
        assert len(feeds.all_feeds(library)) == 2
        assert name not in [item.label for item in hands.screen.sidebar.items]
        await hands.press("u")
        assert len(feeds.all_feeds(library)) == 3


async def test_help_lists_every_key_and_narrows(library: Library) -> None:
    async with reading(library) as hands:
        shown = await hands.press("?")
        assert isinstance(hands.app.screen, Sheet)
        assert "Next unread" in shown or "Down" in shown
        shown = await hands.press(*"undo")
        assert "Undo" in shown
        assert "Half a screen" not in shown
        await hands.press("escape")
        assert hands.app.screen is hands.screen


async def test_the_palette_runs_commands(library: Library, stock: Stock) -> None:
    stock(library, 6)
    async with reading(library) as hands:
        await hands.press(":", *"archive", "enter")
        assert hands.screen.view.place is Place.ARCHIVE


async def test_an_empty_library_says_what_to_do(library: Library) -> None:
    async with reading(library) as hands:
        shown = frame(hands.app)
        assert "Nothing here yet." in shown
        assert "a  adds a feed" in shown
        await hands.press("enter", "m", "s", "o", "n", "space", "A", "i", "J", "u")
        assert "Nothing here yet." in frame(hands.app)


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (100, 30), (140, 45), (220, 60)])
async def test_every_size_works(library: Library, stock: Stock, size: tuple[int, int]) -> None:
    stock(library, 12)
    async with reading(library, size) as hands:
        await hands.press("j", "enter", "space", "q", "q", "j", "k", "l", "tab", "shift+tab", "z")
        await hands.press("z", "i", "escape", "?", "escape")
        assert hands.app.screen is hands.screen


async def test_narrow_shows_one_pane_at_a_time(library: Library, stock: Stock) -> None:
    stock(library, 6)
    async with reading(library, (80, 24)) as hands:
        assert "Archive" not in frame(hands.app)
        shown = await hands.press("enter")
        assert "Number 0." in shown
        await hands.press("q")
        assert "Archive" in await hands.press("q")


async def test_the_session_comes_back(library: Library, stock: Stock) -> None:
    ids = stock(library, 12)
    tags.tag(library, ids[:2], add=["mine"])
    async with reading(library) as hands:
        await hands.press("g", "a", "3", "j", "enter", "+")
        hands.app.exit()
    again = open_library(library.folder)
    async with reading(again) as hands:
        assert hands.screen.view.place is Place.ALL
        assert hands.screen.list.current_id == ids[3]
        assert hands.screen.pane == "page"
        assert hands.screen.page.measure == 76
    again.close()


async def test_news_from_another_process_does_not_move_the_list(
    library: Library, stock: Stock
) -> None:
    from conftest import NOON, arrival

    ids = stock(library, 40)
    async with reading(library) as hands:
        await hands.press("2", "0", "j")
        before = hands.screen.list.current_id
        lines = frame(hands.app).splitlines()[6:30]
        other = open_library(library.folder)
        feed = feeds.all_feeds(other)[0].id
        new = tuple(arrival(n, "x", at=NOON + n) for n in range(900, 907))
        arrivals.apply(other, feed, Changes(new=new))
        other.close()
        await hands.until(lambda: hands.screen.list.length == len(ids) + 7)
        assert hands.screen.list.current_id == before
        left = slice(29, 68)
        now = frame(hands.app).splitlines()[6:30]
        assert [line[left] for line in now] == [line[left] for line in lines]


async def test_an_article_that_cannot_be_shown_does_not_end_the_program(library: Library) -> None:
    feed = feeds.add(library, kind="web", url="https://example.org/f", title="Odd")
    from dataclasses import replace

    from conftest import arrival

    odd = arrival(1)
    body = Body("html", "<" * 3000 + "&#27;]52;c;x&#7;", "")
    odd = replace(odd, article=replace(odd.article, title="[/] [@click=app.quit]x[/]", body=body))
    arrivals.apply(library, feed.id, Changes(new=(odd,)))
    async with reading(library) as hands:
        shown = await hands.press("enter")
        assert "[@click=app.quit]x[/]" in shown
        assert "\x1b" not in shown


async def test_a_new_setting_wins_over_the_old_key(library: Library, stock: Stock) -> None:
    stock(library, 3)
    async with reading(library) as hands:
        await hands.press("+")
        hands.app.exit()
    async with reading(library) as hands:
        assert hands.screen.page.measure == 76
    async with reading(library, config=Config(first_frame=False, measure=60)) as hands:
        assert hands.screen.page.measure == 60


async def test_what_was_read_stays_and_comes_back_at_the_next_start(
    library: Library, stock: Stock
) -> None:
    ids = stock(library, 12)
    async with reading(library) as hands:
        await hands.press("j", "enter", "h", "j", "enter")
        assert hands.screen.list.current_id == ids[2]
        hands.app.exit()
    async with reading(library) as hands:
        assert hands.screen.view.place is Place.UNREAD
        assert hands.screen.list.current_id == ids[2]
        assert hands.screen.pane == "page"
        assert list(hands.screen.list.ids)[:4] == ids[:4]


async def test_undo_leaves_the_page_and_what_was_just_read(library: Library, stock: Stock) -> None:
    ids = stock(library, 12)
    async with reading(library) as hands:
        await hands.press("enter", "h", "j", "enter", "h", "j", "d", "k", "enter")
        assert hands.screen.shown_id == ids[1]
        await hands.press("u")
        assert hands.screen.shown_id == ids[1]
        assert hands.screen.list.current_id == ids[1]
        assert list(hands.screen.list.ids)[:4] == ids[:4]


async def test_resizing_paints_all_panes_at_the_new_width(library: Library, stock: Stock) -> None:
    stock(library, 12)
    async with reading(library, (140, 40)) as hands:
        for size in ((80, 24), (160, 45), (120, 40), (140, 40)):
            await hands.pilot.resize_terminal(*size)  # type: ignore[attr-defined]
            await hands.press()
            shown = frame(hands.app)
            hands.app.refresh(layout=True)
            hands.screen.list.forget_strips()
            hands.screen.sidebar.forget_strips()
            await hands.press()
            assert frame(hands.app) == shown, size


async def test_leaving_a_feed_keeps_the_cursor_in_the_sidebar(
    library: Library, stock: Stock
) -> None:
    stock(library, 12)
    async with reading(library) as hands:
        await hands.press("h", "G")
        at = hands.screen.sidebar.cursor
        await hands.press("d")
        assert hands.screen.sidebar.cursor == at - 1
        await hands.press("u")
        assert len(feeds.all_feeds(library)) == 3


async def test_a_feed_left_by_another_program_goes_from_the_list(
    library: Library, stock: Stock
) -> None:
    stock(library, 12)
    async with reading(library) as hands:
        other = open_library(library.folder)
        feeds.remove(other, [feeds.all_feeds(other)[0].id])
        other.close()
        await hands.until(lambda: hands.screen.list.length == 8)
        assert hands.screen.counts.unread == 8


async def test_zen_says_what_was_done(library: Library, stock: Stock) -> None:
    stock(library, 6)
    async with reading(library) as hands:
        await hands.press("enter", "z")
        assert not hands.screen.status.display
        assert "saved" in (await hands.press("s")).splitlines()[-1]


async def test_a_query_that_says_nothing_finds_nothing(library: Library, stock: Stock) -> None:
    stock(library, 6)
    async with reading(library) as hands:
        await hands.press("/", *"is:foo")
        shown = await hands.until(lambda: hands.screen.list.length == 0)
        assert "is:foo" in shown
