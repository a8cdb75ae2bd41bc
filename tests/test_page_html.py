"""HTML to blocks: what is seen is kept, what is not seen stays out, nothing takes long."""

from __future__ import annotations

import re
import time
from pathlib import Path

import gallery
import pages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.page import html
from reader.page.blocks import (
    BOLD,
    Blocks,
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
    anchors,
    leaves,
    plain,
)
from reader.page.flow import lay_out
from reader.page.formulas import from_tex
from reader.text import web_address
from reader.text import width as cells

BASE = "https://example.org/blog/post"
PAGES = sorted(gallery.PAGES.glob("*.html"))


def read(markup: str) -> Blocks:
    return html.blocks(markup, BASE)


def text(markup: str) -> str:
    return plain(read(markup))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_gallery_of_oddities(page: Path) -> None:
    assert gallery.frame(page) == page.with_suffix(".txt").read_text("utf-8")


def test_white_space_collapses_across_runs_and_no_break_spaces_stay() -> None:
    assert text("<p>  a <b> b </b>\n c\xa0\xa0d  </p>") == "a b c\xa0\xa0d"


def test_marks_cover_their_words() -> None:
    (block,) = read("<p>one <b>two</b> <a href='x'>three <i>four</i></a></p>")
    assert isinstance(block, Paragraph)
    assert block.marks[0] == Mark(4, 7, BOLD, "")
    linked = [block.text[m.start : m.end] for m in block.marks if m.href]
    assert "".join(linked) == "three four"
    assert {m.href for m in block.marks if m.href} == {"https://example.org/blog/x"}


def test_two_line_breaks_are_a_paragraph_and_one_is_a_line() -> None:
    assert read("a<br>b<br><br>c<br>&nbsp;<br>d") == (
        Paragraph("a\nb"),
        Paragraph("c"),
        Paragraph("d"),
    )


def test_list_directly_in_a_list_belongs_to_the_item_above() -> None:
    (found,) = read("<ul><li>a<ul><li>b</ul><ul><li>c</li></ul><li>d</ul>")
    assert isinstance(found, ListBlock)
    assert len(found.items) == 2
    assert [type(block) for block in found.items[0]] == [Paragraph, ListBlock, ListBlock]


def test_items_without_a_list_become_one() -> None:
    assert read("<li>a</li><li>b</li>") == (ListBlock(((Paragraph("a"),), (Paragraph("b"),))),)


def test_numbering_starts_where_it_says() -> None:
    (found,) = read("<ol start=7><li>a</ol>")
    assert isinstance(found, ListBlock)
    assert (found.ordered, found.start) == (True, 7)


def test_preformatted_text_keeps_its_lines_and_names_its_language() -> None:
    assert read("<pre><code class='hljs language-Rust'>\nfn x() {\n\t1\n}\n\n</code></pre>") == (
        Code("fn x() {\n\t1\n}", "rust"),
    )
    assert read("<pre>a<br>b<div>c</div>d</pre>") == (Code("a\nb\nc\nd"),)


def test_data_table_and_layout_table() -> None:
    (data,) = read("<table><tr><th>n<th>v<tr><td>a<td>1<tr><td>b<td>2</table>")
    assert isinstance(data, Table)
    assert data.header == 1
    assert [[cell.text for cell in row] for row in data.rows] == [
        ["n", "v"],
        ["a", "1"],
        ["b", "2"],
    ]
    assert read("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>") == (
        Paragraph("a"),
        Paragraph("b"),
        Paragraph("c"),
    )
    nested = (
        "<table><tr><td>x</td><td><table><tr><td>y<td>z</table></td></tr><tr><td>q<td>r</table>"
    )
    assert "Table" not in {type(block).__name__ for block in read(nested)[:1]}


def test_cells_that_span_leave_the_columns_in_place() -> None:
    (found,) = read(
        "<table><tr><th>a<th>b<th>c<tr><td rowspan=2>1<td colspan=2>2<tr><td>3<td>4</table>"
    )
    assert isinstance(found, Table)
    assert [[cell.text for cell in row] for row in found.rows] == [
        ["a", "b", "c"],
        ["1", "2", ""],
        ["", "3", "4"],
    ]


