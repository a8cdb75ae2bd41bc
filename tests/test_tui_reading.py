"""The reading pane in a tiny app: frames, places, links, selection, hostile text."""

from __future__ import annotations

import pytest
from panes import Reader, Screen, article, screen
from rich.segment import Segment
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip

from reader.model import Enclosure
from reader.tui.reading import ReadingPane


async def test_head_and_body_stand_in_a_centred_column() -> None:
    async with screen(100, 24) as at:
        at.pane.show(article())
        frame = await at.frame()
        text = "\n".join(frame)
        for words in ("A title", "What it is about", "By Somebody", "14 Nov 2023", "3 min read"):
            assert words in text
        assert "The Feed · #one · #two" in text
        body = [line for line in frame if "Paragraph 0" in line]
        assert body[0].startswith(" " * 13 + "Paragraph 0")
        assert max(len(line.rstrip("▐ ")) for line in frame) <= 13 + 72 + 1


async def test_empty_pane_says_so_quietly() -> None:
    async with screen() as at:
        at.pane.empty(["Nothing is here.", "Press a to add a feed."])
        frame = await at.frame()
        assert "Nothing is here." in "\n".join(frame)
        assert not at.pane.has_article
        assert (at.pane.place, at.pane.percent, at.pane.at_end) == (0, 100, True)


@pytest.mark.parametrize("width", [20, 21, 33, 60, 120, 300])
async def test_every_width_shows_the_words(width: int) -> None:
    async with screen(width, 20) as at:
        at.pane.show(article())
        assert "Paragraph" in "\n".join(await at.frame())


@pytest.mark.parametrize("markup", ["", "   ", "<p></p>", "<b>" * 100_000, "\x00"])
async def test_bodies_without_text_show_the_head(markup: str) -> None:
    async with screen() as at:
        at.pane.show(article(markup))
        assert "A title" in "\n".join(await at.frame())
        at.pane.bottom()
        assert at.pane.at_end


async def test_show_before_the_pane_has_a_size() -> None:
    class Early(Reader):
        def on_mount(self) -> None:
            self.query_one(ReadingPane).show(article(), None, 2_000)

    app = Early()
    async with app.run_test(size=(80, 24)) as pilot:
        at = Screen(app, pilot)
        await at.frame()
        assert at.pane.place == 2_000


async def test_the_line_being_read_stays_through_widths_and_sizes() -> None:
    async with screen() as at:
        at.pane.show(article())
        at.pane.go_to(3_000)
        await at.pilot.pause()
        place = at.pane.place
        whole = at.pane._sections.body.layout.text
        for width, height in ((40, 20), (200, 50), (20, 10), (80, 24), (61, 33)):
            await at.resize(width, height)
            assert at.pane.place == place
            top = (await at.frame())[0].strip(" ▐")
            assert whole[place : place + 8].strip() in top
        for measure in (20, 200, 72):
            at.pane.set_measure(measure)
            await at.pilot.pause()
            assert at.pane.place == place
        await at.resize(80, 24)
        at.pane.show(article(), None, place)
        await at.pilot.pause()
        assert at.pane.place == place


async def test_paging_keeps_a_line_and_reaches_the_end() -> None:
    async with screen() as at:
        at.pane.show(article())
        first = await at.frame()
        at.pane.scroll_screens(1)
        second = await at.frame()
        assert second[0] == first[-1] != ""
        at.pane.scroll_screens(-1)
        assert await at.frame() == first
        seen = 0
        while not at.pane.at_end:
            at.pane.scroll_screens(1)
            await at.pilot.pause()
            seen += 1
            assert seen < 100
        assert at.pane.percent == 100
        assert "number 59." in "\n".join(await at.frame())
        at.pane.top()
        await at.pilot.pause()
        assert at.pane.place == 0
        assert await at.frame() == first


async def test_moves_are_told_and_showing_is_not() -> None:
    async with screen() as at:
        at.pane.show(article(), None, 2_000)
        await at.pilot.pause()
        assert at.app.scrolled == []
        at.pane.scroll_lines(3)
        await at.pilot.pause()
        ((place, percent),) = at.app.scrolled
        assert place == at.pane.place > 2_000
        assert 0 < percent < 100


