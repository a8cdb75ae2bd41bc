"""Blocks written as text, Markdown and HTML, and read again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from markdownform import markdown_form
from pages import BLOCKS, SOUP

from reader.model import Body
from reader.page import html, markdown, of
from reader.page.blocks import (
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
    leaves,
    plain,
    visible,
)
from reader.page.setting import Setting
from reader.page.write import to_html, to_markdown, to_text

PAGES = sorted((Path(__file__).parent / "data" / "pages").glob("*.html"))
PAGE = """
<h1>Title</h1><p>Some <b>bold</b>, <i>italic</i>, <code>co`de</code> and a
<a href="https://e.org/a_(b)">link <b>in bold</b></a>.<br>New line * with _signs_.</p>
<ul><li>one<li>two<ul><li>deep</ul></ul><ul><li>other list</ul><ol start=4><li><p>a<p>b</ol>
<blockquote><p>said<blockquote>before</blockquote></blockquote><pre><code class=language-py>
def f():
	return `1`
</code></pre>
<table><tr><th>a|b<th align=right>c<tr><td>1<td align=right>2 * 3</table>
<figure><img src=/p.png alt="A p[i]c"><figcaption>Below <u>it</u></figcaption></figure><hr>
<dl><dt>term<dd>meaning</dl><details><summary>More <i>of it</i></summary><p>inside</p></details>
<p>1. no list</p><p># no heading</p><p>- no item</p><p>&lt;b&gt; &amp;amp; no tag</p><p>+ x</p>
"""


def again(blocks: Blocks) -> Blocks:
    return markdown.blocks(to_markdown(blocks), "https://e.org/")


def test_a_whole_page_survives_markdown_and_html() -> None:
    blocks = html.blocks(PAGE, "https://e.org/")
    assert again(blocks) == blocks
    assert html.blocks(to_html(blocks)) == blocks


def seen(blocks: Blocks) -> list[str]:
    """What of the blocks must survive: kinds, words without their white space, and their links."""
    found = []
    for leaf in leaves(blocks):
        words = "".join(visible(leaf.text).split())
        if isinstance(leaf, Embed):  # a link, as Markdown says it
            found += [f"Paragraph {words}", f"{words} -> {leaf.href}"]
            continue
        found.append(f"{type(leaf).__name__} {words}")
        if isinstance(leaf, Paragraph | Heading):
            for mark in leaf.marks:
                linked = "".join(visible(leaf.text[mark.start : mark.end]).split())
                if mark.href and not mark.href.startswith("mailto:") and linked:
                    found.append(f"{linked} -> {mark.href}")
    return found


@settings(deadline=None, max_examples=250)
@given(BLOCKS)
@example((Embed("video", "https://e.org/v", "\xa0"),))
@example((Details(Paragraph("==="), (Rule(),)),))
@example((Heading(1, "a #b", (Mark(1, 3, 0, "https://a.org/"),)),))
def test_markdown_keeps_words_kinds_and_links(blocks: Blocks) -> None:
    # What no HTML can say is not asked of Markdown: two leaves that join, a text that is no text.
    blocks = html.blocks(to_html(blocks), "https://e.org/")
    assert seen(again(blocks)) == seen(blocks)


@settings(deadline=None, max_examples=150)
@given(BLOCKS)
def test_html_keeps_the_blocks_as_they_are(blocks: Blocks) -> None:
    blocks = html.blocks(to_html(blocks), "https://e.org/")
    assert html.blocks(to_html(blocks), "https://e.org/") == blocks


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.stem)
def test_the_gallery_survives_html_and_markdown(source: Path) -> None:
    # Where a line may break is nothing that Markdown can say.
    said = re.sub("&shy;|&#8203;|[\xad\u200b\u2060]|<wbr>", "", source.read_text("utf-8"))
    blocks = html.blocks(said, "https://e.org/")
    assert html.blocks(to_html(blocks), "https://e.org/") == blocks
    assert again(blocks) == markdown_form(blocks)


@settings(deadline=None, max_examples=300)
@given(SOUP)
@example(["* * *", "<table>", "* * *"])
@example(["<h2>", "<details>", "<summary>", "* * *"])
def test_soup_is_clear_after_one_reading(soup: list[str]) -> None:
    blocks = html.blocks("<p>begin</p>" + "".join(soup), "https://e.org/")
    assert html.blocks(to_html(blocks), "https://e.org/") == blocks


@settings(deadline=None, max_examples=300)
@given(SOUP)
@example(["<dd>", "<figure>", "<dd>", " w0 "])
def test_soup_survives_markdown(soup: list[str]) -> None:
    blocks = html.blocks("<p>begin</p>" + "".join(soup), "https://e.org/")
    assert again(blocks) == markdown_form(blocks)


@settings(deadline=None, max_examples=100)
@given(BLOCKS)
def test_text_holds_every_word_in_order(blocks: Blocks) -> None:
    wanted = "".join(visible(plain(blocks)).split())
    for width in (None, 40):
        if width and any(isinstance(leaf, Table) for leaf in leaves(blocks)):
            continue
        rest = iter("".join(to_text(blocks, width, Setting(bidi="terminal")).split()))
        assert all(char in rest for char in wanted)


def test_text_is_plain_paragraphs() -> None:
    assert to_text(html.blocks("<h2>a</h2><p>b <b>c</b><ul><li>d<li>e<ol><li>f</ol></ul>")) == (
        "a\n\nb c\n\n- d\n- e\n  1. f"
    )


@pytest.mark.parametrize(
    "words",
    [
        "*a*",
        "_a_ b_c",
        "`a`",
        "[a](b)",
        "<a>",
        "&lt;",
        "# a",
        "1. a",
        "1) a",
        "- a",
        "+ a",
        "> a",
        "a\\",
        "\\*",
        "~~a~~",
        "| a | b |",
        "![a](b)",
        "a *",
        ":--",
    ],
)
def test_signs_of_markdown_are_escaped(words: str) -> None:
    blocks = (Paragraph(words),)
    assert again(blocks) == blocks
    assert again((Quote(blocks), ListBlock((blocks,)))) == (Quote(blocks), ListBlock((blocks,)))


@pytest.mark.parametrize(
    "block",
    [
        Heading(3, "A # heading #"),
        Code("```\nfence\n```", "md"),
        ListBlock(((Paragraph("a"),), (Paragraph("b"), Code("c")))),
        ListBlock(((Paragraph("a"), ListBlock(((Paragraph("x"),),), True, 3)),), True, 7),
        ListBlock(((Rule(),), (Quote((Paragraph("q"),)),))),
        Quote((Heading(1, "h"), Paragraph("p"), Rule())),
        Table(((Cell("a", heading=True), Cell("b", heading=True)), (Cell("c\nd"), Cell("|"))), 1),
        Table(((Cell("a"), Cell("b")), (Cell("c"), Cell("d")))),
        Image("https://e.org/a.png", "alt *text*", "https://e.org/"),
        Figure((Image("https://e.org/a.png"),), (Paragraph("caption"),)),
        Details(Paragraph("s"), (Paragraph("a"), ListBlock(((Paragraph("b"),),)))),
        Indent((Paragraph("a"), Paragraph("b"))),
    ],
    ids=lambda block: type(block).__name__,
)
def test_each_kind_of_block_survives_markdown(block: Paragraph) -> None:
    assert again((Paragraph("before"), block, Paragraph("after"))) == (
        Paragraph("before"),
        block,
        Paragraph("after"),
    )


def test_html_is_inert() -> None:
    page = html.blocks(
        "<script>x</script><p onclick=x>a <a href='javascript:x'>b</a></p><img src=/i alt='x y'>"
        "<iframe src=https://e.org/f></iframe><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
        "<a href='https://e.org/\"onmouseover=x'>q</a>",
        "https://e.org/",
    )
    said = to_html(page)
    tags = set(re.findall(r"<(\w+)", said))
    assert tags <= {"p", "a", "img"}
    assert " src=" not in said
    assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', said))


def test_embeds_are_written_as_links() -> None:
    block = Embed("video", "https://e.org/v", "A [film]")
    assert to_markdown((block,)) == "[A \\[film\\]](https://e.org/v)"
    assert to_text((block,)) == "[A [film]] https://e.org/v"


def test_markdown_of_files_is_read() -> None:
    source = (
        "Title\n=====\n\nA [link](x.html), ~~gone~~, <b>raw</b>.\n\n"
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        "<details><summary>s</summary>\n\n*inside*\n\n</details>\n\n```py\nx = 1\n```\n"
    )
    kinds = [type(b).__name__ for b in of(Body("markdown", source, "https://e.org/d/"))]
    assert kinds == ["Heading", "Paragraph", "Table", "Details", "Code"]


@pytest.mark.parametrize(
    "source",
    [
        ">" * 20_000 + " deep",
        "- " * 5_000 + "deep",
        "[" * 20_000 + "deep",
        "deep " + "*a " * 20_000,
        "deep\n" + "|" * 20_000 + "\n|--|\n",
        "deep <" * 20_000,
    ],
    ids=lambda source: source[:8],
)
def test_hostile_markdown_still_opens(source: str) -> None:
    assert "deep" in plain(markdown.blocks(source))