def test_figures_pictures_and_trackers() -> None:
    assert read(
        "<figure><a href=/big.jpg><img src=data:image/gif;base64,R0 data-src=/big.jpg alt=Alps></a>"
        "<figcaption>The <b>Alps</b></figcaption></figure><img src=/t.gif width=1 height=1>"
    ) == (
        Figure(
            (Image("https://example.org/big.jpg", "Alps"),),
            (Paragraph("The Alps", (Mark(4, 8, BOLD),)),),
        ),
    )
    assert read("<img srcset='/s.jpg 300w, /l.jpg 1200w' alt='x y'>") == (
        Image("https://example.org/l.jpg", "x y"),
    )


def test_small_pictures_that_stand_for_letters_stay_in_the_line() -> None:
    assert text("hi <img class=wp-smiley alt='🙂' src=/s.png> there") == "hi 🙂 there"


def test_players_are_one_titled_line() -> None:
    assert read(
        "<p>a</p><iframe src='https://www.youtube.com/embed/x' title='A film'></iframe>"
        "<audio><source src=/a.mp3>No audio.</audio>"
    ) == (
        Paragraph("a"),
        Embed("video", "https://www.youtube.com/embed/x", "A film"),
        Embed("audio", "https://example.org/a.mp3", "example.org/a.mp3"),
    )


def test_quotes_rules_details_definitions_headings() -> None:
    assert read(
        "<blockquote>a<blockquote>b</blockquote></blockquote><hr>"
        "<details><summary>s</summary><p>d</p></details><dl><dt>t<dd>m</dl><h3>h</h3>"
    ) == (
        Quote((Paragraph("a"), Quote((Paragraph("b"),)))),
        Rule(),
        Details(Paragraph("s"), (Paragraph("d"),)),
        Paragraph("t", (Mark(0, 1, BOLD),)),
        Indent((Paragraph("m"),)),
        Heading(3, "h"),
    )


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("E=mc<sup>2</sup>", "E=mc²"),
        ("H<sub>2</sub>O", "H₂O"),
        ("the 1<sup>st</sup> of", "the 1st of"),
        ("x<sup>ab</sup>", "x^(ab)"),
        ("x<sub>k</sub> y", "x_k y"),
        ("Brand<sup>™</sup>", "Brand™"),
        ("<ruby>日本<rp>(</rp><rt>にほん</rt><rp>)</rp></ruby>語", "日本（にほん）語"),
        ("he said <q>no</q>.", "he said “no”."),
        (
            "<math alttext='a+b'><semantics><mi>a<annotation>a+b</annotation></semantics></math>",
            "a+b",
        ),
        ("漢字\n漢字", "漢字漢字"),
        ("a<wbr>b", "a\u200bb"),
    ],
)
def test_inline_elements(markup: str, said: str) -> None:
    assert text(f"<p>{markup}</p>") == said


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>alert('no')</script>",
        "<style>p{}</style>",
        "<svg><text>no</text></svg>",
        "<template>no</template>",
        "<select><option>no</select><textarea>no</textarea><button>no</button>",
        "<p hidden>no</p>",
        "<div style='display : none'>no<p>no</p></div>",
        "<span class='sr-only'>no</span>",
        "<!-- no -->",
        "<head><title>no</title></head>",
    ],
)
def test_what_is_not_seen_stays_out(hidden: str) -> None:
    assert read(f"<p>yes</p>{hidden}<p>too</p>") == (Paragraph("yes"), Paragraph("too"))


