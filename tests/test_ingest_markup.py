"""Org and reStructuredText as people write them: notes, tables, terms, captions."""

from __future__ import annotations

import pytest

from reader import page
from reader.ingest import orgfile, rstfile, rsttables
from reader.page import write


def org(source: str) -> str:
    return write.to_text(page.of(orgfile.article(source).body), None)


def rst(source: str) -> str:
    return write.to_text(page.of(rstfile.article(source).body), None)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("H_{2}O and x^{2} and snake_case", "H₂O and x² and snake_case"),
        ("Words[fn:1].\n\n* Notes\n[fn:1] The note.", "Words¹.\n\nNotes\n\n[1] The note."),
        ("#+CAPTION: The tides\n| a | b |\n|---+---|\n| 1 | 2 |", "The tides\n\na | b\n1 | 2"),
        ("One \\\\\nTwo", "One\nTwo"),
        ("a\n* Tasks [1/3]\nb", "a\n\nTasks\n\nb"),
        ("[[file:img/quay.png]]", "[quay.png]"),
    ],
)
def test_org(source: str, expected: str) -> None:
    assert org(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A |sub| b.\n\n.. |sub| replace:: put here", "A put here b."),
        ("Words [1]_.\n\n.. [1] The note.", "Words ¹.\n\n[1] The note."),
        ("Term\n    Meaning of it.\n\nOther\n    More.", "- Term: Meaning of it.\n- Other: More."),
        ("- one\n\n  more of it\n\n- two", "- one\n\n  more of it\n\n- two"),
        ("- one\n\n  - deeper\n\n- two", "- one\n  - deeper\n- two"),
        (".. list-table:: T\n   :header-rows: 1\n\n   * - A\n     - B\n   * - 1\n     - 2\n"
         "       on",
         "T\n\nA | B\n1 | 2 on"),
        ('.. csv-table::\n   :header: "x", "y"\n\n   1, "2, 3"', "x | y\n1 | 2, 3"),
        ("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n|   | x |\n+---+---+", "a | b\n1 | 2 x"),
        ("===  ===\na    b\n===  ===\n1    2\n===  ===", "a | b\n1 | 2"),
        (">>> f()\n1\n\nw", ">>> f()\n1\n\nw"),
        (".. versionadded:: 1.2\n   New.", "> New in version 1.2\n>\n> New."),
        ("Sum :math:`x^2` here", "Sum x² here"),
    ],
)  # fmt: skip
def test_rst(source: str, expected: str) -> None:
    assert rst(source) == expected


def test_links_without_a_name() -> None:
    found = rstfile.article(
        "See `one`__ and `two`__.\n\n__ https://a.example/\n.. __: https://b.example/"
    )
    assert "[one](<https://a.example/>)" in found.body.content
    assert "[two](<https://b.example/>)" in found.body.content
    assert "__" not in found.body.content


def test_the_head_of_nikola() -> None:
    found = rstfile.article(
        ".. title: A post\n.. slug: a\n.. date: 2024-02-03 10:00:00 UTC\n.. tags: sea, old wall\n"
        ".. author: Jane Roe\n\nWords."
    )
    assert (found.title, found.byline, found.tags) == ("A post", "Jane Roe", ("sea", "old wall"))
    assert found.published is not None
    assert found.body.content == "Words."


def test_a_table_whose_cells_span_keeps_its_drawing() -> None:
    drawing = "+---+---+\n| a     |\n+---+---+\n| 1 | 2 |\n+---+---+"
    assert rsttables.drawn(drawing.split("\n")) is None
    assert "| a     |" in rst(drawing)
