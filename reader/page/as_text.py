"""Blocks -> plain text, and what all written forms of them share: lists and prefixes of lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.page.blocks import (
    Block,
    Blocks,
    Details,
    Embed,
    Figure,
    Image,
    Indent,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
    visible,
)
from reader.page.flow import lay_out
from reader.page.setting import USUAL, Setting


def to_text(blocks: Blocks, width: int | None = None, setting: Setting = USUAL) -> str:
    """Plain text: laid out to `width` cells, or one line a paragraph, blank lines between."""
    if width is not None:
        layout = lay_out(blocks, width, replace(setting, unfolded=True))
        return "\n".join([layout.line(at).text.rstrip() for at in range(layout.height)])
    return "\n\n".join([text for text in map(_text, blocks) if text])


def _text(block: Block) -> str:
    if isinstance(block, ListBlock):
        return items_text(block, [item_text(item, to_text) for item in block.items], "-", ".")
    if isinstance(block, Quote):
        said = to_text(block.blocks)
        credit = prefixed(to_text(block.credit), "— ", "  ") if block.credit else ""
        return prefixed("\n\n".join(filter(None, (said, credit))), "> ", "> ")
    if isinstance(block, Indent):
        return prefixed(to_text(block.blocks), "    ", "    ")
    if isinstance(block, Figure):
        parts = (block.caption, block.blocks) if block.above else (block.blocks, block.caption)
        return "\n\n".join(filter(None, map(to_text, parts)))
    if isinstance(block, Details):
        return to_text((block.summary, *block.blocks))
    if isinstance(block, Table):
        rows = [" | ".join([" ".join(cell.text.split()) for cell in row]) for row in block.rows]
        return visible("\n".join(rows))
    if isinstance(block, Rule):
        return "* * *"
    if isinstance(block, Image):
        return f"[{block.text}]" if block.text else ""
    if isinstance(block, Embed):
        return f"[{block.text}] {block.href}"
    return visible(block.text)


def prefixed(text: str, first: str, rest: str) -> str:
    """The lines with something before each; blank ones end without spaces."""
    lines = text.split("\n")
    made = [(rest if at else first) + line for at, line in enumerate(lines)]
    return "\n".join([line.rstrip() if not line.strip(" >") else line for line in made])


def items_text(block: ListBlock, texts: list[str], bullet: str, point: str) -> str:
    """The items of a list, each behind its bullet or number."""
    made = []
    for place, text in enumerate(texts):
        marker = f"{block.label(place)}{point} " if block.ordered else f"{bullet} "
        if text:
            made.append(prefixed(text, marker, " " * len(marker)))
    tight = not any("\n\n" in text for text in texts)
    return ("\n" if tight else "\n\n").join(made)


def item_text(item: Blocks, write: Callable[[Blocks], str]) -> str:
    """An item; a list right below its words follows without a blank line."""
    if len(item) == 2 and isinstance(item[0], Paragraph) and isinstance(item[1], ListBlock):
        inner = item[1]
        if not inner.ordered or inner.label(0) == "1":
            return f"{write(item[:1])}\n{write(item[1:])}"
    return write(item)