def test_double_escaped_html_is_read_once() -> None:
    assert read("&lt;p&gt;a &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;") == (
        Paragraph("a b", (Mark(2, 3, BOLD),)),
    )
    assert text("&amp;lt;p&amp;gt;a") == "&lt;p&gt;a" or text("&amp;lt;p&amp;gt;a") == "<p>a"
    assert text("a tag like &lt;b&gt; is bold") == "a tag like <b> is bold"
    assert text("<p>write &lt;p&gt; and &lt;/p&gt;</p>") == "write <p> and </p>"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x"]
)
def test_links_lead_to_the_web_or_to_mail_only(address: str) -> None:
    (block,) = read(f'<p><a href="{address}">word</a></p>')
    assert block == Paragraph("word")


def test_addresses_in_the_text_are_links() -> None:
    (block,) = read("<p>see https://a.org/x_(y). or me@b.org</p>")
    assert isinstance(block, Paragraph)
    assert [m.href for m in block.marks] == ["https://a.org/x_(y)", "mailto:me@b.org"]


@pytest.mark.parametrize("source", ["&#27;]52;c;eA==&#7;", "&#155;31m", "\x1b[31m", "&#x202e;abc"])
def test_control_characters_die_here(source: str) -> None:
    said = text(f"<p>a{source}b</p><pre>{source}</pre><img src=x alt='p{source}q r s'>")
    assert not set(said) & {chr(c) for c in (*range(9), *range(11, 32), *range(127, 160), 0x202E)}


def test_break_hints_survive_and_other_invisible_characters_do_not() -> None:
    assert text("<p>a\u200bb\u2060c\u200ed\ufeffe</p>") == "a\u200bb\u2060cde"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "deep",
        "<b>" * 100_000 + "deep",
        "<div>" * 100_000 + "deep" + "</div>" * 100_000 + "<p>after</p>",
        "<ul><li>" * 20_000 + "deep",
        "<blockquote>" * 1_900 + "deep",
        "<table><tr><td>" * 1_000 + "deep",
        "deep " + "<" * 50_000,
        "deep" + "<!--" * 40_000,
        "<table><tr><td colspan=1000000000 rowspan=1000000000>deep<td>x<tr><td>y</table>",
        "<b i=" * 20_000 + "deep",
        "<p>deep " + "<a href=x>" * 50_000,
        "<p>deep" + " " * 200_000 + "x",
        "<pre>deep" + "\t" * 200_000,
        "<p>deep " + "a\u0301" * 100_000,
        "<p>deep " + "\u200d" * 100_000,
        "<p>deep " + "-" * 200_000,
        "<p>deep " + "x@" * 50_000,
        "<p>deep " + "https://" * 30_000,
        "<p>deep " + "(" * 50_000 + "https://a.b/" + ")" * 1_900,
        "<p>deep<sup>" + "<sup>x" * 1_500,
        "<td>" * 50_000 + "deep",
        "<li>" * 50_000 + "deep",
        "<details><summary>" * 900 + "deep",
        "deep" + "<math><annotation>" * 900,
        "<ruby><rt>" * 900 + "deep",
        "<p " + " ".join([f"a{n}=1" for n in range(200_000)]) + ">deep",
        "<p " + "a " * 200_000 + ">deep",
        "deep<p " + "class='x' " * 50_000 + ">x",
        "<p>deep<img src='data:image/png;base64," + "A" * 3_000_000 + "'>",
        "<p>" + "word " * 1_000_000 + "deep",
        "deep" + "x" * 5_000_000,
        "deep" + "<i></i>" * 200_000,
        "<li>x" * 100_000 + "deep",
        "deep<br>" * 200_000,
        "<table>" + "<tr><td colspan=20 rowspan=20>deep<td>y" * 5_000,
        "<table>" + "<caption>deep</caption>" * 20_000,
        "<table><tr><td class=gutter>" * 600 + "1" * 200_000 + "deep",
        "<pre class=ln><table><tr><td>" * 500 + "deep" + "x\n" * 50_000,
        "<pre class=gutter>" * 1_000 + "1" * 50_000 + "deep",
        "deep<picture>" + "<source srcset=a>" * 1_000 + "<img alt=x>" * 5_000,
        "deep " + "\\(" * 50_000 + "$" * 50_000 + "\\[" * 50_000,
        "deep &amp;#8217;" * 50_000,
        "<p>deep<math>" + "<mrow>" * 1_800 + "x",
        "<p>deep" + "<a href='#x'>y</a>" * 30_000 + "<p id=x>",
        "<p style='white-space:pre'>deep" + "\n " * 200_000,
        "deep" + "<form><input>" * 2_000 + "x" * 50_000,
        "deep" + "\x00" * 1_000_000,
        "deep<" + "a" * 2_000_000 + ">x",
        "deep" + "<![CDATA[" * 50_000,
        "deep" + "&" * 500_000,
    ],
    ids=lambda markup: markup[:24],
)
def test_hostile_input_opens_in_bounded_time(markup: str) -> None:
    begun = time.process_time()
    found = read(markup)
    layout = lay_out(found, 40)
    for at in range(min(60, layout.height)):
        layout.line(at)
    assert "deep" in plain(found)
    # A picture of the page's own memory stays in proportion too: no text grows on the way.
    assert len(plain(found)) <= 8 * len(markup) + 1_000
    # Far above what it takes (well under a second): only growth out of all proportion ends here.
    assert time.process_time() - begun < 10


