"""Books as they are really made: several chapters in a file, one in several, notes at the end."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from test_ingest_books import CONTAINER

from reader import page
from reader.incoming import ParsedArticle
from reader.ingest import bounds, epubchapter, files
from reader.ingest.epubpackage import Entry
from reader.page import write

WORDS = "The harbour lay quiet under the snow, and the boats had not moved for a week. " * 5


def book(path: Path, contents: str, pages: dict[str, str]) -> list[ParsedArticle]:
    """The articles of a book with these pages in this order; `contents` is an NCX or a nav."""
    nav = "<nav>" in contents or "<nav " in contents
    items = "".join(
        f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pages)
    )
    items += (
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        if nav
        else '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    )
    spine = '<itemref idref="nav"/>' if nav else ""
    spine += "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A Winter Book</dc:title></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", package)
        archive.writestr("OEBPS/nav.xhtml" if nav else "OEBPS/toc.ncx", contents)
        for name, said in pages.items():
            archive.writestr(f"OEBPS/{name}", f"<html><body>{said}</body></html>")
    return list(files.read(path))


def ncx(*points: tuple[str, str]) -> str:
    """An NCX with these lines below one for the whole book, as Project Gutenberg makes them."""
    below = "".join(
        f"<navPoint><navLabel><text>{label}</text></navLabel><content src='{src}'/></navPoint>"
        for label, src in points
    )
    return (
        '<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint>'
        f"<navLabel><text>A WINTER BOOK</text></navLabel><content src='0.html#title'/>{below}"
        "</navPoint></navMap></ncx>"
    )


def shown(found: ParsedArticle) -> str:
    return write.to_text(page.of(found.body), None)


GUTENBERG = {
    "0.html": f'<div><h1 id="title">A WINTER BOOK</h1><p>By Jane Roe</p></div><div class="chapter">'
    f'<h2><a id="pg1"></a>CHAPTER I.<br/>Snow</h2></div><p>{WORDS}<a href="2.html#fn1" id="r1">'
    f'<sup>[1]</sup></a></p><div><h2 id="pg2">CHAPTER II.<br/>Ice</h2></div><p>Second. {WORDS}</p>',
    "1.html": f'<p>The second goes on.</p><h2 id="pg3">CHAPTER III.<br/>Thaw</h2><p>Third. {WORDS}'
    '<a href="2.html#fn2"><sup>[2]</sup></a></p>',
    "2.html": '<div><h3>FOOTNOTES</h3><div><p><a id="fn1"></a><a href="0.html#r1">[1]</a> The '
    'coldest in forty years.</p></div><div><p><a id="fn2"></a>On a <i>Sunday</i>.</p></div></div>',
}
LINES = (
    ("CHAPTER I. Snow", "0.html#pg1"),
    ("CHAPTER II. Ice", "0.html#pg2"),
    ("CHAPTER III. Thaw", "1.html#pg3"),
)


def test_files_are_cut_where_the_contents_say(tmp_path: Path) -> None:
    found = book(tmp_path / "a.epub", ncx(*LINES), GUTENBERG)
    assert [one.title for one in found] == [
        "A WINTER BOOK", "CHAPTER I. Snow", "CHAPTER II. Ice", "CHAPTER III. Thaw", "FOOTNOTES",
    ]  # fmt: skip
    assert [one.guid for one in found] == [
        "OEBPS/0.html", "OEBPS/0.html#pg1", "OEBPS/0.html#pg2", "OEBPS/1.html#pg3", "OEBPS/2.html",
    ]  # fmt: skip
    assert shown(found[0]) == "By Jane Roe"
    assert shown(found[1]).startswith("The harbour lay quiet")  # no heading twice
    assert shown(found[2]).endswith("The second goes on.")
    assert shown(found[3]).startswith("Third.")


def test_notes_come_to_the_chapters_that_refer_to_them(tmp_path: Path) -> None:
    found = book(tmp_path / "a.epub", ncx(*LINES), GUTENBERG)
    assert shown(found[1]).endswith("[1]\n\n* * *\n\n[1] The coldest in forty years.")
    assert shown(found[3]).endswith("[2]\n\n* * *\n\n[2] On a Sunday.")
    assert 'href="#note-1"' in found[1].body.content
    assert "* * *" not in shown(found[2])
    assert shown(found[4]).split("\n\n") == ["[1] The coldest in forty years.", "On a Sunday."]


NAV = (
    '<html><body><nav epub:type="landmarks"><ol><li><a href="2.html">Start</a></li></ol></nav>'
    '<nav epub:type="toc"><h1>Contents</h1><ol><li><span>Part One</span><ol>'
    '<li><a href="1.html">1. The Wall</a><ol><li><a href="1.html#s1">Why a wall</a></li></ol></li>'
    '<li><a href="2.html">2. The Sea</a></li></ol></li></ol></nav></body></html>'
)


def test_sections_stay_in_their_chapter_and_the_contents_are_none(tmp_path: Path) -> None:
    found = book(tmp_path / "a.epub", NAV, {
        "1.html": f'<section><p>1</p><h1>The Wall</h1><p>{WORDS}<a epub:type="noteref" '
        'href="3.html#n1">1</a><a epub:type="noteref" href="#f1">*</a></p><h2 id="s1">Why a wall'
        '</h2><p>Why not?</p><aside id="f1"><p>Here.</p></aside></section>',
        "2.html": "<h1><span>2</span> The Sea</h1><p>See <a href='1.html#s1'>Why a wall</a>.</p>",
        "3.html": '<h1>Notes</h1><ol><li id="n1"><p>See the book. <a href="1.html#x">↩</a></p></li>'
        "</ol>",
    })  # fmt: skip
    assert [one.title for one in found] == ["1. The Wall", "2. The Sea", "Notes"]
    said = shown(found[0])
    assert said.startswith("The harbour lay quiet")
    assert "Why a wall\n\nWhy not?" in said
    assert said.endswith("Here.\n\n* * *\n\n1 See the book.")
    assert 'href="#f1"' in found[0].body.content
    assert shown(found[1]) == "See Why a wall."
    assert shown(found[2]) == "1. See the book."


def test_a_chapter_in_several_files(tmp_path: Path) -> None:
    lines = ncx(("One", "1.html"), ("Two", "3.html"))
    found = book(tmp_path / "a.epub", lines, {
        "0.html": "<p>All rights reserved.</p>",
        "1.html": "<h2>One</h2><p>First piece.</p>",
        "2.html": "<p>Second piece.</p>",
        "3.html": "<p><b>Two</b></p><p>Words.</p>",
        "4.html": "<h2>Afterword</h2><p>Thanks.</p>",
    })  # fmt: skip
    assert [one.title for one in found] == ["A WINTER BOOK", "One", "Two", "Afterword"]
    assert shown(found[1]) == "First piece.\n\nSecond piece."
    assert b"Second piece" in found[1].original
    assert shown(found[2]) == "Words."


def test_no_text_is_lost_when_a_chapter_grows_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "BODY", 2_000)
    from reader.ingest import epub

    pages = {f"{n}.html": f"<p>Piece {n}. {WORDS}</p>" for n in range(12)}
    path = tmp_path / "a.epub"
    book(path, ncx(("One", "0.html")), pages)
    found = epub.articles(path.read_bytes(), "")
    said = "".join(one.body.content for one in found)
    assert [n for n in range(12) if f"Piece {n}." in said] == list(range(12))


def test_which_lines_begin_a_chapter() -> None:
    def starts(*lines: tuple[str, int]) -> list[str]:
        return [one.label for one in epubchapter.starts(
            [Entry(path, "", f"{path}{n}", depth) for n, (path, depth) in enumerate(lines)]
        )]  # fmt: skip

    assert starts(("a", 0), ("b", 0)) == ["a0", "b1"]
    assert starts(("a", 0), ("a", 1), ("a", 2), ("b", 0)) == ["a0", "b3"]  # sections
    assert starts(("a", 0), ("a", 1), ("b", 1), ("c", 0)) == ["a0", "a1", "b2", "c3"]  # a part
    assert starts(("a", 0), ("a", 1), ("a", 1)) == ["a0", "a1", "a2"]  # a book in one file
    assert starts() == []


def test_contents_that_lead_nowhere_cut_nothing(tmp_path: Path) -> None:
    lines = ncx(("One", "1.html#none"), ("Two", "1.html#neither"), ("Three", "none.html"))
    (found,) = book(tmp_path / "a.epub", lines, {"1.html": "<p>Words of it.</p>"})
    assert (found.title, shown(found)) == ("One", "Words of it.")
