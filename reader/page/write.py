"""Blocks -> plain text, Markdown and inert HTML: for the command line, copying and export.

`to_markdown` escapes so that reading it again gives the same blocks; what Markdown has no words
for (figures, details, definitions, underlines) it writes as HTML, which Markdown allows. `to_html`
holds no script, style or frame and loads nothing: a picture's address is in `data-src`.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from reader.page.blocks import (
    BOLD,
    CODE,
    ITALIC,
    MARKED,
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
    Paragraph,
    Quote,
    Rule,
    Table,
    visible,
)
from reader.page.escape import line as escaped_line
from reader.page.escape import run as escaped_run
from reader.page.flow import lay_out

_Run = tuple[str, int, str]
_TAGS = (
    (BOLD, "strong"),
    (ITALIC, "em"),
    (STRIKE, "s"),
    (UNDERLINE, "u"),
    (MARKED, "mark"),
    (CODE, "code"),
)


def to_text(blocks: Blocks, width: int | None = None) -> str:
    """Plain text: laid out to `width` cells, or one line a paragraph, blank lines between."""
    if width is not None:
        layout = lay_out(blocks, width)
        return "\n".join([layout.line(at).text.rstrip() for at in range(layout.height)])
    return "\n\n".join([text for text in map(_text, blocks) if text])


def _text(block: Block) -> str:
    if isinstance(block, ListBlock):
        return _items(block, [_item(item, to_text) for item in block.items], "-", ".")
    if isinstance(block, Quote):
        return _prefixed(to_text(block.blocks), "> ", "> ")
    if isinstance(block, Indent):
        return _prefixed(to_text(block.blocks), "    ", "    ")
    if isinstance(block, Figure):
        return to_text((*block.blocks, *block.caption))
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


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    made = [(rest if at else first) + line for at, line in enumerate(lines)]
    return "\n".join([line.rstrip() if not line.strip(" >") else line for line in made])


def _items(block: ListBlock, texts: list[str], bullet: str, point: str) -> str:
    made = []
    number = max(0, block.start)
    for place, text in enumerate(texts):
        marker = f"{number + place}{point} " if block.ordered else f"{bullet} "
        if text:
            made.append(_prefixed(text, marker, " " * len(marker)))
    tight = not any("\n\n" in text for text in texts)
    return ("\n" if tight else "\n\n").join(made)


def _item(item: Blocks, write: Callable[[Blocks], str]) -> str:
    """An item; a list right below its words follows without a blank line."""
    if len(item) == 2 and isinstance(item[0], Paragraph) and isinstance(item[1], ListBlock):
        inner = item[1]
        if not inner.ordered or inner.start == 1:
            return f"{write(item[:1])}\n{write(item[1:])}"
    return write(item)


# Markdown.


def to_markdown(blocks: Blocks) -> str:
    """CommonMark with tables; reading it with `page.markdown` gives the blocks again."""
    made: list[str] = []
    before: Block | None = None
    other = False
    for block in blocks:
        # Lists side by side would join; another sign keeps them apart.
        beside = isinstance(block, ListBlock) and isinstance(before, ListBlock)
        other = beside and not other
        text = _markdown(block, other)
        if text:
            made.append(text)
            before = block
    return "\n\n".join(made)


def _markdown(block: Block, other: bool) -> str:
    if isinstance(block, Paragraph):
        return _inline(block.text, block.marks)
    if isinstance(block, Heading):
        words = _inline(block.text, block.marks).replace("\\\n", "<br>")
        if words.endswith("#"):  # which would close the heading
            words = words[:-1].removesuffix("\\") + "\\#"
        return "#" * block.level + " " + words
    if isinstance(block, ListBlock):
        texts = [_item(item, to_markdown) for item in block.items]
        return _items(block, texts, "*" if other else "-", ")" if other else ".")
    if isinstance(block, Quote):
        return _prefixed(to_markdown(block.blocks), "> ", "> ")
    if isinstance(block, Code):
        fence = "```"
        while fence in block.text:
            fence += "`"
        return f"{fence}{block.language}\n{block.text}\n{fence}"
    if isinstance(block, Table):
        return _table(block) if block.header <= 1 else _html(block)
    if isinstance(block, Image):
        shown = f"![{escaped_run(block.text, '', '')}]({_target(block.src)})"
        return f"[{shown}]({_target(block.href)})" if block.href else shown
    if isinstance(block, Embed):
        return f"[{escaped_run(block.text, '', '')}]({_target(block.href)})"
    if isinstance(block, Rule):
        return "___"
    return _wrapped(block)


def _wrapped(block: Indent | Figure | Details) -> str:
    """Markdown between HTML tags, which blank lines part from it."""
    if isinstance(block, Indent):
        return f"<dl><dd>\n\n{to_markdown(block.blocks)}\n\n</dd></dl>"
    if isinstance(block, Figure):
        caption = f"<figcaption>\n\n{to_markdown(block.caption)}\n\n</figcaption>"
        return f"<figure>\n\n{to_markdown(block.blocks)}\n\n{caption}\n</figure>"
    summary = _runs_html(block.summary.text, block.summary.marks)
    inner = to_markdown(block.blocks)
    return f"<details><summary>{summary}</summary>\n\n{inner}\n\n</details>"


def _target(address: str) -> str:
    return f"<{address}>" if "(" in address or ")" in address or not address else address


def _runs(text: str, marks: Marks) -> Iterator[_Run]:
    """The text as (words, style, address) in order."""
    at = 0
    for mark in marks:
        if mark.start > at:
            yield text[at : mark.start], 0, ""
        yield text[mark.start : mark.end], mark.style, mark.href
        at = mark.end
    if at < len(text):
        yield text[at:], 0, ""


def _inline(text: str, marks: Marks) -> str:
    """The text with its marks as Markdown, line breaks as a backslash at the line's end."""
    if not marks:
        said = escaped_run(visible(text), "", "")
    else:
        runs = [(visible(words), style, href) for words, style, href in _runs(text, marks)]
        said = _marked(runs)
    return "\\\n".join([escaped_line(line) for line in said.split("\n")])


