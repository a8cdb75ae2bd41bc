"""Blocks -> plain text, Markdown and inert HTML: for the command line, copying and export."""

from __future__ import annotations

from reader.page.as_html import to_html
from reader.page.as_markdown import to_markdown
from reader.page.as_text import to_text

__all__ = ["to_html", "to_markdown", "to_text"]