def test_links_within_the_page_lead_to_names_in_it() -> None:
    found = read(
        "<p>One<sup id=r1><a href='#n1'>1</a></sup>, two<a href='https://example.org/blog/post#n2'>"
        "[2]</a>.</p><h2 id=h>Notes <a href='#h'>#</a></h2><ol><li id=n1>First <a href='#r1'>↩</a>"
        "<li id=n2>Second</ol><p id=nobody>See <a href='#end'>the end</a>, <a href='#no'>no</a>"
        "</p><a name=end></a>"
    )
    whole, places = plain(found), anchors(found)
    assert [mark.href for leaf in leaves(found) for mark in getattr(leaf, "marks", ())] == [
        "#n1", "#n2", "#r1", "#end", "https://example.org/blog/post#no",
    ]  # fmt: skip
    assert {name: whole[at : at + 5] for name, at in places.items()} == {
        "r1": "¹, tw", "n1": "First", "n2": "Secon", "end": "",
    }  # fmt: skip


def test_a_heading_leads_nowhere_by_itself() -> None:
    assert read("<h2 id=x><a href='#x'>Title</a></h2><p><a href='#x'>up</a>") == (
        Heading(2, "Title", (), ((0, "x"),)),
        Paragraph("up", (Mark(0, 2, 0, "#x"),)),
    )


@pytest.mark.parametrize(
    ("markup", "labels"),
    [
        ("<ol start=3><li>a<li>b</ol>", "3 4"),
        ("<ol reversed><li>a<li>b<li>c</ol>", "3 2 1"),
        ("<ol reversed start=10><li>a<li>b</ol>", "10 9"),
        ("<ol type=a start=26><li>a<li>b</ol>", "z aa"),
        ("<ol type=I start=1999><li>a<li>b</ol>", "MCMXCIX MM"),
        ("<ol style='list-style-type: lower-roman'><li>a<li>b</ol>", "i ii"),
        ("<ol type=i start=0><li>a<li>b</ol>", "0 i"),
        ("<ol><li>a<li value=7>b<li>c</ol>", "1 7 8"),
        ("<ol reversed><li value=9>a<li>b</ol>", "9 8"),
    ],
)
def test_items_are_numbered_as_the_list_says(markup: str, labels: str) -> None:
    (found,) = read(markup)
    assert isinstance(found, ListBlock)
    assert [found.label(at) for at in range(len(found.items))] == labels.split()


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote><p>Said.</p><footer>— Name</footer></blockquote>",
        "<blockquote><p>Said.</p><cite>Name</cite></blockquote>",
        "<blockquote><p>Said.</p><p>— Name</p></blockquote>",
        "<blockquote>Said.<br>--Name</blockquote>",
        "<figure><blockquote>Said.</blockquote><figcaption>Name</figcaption></figure>",
    ],
)
def test_a_quotation_knows_who_said_it(markup: str) -> None:
    (found,) = read(markup)
    assert isinstance(found, Quote)
    assert (plain(found.blocks), plain(found.credit)) == ("Said.", "Name")