def _marked(runs: list[_Run]) -> str:
    made: list[str] = []
    at = 0
    while at < len(runs):
        href = runs[at][2]
        last = at + 1
        while href and last < len(runs) and runs[last][2] == href:
            last += 1
        inner = []
        for place in range(at, last):
            before = runs[place - 1] if place else ("", 0, "")
            after = runs[place + 1] if place + 1 < len(runs) else ("", 0, "")
            inner.append(_styled(runs[place], before, after))
        words = "".join(inner)
        if href:
            if made and made[-1].endswith("!"):
                made[-1] = made[-1][:-1] + "\\!"
            words = f"[{words}]({_target(href)})"
        made.append(words)
        at = last
    return "".join(made)


def _styled(run: _Run, before: _Run, after: _Run) -> str:
    """One run: with Markdown's signs where they are sure to be understood, else with tags."""
    words, style, href = run
    core = words.strip(" \n")
    if not style or not core:
        # Beside a link or signs the neighbour is a bracket or a sign, not the run's letter.
        left = before[0][-1:] if before[1:] == (style, href) else ""
        right = after[0][:1] if after[1:] == (style, href) else ""
        return escaped_run(words, left, right)
    lead = words[: len(words) - len(words.lstrip(" \n"))]
    tail = words[len(words.rstrip(" \n")) :]
    # Signs beside another run's signs would join with them.
    crowded = (before[1] and not lead) or (after[1] and not tail)
    if style == CODE and not crowded and "\n" not in core and "|" not in core:
        return lead + _code_span(core) + tail
    inner = escaped_run(core, "", "")
    signs = {BOLD: "**", ITALIC: "*", STRIKE: "~~"}.get(style)
    left = lead[-1:] or (before[0][-1:] if before[2] == href else "") or " "
    right = tail[:1] or (after[0][:1] if after[2] == href else "") or " "
    plain = "\n" not in core and not crowded
    if signs and plain and _counts(left, core[0]) and _counts(right, core[-1]):
        return f"{lead}{signs}{inner}{signs}{tail}"
    opening = "".join([f"<{tag}>" for bit, tag in _TAGS if style & bit])
    closing = "".join([f"</{tag}>" for bit, tag in reversed(_TAGS) if style & bit])
    return f"{lead}{opening}{inner}{closing}{tail}"


