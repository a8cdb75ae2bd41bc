"""Long pages open with their first blocks, which are those of the whole page."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import SOUP

from reader import page
from reader.model import Body
from reader.page import html, tree
from reader.page.blocks import Blocks, plain


@settings(deadline=None, max_examples=400)
@given(SOUP, st.integers(1, 900))
def test_the_beginning_is_the_beginning_of_the_whole(soup: list[str], size: int) -> None:
    markup = "".join(soup)
    first = html.beginning(markup, "https://e.org/", size)
    assert html.blocks(markup, "https://e.org/")[: len(first)] == first


def in_steps(markup: str) -> tuple[Blocks, int]:
    opening = page.opening(Body("html", markup, "https://e.org/"))
    steps = 0
    while not opening.step():
        steps += 1
    assert opening.ready
    return opening.whole(), steps


@pytest.mark.parametrize(
    "part",
    [
        "<p>Words and <b>more of</b> them.</p>\n",
        "<div>Loose words<br><br>in a <div>soup</div></div>",
        "<ul><li>one<li>two</ul><blockquote><p>Said.</p></blockquote><hr>",
        "<table><tr><th>a<th>b<tr><td>1<td>2</table><p>Text.</p>",
    ],
)
def test_a_long_page_is_read_in_steps(part: str) -> None:
    markup = part * (600_000 // len(part))
    opening = page.opening(Body("html", markup, "https://e.org/"))
    assert not opening.ready
    assert 3_000 < len(plain(opening.first)) < 60_000
    made, steps = in_steps(markup)
    assert steps > 3
    assert made == html.blocks(markup, "https://e.org/")
    assert made[: len(opening.first)] == opening.first


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote>" + "<p>All of it is quoted.</p>" * 20_000,
        "<p>" + "word " * 100_000,
        "<p>x <abbr title='a b'>AB</abbr>" + "<p>words" * 50_000,
    ],
    ids=lambda markup: markup[:20],
)
def test_of_what_cannot_be_parted_the_beginning_is_shown_meanwhile(markup: str) -> None:
    opening = page.opening(Body("html", markup, ""))
    assert not opening.ready
    first = plain(opening.first)
    assert len(first) > 3_000
    assert plain(opening.whole()).startswith(first.rstrip()[:-10])
    assert opening.whole() == html.blocks(markup)


@pytest.mark.parametrize("markup", ["<p>short</p>", ""])
def test_what_is_short_is_read_at_once(markup: str) -> None:
    opening = page.opening(Body("html", markup, ""))
    assert opening.ready
    assert opening.first == opening.whole() == html.blocks(markup)


def test_other_formats_are_read_at_once() -> None:
    for format_ in ("text", "markdown"):
        body = Body(format_, "Words of a text. " * 30 + "\n\n" + "More of it. " * 20_000, "")  # type: ignore[arg-type]
        assert page.opening(body).first == page.of(body)


def test_the_first_blocks_of_a_very_long_page_come_soon() -> None:
    markup = "<p>Some <b>words</b> of a page that never ends.</p>\n" * 100_000
    begun = time.process_time()
    opening = page.opening(Body("html", markup, ""))
    assert time.process_time() - begun < 0.3
    assert not opening.ready


@pytest.mark.parametrize("part", ["<p>x", "<li>x", "<i></i>", "<tr><td>a</td>", "<br/>x"])
def test_what_is_too_much_for_a_page_is_left_out_with_a_word_about_it(part: str) -> None:
    markup = "<p>The beginning.</p>" + part * 500_000
    found = html.blocks(markup)
    said = plain(found)
    assert said.startswith("The beginning.")
    left_out = re.search(r"The rest of this page \(([\d,]+) kB\) is left out: it has too", said)
    assert left_out
    # 200,000 elements are there.
    kept = len(markup) - int(left_out[1].replace(",", "")) * 1_000
    assert abs(kept - len(part) * 200_000 / (2 if "<td>" in part else 1)) < 3_000


def test_a_long_page_is_all_there() -> None:
    said = plain(html.blocks("<p>Some <b>words</b>.</p>" * 99_000))
    assert said.count("words") == 99_000
    assert "left out" not in said


@settings(deadline=None, max_examples=200)
@given(SOUP)
def test_the_parser_makes_the_same_of_pieces(soup: list[str]) -> None:
    markup = "".join(soup)
    whole = html.blocks(markup)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "_SLICE", 5)
        assert html.blocks(markup) == whole
