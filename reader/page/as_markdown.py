"""Blocks -> Markdown: CommonMark with tables and strike-through.

What stands in the text for Markdown's signs is escaped. What Markdown has no words for (figures,
details, definitions, underlines, the manner of a list's numbers, names) is written as HTML, which
Markdown allows. So reading it with `page.markdown` gives the same blocks, but that what plays
elsewhere has become a link, a table has one row of names, no cell that spans and one alignment a
column, a picture no size, and code no links.
"""

from __future__ import annotations

from reader.page.as_html import (
    block_html,
    closing,
    item_number,
    list_tag,
    names_html,
    opening,
    summary_html,
)
from reader.page.as_text import item_text, items_text, prefixed
from reader.page.blocks import (
    BOLD,
    CODE,
    ITALIC,
    STRIKE,
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
    visible,
)
from reader.page.escape import line as escaped_line
from reader.page.escape import run as escaped_run
from reader.page.quotes import is_plain_credit
from reader.page.runs import Run, runs


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
        return _inline(block.text, block.marks, block.names)
    if isinstance(block, Heading):
        words = _inline(block.text, block.marks, block.names).replace("\\\n", "<br>")
        if words.endswith("#"):  # which would close the heading
            words = words[:-1].removesuffix("\\") + "\\#"
        return "#" * block.level + " " + words
    if isinstance(block, ListBlock):
        return _list(block, other)
    if isinstance(block, Quote):
        return prefixed(_quoted(block), "> ", "> ")
    if isinstance(block, Indent | Figure | Details):
        return _wrapped(block)
    return _leaf(block)


def _list(block: ListBlock, other: bool) -> str:
    plain = block.kind == "1" and not block.reversed and not block.numbers
    if not block.ordered or (plain and 0 <= block.start < 10**9 - len(block.items)):
        texts = [item_text(item, to_markdown) for item in block.items]
        return items_text(block, texts, "*" if other else "-", ")" if other else ".")
    items = [
        f"<li{item_number(block, at)}>\n\n{to_markdown(item)}\n\n</li>\n"
        for at, item in enumerate(block.items)
    ]
    return f"{list_tag(block)}\n{''.join(items)}</ol>"


def _quoted(block: Quote) -> str:
    said = to_markdown(block.blocks)
    if is_plain_credit(block):
        return f"{said}\n\n— {to_markdown(block.credit)}"
    if block.credit:
        return f"{said}\n\n<footer>\n\n{to_markdown(block.credit)}\n\n</footer>"
    return said


def _leaf(block: Code | Table | Image | Embed | Rule) -> str:
    if isinstance(block, Table):
        return _table(block) if block.header <= 1 else block_html(block)
    before = names_html(tuple([name for _, name in block.names]))
    if isinstance(block, Image):
        shown = f"![{escaped_run(block.text, '', '')}]({_target(block.src)})"
        return before + (f"[{shown}]({_target(block.href)})" if block.href else shown)
    if isinstance(block, Embed):
        return f"{before}[{escaped_run(block.text, '', '')}]({_target(block.href)})"
    if before:
        before += "\n\n"
    if isinstance(block, Code):
        fence = "```"
        while fence in block.text:
            fence += "`"
        return f"{before}{fence}{block.language}\n{block.text}\n{fence}"
    return f"{before}___"


def _wrapped(block: Indent | Figure | Details) -> str:
    """Markdown between HTML tags, which blank lines part from it."""
    if isinstance(block, Indent):
        return f"<dl><dd>\n\n{to_markdown(block.blocks)}\n\n</dd></dl>"
    inner = to_markdown(block.blocks)
    if isinstance(block, Figure):
        caption = f"<figcaption>\n\n{to_markdown(block.caption)}\n\n</figcaption>"
        if block.above:
            return f"<figure>\n{caption}\n\n{inner}\n\n</figure>"
        return f"<figure>\n\n{inner}\n\n{caption}\n</figure>"
    opened = " open" if block.opened else ""
    return f"<details{opened}>{summary_html(block)}\n\n{inner}\n\n</details>"


def _target(address: str) -> str:
    return f"<{address}>" if "(" in address or ")" in address or not address else address


def _inline(text: str, marks: Marks, names: Names) -> str:
    """The text with its marks as Markdown, line breaks as a backslash at the line's end."""
    if not marks and not names:
        said = escaped_run(visible(text), "", "")
    else:
        said = _marked([run._replace(words=visible(run.words)) for run in runs(text, marks, names)])
    return "\\\n".join([escaped_line(line) for line in said.split("\n")])


def _marked(said: list[Run]) -> str:
    made: list[str] = []
    at = 0
    while at < len(said):
        href = said[at].href
        last = at + 1
        while href and last < len(said) and said[last].href == href:
            last += 1
        inner = []
        for place in range(at, last):
            before = said[place - 1] if place else Run("")
            after = said[place + 1] if place + 1 < len(said) else Run("")
            inner.append(names_html(said[place].names) + _styled(said[place], before, after))
        words = "".join(inner)
        if href:
            if made and made[-1].endswith("!"):
                made[-1] = made[-1][:-1] + "\\!"
            words = f"[{words}]({_target(href)})"
        made.append(words)
        at = last
    return "".join(made)


def _styled(run: Run, before: Run, after: Run) -> str:
    """One run: with Markdown's signs where they are sure to be understood, else with tags."""
    words, style, href, _ = run
    if run.names:  # a tag is between
        before = Run(">", 0, href)
    if after.names:
        after = Run("<", 0, href)
    core = words.strip(" \n")
    if not style or not core:
        # Beside a link or signs the neighbour is a bracket or a sign, not the run's letter.
        left = before.words[-1:] if (before.style, before.href) == (style, href) else ""
        right = after.words[:1] if (after.style, after.href) == (style, href) else ""
        return escaped_run(words, left, right)
    lead = words[: len(words) - len(words.lstrip(" \n"))]
    tail = words[len(words.rstrip(" \n")) :]
    # Signs beside another run's signs would join with them.
    crowded = (before.style and not lead) or (after.style and not tail)
    if style == CODE and not crowded and "\n" not in core and "|" not in core:
        return lead + _code_span(core) + tail
    inner = escaped_run(core, "", "")
    signs = {BOLD: "**", ITALIC: "*", STRIKE: "~~"}.get(style)
    left = lead[-1:] or (before.words[-1:] if before.href == href else "") or " "
    right = tail[:1] or (after.words[:1] if after.href == href else "") or " "
    plain = "\n" not in core and not crowded
    if signs and plain and _counts(left, core[0]) and _counts(right, core[-1]):
        return f"{lead}{signs}{inner}{signs}{tail}"
    return f"{lead}{opening(style)}{inner}{closing(style)}{tail}"


def _counts(outside: str, inside: str) -> bool:
    """Whether an emphasis sign between the two characters counts, whatever stands farther off."""
    return inside.isalnum() and (outside.isspace() or outside in ".,;:!?()<>\"'“”‘’—–")


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
    cells = [_inline(cell.text, cell.marks, cell.names).replace("\\\n", "<br>") for cell in row]
    return "| " + " | ".join(cells) + " |"