LINKS = (
    '<p>Go <a href="https://e.org/one">to one</a> or <a href="/two">to two</a>, or '
    '<a href="javascript:no">nowhere</a>.</p>'
) + "".join(f'<p><a href="https://e.org/{n}">link {n}</a></p>' for n in range(3, 14))


async def test_hints_number_the_links_in_sight_and_digits_choose() -> None:
    async with screen(80, 60) as at:
        at.pane.show(article(LINKS))
        await at.pilot.pause()
        assert [link.href for link in at.pane.links][:2] == [
            "https://e.org/one",
            "https://e.org/two",
        ]
        assert at.pane.hints_on()
        frame = "\n".join(await at.frame())
        assert "Go ¹to one or ²to two, or nowhere." in frame
        assert at.pane.take_key("2")
        await at.pilot.pause()
        assert at.app.chosen == [("https://e.org/two", "to two")]
        assert "¹" not in "\n".join(await at.frame())


async def test_two_digits_and_keys_that_are_not_hints() -> None:
    async with screen(80, 60) as at:
        at.pane.show(article(LINKS))
        await at.pilot.pause()
        assert not at.pane.take_key("j")
        assert not at.pane.take_key("0")
        assert at.pane.take_key("1")  # 1, or 10 to 13
        await at.pilot.pause()
        assert at.app.chosen == []
        assert at.pane.take_key("2")
        await at.pilot.pause()
        assert at.app.chosen == [("https://e.org/12", "link 12")]
        at.pane.take_key("1")
        assert at.pane.take_key("enter")
        await at.pilot.pause()
        assert at.app.chosen[-1] == ("https://e.org/one", "to one")
        at.pane.hints_on()
        assert at.pane.take_key("escape")
        assert not at.pane.take_key("escape")
        at.pane.hints_on()
        assert not at.pane.take_key("j")
        assert "¹" not in "\n".join(await at.frame())


async def test_a_page_without_links_has_no_hints() -> None:
    async with screen() as at:
        at.pane.show(article("<p>none</p>"))
        assert not at.pane.hints_on()
        assert not at.pane.take_key("1")
        assert at.pane.next_link() is None


async def test_links_can_be_walked_and_opened() -> None:
    async with screen(80, 12) as at:
        at.pane.show(article(LINKS))
        await at.pilot.pause()
        walked = [at.pane.next_link() for _ in range(13)]
        assert [link.href for link in walked if link] == [link.href for link in at.pane.links]
        assert "link 13" in "\n".join(await at.frame())
        assert at.pane.open_link()
        await at.pilot.pause()
        assert at.app.chosen == [("https://e.org/13", "link 13")]


async def test_a_click_on_a_link_chooses_it() -> None:
    async with screen(80, 24) as at:
        at.pane.show(article(LINKS, enclosures=(Enclosure("https://e.org/x.mp3", "audio/mpeg"),)))
        frame = await at.frame()
        row = next(y for y, line in enumerate(frame) if "to two" in line)
        await at.pilot.click(ReadingPane, offset=(frame[row].index("to two") + 2, row))
        await at.pilot.click(ReadingPane, offset=(frame[row].index("Go"), row))
        await at.pilot.pause()
        assert at.app.chosen == [("https://e.org/two", "to two")]
        assert at.pane.links[-1].href == "https://e.org/x.mp3"


async def test_selected_text_is_copied_unwrapped() -> None:
    async with screen(50, 24) as at:
        words = "A first paragraph that is wrapped over lines\u200b for sure, it is so long."
        at.pane.show(article(f"<p>{words}</p><p>漢字 sec\xadond</p>", deck="", byline=""))
        frame = await at.frame()
        rows = [y for y, line in enumerate(frame) if "A first" in line or "漢字" in line]
        start = frame[rows[0]].index("first")
        await at.pilot.mouse_down(ReadingPane, offset=(start, rows[0]))
        await at.pilot.hover(ReadingPane, offset=(frame[rows[1]].index("漢字") + 9, rows[1]))
        await at.pilot.mouse_up(ReadingPane, offset=(frame[rows[1]].index("漢字") + 9, rows[1]))
        await at.pilot.pause()
        assert at.app.screen.get_selected_text() == (
            "first paragraph that is wrapped over lines for sure, it is so long.\n\n漢字 secon"
        )