def _counts(outside: str, inside: str) -> bool:
    """Whether an emphasis sign between the two characters counts, whatever stands farther off."""
    return inside.isalnum() and (outside.isspace() or outside in ".,;:!?()\"'“”‘’—–")


def _code_span(words: str) -> str:
    fence = "`"
    while fence in words:
        fence += "`"
    pad = " " if words[0] == "`" or words[-1] == "`" else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _table(table: Table) -> str:
    """A pipe table; where no row names the columns its first row is empty."""
    columns = len(table.rows[0])
    rows = list(table.rows) if table.header else [(Cell(""),) * columns, *table.rows]
    body = table.rows[-1]
    signs = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}
    made = [_table_row(rows[0]), "| " + " | ".join([signs[cell.align] for cell in body]) + " |"]
    return "\n".join(made + [_table_row(row) for row in rows[1:]])


def _table_row(row: tuple[Cell, ...]) -> str:
    cells = [_inline(cell.text, cell.marks).replace("\\\n", "<br>") for cell in row]
    return "| " + " | ".join(cells) + " |"


# HTML.


def to_html(blocks: Blocks) -> str:
    """HTML without anything that runs or loads; no document around it."""
    return "\n".join([_html(block) for block in blocks])


def _html(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_runs_html(block.text, block.marks)}</p>"
    if isinstance(block, Heading):
        return f"<h{block.level}>{_runs_html(block.text, block.marks)}</h{block.level}>"
    if isinstance(block, ListBlock):
        tag = "ol" if block.ordered else "ul"
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        items = "\n".join([f"<li>{to_html(item)}</li>" for item in block.items])
        return f"<{tag}{start}>\n{items}\n</{tag}>"
    if isinstance(block, Quote):
        return f"<blockquote>\n{to_html(block.blocks)}\n</blockquote>"
    if isinstance(block, Indent):
        return f"<dl><dd>{to_html(block.blocks)}</dd></dl>"
    if isinstance(block, Figure):
        caption = f"<figcaption>{to_html(block.caption)}</figcaption>"
        return f"<figure>\n{to_html(block.blocks)}\n{caption}\n</figure>"
    if isinstance(block, Details):
        summary = _runs_html(block.summary.text, block.summary.marks)
        return f"<details><summary>{summary}</summary>\n{to_html(block.blocks)}\n</details>"
    return _html_leaf(block)


def _html_leaf(block: Code | Table | Image | Embed | Rule) -> str:
    if isinstance(block, Code):
        named = f' class="language-{html.escape(block.language)}"' if block.language else ""
        inner = _runs_html(block.text, block.marks, newline="\n")
        return f"<pre><code{named}>{inner}</code></pre>"
    if isinstance(block, Table):
        return _html_table(block)
    if isinstance(block, Image):
        picture = f'<img data-src="{html.escape(block.src)}" alt="{html.escape(block.text)}">'
        return f'<a href="{html.escape(block.href or block.src)}">{picture}</a>'
    if isinstance(block, Embed):
        return f'<p><a href="{html.escape(block.href)}">{html.escape(block.text)}</a></p>'
    return "<hr>"


def _html_table(table: Table) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        cells = []
        for cell in row:
            tag = "th" if cell.heading or number < table.header else "td"
            align = f' align="{cell.align}"' if cell.align else ""
            cells.append(f"<{tag}{align}>{_runs_html(cell.text, cell.marks)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head, body = rows[: table.header], rows[table.header :]
    thead = f"<thead>{''.join(head)}</thead>\n" if head else ""
    return f"<table>\n{thead}<tbody>{''.join(body)}</tbody>\n</table>"


def _runs_html(text: str, marks: Marks, newline: str = "<br>") -> str:
    made = []
    for words, style, href in _runs(text, marks):
        said = html.escape(words, quote=False).replace("\n", newline)
        for bit, tag in reversed(_TAGS):
            if style & bit:
                said = f"<{tag}>{said}</{tag}>"
        made.append(f'<a href="{html.escape(href)}">{said}</a>' if href else said)
    return "".join(made)
