"""Markdown (CommonMark with tables and strike-through) -> blocks.

markdown-it turns it into HTML and `page.html` reads that, so that HTML within Markdown, even
around it, is read by the same rules as everywhere.
"""

from __future__ import annotations

from reader.page import html, plain
from reader.page.blocks import Blocks, leaves

_NESTING = 60


def blocks(source: str, base: str = "") -> Blocks:
    """The blocks of Markdown. Never fails: what markdown-it cannot read is read as plain text."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # page.html judges them
    try:
        made = html.blocks(reader.render(source), base)
    except (RecursionError, ValueError, IndexError):
        return plain.blocks(source)
    # What is nested deeper than markdown-it goes is gone from its output.
    if len(source) > 1_000 and 20 * sum(len(leaf.text) for leaf in leaves(made)) < len(source):
        return plain.blocks(source)
    return made
