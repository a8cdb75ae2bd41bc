"""Code: the colours of its language, found when it is looked at and within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.page.blocks import Code, Mark
from reader.page.colours import Colours, guessed
from reader.page.flow import lay_out
from reader.page.line import CODE_BLOCK, CODE_COMMENT, CODE_KEYWORD, CODE_NAME, CODE_STRING

PYTHON = 'def hello(name):\n    # greet\n    return "hi" + name\n'


def styled(block: Code) -> dict[str, int]:
    layout = lay_out((block,), 40)
    spans = [span for at in range(layout.height) for span in layout.line(at).spans]
    return {span.text.strip(): span.style & ~CODE_BLOCK for span in spans}


def test_the_words_of_a_language_have_its_colours() -> None:
    found = styled(Code(PYTHON, "python"))
    assert found["def"] == CODE_KEYWORD
    assert found["hello"] == CODE_NAME
    assert found["# greet"] == CODE_COMMENT
    assert found['"hi"'] == CODE_STRING


def test_links_in_code_stay_links() -> None:
    layout = lay_out((Code(PYTHON, "python", (Mark(4, 9, 0, "https://e.org/"),)),), 40)
    assert [span.text for span in layout.line(0).spans if span.link == 0] == ["hello"]


@pytest.mark.parametrize("language", ["", "no-such-language", "text"])
def test_what_has_no_language_stays_plain(language: str) -> None:
    assert set(styled(Code("Roses are red,\nviolets are blue", language)).values()) == {0}


def test_large_blocks_and_endless_lines_stay_plain() -> None:
    assert Colours("import os\n" * 20_000, "python", ()).until(100) == []
    assert Colours("x = 1;" * 1_000, "javascript", ()).until(100) == []


def test_tokens_are_found_as_far_as_they_are_looked_at() -> None:
    colours = Colours("import os\n" * 1_000, "python", ())
    few = len(colours.until(20))
    assert few < 10
    assert len(colours.until(9_000)) > 500


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("$ ls -l\ntotal 5", "console"),
        ("fn main() {\n    let mut x = 5;\n}", "rust"),
        ("#include <stdio.h>\nint main(void) {\n}", "c"),
        ("SELECT *\nFROM t\nWHERE a = 1", "sql"),
        ("import os\nimport sys\n", "python"),
        ("#!/usr/bin/env python3\nprint(1)", "python"),
        ("--- a\n+++ b\n@@ -1 +1 @@\n", "diff"),
        ("From: a\nTo: b\n\nHello", ""),
        ("one line", ""),
        ("Roses are red\nlet us go\nimport duties rise", ""),
    ],
)
def test_guesses_are_cautious(text: str, language: str) -> None:
    assert guessed(text) == language


@settings(deadline=None, max_examples=60)
@given(
    st.text(alphabet="def x():\n\t'\"#{}[]<>/*$1.é漢;=", max_size=200),
    st.sampled_from(["python", "c", "html", "php", "bash", "json", "diff"]),
)
def test_marks_are_sorted_and_do_not_overlap(text: str, language: str) -> None:
    marks = Colours(text, language, ()).until(len(text))
    at = 0
    for mark in marks:
        assert at <= mark.start < mark.end <= len(text)
        at = mark.end