def test_a_dialogue_in_a_quotation_has_no_author() -> None:
    assert read("<blockquote><p>— Yes?</p><p>— No.</p></blockquote>") == (
        Quote((Paragraph("— Yes?"), Paragraph("— No."))),
    )


def test_a_table_keeps_its_title_and_what_its_cells_span() -> None:
    (found,) = read(
        "<table><caption>Sizes</caption><tr><th>a<th colspan=2>b<tr><td rowspan=2>1<td>2<td>3"
        "<tr><td>4<td colspan=9>5</table>"
    )
    assert isinstance(found, Figure)
    (table,) = found.blocks
    assert (found.above, found.caption) == (True, (Paragraph("Sizes"),))
    assert isinstance(table, Table)
    assert [[(cell.text, cell.span, cell.down) for cell in row] for row in table.rows] == [
        [("a", 1, 1), ("b", 2, 1), ("", 1, 1)],
        [("1", 1, 2), ("2", 1, 1), ("3", 1, 1)],
        [("", 1, 1), ("4", 1, 1), ("5", 1, 1)],
    ]


@pytest.mark.parametrize("signs", ["* * *", "***", "⁂", "———", "•&nbsp;•&nbsp;•", "-=-=", "#", "1"])
def test_signs_that_part_the_text_are_a_rule(signs: str) -> None:
    kinds = [type(block).__name__ for block in read(f"<p>a</p><p>{signs}</p><hr><p>b</p>")]
    kept = signs in ("-=-=", "#", "1")
    assert kinds == ["Paragraph", *(["Paragraph"] if kept else []), "Rule", "Paragraph"]


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        ("E = mc^2", "E = mc²"),
        ("\\frac{a+b}{c}", "(a+b)/c"),
        ("\\sqrt{x} \\le \\alpha_1", "√x ≤ α₁"),
        ("{\\displaystyle y}", "y"),
        ("e^{i\\pi}", "e^(iπ)"),
        ("\\text{if } n \\in \\mathbb{N}", "if n ∈ N"),
        ("\\foo{x}", "foo x"),
        ("\\frac", "/"),
        ("{" * 500 + "x", "x"),
        ("x" * 5_000, "x" * 5_000),
    ],
)
def test_formulas_are_written_as_by_hand(tex: str, said: str) -> None:
    assert text(f"<p>\\({tex}\\)</p>") in (said, f"\\({tex}\\)")
    assert from_tex(tex) == said


def test_prices_are_no_formulas() -> None:
    assert text("<p>It costs $5 or $10, $HOME or US$ 7.</p><p><code>$x^2$</code></p>") == (
        "It costs $5 or $10, $HOME or US$ 7.\n\n$x^2$"
    )


def test_code_with_numbered_lines_is_code_without_them() -> None:
    numbers = "<td class='gutter'><pre class=lineno>1\n2\n</pre></td>"
    for table in (
        f"<table><tr>{numbers}<td class=code><pre>a\n  b\n</pre></td></tr></table>",
        "<table class=highlight><tr><td class=blob-num>1<td class=blob-code>a"
        "<tr><td class=blob-num>2<td class=blob-code>  b</table>",
        "<pre><code><table class=hljs-ln><tr><td class=hljs-ln-numbers>1</td><td>a</td></tr>"
        "<tr><td class=hljs-ln-numbers>2</td><td>  b</td></tr></table></code></pre>",
        "<pre><span class='ln'>1</span>a\n<span class='ln'>2</span>  b</pre>",
        "<pre class=line-numbers>a\n  b</pre>",
    ):
        assert read(table) == (Code("a\n  b"),)


def test_signs_escaped_twice_are_read_but_in_code() -> None:
    assert text("<p>it&amp;#8217;s &amp;mdash; &amp;lt;</p><code>&amp;mdash;</code>") == (
        "it’s — &lt;\n\n&mdash;"
    )


