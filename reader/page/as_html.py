"""Blocks -> inert HTML: no script, style or frame, and nothing that loads. Reading it with
`page.html` gives the same blocks: a picture's address is in `data-src`, the kind of what plays
elsewhere in `data-embed`, and names are empty spans."""

from __future__ import annotations

from html import escape

from reader.page.blocks import (
    BOLD,
    CODE,
    ITALIC,
    KEY,
    MARKED,
    SMALL,
    STRIKE,
    UNDERLINE,
    Block,
    Blocks,
    Cell,
    Code,
    Details,
    Embed,
    Figure,
    Heading,
    Image,
    Indent,
    ListBlock,
    Marks,
    Names,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from reader.page.runs import runs

_TAGS = (
    (BOLD, "strong"),
    (ITALIC, "em"),
    (STRIKE, "s"),
    (UNDERLINE, "u"),
    (MARKED, "mark"),
    (SMALL, "small"),
    (KEY, "kbd"),
    (CODE, "code"),
)


def to_html(blocks: Blocks) -> str:
    """HTML without anything that runs or loads; no document around it."""
    return "\n".join([block_html(block) for block in blocks])


def block_html(block: Block) -> str:
    """One block."""
    if isinstance(block, Paragraph):
        return f"<p>{words_html(block.text, block.marks, block.names)}</p>"
    if isinstance(block, Heading):
        words = words_html(block.text, block.marks, block.names)
        return f"<h{block.level}>{words}</h{block.level}>"
    if isinstance(block, ListBlock):
        items = [
            f"<li{item_number(block, at)}>{to_html(item)}</li>"
            for at, item in enumerate(block.items)
        ]
        tag = "ol" if block.ordered else "ul"
        return f"{list_tag(block)}\n" + "\n".join(items) + f"\n</{tag}>"
    if isinstance(block, Quote):
        credit = f"<footer>{to_html(block.credit)}</footer>\n" if block.credit else ""
        return f"<blockquote>\n{to_html(block.blocks)}\n{credit}</blockquote>"
    if isinstance(block, Indent):
        return f"<dl><dd>{to_html(block.blocks)}</dd></dl>"
    if isinstance(block, Figure):
        parts = [to_html(block.blocks), f"<figcaption>{to_html(block.caption)}</figcaption>"]
        inner = "\n".join(reversed(parts) if block.above else parts)
        return f"<figure>\n{inner}\n</figure>"
    if isinstance(block, Details):
        inner = f"{summary_html(block)}\n{to_html(block.blocks)}"
        return f"<details{' open' if block.opened else ''}>{inner}\n</details>"
    return _leaf_html(block)


def list_tag(block: ListBlock) -> str:
    """What begins a list, with all that is said of its numbers."""
    if not block.ordered:
        return "<ul>"
    start = f' start="{block.start}"' if block.start != 1 or block.reversed else ""
    kind = f' type="{block.kind}"' if block.kind != "1" else ""
    return f"<ol{start}{kind}{' reversed' if block.reversed else ''}>"


def item_number(block: ListBlock, place: int) -> str:
    """The attribute of an item that does not go on counting."""
    return f' value="{block.numbers[place]}"' if block.numbers else ""


def summary_html(block: Details) -> str:
    """What details unfold under."""
    said = block.summary
    return f"<summary>{words_html(said.text, said.marks, said.names)}</summary>"


def _leaf_html(block: Code | Table | Image | Embed | Rule) -> str:
    if isinstance(block, Code):
        named = f' class="language-{escape(block.language)}"' if block.language else ""
        inner = words_html(block.text, block.marks, block.names, newline="\n")
        return f"<pre><code{named}>{inner}</code></pre>"
    if isinstance(block, Table):
        return _table_html(block)
    before = names_html(tuple([name for _, name in block.names]))
    if isinstance(block, Image):
        size = f' width="{block.width}"' if block.width else ""
        size += f' height="{block.height}"' if block.height else ""
        picture = f'<img data-src="{escape(block.src)}" alt="{escape(block.text)}"{size}>'
        address = block.target
        return before + (f'<a href="{escape(address)}">{picture}</a>' if address else picture)
    if isinstance(block, Embed):
        return (
            f'<p>{before}<a data-embed="{escape(block.kind)}" href="{escape(block.href)}">'
            f"{escape(block.text)}</a></p>"
        )
    return f"{before}<hr>"


def _table_html(table: Table) -> str:
    rows = []
    below: dict[int, int] = {}
    for number, row in enumerate(table.rows):
        cells = []
        past = 0
        for place, cell in enumerate(row):
            if below.get(place, 0) > number:
                continue
            if place >= past:
                cells.append(_cell_html(cell, number < table.header))
                past = place + cell.span
                if cell.down > 1:
                    below |= dict.fromkeys(range(place, past), number + cell.down)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head, body = rows[: table.header], rows[table.header :]
    thead = f"<thead>{''.join(head)}</thead>\n" if head else ""
    return f"<table>\n{thead}<tbody>{''.join(body)}</tbody>\n</table>"


def _cell_html(cell: Cell, header: bool) -> str:
    tag = "th" if cell.heading or header else "td"
    said = f' align="{cell.align}"' if cell.align else ""
    said += f' colspan="{cell.span}"' if cell.span > 1 else ""
    said += f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return f"<{tag}{said}>{words_html(cell.text, cell.marks, cell.names)}</{tag}>"


def names_html(names: tuple[str, ...]) -> str:
    """Places that links of the page lead to."""
    return "".join([f'<span id="{escape(name)}"></span>' for name in names])


def opening(style: int) -> str:
    """The tags that begin a style."""
    return "".join([f"<{tag}>" for bit, tag in _TAGS if _has(style, bit)])


def closing(style: int) -> str:
    """The tags that end it."""
    return "".join([f"</{tag}>" for bit, tag in reversed(_TAGS) if _has(style, bit)])


def _has(style: int, bit: int) -> bool:
    return bool(style & bit) and not (bit == CODE and style & KEY)  # a key is set as code already


def words_html(text: str, marks: Marks, names: Names, newline: str = "<br>") -> str:
    """A leaf's text."""
    made = []
    for words, style, href, named in runs(text, marks, names):
        said = escape(words, quote=False).replace("\n", newline)
        if style:
            said = f"{opening(style)}{said}{closing(style)}"
        if named:
            made.append(names_html(named))
        made.append(f'<a href="{escape(href)}">{said}</a>' if href else said)
    return "".join(made)
