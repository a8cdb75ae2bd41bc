"""Blocks to lines: nothing too wide, nothing lost, places that survive every width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import BLOCKS, unfolded

from reader.page import html
from reader.page.bidi import MIRRORED, has_rtl
from reader.page.blocks import (
    BOLD,
    Blocks,
    Cell,
    Code,
    Heading,
    Image,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Table,
    leaves,
    plain,
    visible,
)
from reader.page.flow import lay_out
from reader.page.line import CODE_BLOCK
from reader.page.setting import Setting
from reader.text import width as cells

WIDTHS = st.integers(20, 200)
SETTINGS = st.builds(
    Setting,
    language=st.sampled_from(["", "en", "de-DE", "he", "ja"]),
    justify=st.booleans(),
    hyphenate=st.booleans(),
    bidi=st.sampled_from(["reader", "terminal"]),
    sideways=st.booleans(),
)


def frame(blocks: Blocks, width: int) -> list[str]:
    layout = lay_out(blocks, width)
    return [layout.line(at).text.rstrip() for at in range(layout.height)]


@settings(deadline=None, max_examples=80)
@given(BLOCKS.map(unfolded), WIDTHS, SETTINGS)
def test_no_line_is_wider_than_the_measure_but_what_scrolls(
    blocks: Blocks, width: int, setting: Setting
) -> None:
    layout = lay_out(blocks, width, setting)
    for at in range(layout.height):
        line = layout.line(at)
        if not line.scrolls:
            assert cells(line.text) <= width


@settings(deadline=None, max_examples=120)
@given(BLOCKS.map(unfolded), WIDTHS, SETTINGS)
def test_every_character_is_on_one_line_and_in_order(
    blocks: Blocks, width: int, setting: Setting
) -> None:
    layout = lay_out(blocks, width, setting)
    whole = plain(blocks)
    shown: dict[int, int] = {}
    for number in range(layout.height):
        for span in layout.line(number).spans:
            for at in range(span.offset, span.offset + len(span.text)) if span.offset >= 0 else ():
                if whole[at] != "\t":
                    assert at not in shown
                shown[at] = number
    told = "".join([leaf.text for leaf in leaves(blocks) if isinstance(leaf, Table)])
    for at, char in enumerate(whole):
        if at in shown:
            # A table whose names stand before each value does not repeat them above.
            assert layout.line_at(at) == shown[at]
        elif char not in told:
            assert char in " \n\t\xa0\xad\u200b\u2060\u3000"


@settings(deadline=None, max_examples=80)
@given(BLOCKS.map(unfolded), WIDTHS)
def test_every_cell_of_a_table_is_shown(blocks: Blocks, width: int) -> None:
    tables = tuple(leaf for leaf in leaves(blocks) if isinstance(leaf, Table))
    for table in tables:
        layout = lay_out((table,), width)
        shown = "".join([layout.line(at).text for at in range(layout.height)])
        wanted = "".join([cell.text for row in table.rows for cell in row])
        mirrored = {MIRRORED.get(char, char) for char in shown}
        assert set("".join(visible(wanted).split())) <= {*shown, *mirrored}


@settings(deadline=None, max_examples=80)
@given(BLOCKS.map(unfolded), WIDTHS)
def test_line_at_and_offset_of_are_inverse(blocks: Blocks, width: int) -> None:
    layout = lay_out(blocks, width)
    offsets = [layout.offset_of(at) for at in range(layout.height)]
    assert offsets == sorted(set(offsets))
    assert [layout.line_at(offset) for offset in offsets] == list(range(layout.height))
    assert [layout.line(at).offset for at in range(layout.height)] == offsets


@settings(deadline=None, max_examples=80)
@given(BLOCKS.map(unfolded), WIDTHS)
def test_spans_know_where_their_text_stands(blocks: Blocks, width: int) -> None:
    layout = lay_out(blocks, width)
    whole = plain(blocks)
    assert layout.text == whole
    assert layout.length == len(whole)
    for at in range(layout.height):
        for span in layout.line(at).spans:
            if span.offset >= 0 and span.text.strip() and not span.style & CODE_BLOCK:
                said = whole[span.offset : span.offset + len(span.text)]
                if not has_rtl(said):
                    assert span.text in (said, MIRRORED.get(said), "-" if said == "\xad" else said)


@settings(deadline=None, max_examples=80)
@given(BLOCKS.map(unfolded), st.lists(WIDTHS, min_size=1, max_size=4))
def test_a_place_stays_in_its_line_at_every_width(blocks: Blocks, widths: list[int]) -> None:
    whole = plain(blocks)
    tables = any(isinstance(leaf, Table) for leaf in leaves(blocks))
    for place in range(0, len(whole), max(1, len(whole) // 7)):
        for width in widths:
            layout = lay_out(blocks, width)
            line = layout.line_at(place)
            assert layout.offset_of(line) <= place
            if line + 1 < layout.height and not tables:
                assert place < layout.offset_of(line + 1)


def test_hanging_bullets_numbers_and_bars() -> None:
    blocks = html.blocks(
        "<ul><li>one two three four<ol start=9><li>five<li>six seven eight</ol></ul>"
        "<blockquote><p>nine ten eleven<p>twelve</blockquote>"
    )
    assert frame(blocks, 20) == [
        "• one two three four",
        "   9. five",
        "  10. six seven",
        "      eight",
        "",
        "▎ nine ten eleven",
        "▎",
        "▎ twelve",
    ]


def test_deep_nesting_leaves_room_for_words() -> None:
    block: Paragraph | Quote = Paragraph("word " * 20)
    for _ in range(39):
        block = Quote((block,))
    layout = lay_out((block,), 20)
    assert max(len(layout.line(at).text.strip("▎ ")) for at in range(layout.height)) >= 8


def test_code_is_not_wrapped_and_its_tabs_are_columns() -> None:
    layout = lay_out((Code("a\tb\n" + "x" * 300),), 40)
    assert [layout.line(at).text for at in range(2)] == ["a   b", "x" * 300]
    assert layout.line(1).scrolls


def table(*rows: str, header: int = 1) -> Table:
    return Table(tuple(tuple(Cell(text) for text in row.split("|")) for row in rows), header)


def test_narrow_table_keeps_its_natural_columns() -> None:
    assert frame((table("name|value", "alpha|1", "be|22"),), 40) == [
        "name   value",
        "────────────",
        "alpha      1",
        "be        22",
    ]


def test_wide_table_wraps_its_cells() -> None:
    assert frame((table("k|v", "a|one two three four five six seven"),), 20) == [
        "k  v",
        "────────────────────",
        "a  one two three",
        "   four five six",
        "   seven",
    ]


def test_table_that_cannot_fit_becomes_records() -> None:
    wide = table("|".join(f"name{n}" for n in range(8)), "|".join(f"value{n}" for n in range(8)))
    assert frame((wide, Paragraph("x")), 24)[:3] == [
        "name0: value0",
        "name1: value1",
        "name2: value2",
    ]


def test_links_are_numbered_in_order_and_marks_of_one_link_are_one() -> None:
    blocks = html.blocks("<a href=/a>one <b>two</b></a> <a href=/b>three</a>", "https://e.org/")
    links = lay_out(blocks, 40).links
    assert [(link.number, link.href, link.text) for link in links] == [
        (0, "https://e.org/a", "one two"),
        (1, "https://e.org/b", "three"),
    ]
    numbers = {span.link for span in lay_out(blocks, 20).line(0).spans}
    assert numbers == {0, 1, -1}


def test_links_in_tables_lead_somewhere() -> None:
    cell = Cell("here", (Mark(0, 4, 0, "https://e.org/"),))
    layout = lay_out((Paragraph("p"), Table(((Cell("a"), cell), (Cell("b"), Cell("c"))))), 40)
    assert [span.link for span in layout.line(2).spans if span.text == "here"] == [0]


def test_outline_names_the_headings() -> None:
    layout = lay_out((Paragraph("p"), Heading(2, "One"), Heading(3, "Two")), 40)
    assert [(found.level, found.text) for found in layout.outline] == [(2, "One"), (3, "Two")]
    assert [layout.line(layout.line_at(found.offset)).text for found in layout.outline] == [
        "One",
        "Two",
    ]


def test_styles_reach_the_spans() -> None:
    layout = lay_out((Paragraph("a bold word", (Mark(2, 6, BOLD),)),), 40)
    assert [(span.text, span.style) for span in layout.line(0).spans] == [
        ("a ", 0),
        ("bold", BOLD),
        (" word", 0),
    ]


@pytest.mark.parametrize("width", [-1, 0, 1, 5, 16, 300])
def test_any_width_works(width: int) -> None:
    blocks = (Paragraph("word " * 9), ListBlock(((Rule(), Image("https://a.b/c.png")),)))
    assert lay_out(blocks, width).height >= 4
    assert lay_out((), width).height == 0
    assert lay_out((), width).line_at(5) == 0
