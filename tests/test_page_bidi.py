"""Text from right to left: its order, its side of the page, and its places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.page import bidi
from reader.page.blocks import Blocks, Cell, ListBlock, Mark, Paragraph, Quote, Table
from reader.page.flow import lay_out
from reader.page.setting import Setting

UNICODE = Path("/usr/share/unicode/BidiCharacterTest.txt")  # Debian's package unicode-data
EXPLICIT = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2029}


def frame(blocks: Blocks, width: int, setting: Setting | None = None) -> list[str]:
    layout = lay_out(blocks, width, setting or Setting())
    return [layout.line(at).text.rstrip() for at in range(layout.height)]


def seen(text: str, base: int) -> str:
    """A line as it is seen, signs mirrored."""
    levels = bidi.of_line(text, bidi.levels(text, base), 0, len(text), base)
    return "".join(
        [
            bidi.MIRRORED.get(text[at], text[at]) if levels[at] % 2 else text[at]
            for at in bidi.visual(levels)
        ]
    )


@pytest.mark.parametrize(
    ("text", "base", "wanted"),
    [
        ("abc אבג def", 0, "abc גבא def"),
        ("אבג abc דהו", 1, "והד abc גבא"),
        ("אבג 123 דהו", 1, "והד 123 גבא"),
        ("אבג 1,234.5% דהו", 1, "והד 1,234.5% גבא"),
        ("ابج 5% دهو", 1, "وهد %5 جبا"),
        ("(אבג) abc", 0, "(גבא) abc"),
        ("אבג (abc) דהו", 1, "והד (abc) גבא"),
        ("abc (אבג)!", 0, "abc (גבא)!"),
        ("אבג! ", 1, " !גבא"),
        ("a-1 אב-2", 0, "a-1 2-בא"),
    ],
)
def test_lines_stand_in_the_order_of_sight(text: str, base: int, wanted: str) -> None:
    assert seen(text, base) == wanted


@pytest.mark.skipif(not UNICODE.exists(), reason="Unicode's own cases are not installed")
def test_unicodes_own_cases_but_those_with_explicit_controls() -> None:
    for line in UNICODE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        codes, _, base, levels, _ = line.split(";")
        chars = [int(code, 16) for code in codes.split()]
        if EXPLICIT.isdisjoint(chars):
            text = "".join(map(chr, chars))
            found = bidi.of_line(text, bidi.levels(text, int(base)), 0, len(text), int(base))
            wanted = levels.split()
            assert all(w in ("x", str(f)) for w, f in zip(wanted, found, strict=True)), line


def test_a_hebrew_paragraph_stands_at_the_right() -> None:
    text = "שלום לכולם, this is English, ועוד."
    assert frame((Paragraph(text),), 24) == [
        "this is ,םלוכל םולש".rjust(24),
        ".דועו ,English".rjust(24),
    ]


def test_bullets_numbers_and_bars_stand_at_the_right_too() -> None:
    blocks = (
        ListBlock(((Paragraph("אחד"),), (Paragraph("Two"),))),
        ListBlock(((Paragraph("אחד"),),), ordered=True, start=12),
        Quote((Paragraph("ציטוט"),)),
    )
    assert frame(blocks, 20) == [
        "דחא •".rjust(20),
        "Two •".rjust(20),
        "",
        "דחא .12".rjust(20),
        "",
        "טוטיצ ▕".rjust(20),
    ]


def test_each_cluster_keeps_its_place_in_the_text() -> None:
    text = "אב גד (ef)"
    line = lay_out((Paragraph("x"), Paragraph(text)), 20).line(2)
    places = {span.offset: span.text for span in line.spans if span.offset >= 0}
    whole = "x\n\n" + text
    for offset, shown in places.items():
        assert whole[offset] == shown[0] or bidi.MIRRORED[whole[offset]] == shown
    assert places[3] == "א"


def test_links_keep_their_words_wherever_they_stand() -> None:
    text = "ראו כאן עוד"
    layout = lay_out((Paragraph(text, (Mark(4, 7, 0, "https://e.org/"),)),), 20)
    linked = [span for span in layout.line(0).spans if span.link == 0]
    assert sorted(span.offset for span in linked) == [4, 5, 6]


def test_a_terminal_that_orders_text_itself_gets_it_as_it_is() -> None:
    text = "שלום לכולם abc"
    assert frame((Paragraph(text),), 40, Setting(bidi="terminal")) == [text]


def test_the_language_tells_the_side_where_the_first_letter_does_not() -> None:
    text = "iPhone חדש"
    assert frame((Paragraph(text),), 20) == ["iPhone שדח"]
    assert frame((Paragraph(text),), 20, Setting(language="he")) == ["שדח iPhone".rjust(20)]
    assert frame((Paragraph("English"),), 20, Setting(language="he")) == ["English"]


def test_arabic_letters_are_joined() -> None:
    (line,) = frame((Paragraph("قالت ﻻ"),), 20)
    assert line.strip() == "ﻻ ﺖﻟﺎﻗ"


def test_columns_of_a_hebrew_table_begin_at_the_right() -> None:
    rows = ((Cell("שם"), Cell("גיל")), (Cell("דוד"), Cell("34")))
    assert frame((Table(rows, 1),), 16) == [
        "ליג   םש".rjust(16),
        "────────".rjust(16),
        " 34  דוד".replace("דוד", "דוד"[::-1]).rjust(16),
    ]


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="אבג ab1,.5()[]%-'\"عر\u0301", max_size=60), st.integers(0, 1))
def test_every_character_is_seen_once(text: str, base: int) -> None:
    levels = bidi.of_line(text, bidi.levels(text, base), 0, len(text), base)
    assert sorted(bidi.visual(levels)) == list(range(len(text)))
