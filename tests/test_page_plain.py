"""Plain text to blocks: prose is joined, and lines stay where they mean something."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Body
from reader.page import of
from reader.page.blocks import (
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    plain,
)
from reader.page.plain import blocks

PROSE = """\
It was the best of times, it was the worst of times, it was the age of
wisdom, it was the age of foolishness, it was the epoch of belief, it was
the epoch of incredulity, it was the season of Light.

Another paragraph follows the first one here, and it is long enough to be
wrapped as well.
"""


def test_wrapped_prose_is_joined() -> None:
    first, second = blocks(PROSE)
    assert isinstance(first, Paragraph)
    assert "\n" not in first.text
    assert first.text.endswith("season of Light.")
    assert second == Paragraph(
        "Another paragraph follows the first one here, and it is long enough to be wrapped as well."
    )


def test_verse_and_addresses_keep_their_lines() -> None:
    (first, second) = blocks(
        "Tyger Tyger, burning bright,\nIn the forests of the night;\n  What immortal hand or eye,\n"
        "Could frame thy fearful symmetry?\n\nJane Doe\n1 Main Street\nSpringfield"
    )
    assert plain((first,)).split("\n")[2] == "\xa0\xa0What immortal hand or eye,"
    assert second == Paragraph("Jane Doe\n1 Main Street\nSpringfield")


def test_one_line_a_paragraph() -> None:
    lines = [
        "A long line that says something and is never wrapped by anybody. " * 3 for _ in range(3)
    ]
    assert len(blocks("\n".join(lines))) == 3


def test_lists() -> None:
    assert blocks("- one\n- two goes\n  on\n\n1. a\n2. b\n\n3) c") == (
        ListBlock(((Paragraph("one"),), (Paragraph("two goes\non"),))),
        ListBlock(((Paragraph("a"),), (Paragraph("b"),)), True, 1),
        ListBlock(((Paragraph("c"),),), True, 3),
    )
    assert blocks("1984. It was a year.") == (Paragraph("1984. It was a year."),)


def test_quotes_rules_headings_code_and_columns() -> None:
    assert blocks("> said\n> > before\n\nTitle\n=====\nText\n\n* * *") == (
        Quote((Paragraph("said\n> before"),)),
        Heading(1, "Title"),
        Paragraph("Text"),
        Rule(),
    )
    assert blocks("See:\n\n    def f():\n        return 1\n") == (
        Paragraph("See:"),
        Code("    def f():\n        return 1"),
    )
    columns = "name      size\nalpha       12\nbeta         3"
    assert blocks(columns) == (Code(columns),)


def test_addresses_become_links() -> None:
    (block,) = blocks("See (https://e.org/a_(b)), www.e.org and mail a@e.org.")
    assert isinstance(block, Paragraph)
    assert [(block.text[m.start : m.end], m.href) for m in block.marks] == [
        ("https://e.org/a_(b)", "https://e.org/a_(b)"),
        ("www.e.org", "https://www.e.org"),
        ("a@e.org", "mailto:a@e.org"),
    ]


def test_bodies_of_every_format_come_through_one_door() -> None:
    for format in ("html", "text", "markdown"):
        assert of(Body(format, "word", "")) == (Paragraph("word"),)
        assert of(Body(format, "", "")) == ()


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab 1.->*=#|\t\n   x", max_size=200))
def test_no_letter_is_lost(raw: str) -> None:
    found = plain(blocks(raw))
    assert [c for c in found if c in "abx"] == [c for c in raw if c in "abx"]


def test_hostile_text_still_opens() -> None:
    for raw in (
        "> " * 50_000 + "deep",
        "- " * 50_000 + "deep",
        "deep" + " " * 300_000,
        "-" * 100_000,
    ):
        blocks(raw)
    assert blocks("\x1b]52;c;x\x07\n") == (Paragraph("\ufffd]52;c;x"),)