async def test_everything_can_be_selected() -> None:
    async with screen() as at:
        at.pane.show(article("<p>one</p><ul><li>two</ul>"))
        await at.pilot.pause()
        at.app.screen.selections = {at.pane: Selection(None, None)}
        said = at.app.screen.get_selected_text()
        assert said
        assert said.startswith("A title\n\nWhat it is about")
        assert said.endswith("one\n\ntwo")
        at.app.screen.selections = {at.pane: Selection(Offset(2, 0), Offset(7, 0))}
        assert at.app.screen.get_selected_text() == "title"


def reached(strip: Strip) -> str:
    return "".join(segment.text for segment in strip)


async def test_hostile_text_does_not_reach_the_screen() -> None:
    nasty = "\x1b]52;c;eA==\x07\x9b31m\u202eabc"
    async with screen(80, 40) as at:
        at.pane.show(
            article(
                f"<p>body {nasty}</p><pre>{nasty}</pre><img src=/x.png alt='{nasty} alt'>",
                title=nasty, deck=nasty, byline=nasty, feed=nasty, tags=(nasty,), source=nasty,
            )
        )  # fmt: skip
        await at.pilot.pause()
        shown = "".join(reached(at.pane.render_line(y)) for y in range(40))
        assert "abc" in shown
        bad = {*map(chr, range(32)), *map(chr, range(127, 160)), "\u202e"}
        assert not bad & set(shown)


async def test_hyperlinks_for_the_terminal_are_clean_addresses() -> None:
    async with screen(80, 30) as at:
        at.pane.show(article('<a href="https://e.org/a\x1b]8;;x">q</a> <a href="/é b">r</a>'))
        await at.pilot.pause()
        links = {
            segment.style.link
            for y in range(30)
            for segment in at.pane.render_line(y)
            if isinstance(segment, Segment) and segment.style and segment.style.link
        }
        assert all(link.isascii() and link.isprintable() and " " not in link for link in links)
        assert "https://e.org/%C3%A9%20b" in links


async def test_code_moves_sideways_and_says_that_it_is_cut() -> None:
    code = "".join(str(n % 10) for n in range(150))
    async with screen(60, 24) as at:
        at.pane.show(article(f"<pre>{code}\nshort</pre><p>prose</p>"))
        frame = "\n".join(await at.frame())
        assert code[:56] + "›" in frame
        at.pane.sideways(2)
        frame = await at.frame()
        (line,) = [line for line in frame if "›" in line]
        assert line.strip(" ▐").startswith("‹" + code[17:40])
        assert any(line.strip(" ▐") == "prose" for line in frame)
        at.pane.sideways(-5)
        assert code[:56] + "›" in "\n".join(await at.frame())


async def test_what_changes_about_an_article_does_not_move_its_text() -> None:
    async with screen() as at:
        at.pane.show(article())
        at.pane.go_to(2_000)
        before = await at.frame()
        at.pane.update_article(article(saved=1_700_000_000, tags=()))
        assert await at.frame() == before
        at.pane.top()
        assert "★ saved" in "\n".join(await at.frame())


async def test_a_new_theme_repaints_in_its_own_colours() -> None:
    async with screen() as at:
        at.pane.show(article())
        await at.pilot.pause()
        before = at.pane.render_line(3)
        at.app.theme = "textual-light"
        await at.pilot.pause()
        assert at.pane.render_line(3) != before


async def test_five_megabytes_open_and_scroll() -> None:
    async with screen() as at:
        at.pane.show(
            article("<p>" + "word " * 60 + "</p>\n<p>ünïcode " + "word " * 40 + "</p>" * 9_000)
        )
        at.pane.show(article(("<p>" + "word " * 100 + "</p>\n") * 10_000 + "<p>the end</p>"))
        at.pane.bottom()
        assert "the end" in "\n".join(await at.frame())


def test_the_styles_of_the_screen_and_of_the_page_are_different_bits() -> None:
    from reader.page import blocks, line
    from reader.tui import pagehead

    bits = [
        value
        for module in (blocks, line, pagehead)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, int) and value & (value - 1) == 0 and value
    ]
    assert len(set(bits)) == len(bits)
