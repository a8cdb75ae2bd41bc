"""Web pages become articles: the words, their structure, what the page says about itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ingest import extract
from reader.model import ParseError
from reader.text import iso

PAGE = (Path(__file__).parent / "data" / "files" / "page_saved_by_browser.html").read_bytes()
URL = "https://coast.example/news/wall?utm_source=x"
PARAGRAPH = (
    "<p>The council decided on Tuesday to rebuild the wall in stone after a long debate.</p>"
)


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_what_a_page_says_about_itself() -> None:
    found = extract.article(PAGE, URL)
    assert found.title == "Harbour wall to be rebuilt in stone"
    assert found.title_from == "headline"
    assert found.byline == "Jane Roe"
    assert found.source == "The Coast Post"
    assert found.deck == "The council voted for stone over concrete."
    assert found.url == "https://coast.example/news/wall"
    assert found.language == "en-GB"
    assert iso(found.published) == "2025-03-04T10:00:00Z"
    assert found.words > 90
    assert found.summary.startswith("The wall that has kept the sea out")


def test_structure_is_kept_and_addresses_are_absolute() -> None:
    content = extract.article(PAGE, URL).body.content
    assert '<a href="https://coast.example/news/tuesday.html">Tuesday</a>' in content
    assert "<h2>What it costs</h2>" in content
    assert "<li>Stone from the quarry at Hook</li>" in content
    assert "<blockquote>" in content
    assert 'src="https://coast.example/news/wall_files/wall.jpg"' in content
    assert "<td>2 million</td>" in content
    assert "first = 1\nsecond = 2" in content
    assert "<code>wall --build</code> and wait" in content
    assert "<b>rebuilt in stone</b>" in content


def test_headline_byline_menu_and_footer_are_not_in_the_body() -> None:
    content = extract.article(PAGE, URL).body.content
    for words in ("Harbour wall to be rebuilt", "By Jane Roe", "Sport", "All rights", "alert("):
        assert words not in content


def test_hostile_addresses_go() -> None:
    body = (
        PARAGRAPH
        * 3
        + '<p>Read <a href="javascript:alert(1)">this</a> and <a href="file:///etc/passwd">that'
        "</a> today, said everyone who had been there and seen it all happen.</p>"
    )
    content = extract.article(page(f"<article>{body}</article>"), URL).body.content
    assert "javascript:" not in content
    assert "file:" not in content
    assert "Read this and that today" in content


def test_a_page_without_an_article_gives_its_own_words() -> None:
    cells = "".join(f"<tr><td>Row {n}</td><td>{n * n}</td></tr>" for n in range(60))
    found = extract.article(page(f"<h1>Squares</h1><table>{cells}</table>"), URL)
    assert "Row 59" in found.body.content


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0\0",
        b"<html></html>",
        page("<script>x()</script>"),
        page("<img src=x>"),
    ],
)
def test_a_page_without_text_is_told(body: bytes) -> None:
    with pytest.raises(ParseError, match=r"coast\.example") as caught:
        extract.article(body, URL)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        page("<div>" * 30_000 + "deep words in it"),
        page(PARAGRAPH + "<b>" * 50_000),
        page("<!--" * 20_000),
        page("<" * 50_000),
        page(PARAGRAPH * 4 + "<table><tr>" + "<td colspan=999999999>x" * 200),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
    ],
)
def test_hostile_pages_give_an_article_or_a_sentence(body: bytes) -> None:
    try:
        said = extract.article(body, URL).summary
    except ParseError as error:
        said = str(error)
    assert said
    assert "\n" not in said


def test_encodings_of_pages() -> None:
    words = "Le conseil a décidé mardi soir de reconstruire le mur à grands frais, après l’été."
    body = f"<article><h1>L’été</h1><p>{words}</p><p>{words} Encore.</p></article>"
    declared = page(body, '<meta charset="windows-1252">').decode().encode("cp1252")
    assert words in extract.article(declared, URL).summary
    plain = page(body).decode().encode("cp1252")
    assert words in extract.article(plain, URL, "text/html; charset=windows-1252").summary
    assert words in extract.article(page(body), URL).summary


def test_a_page_without_address_keeps_relative_pictures_and_no_relative_links() -> None:
    picture = '<img src="a_files/x.jpg" alt="x">'
    link = '<p>See <a href="b">it</a> there and then, said the man who knew.</p>'
    body = f"<article>{PARAGRAPH * 4}{picture}{link}</article>"
    content = extract.article(page(body), "").body.content
    assert "<a " not in content
    assert 'src="a_files/x.jpg"' in content


def test_how_a_list_counts_and_who_is_quoted_are_kept() -> None:
    prose = "<p>The press in the small workshop beside the harbour runs again this winter, and "
    prose += "four hundred copies of the weekly leave it every Friday before the shops open.</p>"
    found = extract.article(
        f"<html><body><article><h1>The printed page</h1>{prose * 3}"
        "<ol type=a start=3><li>Set the type with some care.</li>"
        "<li value=9>Ink the plate.</li></ol>"
        "<blockquote><p>Paper does not ask you for anything at all.</p><footer>Tove Ek</footer>"
        f"</blockquote>{prose}</article></body></html>".encode(),
        "https://example.org/press",
        "text/html",
    )
    assert '<ol start="3" type="a">' in found.body.content
    assert '<li value="9">' in found.body.content
    assert "<footer>" in found.body.content
    assert "Tove Ek" in found.body.content
