"""Whole articles from real servers: several pages, moves, what is no page, hostile answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback import Asked, Loopback, Reply

from reader.config import Config
from reader.ingest import webpage
from reader.ingest.fetch import Fetcher
from reader.ingest.parsing import Parsers
from reader.ingest.webpage import Whole
from reader.model import FetchError, ParseError, ReaderError

QUICK = Config(timeout=10, feed_megabytes=12)
HTML = "text/html; charset=utf-8"


def prose(page: int, amount: int = 5) -> str:
    return "".join(
        f"<p>Paragraph {n} of page {page} tells at some length of the harbour, its wall and the "
        f"people who have lived behind both for longer than anybody remembers.</p>"
        for n in range(amount)
    )


def html(body: str, head: str = "") -> Reply:
    whole = (
        f"<!doctype html><html lang='en'><head><title>The long story</title>{head}</head><body>"
        f"<article><h1>The long story</h1>{body}</article></body></html>"
    )
    return Reply(body=whole.encode(), content_type=HTML)


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(1) as running:
        yield running


def whole(site: Loopback, path: str, parsers: Parsers, **options: bool) -> Whole:
    with Fetcher(QUICK) as fetcher:
        return webpage.read(fetcher, parsers, site.url(path), pause=0, **options)


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("/story", ["/story?page=2", "/story?page=3"]),
        ("/story", ["/story/2", "/story/3"]),
        ("/story/", ["/story/page/2/", "/story/page/3/"]),
        ("/story.html", ["/story-2.html", "/story-3.html"]),
        ("/article/12", ["/article/12/2", "/article/12/3"]),
    ],
)
def test_the_pages_of_an_article_are_joined(
    site: Loopback, parsers: Parsers, first: str, others: list[str]
) -> None:
    paths = [first, *others]
    for number, path in enumerate(paths, 1):
        link = f'<p><a href="{paths[number]}">Next page</a></p>' if number < len(paths) else ""
        site.pages[path] = html(f"{prose(number)}{link}")
    found = whole(site, first, parsers)
    assert found.pages == 3
    for number in (1, 2, 3):
        assert f"Paragraph 4 of page {number}" in found.article.body.content
    assert found.article.title == "The long story"
    assert found.article.words > 300
    assert [one.target for one in site.asked()] == paths
    assert found.note == ""


def test_the_next_article_is_no_next_page(site: Loopback, parsers: Parsers) -> None:
    site.pages["/article/12"] = html(
        f"{prose(1)}<a rel='next' href='/article/13'>Next</a><a href='/other?page=2'>Next page</a>",
        "<link rel='next' href='/article/13'>",
    )
    assert whole(site, "/article/12", parsers).pages == 1
    assert len(site.asked()) == 1


def test_all_on_one_page_is_preferred(site: Loopback, parsers: Parsers) -> None:
    links = "<a href='/story?page=2'>Next page</a> <a href='/story?page=all'>Single page</a>"
    site.pages["/story"] = html(f"{prose(1)}<p>{links}</p>")
    site.pages["/story?page=all"] = html(prose(1) + prose(2) + prose(3))
    found = whole(site, "/story", parsers)
    assert "page 3" in found.article.body.content
    assert len(site.asked()) == 2


def test_endless_pages_and_circles_end(site: Loopback, parsers: Parsers) -> None:
    def endless(asked: Asked) -> Reply:
        number = int(asked.target.rpartition("=")[2]) if "=" in asked.target else 1
        return html(f"{prose(number)}<a href='/story?page={number + 1}'>Next</a>")

    site.pages["/story"] = endless
    found = whole(site, "/story", parsers)
    assert found.pages == 12
    assert "first 12 pages" in found.note
    same = html(f"{prose(1)}<a href='/same?page=2'>Next</a><a href='/same?page=3'>3</a>")
    site.pages["/same"] = same
    assert whole(site, "/same", parsers).pages == 1


def test_a_page_that_fails_is_said_and_the_others_stay(site: Loopback, parsers: Parsers) -> None:
    site.pages["/story"] = html(f"{prose(1)}<a href='/story?page=2'>Next</a>")
    site.pages["/story?page=2"] = Reply(500, reason="Oops")
    found = whole(site, "/story", parsers)
    assert found.pages == 1
    assert found.note.startswith("page 2 could not be fetched")
    assert "Paragraph 4" in found.article.body.content


def test_a_page_that_leads_on_by_itself_is_followed(site: Loopback, parsers: Parsers) -> None:
    moved = "<meta http-equiv='refresh' content='0; url=/there'>"
    site.pages["/here"] = html("<p>Moved.</p>", moved)
    site.pages["/there"] = html(prose(1))
    assert whole(site, "/here", parsers).address == site.url("/there")


def test_circles_of_moves_end_in_words(site: Loopback, parsers: Parsers) -> None:
    site.pages["/a"] = Reply(
        body=b"<html><head><meta http-equiv=refresh content='0;url=/b'></head></html>",
        content_type=HTML,
    )
    site.pages["/b"] = Reply(
        body=b"<html><head><meta http-equiv=refresh content='0;url=/a'></head></html>",
        content_type=HTML,
    )
    with pytest.raises(FetchError, match="leads back to itself"):
        whole(site, "/a", parsers)

    def further(asked: Asked) -> Reply:
        number = int(asked.target[2:]) + 1
        head = f"<meta http-equiv=refresh content='0;url=/n{number}'>"
        return Reply(body=f"<html><head>{head}</head></html>".encode(), content_type=HTML)

    for number in range(9):
        site.pages[f"/n{number}"] = further
    with pytest.raises(FetchError, match="more than 3 times"):
        whole(site, "/n0", parsers)


def test_a_page_that_was_sent_to_the_front_page_is_gone(site: Loopback, parsers: Parsers) -> None:
    site.redirect("/2020/old-story", "/")
    site.pages["/"] = html(prose(1))
    with pytest.raises(FetchError, match="the page is gone"):
        whole(site, "/2020/old-story", parsers)


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"%PDF-1.7 x", "application/pdf", "a PDF file"),
        (b"%PDF-1.7 x", "text/html", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "a picture"),
        (b'{"a": 1}', "application/json", "data"),
        (b"x", "audio/mpeg", "a sound"),
        (b"x", "video/mp4", "a film"),
        (b"PK\x03\x04", "application/octet-stream", "packed"),
        (b"  ", "text/html", "empty page"),
        (b"<rss version='2.0'/>", "application/rss+xml", "no page but a feed"),
    ],
)
def test_what_is_no_page_is_named(
    site: Loopback, parsers: Parsers, body: bytes, kind: str, said: str
) -> None:
    site.pages["/thing"] = Reply(body=body, content_type=kind)
    with pytest.raises(ParseError, match=said) as caught:
        whole(site, "/thing", parsers)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<div id=root></div><noscript>Please enable JavaScript to read.</noscript>", "program"),
        ("<p>Before you continue: we value your privacy. Accept all cookies?</p>", "cookies"),
        ("<h1>Just a moment...</h1><p>Verifying you are human.</p>", "whether a person"),
    ],
)
def test_pages_that_only_stand_for_a_text_are_told(
    site: Loopback, parsers: Parsers, body: str, said: str
) -> None:
    whole_page = f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>"
    site.pages["/shell"] = Reply(body=whole_page.encode(), content_type=HTML)
    with pytest.raises(ParseError, match=said):
        whole(site, "/shell", parsers)


def test_a_public_feed_leads_into_no_private_network(site: Loopback, parsers: Parsers) -> None:
    site.pages["/story"] = html(prose(1))
    with pytest.raises(FetchError, match="private network"):
        whole(site, "/story", parsers, trusted=False)
    assert site.asked() == []


def test_hostile_pages_end_in_words_or_a_text(site: Loopback, parsers: Parsers) -> None:
    hostile = {
        "/large": ("<p>" + "words and words " * 700_000 + "</p>").encode(),
        "/deep": b"<div>" * 100_000 + b"<p>deep words at the end of it all</p>",
        "/links": b"<a href='/links?page=2'>Next</a>" * 50_000,
        "/open": b"<table><tr><td>" * 20_000,
        "/loose": b"words <div></div>" * 40_000,
        "/breaks": b"words<br><br>" * 60_000,
        "/json": b"<script type=application/ld+json>" + b"[" * 200_000 + b"</script><p>x y z</p>",
        "/liar": "<meta charset=utf-16><p>Ünïcödé wörds</p>".encode("latin-1") * 10,
        "/marks": b"<p>" + b"&lt;" * 100_000 + b"</p>",
        "/title": b"<title>" + b"x" * 1_000_000,
    }
    for path, body in hostile.items():
        site.pages[path] = Reply(body=b"<!doctype html><html><body>" + body, content_type=HTML)
    for path in hostile:
        try:
            said = whole(site, path, parsers).article.summary
        except ReaderError as error:
            said = str(error)
        assert said, path
        assert "\n" not in said, path