def test_what_stands_behind_the_end_of_the_document_is_read() -> None:
    assert text("<html><body><p>a</p></body></html><p>b</p>") == "a\n\nb"


def test_a_whole_document_says_where_its_links_begin() -> None:
    (block,) = read("<head><base href='https://other.org/d/'></head><p><a href=x>y</a></p>")
    assert block == Paragraph("y", (Mark(0, 1, 0, "https://other.org/d/x"),))


def test_what_cannot_be_shown_is_said_in_its_place() -> None:
    assert plain(read("<p>a</p>" + "<div>" * 3_000 + "b")).startswith("The form of this page could")
    picture = "<img src='data:image/png;base64," + "A" * 4_000_000 + "'>"
    assert text(f"<p>a</p>{picture}<p>b</p>") == ("a\n\na picture of 3,000 kB inside the page\n\nb")


def test_nothing_comes_of_nothing() -> None:
    for markup in ("", "   ", "<p></p>", "<!-- x -->", "\ud800", "<p>&nbsp;</p>", "\x00"):
        assert plain(read(markup)).strip("\ufffd") == ""


def test_lone_surrogates_and_declarations_do_not_stop_it() -> None:
    assert text("<p>a\ud800b</p>").startswith("a")
    assert text('<?xml version="1.0" encoding="utf-8"?><p>é</p>') == "é"
    assert text('<meta charset="iso-8859-1"><p>é漢</p>') == "é漢"


HREFS = st.text(alphabet="abz019./:-_?&=%#@[]~+()'!*,;$| é", max_size=30)


@settings(deadline=None, max_examples=300)
@given(HREFS)
def test_the_quick_way_to_an_address_gives_what_the_slow_one_gives(rest: str) -> None:
    from reader.page.elements import OPENERS
    from reader.page.frames import Looks
    from reader.page.walk import Walk

    walk = Walk(BASE, OPENERS, Looks())
    for raw in (f"https://ex.org/{rest}", f"http://{rest}", rest):
        assert walk.address(raw) == (web_address(raw, BASE, ("http", "https", "mailto")) or "")


SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                f"<{slash}{tag}>"
                for tag in (
                    "p", "div", "b", "i", "ul", "ol", "li", "br", "hr", "table", "tr", "td", "th",
                    "blockquote", "pre", "h2", "figure", "figcaption", "dl", "dt", "dd", "a",
                    "code", "details", "summary", "span", "thead", "tbody", "sup", "body",
                    "caption",
                )
                for slash in ("", "/")
            ]
        ),
        st.integers(0, 10**9).map(lambda number: f" w{number} "),
    ),
    max_size=60,
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(SOUP)
def test_every_visible_word_appears_once_and_in_order(soup: list[str]) -> None:
    wanted = [part.strip() for part in soup if part.startswith(" w")]
    assert re.findall(r"w\d+", plain(read("".join(soup)))) == wanted


@settings(deadline=None, max_examples=150)
@given(pages.SOUP, st.integers(20, 200))
def test_soup_is_set_at_any_width_with_every_word(soup: list[str], width: int) -> None:
    layout = lay_out(pages.unfolded(read("".join(soup))), width)
    lines = [layout.line(at).text for at in range(layout.height)]
    assert max(map(cells, (line for at, line in enumerate(lines) if not layout.line(at).scrolls)),
               default=0) <= width  # fmt: skip
    if not any(isinstance(leaf, Table) for leaf in leaves(layout.blocks)):
        wanted = [word for word in re.findall(r"w\d+", layout.text) if len(word) < width // 2]
        found = re.findall(r"w\d+", " ".join(lines))
        assert [word for word in found if word in wanted] == wanted


def test_a_picture_inside_a_superscript_does_no_harm() -> None:
    found = html.blocks("<p>x<wbr>e<sup><img alt=c8>nce</sup> end</p>", "")
    assert "nce" in plain(found)
    assert "end" in plain(found)
