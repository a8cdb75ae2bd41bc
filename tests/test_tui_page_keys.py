"""What the keys do on the page: contents, jumps, links, finding, selecting, ruler, pipe."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from loopback import Loopback, Reply, rss
from test_tui_flows import Hands, frame, reading

from reader.config import Config
from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body
from reader.store import Library, arrivals, articles, feeds
from reader.tui import outward, piping
from reader.tui.chooser import Chooser
from reader.tui.sheet import Sheet

LONG = "<p>" + "Some words that fill the page and are read in passing. " * 12 + "</p>"
BODY = f"""
<p>See the <a href="https://example.org/one">first link</a> and the
<a href="https://xn--80ak6aa92e.com/x?y=1">second</a>; it is told in the
notes<sup><a id="back" href="#note">1</a></sup>.</p>
<h2>The beginning</h2>{LONG}
<details><summary>More of it</summary><p>Under the fold lies a needle.</p></details>
<h2>The middle</h2>{LONG}{LONG}<h3>Aside</h3>{LONG}
<h2>The end</h2>{LONG}
<ol><li id="note">What the note says. <a href="#back">back</a></li></ol>
"""


@pytest.fixture
def article(library: Library) -> int:
    one = feeds.add(library, kind="web", url="https://example.org/rss", title="The Gazette")
    parsed = ParsedArticle(
        guid="1", title="A long read", byline="Ada Byron", url="https://example.org/read",
        language="en", published=1_700_000_000, words=900,
        body=Body("html", BODY, "https://example.org/read"),
    )  # fmt: skip
    new = Arrival(b"k" * 16, b"h", 1_700_000_000, parsed)
    return arrivals.apply(library, one.id, Changes(new=(new,))).ids[0]


def said(hands: Hands) -> str:
    """The status line."""
    return frame(hands.app).split("\n")[-1]


async def test_contents_and_headings(library: Library, article: int) -> None:
    async with reading(library, (90, 24)) as hands:
        await hands.press("enter", "c")
        assert isinstance(hands.app.screen, Chooser)
        shown = frame(hands.app)
        for words in ("The beginning", "The middle", "  Aside", "The end"):
            assert words in shown
        shown = await hands.press("down", "enter")
        assert hands.screen.page.about == ("jump",)
        top = hands.screen.page.top_line
        assert "The middle" in shown.split("\n")[0]
        shown = await hands.press("]")
        assert "Aside" in shown.split("\n")[0]
        await hands.press("[")
        assert hands.screen.page.top_line == top
        await hands.press("ctrl+o")
        assert hands.screen.page.top_line == 0


async def test_footnotes_jump_and_come_back(library: Library, article: int) -> None:
    async with reading(library, (90, 24)) as hands:
        await hands.press("enter", "tab", "tab", "tab")
        assert "What the note says." in said(hands)
        shown = await hands.press("enter")
        assert "What the note says." in shown
        assert hands.screen.page.top_line > 0
        await hands.press("backspace")
        assert hands.screen.page.top_line == 0
        await hands.press("ctrl+o")
        assert "no jump" in said(hands)


async def test_tab_walks_links_then_panes(library: Library, article: int) -> None:
    async with reading(library, (90, 24)) as hands:
        await hands.press("enter", "tab")
        assert "→ https://example.org/one" in said(hands)
        assert "copy" in said(hands)
        await hands.press("tab")
        # The host is Cyrillic throughout and looks like apple.com.
        assert "xn--80ak6aa92e.com" in said(hands)
        await hands.press("y")
        assert hands.app.clipboard == "https://xn--80ak6aa92e.com/x?y=1"
        await hands.press("tab", "tab")
        assert hands.screen.pane == "page"
        await hands.press("tab")
        assert hands.screen.pane == "feeds"
        await hands.press("shift+tab", "g", "g", "tab", "tab", "shift+tab")
        assert hands.screen.page.marked_link is not None
        await hands.press("escape")
        assert hands.screen.page.marked_link is None
        assert hands.screen.pane == "page"
        await hands.press("shift+tab")
        assert hands.screen.pane == "list"


async def test_the_list_of_links_copies_and_names_hosts(library: Library, article: int) -> None:
    async with reading(library, (90, 24)) as hands:
        shown = await hands.press("enter", "O")
        assert "first link" in shown
        assert "example.org" in shown
        assert "on this page" in shown
        await hands.press("ctrl+y")
        assert hands.app.clipboard == "https://example.org/one"
        assert hands.app.screen is hands.screen


async def test_details_unfold_by_key_and_by_click(library: Library, article: int) -> None:
    async with reading(library, (90, 60)) as hands:
        shown = await hands.press("enter")
        assert "▸ More of it" in shown
        assert "needle" not in shown
        shown = await hands.press("enter")
        assert "▾ More of it" in shown
        assert "needle" in shown
        row = next(y for y, line in enumerate(shown.split("\n")) if "More of it" in line)
        column = shown.split("\n")[row].index("More")
        await hands.pilot.click(offset=(column, row))  # type: ignore[attr-defined]
        assert "needle" not in await hands.press("k")


async def test_lines_set_aside_are_folded_at_the_end_of_the_page(library: Library) -> None:
    one = feeds.add(library, kind="directory", url="/texts", title="Texts")
    parsed = ParsedArticle(
        guid="a.txt", title="Told", body=Body("text", "The last words."),
        residue=("Related News", "Sign up"),
    )  # fmt: skip
    arrivals.apply(library, one.id, Changes(new=(Arrival(b"k" * 16, b"h", 1, parsed),)))
    async with reading(library, (90, 24)) as hands:
        shown = await hands.press("enter")
        assert "▸ 2 lines of the page around the article" in shown
        assert "Sign up" not in shown
        shown = await hands.press("enter")
        assert shown.index("The last words.") < shown.index("Related News") < shown.index("Sign up")


async def test_find_counts_goes_on_and_keeps_the_place(library: Library, article: int) -> None:
    async with reading(library, (90, 24)) as hands:
        shown = await hands.press("enter", "F", *"passing")
        assert "Find (1 of 60):" in shown
        await hands.press("enter")
        assert "“passing” 1 of 60" in said(hands)
        await hands.press("n", "n", "enter", "N")
        assert "3 of 60" in said(hands)
        await hands.press("N", "N", "N")
        assert "60 of 60" in frame(hands.app) or "Round to the end" in said(hands)
        top = hands.screen.page.top_line
        assert top > 0
        await hands.press("escape")
        assert hands.screen.page.found is None
        assert hands.screen.page.top_line == top
        assert hands.screen.pane == "page"
        await hands.press("F", *"nowhere", "enter")
        assert "nowhere is not on this page." in said(hands)
        shown = await hands.press("F", *"needle", "enter")
        assert "Under the fold lies a needle." in shown


async def test_selecting_by_keys_copies_clean_text(library: Library, article: int) -> None:
    async with reading(library, (90, 24)) as hands:
        await hands.press("enter", "tab", "v")
        assert hands.screen.where == ("select",)
        await hands.press("e", "e", "y")
        assert hands.app.clipboard == "first link"
        assert "Copied 10 characters" in said(hands)
        await hands.press("escape", "g", "g", "v", "}", "2", "w", "o", "0", "$", "h", "escape")
        assert hands.screen.page.caret is None
        assert hands.screen.pane == "page"
        await hands.press("v", "j", "j", "G", "g", "g", "(", ")", "{", "b", "m")
        assert hands.screen.page.caret is not None  # other commands wait outside


async def test_the_ruler_moves_by_lines_and_dims_the_rest(library: Library, article: int) -> None:
    async with reading(library, (90, 24)) as hands:
        await hands.press("enter", "g", "R")
        page = hands.screen.page
        assert page.ruler.bright
        first = page.ruler.at
        await hands.press("j", "j")
        assert page.ruler.at > first
        assert page.top_line == 0
        await hands.press("G")
        assert page.at_end
        await hands.press("k", "space", "g", "g")
        assert (page.ruler.at, page.top_line) == (first, 0)
        await hands.press("g", "R")
        assert not page.ruler.shown


async def test_linear_mode_puts_the_cursor_on_the_line(library: Library, article: int) -> None:
    config = Config(first_frame=False, linear=True)
    async with reading(library, (80, 24), config) as hands:
        await hands.press("enter", "j", "j", "j")
        x, y = hands.app.cursor_position
        line = frame(hands.app).split("\n")[y]
        assert line[:x].strip() == ""
        assert line[x : x + 3].strip()
        assert y == hands.screen.page.ruler.at - hands.screen.page.top_line
        await hands.press("q")
        assert hands.app.cursor_position != (x, y)


async def test_a_screen_down_marks_the_first_new_line(library: Library, article: int) -> None:
    async with reading(library, (80, 24)) as hands:
        before = (await hands.press("enter")).split("\n")
        shown = (await hands.press("pagedown")).split("\n")
        assert shown[0].strip(" ▐›") == before[22].strip(" ▁▂▃▄▅▆▇█›")
        new = next(line for line in shown[1:] if line.strip(" ▐"))
        assert [line for line in shown if "›" in line] == [new]
        assert "›" not in await hands.press("j")


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
async def test_pipe_gives_text_and_fields(library: Library, article: int, format: str) -> None:
    program = (
        "import os, sys; print(sys.stdin.read()[:400]); "
        "print(*(os.environ['TEARSHEET_' + name] for name in "
        "('ID', 'TITLE', 'BYLINE', 'FEED', 'URL', 'DATE', 'FORMAT')), sep='|')"
    )
    async with reading(library, (120, 40)) as hands:
        await hands.press("enter", "|")
        for _ in range(("text", "markdown", "html").index(format)):
            await hands.press("tab")
        await hands.press(*f'"{sys.executable}" -c "{program}"', "enter")
        await hands.until(lambda: isinstance(hands.app.screen, Sheet))
        shown = await hands.press("down")
        wanted = {"text": "A long read", "markdown": "# A long read", "html": "<h1>A long read"}
        assert wanted[format] in shown
        await hands.press("pagedown", "pagedown")
        fields = f"{article}|A long read|Ada Byron|The Gazette|https://example.org/read|2023"
        assert fields in "".join(line.strip("│▐ ") for line in frame(hands.app).split("\n"))
        await hands.press("escape")
        await hands.until(lambda: hands.app.screen is hands.screen)
        await hands.press("|")
        assert "sep='|')" in frame(hands.app)  # the last command is there again


async def test_a_pipe_that_fails_says_what(library: Library, article: int) -> None:
    async with reading(library, (120, 24)) as hands:
        await hands.press("enter", "|", *"no-such-program x", "enter")
        assert "no program no-such-program" in said(hands)
        await hands.press("|", "ctrl+u", *"sh -c 'echo broken >&2; exit 3'", "enter")
        await hands.until(lambda: "failed (3): broken" in said(hands))
        await hands.press("|", "ctrl+u", *"'open quote", "enter")
        assert "is no command" in said(hands)


async def test_a_pipe_is_bounded_and_does_not_pass_a_shell(tmp_path: Path) -> None:
    code, output, _ = await piping.run(
        [sys.executable, "-c", "print('x' * 3_000_000)"], b"unread" * 1_000_000, {}
    )
    assert code == 0
    assert len(output) == piping.OUTPUT_LIMIT
    marker = tmp_path / "made"
    code, output, _ = await piping.run(
        ["echo", f"; touch {marker}"], b"", {"PATH": "/usr/bin:/bin"}
    )
    assert not marker.exists()
    assert b"touch" in output
    assert piping.shown_lines(b"\x1b[1mbold\x1b[0m\n\tin\x1b]52;c;eA==\x07\n") == ["bold", "    in"]


def test_what_is_written_has_the_head(library: Library, article: int) -> None:
    one = articles.article(library, article)
    assert outward.written(one, "text").startswith("A long read\n\nAda Byron · The Gazette")
    assert "<h1>A long read</h1>" in outward.written(one, "html")


async def test_a_marked_link_is_saved_for_later_or_followed(library: Library) -> None:
    page = "<html><head><title>Elsewhere</title></head><body><article>"
    page += "<p>Words enough to be an article, and some more of them. </p>" * 12
    with Loopback() as site:
        site.pages["/page"] = Reply(body=page.encode(), content_type="text/html")
        site.feed("/rss", rss("Another feed").encode())
        one = feeds.add(library, kind="web", url="https://example.org/rss", title="The Gazette")
        links = f'<p><a href="{site.url("/page")}">page</a> <a href="{site.url("/rss")}">feed</a>'
        parsed = ParsedArticle(guid="1", title="Two links", body=Body("html", links, ""))
        new = Arrival(b"k" * 16, b"h", 1_700_000_000, parsed)
        arrivals.apply(library, one.id, Changes(new=(new,)))
        async with reading(library, (120, 24)) as hands:
            await hands.press("enter", "tab", "s")
            await hands.until(lambda: "Saved for later" in said(hands))
            assert articles.counts(library, 0).later == 1
            await hands.press("tab", "a")
            await hands.until(lambda: "Another feed is there" in said(hands))
            assert "Another feed" in [feed.title for feed in feeds.all_feeds(library)]
