"""Random pages for the property tests of the page room."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from reader.page.blocks import (
    BOLD,
    CODE,
    ITALIC,
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
    Mark,
    Paragraph,
    Quote,
    Rule,
    Table,
)

_WORD = st.sampled_from(
    [
        "a", "be", "word", "Wort", "longerword", "1.", "2)", "10%", "#tag", "#", "##", "-", "+",
        "*", "**", "_", "__", "x_y", "_x_", "`code", "```", "[x](y)", "<b>", "&amp;", "&", "~~",
        "|", "a|b", "\\", "\\n", "!", "![", "](", ">", ">x", "=", "===", "---", "...", "it's",
        '"quoted"', "“quoted”", "—", "a—b", "well-known", "a\xadb", "Donau\xaddampf",
        "100\xa0km", "\xa0", "漢字", "漢字、漢字。", "「漢」", "🙂", "שלום", "é", "e-mail", "$x^2$",
        "{y}", "C:\\x", "a/b/c", "http", "www", "a@b", "5:30", "(1)", "~", ":", ":--",
        "a\u2060b",
        "wwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
    ]
)  # fmt: skip
_LINE = st.lists(_WORD, min_size=1, max_size=14).map(" ".join)
_HREFS = st.sampled_from(["", "https://a.org/", "https://a.org/x_(y)?q=1&z=2#f", "mailto:a@b.org"])


@st.composite
def _text(draw: st.DrawFn, breaks: bool = True) -> tuple[str, tuple[Mark, ...]]:
    lines = draw(st.lists(_LINE, min_size=1, max_size=2 if breaks else 1))
    text = "\n".join(lines)
    marks: list[Mark] = []
    at = 0
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, min(len(text), start + 15)))
        style = draw(st.sampled_from([0, BOLD, ITALIC, CODE, STRIKE, UNDERLINE, BOLD | ITALIC]))
        href = draw(_HREFS)
        if text[start:end].strip() and "\n" not in text[start:end] and (style or href):
            marks.append(Mark(start, end, style, href))
            at = end
    return text, tuple(marks)


_PARAGRAPH = _text().map(lambda made: Paragraph(*made))
_HEADING = st.tuples(st.integers(1, 6), _text()).map(lambda made: Heading(made[0], *made[1]))
_CODE = st.tuples(
    st.lists(
        st.sampled_from(["", "  a", "\tb", "```", "<x> & y", "漢 " * 30, "z" * 90]),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["", "python", "c++"]),
).map(lambda made: Code("x\n" + "\n".join(made[0]) + "\nend", made[1]))
_IMAGE = st.sampled_from(["", "A long alternative text of a picture", "漢字漢"]).map(
    lambda alt: Image("https://a.org/p.png", alt)
)
_EMBED = _LINE.map(lambda title: Embed("video", "https://a.org/v", title))


@st.composite
def _table(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(2, 6))
    rows = draw(st.integers(2, 4))
    header = draw(st.integers(0, 1))
    made = []
    for number in range(rows):
        cells = [draw(_text()) for _ in range(columns)]
        made.append(tuple(Cell(*cell, heading=number < header) for cell in cells))
    return Table(tuple(made), header)


LEAVES = st.one_of(
    _PARAGRAPH, _PARAGRAPH, _HEADING, _CODE, _IMAGE, _EMBED, st.just(Rule()), _table()
)


def _groups(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        some.map(Quote),
        some.map(Indent),
        st.tuples(
            st.lists(some, min_size=1, max_size=3).map(tuple), st.booleans(), st.integers(0, 12)
        ).map(lambda made: ListBlock(made[0], made[1], made[2] if made[1] else 1)),
        st.tuples(some, st.tuples(_PARAGRAPH)).map(lambda made: Figure(*made)),
        st.tuples(_text(breaks=False), some).map(
            lambda made: Details(Paragraph(*made[0]), made[1])
        ),
    )


BLOCKS = st.lists(st.recursive(LEAVES, _groups, max_leaves=6), max_size=4).map(tuple)

_TAGS = (
    "p", "div", "b", "i", "ul", "ol", "li", "br", "hr", "table", "tr", "td", "th", "blockquote",
    "pre", "h2", "figure", "figcaption", "dl", "dt", "dd", "a", "code", "details", "summary",
    "span", "sup", "caption", "section", "img src=/x.png", "noscript", "footer",
    "a href=https://twitter.com/intent/tweet", "center",
)  # fmt: skip
SOUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{slash}{tag}>" for tag in _TAGS for slash in ("", "/")]),
        st.sampled_from(["<p>", "</p>", "<div>", "</div>"]),
        st.integers(0, 10**9).map(lambda number: f" w{number} "),
        st.sampled_from(["Share this: ", "&amp;", "* * *", "— x", "<!-- x -->"]),
    ),
    max_size=80,
)


def unfolded(blocks: Blocks) -> Blocks:
    """The same page with all its details open: everything in it has a line."""
    return tuple([_unfolded(block) for block in blocks])


def _unfolded(block: Block) -> Block:
    if isinstance(block, Details):
        return replace(block, blocks=unfolded(block.blocks), opened=True)
    if isinstance(block, ListBlock):
        return replace(block, items=tuple([unfolded(item) for item in block.items]))
    if isinstance(block, Quote | Indent | Figure):
        return replace(block, blocks=unfolded(block.blocks))
    return block
