"""Pages laid out in steps: the same page, whenever which part of it is asked for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import BLOCKS

from reader.page.blocks import Blocks, Cell, Heading, Mark, Paragraph, Table
from reader.page.flow import begin, lay_out

LONG = Paragraph("some words of a long text without any end " * 20_000)


def test_nothing_is_laid_out_before_it_is_asked_for() -> None:
    layout = begin((Paragraph("one"), Paragraph("two")), 40)
    assert (layout.height, layout.done) == (0, False)
    assert layout.line(0).text == "one"
    assert not layout.done
    assert layout.grow(1)
    assert layout.done
    assert layout.height == 3


@settings(deadline=None, max_examples=60)
@given(BLOCKS, st.integers(20, 100), st.integers(0, 60))
def test_in_steps_it_is_the_same_page(blocks: Blocks, width: int, line: int) -> None:
    whole, grown = lay_out(blocks, width), begin(blocks, width)
    there = grown.reach(line)
    assert there == (line < whole.height)
    for at in range(min(grown.height, whole.height)):
        assert grown.line(at) == whole.line(at)
    grown.finish()
    assert (grown.height, grown.length) == (whole.height, whole.length)
    assert grown.links == whole.links


@settings(deadline=None, max_examples=60)
@given(BLOCKS, st.integers(20, 100), st.integers(0, 300))
def test_a_place_is_found_though_it_is_not_laid_out_yet(
    blocks: Blocks, width: int, place: int
) -> None:
    whole = lay_out(blocks, width)
    if place < whole.length:
        assert begin(blocks, width).line_at(place) == whole.line_at(place)


@settings(deadline=None, max_examples=60)
@given(BLOCKS, BLOCKS, st.integers(20, 100))
def test_blocks_that_come_later_go_below(first: Blocks, more: Blocks, width: int) -> None:
    whole, grown = lay_out((*first, *more), width), begin(first, width)
    grown.reach(3)
    grown.extend(more)
    grown.finish()
    assert [grown.line(at) for at in range(grown.height)] == [
        whole.line(at) for at in range(whole.height)
    ]
    assert grown.text == whole.text


def test_one_endless_paragraph_is_laid_out_in_steps_too() -> None:
    layout = begin((LONG, Paragraph("end")), 72)
    assert layout.line(40).text
    assert layout.height < 5_000
    assert layout.height < layout.estimate < 2 * lay_out((LONG,), 72).height
    assert layout.line(layout.line_at(len(LONG.text) + 2)).text == "end"
    assert layout.estimate == layout.height


def test_growing_stops_when_its_time_is_over() -> None:
    layout = begin((LONG,) * 20, 72)
    begun = time.perf_counter()
    assert not layout.grow(0.005)
    assert time.perf_counter() - begun < 1
    assert layout.height


def test_links_and_headings_of_a_part() -> None:
    linked = Paragraph("here", (Mark(0, 4, 0, "https://e.org/"),))
    layout = begin((linked, LONG, linked, Heading(2, "Last")), 72)
    assert {span.link for span in layout.line(0).spans} == {0}
    assert [link.number for link in layout.links] == [0]
    assert [found.text for found in layout.outline] == ["Last"]
    layout.finish()
    assert [link.number for link in layout.links] == [0, 1]


def test_a_long_table_offers_its_header() -> None:
    rows = tuple((Cell(f"row {n}"), Cell(str(n))) for n in range(500))
    layout = begin((Paragraph("p"), Table(((Cell("Name"), Cell("N")), *rows), 1)), 40)
    assert layout.header_of(0) == layout.header_of(2) == layout.header_of(3) == ()
    assert [line.text for line in layout.header_of(300)] == ["Name       N", "────────────"]
    assert layout.line(300).text == "row 296  296"
    layout.finish()
    assert layout.header_of(layout.height) == ()


@pytest.mark.parametrize("size", [0, 1])
def test_an_empty_page_is_done_at_once(size: int) -> None:
    layout = begin((Paragraph(""),) * size, 40)
    layout.finish()
    assert layout.height == size
    assert layout.header_of(0) == ()
