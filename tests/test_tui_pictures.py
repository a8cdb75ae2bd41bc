"""Pictures on the page: they come later, move nothing in sight, and are there offline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path

import pytest
from loopback import Loopback, Reply, rss
from picturemaker import RED, halves, packed, taken_in
from terminal import Terminal

from reader.config import Config
from reader.ingest import add
from reader.model import Picture
from reader.store import Library, feeds, open_library, pictures, saved
from reader.tui import sixel
from reader.tui.app import TearsheetApp
from reader.tui.library import LibraryScreen

WORDS = "<p>" + "Some words of the story go on for a while here. " * 8 + "</p>"
HOME = "https://example.org"


class Reading:
    """The app at an article, and what is on its page."""

    def __init__(self, app: TearsheetApp, pilot: object) -> None:
        self.app, self.pilot = app, pilot
        self.screen: LibraryScreen = app.library_screen
        self.page = self.screen.page

    async def until(self, done: Callable[[], bool]) -> None:
        for _ in range(200):
            await self.pilot.pause()  # type: ignore[attr-defined]
            if done():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("it did not come about")

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)  # type: ignore[attr-defined]
        await self.pilot.pause()  # type: ignore[attr-defined]

    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def text(self) -> list[str]:
        """The page without the scroll bar and the line below."""
        return [line[:78].rstrip() for line in self.lines()[:-1]]

    @property
    def drawn(self) -> bool:
        return any("▀" in line for line in self.lines())

    def top(self) -> str:
        return self.lines()[0]


@asynccontextmanager
async def reading(
    library: Library, size: tuple[int, int] = (80, 24), **settings: object
) -> AsyncIterator[Reading]:
    options = {"pictures": False, "graphics": "blocks", "first_frame": False} | settings
    app = TearsheetApp(library, Config(**options))  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Reading(app, pilot)


def kept(library: Library, article: int, path: str, size: tuple[int, int] = (400, 200)) -> Picture:
    content = packed(halves(size))
    return pictures.keep(library, article, f"{HOME}{path}", content, "png", size)


async def test_a_kept_picture_is_drawn_with_its_caption(library: Library) -> None:
    markup = f"<figure><img src='/a.png' alt='Alt'><figcaption>Caption</figcaption></figure>{WORDS}"
    kept(library, taken_in(library, markup), "/a.png")
    async with reading(library) as at:
        await at.press("enter")
        await at.until(lambda: at.drawn)
        rows = [line for line in at.lines() if "▀" in line]
        assert len(rows) == 10
        assert {line.count("▀") for line in rows} == {40}
        assert not [line for line in at.lines() if "Alt" in line]
        first = at.lines().index(rows[0])
        assert at.lines()[first + 10].strip(" ▐") == "Caption"
        strip = at.page.render_line(first)
        colours = {seg.style.color.triplet for seg in strip if seg.style and "▀" in seg.text}
        assert [tuple(one) for one in colours if one] == [RED]


async def test_rows_are_kept_free_where_the_page_says_the_size(library: Library) -> None:
    markup = f"<img src='/a.png' alt='Alt' width=400 height=200>{WORDS * 3}"
    article = taken_in(library, markup)
    async with reading(library) as at:
        await at.press("enter")
        before = at.lines()
        assert any("▧ Alt" in line for line in before)
        at.page.take_picture(kept(library, article, "/a.png"))
        await at.until(lambda: at.drawn)
        words = [line for line in before if "words" in line]
        assert words
        assert words == [line for line in at.lines() if "words" in line]


async def test_a_picture_that_comes_above_or_below_moves_nothing_in_sight(
    library: Library,
) -> None:
    markup = f"<img src='/a.png' alt='First'>{WORDS * 9}<img src='/b.png' alt='Last'>{WORDS}"
    article = taken_in(library, markup)
    async with reading(library) as at:
        await at.press("enter", "space", "space")
        before, height = at.text(), at.page.virtual_size.height
        at.page.take_picture(kept(library, article, "/a.png"))
        at.page.take_picture(kept(library, article, "/b.png", (400, 300)))
        await at.until(lambda: at.page.virtual_size.height == height + 9 + 12)
        assert at.text() == before


async def test_a_picture_that_comes_in_sight_waits_until_it_is_out_of_sight(
    library: Library,
) -> None:
    markup = f"{WORDS}<img src='/a.png' alt='Alt'>{WORDS * 9}"
    article = taken_in(library, markup)
    async with reading(library) as at:
        await at.press("enter")
        before = at.lines()
        at.page.take_picture(kept(library, article, "/a.png"))
        await at.until(lambda: True)
        assert at.lines() == before
        assert any("▧ Alt" in line for line in before)
        await at.press("j", "j")
        assert any("▧ Alt" in line for line in at.lines())
        height = at.page.virtual_size.height
        await at.press("pagedown")
        top = at.top()
        await at.until(lambda: at.page.virtual_size.height == height + 9)
        assert at.top() == top
        await at.press("g", "g")
        await at.until(lambda: at.drawn)


async def test_within_a_picture_the_place_is_exact_at_every_width(library: Library) -> None:
    markup = f"{WORDS}<img src='/a.png' alt='Alt'>{WORDS * 9}"
    kept(library, taken_in(library, markup), "/a.png")
    async with reading(library) as at:
        await at.press("enter")
        (line, _) = at.page.picture_places()[0]
        at.page.scroll_lines(line + 5)
        await at.until(lambda: at.page.top_line == line + 5)
        await at.pilot.resize_terminal(60, 24)  # type: ignore[attr-defined]
        await at.pilot.pause()  # type: ignore[attr-defined]
        (line, _) = at.page.picture_places()[0]
        assert at.page.top_line == line + 5


async def test_off_and_on_at_once_and_at_the_next_start(library: Library) -> None:
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS * 9}"), "/a.png")
    async with reading(library) as at:
        await at.press("enter")
        await at.until(lambda: at.drawn)
        await at.press("I")
        assert not at.drawn
        assert any("▧ Alt" in line for line in at.lines())
        at.screen.keep_session()
    async with reading(library) as at:
        assert not at.drawn
        await at.press("I")
        await at.until(lambda: at.drawn)


async def test_a_feed_without_pictures_and_back(library: Library) -> None:
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS}"), "/a.png")
    async with reading(library) as at:
        await at.press("enter")
        await at.until(lambda: at.drawn)
        await at.press("g", "I")
        assert not at.drawn
        assert not feeds.feed(library, 1).pictures
        await at.press("u")
        await at.until(lambda: feeds.feed(library, 1).pictures)
        await at.until(lambda: at.drawn)


@pytest.mark.parametrize("how", ["theme", "none", "no_color"])
async def test_without_colours_the_text_stands_for_it(
    library: Library, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS}"), "/a.png")
    settings: dict[str, object] = {}
    if how == "theme":
        settings["theme"] = "ansi-dark"
    elif how == "none":
        settings["graphics"] = "none"
    else:
        monkeypatch.setenv("NO_COLOR", "1")
    async with reading(library, **settings) as at:
        await at.press("enter")
        assert any("▧ Alt" in line for line in at.lines())
        assert not at.drawn


async def test_what_is_broken_says_so_in_place_and_alone(library: Library) -> None:
    number = taken_in(library, f"<img src='/a.png' alt='One'><img src='/b.png' alt='Two'>{WORDS}")
    pictures.keep(library, number, f"{HOME}/a.png", b"\x89PNG nothing", "png", (400, 200))
    pictures.keep_failure(library, number, f"{HOME}/b.png", "It is no longer there.")
    async with reading(library) as at:
        await at.press("enter")
        await at.until(lambda: any("▧ One (not shown: V says why)" in x for x in at.lines()))
        assert any("▧ Two (not shown: V says why)" in line for line in at.lines())
        await at.press("V")
        await at.until(lambda: any("the picture is broken" in line for line in at.lines()))
        await at.press("n")
        assert any("It is no longer there." in line for line in at.lines())


async def test_alone_on_the_screen(library: Library, tmp_path: Path) -> None:
    markup = (
        f"{WORDS}<figure><img src='/a.png' alt='One'><figcaption>Caption</figcaption></figure>"
        f"{WORDS * 5}<img src='/b.png' alt='Two'>{WORDS}"
    )
    number = taken_in(library, markup)
    kept(library, number, "/a.png", (1600, 900))
    kept(library, number, "/b.png", (900, 1600))
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o700)
    async with reading(library, size=(100, 30), browser=str(browser)) as at:
        await at.press("enter", "V")
        await at.until(lambda: sum("▀" in line for line in at.lines()) == 27)
        said = at.lines()
        assert said[27].strip() == "Caption"
        assert "1 of 2 · 1600 × 900 png · https://example.org/a.png" in said[28]
        await at.press("n", "n")
        assert "2 of 2 · 900 × 1600 png" in at.lines()[28]
        await at.press("o")
        await at.until(opened.exists)
        await at.press("p")
        assert "1 of 2" in at.lines()[28]
        await at.press("q")
        assert at.app.screen is at.screen


async def test_a_click_shows_it_alone(library: Library) -> None:
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS}"), "/a.png")
    async with reading(library) as at:
        await at.press("enter")
        await at.until(lambda: at.drawn)
        row = next(n for n, line in enumerate(at.lines()) if "▀" in line)
        await at.pilot.click(offset=(10, row + 2))  # type: ignore[attr-defined]
        await at.until(lambda: at.app.screen is not at.screen)


async def test_its_link_has_a_number_like_any_other(library: Library) -> None:
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS}"), "/a.png")
    async with reading(library) as at:
        await at.press("enter")
        await at.until(lambda: at.drawn)
        await at.press("f")
        row = next(line for line in at.lines() if "▀" in line)
        assert row.strip().startswith(("1", "¹"))
        assert at.page.links[0].href == f"{HOME}/a.png"


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (140, 45), (220, 60)])
async def test_at_every_size_it_fits(library: Library, size: tuple[int, int]) -> None:
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS}"), "/a.png", (900, 1600))
    async with reading(library, size=size) as at:
        await at.press("enter")
        await at.until(lambda: bool(at.page.pictures.rows))
        (rows,) = at.page.pictures.rows.values()
        assert rows <= max(4, size[1] * 0.6)
        await at.press("pagedown", "V")
        await at.until(lambda: sum("▀" in line for line in at.lines()) > size[1] // 2)


# With the fetching child and a terminal.


def page(terminal: Terminal) -> list[str]:
    return [line[:78].rstrip() for line in terminal.text().splitlines()[:-1]]


def follow(folder: Path, site: Loopback) -> None:
    with open_library(folder) as library:
        add.add(library, Config(), site.url("/rss"))


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as running:
        markup = f"<img src='/a.png' alt='First'>{WORDS * 9}<img src='/b.png' alt='Last'>{WORDS}"
        body = rss(items=1).replace(">Some words. 1<", f">{escape(markup)}<")
        running.feed("/rss", body.replace("http://example.org", running.url("")))
        for path in ("/a.png", "/b.png"):
            running.pages[path] = Reply(body=packed(halves()), content_type="image/png", wait=2.0)
        yield running


def test_they_come_while_one_reads_and_stay_without_the_server(
    site: Loopback, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    follow(library, site)
    with Terminal.tearsheet("--library", str(library), columns=80, lines=24) as terminal:
        terminal.wait_for("Article 1")
        terminal.send("enter")
        terminal.wait_for("▧ First")
        terminal.send("space", "space")
        terminal.pump(1.0)
        before = page(terminal)
        for _ in range(100):
            terminal.pump(0.1)
            with open_library(library) as lib:
                if len(pictures.of(lib, 1)) == 2:
                    break
        terminal.pump(1.0)
        assert page(terminal) == before
        assert "▀" not in terminal.text()
        terminal.send("g", "g")
        terminal.wait_for("▀" * 40)
        terminal.send("s")
        terminal.wait_for("saved")
        terminal.send("Q")
        assert terminal.wait_end() == 0
    asked = len(site.asked())
    site.__exit__(None, None, None)
    with Terminal.tearsheet("--library", str(library), columns=80, lines=24) as terminal:
        terminal.wait_for("▀" * 40)
        terminal.send("Q")
        terminal.wait_end()
    assert len(site.asked()) == asked


def test_nothing_is_asked_for_where_the_settings_say_so(site: Loopback, tmp_path: Path) -> None:
    library, settings = tmp_path / "library", tmp_path / "config.toml"
    settings.write_text("pictures = false\n")
    env = {"TEARSHEET_CONFIG": str(settings)}
    follow(library, site)
    with Terminal.tearsheet("--library", str(library), env=env, columns=80, lines=24) as terminal:
        terminal.wait_for("Article 1")
        terminal.send("enter")
        terminal.wait_for("▧ First")
        terminal.send("s")
        terminal.wait_for("saved")
        terminal.pump(3.0)
    assert not site.asked("/a.png")


def test_kittys_placeholders_are_sent_where_chosen(library: Library, tmp_path: Path) -> None:
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS}"), "/a.png")
    saved.save(library, [1])
    settings = tmp_path / "config.toml"
    settings.write_text('graphics = "kitty"\n')
    env = {"TEARSHEET_CONFIG": str(settings)}
    with Terminal.tearsheet(
        "--library", str(library.folder), env=env, columns=80, lines=24, emulate=False
    ) as terminal:
        terminal.pump(3.0, until=b"Story 1")
        terminal.send("enter")
        place = "\U0010eeee\u0305\u0305".encode()
        terminal.pump(5.0, until=place)
        said = bytes(terminal.raw)
        assert b"\x1b_Gq=2,a=t,f=100,t=d,i=" in said
        assert said.index(b"a=p,U=1,i=") < said.index(place)
        assert b",c=40,r=10\x1b\\" in said


def test_sixels_say_what_is_in_the_picture() -> None:
    said = sixel.encoded(halves((20, 12)))
    assert said.startswith('\x1bP0;1q"1;1;20;12')
    assert said.endswith("\x1b\\")
    assert said.count("!20~") == 2
    assert "#0;2;" in said


async def test_alone_on_the_screen_in_sixels(library: Library) -> None:
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS}"), "/a.png")
    async with reading(library, graphics="sixel") as at:
        await at.press("enter")
        await at.until(lambda: at.drawn)
        await at.press("V")
        await at.until(lambda: any(key[4] == "sixel" for key in at.page.pictures._drawn))
        await at.until(lambda: any("400 × 200 png" in line for line in at.lines()))
        assert not at.drawn


async def test_the_details_name_them(library: Library) -> None:
    number = taken_in(library, f"<img src='/a.png' alt='One'><img src='/b.png' alt='Two'>{WORDS}")
    kept(library, number, "/a.png")
    pictures.keep_failure(library, number, f"{HOME}/b.png", "It is no longer there.")
    async with reading(library, size=(140, 45)) as at:
        await at.press("enter", "i")
        said = "\n".join(at.lines())
        assert "https://example.org/a.png (png, 400 × 200)" in said
        assert "It is no longer there." in said


@pytest.mark.parametrize(("version", "marks"), [("0.26.5", False), ("0.28.1", True)])
async def test_kitty_is_used_by_itself_where_it_is_new_enough(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, marks: bool
) -> None:
    program = tmp_path / "bin" / "kitty"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho kitty {version} created by somebody\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("KITTY_WINDOW_ID", "1")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    kept(library, taken_in(library, f"<img src='/a.png' alt='Alt'>{WORDS}"), "/a.png")
    async with reading(library, graphics="auto") as at:
        await at.press("enter")
        await at.until(lambda: at.drawn or any("\U0010eeee" in line for line in at.lines()))
        await asyncio.sleep(0.5)
        await at.until(lambda: any("\U0010eeee" in line for line in at.lines()) == marks)
        assert at.drawn != marks


def test_what_is_being_saved_is_fetched_though_the_program_ends(
    site: Loopback, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    follow(library, site)
    with Terminal.tearsheet("--library", str(library), columns=80, lines=24) as terminal:
        terminal.wait_for("Article 1")
        terminal.send("s")
        terminal.wait_for("saved")
        terminal.send("Q")
        assert terminal.wait_end() == 0
    for _ in range(200):
        time.sleep(0.1)
        with open_library(library) as lib:
            if pictures.kept(lib)[:2] == (2, 2):
                return
    raise AssertionError("the pictures were not fetched")
