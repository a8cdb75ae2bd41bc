"""The full text by key: in place, at the line being read, back again, for a feed, for a list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback import Loopback, Reply
from test_ingest_fulltext import followed, page, teasers
from test_tui_flows import frame, reading

from reader.model import Body
from reader.store import Library, articles, feeds, fulltext, undo
from reader.store.fulltext import FullText
from reader.tui.fulltext import same_line

OFFER = "This feed sends only a beginning. x shows the full text"


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as running:
        for number in range(1, 4):
            running.pages[f"/{number}"] = page(number)
        running.feed("/rss", teasers(running, 3))
        yield running


async def test_x_fetches_shows_and_goes_back(library: Library, site: Loopback) -> None:
    number = followed(library, site)[0]
    site.forget()
    async with reading(library) as hands:
        shown = await hands.press("enter")
        assert OFFER in shown
        assert site.asked() == []  # reading alone asks for nothing
        await hands.press("x")
        shown = await hands.until(lambda: "Paragraph 5 of story 3" in frame(hands.app))
        assert "x shows what the feed sends" in shown
        assert hands.screen.shown_id == number
        shown = await hands.press("x")
        assert "Paragraph 5" not in shown
        assert "The full text is here. x shows it" in shown
        site.forget()
        assert "Paragraph 5" in await hands.press("x")
        assert site.asked() == []
        assert "Paragraph 5" not in await hands.press("u")
        assert "Paragraph 5" in await hands.press("ctrl+r")
    async with reading(library) as hands:
        await hands.press("g", "a")
        assert "Paragraph 5" in await hands.press("g", "g")


async def test_a_failure_is_a_sentence_and_can_be_tried_again(
    library: Library, site: Loopback
) -> None:
    followed(library, site)
    site.pages["/3"] = Reply(404, reason="Not Found")
    async with reading(library) as hands:
        await hands.press("enter", "x")
        shown = await hands.until(lambda: "x tries again" in frame(hands.app))
        assert "404" in shown
        assert "It began" in shown
        site.pages["/3"] = page(3)
        await hands.press("x")
        await hands.until(lambda: "Paragraph 5 of story 3" in frame(hands.app))


async def test_the_line_being_read_stays(library: Library, site: Loopback) -> None:
    number = followed(library, site)[0]
    prose = [f"<p>Paragraph {n} has these words of its own and no others.</p>" for n in range(80)]
    with library.writing() as db:
        db.execute("DELETE FROM article WHERE id <> ?", (number,))
    text = FullText(Body("html", "".join(["<p>A new lead.</p>"] * 9 + prose), ""), 900)
    from reader.store.packing import squeeze

    with library.writing() as db:
        db.execute(
            "UPDATE body SET content = ? WHERE article_id = ?",
            (squeeze("".join(prose[:50])), number),
        )
    fulltext.keep(library, number, text, show=False)
    async with reading(library, (100, 24)) as hands:
        await hands.press("enter", "space", "space")
        top = first_line(frame(hands.app))
        shown = await hands.press("x")
        assert first_line(shown) == top
        assert first_line(await hands.press("x")) == top


def first_line(shown: str) -> str:
    """The first paragraph on the screen that has words of its own."""
    return next(line for line in shown.split("\n") if "has these words" in line).strip()


def test_a_line_is_found_in_the_other_text() -> None:
    one = Body("html", "<p>First words here for all.</p><p>Second part, quite its own words.</p>")
    two = Body("html", "<h2>New</h2><p>First words here for all.</p><p>Third.</p>")
    assert same_line(one, two, 2) >= 5
    assert same_line(two, one, 0) == 0
    assert same_line(one, Body("html", ""), 20) == 0


async def test_always_for_a_feed(library: Library, site: Loopback) -> None:
    followed(library, site)
    async with reading(library) as hands:
        shown = await hands.press("X")
        assert "will show the full text" in shown
        (feed,) = [one for one in feeds.all_feeds(library) if one.kind == "web"]
        assert feed.full_text
        await hands.press("X")
        assert not feeds.feed(library, feed.id).full_text
        undo.undo(library)
        assert feeds.feed(library, feed.id).full_text


async def test_a_whole_list_is_prefetched(library: Library, site: Loopback) -> None:
    ids = followed(library, site)
    async with reading(library) as hands:
        await hands.press("g", "P")
        await hands.until(lambda: hands.screen.fetching is None)
        assert "3 full texts are here." in frame(hands.app)
        assert {articles.article(library, one).full_text for one in ids} == {"shown"}
        assert "Paragraph 5" in frame(hands.app)


async def test_it_can_be_stopped(library: Library, site: Loopback) -> None:
    followed(library, site)
    for number in range(1, 4):
        site.pages[f"/{number}"] = Reply(body=page(1).body, wait=20, content_type="text/html")
    async with reading(library) as hands:
        from reader.tui import fulltext as acts

        acts.prefetch(hands.screen)
        await hands.until(lambda: bool(site.asked("/3") or site.asked("/2") or site.asked("/1")))
        from reader.tui import feeding

        feeding.stop(hands.screen)
        await hands.until(lambda: hands.screen.fetching is None)
        assert "Stopped" in frame(hands.app)


async def test_what_has_no_page_says_so(library: Library, site: Loopback, tmp_path) -> None:
    from test_ingest_fulltext import QUICK

    from reader.ingest import add

    path = tmp_path / "note.txt"
    path.write_text("The headline\n\nSome words in a file that was taken in by itself.\n")
    add.add(library, QUICK, str(path))
    async with reading(library) as hands:
        assert "This is all of its text" in await hands.press("x")
