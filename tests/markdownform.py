"""What Markdown can say of blocks: the form in which they come back from it."""

from __future__ import annotations

from dataclasses import replace

from reader.page.blocks import (
    Block,
    Blocks,
    Cell,
    Code,
    Details,
    Embed,
    Figure,
    Image,
    Indent,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Table,
)


def markdown_form(blocks: Blocks) -> Blocks:
    """The blocks as Markdown keeps them: what plays elsewhere is a link; a table with one row of
    names or none has no row headings, no spans and one alignment a column; a picture has no size;
    the names in code are those of its first character, and its words have no marks."""
    return tuple(map(_form, blocks))


def _form(block: Block) -> Block:
    if isinstance(block, Embed):
        marks = (Mark(0, len(block.text), 0, block.href),) if block.text else ()
        return Paragraph(block.text, marks, block.names)
    if isinstance(block, Image):
        return replace(block, width=0, height=0)
    if isinstance(block, Code):
        return replace(block, marks=(), names=tuple([(0, name) for _, name in block.names]))
    if isinstance(block, Table) and block.header <= 1:
        return Table(
            tuple([_row(block, number) for number in range(len(block.rows))]), block.header
        )
    if isinstance(block, ListBlock):
        return replace(block, items=tuple(map(markdown_form, block.items)))
    if isinstance(block, Quote):
        return Quote(markdown_form(block.blocks), markdown_form(block.credit))
    if isinstance(block, Figure):
        return replace(
            block, blocks=markdown_form(block.blocks), caption=markdown_form(block.caption)
        )
    if isinstance(block, Indent | Details):
        return replace(block, blocks=markdown_form(block.blocks))
    return block


def _row(table: Table, number: int) -> tuple[Cell, ...]:
    return tuple(
        [
            replace(cell, heading=number < table.header, align=last.align, span=1, down=1)
            for cell, last in zip(table.rows[number], table.rows[-1], strict=True)
        ]
    )
