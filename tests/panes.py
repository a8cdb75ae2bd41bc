"""A reading pane in a tiny app of its own, with an article to read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult

from reader.model import Article, Body
from reader.tui.reading import ReadingPane

PROSE = "".join(
    f"<p>Paragraph {number} begins here and goes on for a while, so that it takes some lines of "
    f"the page, whatever the width of the page may be, and ends with number {number}.</p>"
    for number in range(60)
)


def article(markup: str = PROSE, **changed: Any) -> Article:
    values: dict[str, Any] = {
        "id": 1, "feed_id": 1, "feed": "The Feed", "title": "A title", "title_from": "feed",
        "deck": "What it is about", "byline": "By Somebody", "credit": "", "source": "",
        "dateline": "", "url": "https://e.org/a", "published": 1_700_000_000, "updated": None,
        "added": 1_700_000_000, "language": "en", "words": 500, "read": False, "saved": None,
        "tags": ("one", "two"), "summary": "", "enclosures": (),
        "body": Body("html", markup, "https://e.org/a"),
    }  # fmt: skip
    return Article(**(values | changed))


class Reader(App[None]):
    """A pane and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[tuple[str, str]] = []
        self.scrolled: list[tuple[int, int]] = []

    def compose(self) -> ComposeResult:
        yield ReadingPane()

    def on_reading_pane_link_chosen(self, event: ReadingPane.LinkChosen) -> None:
        self.chosen.append((event.href, event.text))

    def on_reading_pane_scrolled(self, event: ReadingPane.Scrolled) -> None:
        self.scrolled.append((event.place, event.percent))


class Screen:
    """An app on a screen of some size, with its pane."""

    def __init__(self, app: Reader, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot
        self.pane = app.query_one(ReadingPane)

    async def frame(self) -> list[str]:
        await self.pilot.pause()
        size = self.app.size
        strips = self.app.screen._compositor.render_strips(size)
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()


@asynccontextmanager
async def screen(width: int = 80, height: int = 24) -> AsyncIterator[Screen]:
    app = Reader()
    async with app.run_test(size=(width, height)) as pilot:
        yield Screen(app, pilot)
