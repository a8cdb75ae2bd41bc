"""What the reader chooses about a page: even lines, hyphens, wide tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import BLOCKS

from reader.config import Config
from reader.page.blocks import Blocks, Cell, Heading, Paragraph, Table
from reader.page.flow import lay_out
from reader.page.hyphens import points
from reader.page.setting import Setting, chosen

GERMAN = (
    "Der Verwaltungsratsvorsitzende erklärte gegenüber der Nachrichtenagentur, die "
    "Wirtschaftlichkeitsberechnungen seien abgeschlossen und gingen an den Verwaltungsrat."
)


def frame(blocks: Blocks, width: int, setting: Setting) -> list[str]:
    layout = lay_out(blocks, width, setting)
    return [layout.line(at).text for at in range(layout.height)]


def test_words_are_hyphenated_where_a_line_would_fall_short() -> None:
    text = (Paragraph(GERMAN),)
    assert frame(text, 40, Setting(language="de")) == [
        "Der Verwaltungsratsvorsitzende erklärte",
        "gegenüber der Nachrichtenagentur, die",
        "Wirtschaftlichkeitsberechnungen seien",
        "abgeschlossen und gingen an den Verwal-",
        "tungsrat.",
    ]
    for setting in (Setting(language="de", hyphenate=False), Setting(), Setting(language="xx")):
        assert "abgeschlossen und gingen an den" in frame(text, 40, setting)


def test_headings_names_and_addresses_are_not_hyphenated() -> None:
    setting = Setting(language="en")
    assert frame((Heading(2, "a aaaaaaa international"),), 20, setting)[0] == "a aaaaaaa"
    assert frame((Paragraph("one aaaa Mediterranean is"),), 20, setting)[0] == "one aaaa"
    said = frame((Paragraph("one aaaa example.org/international is"),), 26, setting)
    assert said[0] == "one aaaa"
    assert frame((Paragraph("one aaaa international is"),), 20, setting)[0] == "one aaaa interna-"


@pytest.mark.parametrize(
    ("word", "language", "wanted"),
    [
        ("donaudampfschiffahrt", "de", (2, 5, 10, 15)),
        ("hyphenation", "en-US", (2, 6)),
        ("gouvernement", "fr", (3, 6, 8)),
        ("geschwindigkeitsbegrenzung", "de-AT", (2, 8, 11, 16, 18, 22)),
        ("национальный", "en", ()),
        ("word", "xx", ()),
    ],
)
def test_places_in_words(word: str, language: str, wanted: tuple[int, ...]) -> None:
    assert points(word, language) == wanted


def test_even_lines_fill_the_measure_but_the_last() -> None:
    text = "the quick brown fox jumps over the lazy dog and runs away from it all at once"
    lines = frame((Paragraph(text),), 30, Setting(justify=True))
    assert all(len(line) == 30 for line in lines[:-1])
    assert "  " not in lines[-1]
    assert " ".join(" ".join(lines).split()) == text


def test_a_line_is_left_short_rather_than_torn_apart() -> None:
    lines = frame((Paragraph("a b cccccccccccccccccc dddddddddd"),), 20, Setting(justify=True))
    assert lines[0] == "a b"


@settings(deadline=None, max_examples=100)
@given(BLOCKS, st.integers(20, 100))
def test_even_lines_change_no_text(blocks: Blocks, width: int) -> None:
    ragged = lay_out(blocks, width, Setting())
    even = lay_out(blocks, width, Setting(justify=True))
    assert (ragged.height, ragged.text) == (even.height, even.text)
    for at in range(ragged.height):
        kept = "".join([span.text for span in even.line(at).spans if span.offset >= 0])
        assert kept == "".join([span.text for span in ragged.line(at).spans if span.offset >= 0])


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from([*GERMAN.split(), "a", "der"]), min_size=1, max_size=40),
    st.integers(20, 60),
    st.booleans(),
)
def test_hyphens_are_all_that_is_added(words: list[str], width: int, justify: bool) -> None:
    text = " ".join(words)
    layout = lay_out((Paragraph(text),), width, Setting(language="de", justify=justify))
    shown = ""
    for at in range(layout.height):
        spans = layout.line(at).spans
        kept = "".join([span.text for span in spans if span.offset >= 0])
        added = "".join([span.text for span in spans if span.offset < 0]).replace(" ", "")
        assert added in ("", "-")
        shown += kept if added else kept + " "
    assert shown.split() == words


WIDE = Table(
    tuple(tuple(Cell(f"{name} {n}") for n in range(8)) for name in ("name", "value")), header=1
)


def test_a_wide_table_is_moved_sideways_when_that_is_asked_for() -> None:
    layout = lay_out((WIDE,), 30, Setting(sideways=True))
    first = layout.line(0)
    assert (first.scrolls, first.text.split("  ")[-1].strip()) == (True, "name 7")
    assert "".join([span.text for span in first.spans[: first.fixed]]).strip() == "name 0"
    assert not lay_out((WIDE,), 30).line(0).scrolls


def test_two_header_rows_name_the_values_of_records() -> None:
    head = (Cell("Morning", span=2), Cell(""), Cell("Late", span=1))
    rooms = (Cell("A"), Cell("B"), Cell("A"))
    table = Table((head, rooms, tuple(Cell(word * 12) for word in ("x", "y", "z"))), header=2)
    assert frame((table,), 30, Setting()) == [
        "Morning, A: xxxxxxxxxxxx",
        "Morning, B: yyyyyyyyyyyy",
        "Late, A: zzzzzzzzzzzz",
    ]


def test_the_settings_say_how_a_page_is_set() -> None:
    config = Config(justify=True, hyphenate=False, bidi="terminal", tables="sideways")
    assert chosen(config, "de") == Setting(
        language="de", justify=True, hyphenate=False, bidi="terminal", sideways=True
    )
    assert chosen(Config()) == Setting()
