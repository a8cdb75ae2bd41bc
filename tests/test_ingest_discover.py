"""Finding the feeds of a page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ingest.addresses import feed_address, is_private
from reader.ingest.discover import Candidate, feeds_in, guesses

BASE = "https://example.org/blog/post"


def addresses(head: str, base: str = BASE) -> list[str]:
    return [
        one.address for one in feeds_in(f"<html><head>{head}</head><body>x</body></html>", base)
    ]


def test_what_a_link_says():
    found = feeds_in(
        "<!doctype html><link rel=alternate type='application/rss+xml' "
        "title='The\x1b[31m  Feed &amp; more' href=/feed.xml>",
        BASE,
    )
    assert found == [
        Candidate("https://example.org/feed.xml", "The�[31m Feed & more", "application/rss+xml")
    ]


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("feed", "https://example.org/blog/feed"),
        ("/feed", "https://example.org/feed"),
        ("//cdn.example.net/f", "https://cdn.example.net/f"),
        ("http://other.example/f?a=1&amp;b=2#x", "http://other.example/f?a=1&b=2"),
        ("?feed=rss2", "https://example.org/blog/post?feed=rss2"),
        (" \n/feed\t", "https://example.org/feed"),
        ("/flux-é", "https://example.org/flux-%C3%A9"),
    ],
)
def test_addresses_are_made_whole(href, address):
    assert addresses(f'<link rel="alternate" type="application/rss+xml" href="{href}">') == [
        address
    ]


def test_base_counts_and_may_be_relative():
    link = "<link rel=alternate type=application/atom+xml href=feed/atom/>"
    assert addresses(f"<base href='https://cdn.example.net/a/'>{link}") == [
        "https://cdn.example.net/a/feed/atom/"
    ]
    assert addresses(f"<base href='/b/'>{link}") == ["https://example.org/b/feed/atom/"]
    assert addresses(f"<base href='javascript:1'>{link}") == ["https://example.org/blog/feed/atom/"]


def test_every_kind_of_feed_is_found_in_the_pages_order():
    assert addresses(
        "<link rel='alternate' type='application/feed+json' href='/j'>"
        "<link rel='ALTERNATE home' type='Application/RSS+XML; charset=utf-8' href='/r'>"
        "<link rel='alternate' type='application/atom+xml' href='/a'>"
        "<link rel='feed' href='/h'>"
        "<link rel='alternate' type='text/xml' href='/x'>"
        "<link rel='alternate' type='application/rss+xml' href='/r'>"
    ) == [f"https://example.org/{name}" for name in ("r", "a", "j", "h", "x")]


def test_comment_feeds_come_last():
    assert addresses(
        "<link rel='alternate' type='application/rss+xml' title='Comments Feed' href='/1'>"
        "<link rel='alternate' type='application/rss+xml' href='/post/comments/feed'>"
        "<link rel='alternate' type='application/rss+xml' href='/feed'>"
    ) == [f"https://example.org/{path}" for path in ("feed", "1", "post/comments/feed")]


@pytest.mark.parametrize(
    "head",
    [
        "<link rel='stylesheet' type='text/css' href='/a.css'>",
        "<link rel='alternate' hreflang='de' href='/de'>",
        "<link rel='alternate' type='application/json' href='/wp-json/wp/v2/posts/1'>",
        "<link rel='alternate' type='application/json+oembed' href='/oembed?url=x'>",
        "<link rel='alternate stylesheet' type='text/xml' href='/x'>",
        "<link rel='alternate' type='application/rss+xml'>",
        "<link rel='alternate' type='application/rss+xml' href=''>",
        "<link rel='alternate' type='application/rss+xml' href='javascript:alert(1)'>",
        "<link rel='alternate' type='application/rss+xml' href='file:///etc/passwd'>",
        "<!-- <link rel='alternate' type='application/rss+xml' href='/feed'> -->",
    ],
)
def test_what_is_no_feed(head):
    assert addresses(head) == []


def test_links_are_found_in_the_body_and_in_bytes_of_any_charset():
    page = "<p>x<link rel=alternate type=application/rss+xml title='Новости' href=/f>"
    for charset in ("utf-8", "koi8-r", "utf-16"):
        found = feeds_in(page.encode(charset), BASE, f"text/html; charset={charset}")
        assert [(one.address, one.title) for one in found] == [("https://example.org/f", "Новости")]
    assert len(feeds_in(page.encode(), BASE, "text/html; charset=no-such-thing")) == 1


def test_a_page_cannot_offer_thousands():
    links = "".join(
        f"<link rel=alternate type=application/rss+xml href=/{number}>" for number in range(5_000)
    )
    assert len(addresses(links)) == 50


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=400) | st.text(max_size=400))
def test_no_page_makes_it_fail(page):
    for one in feeds_in(page, BASE):
        assert one.address.startswith("http")


def test_guesses_are_few_and_on_the_same_site():
    found = guesses("https://example.org:8443/blog/")
    assert 1 <= len(found) <= 4
    assert all(one.startswith("https://example.org:8443/") for one in found)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org/feed", "https://example.org/feed"),
        (" HTTP://Example.org/a b ", "http://Example.org/a%20b"),
        ("feed:https://example.org/feed", "https://example.org/feed"),
        ("feed://example.org/feed", "http://example.org/feed"),
        ("feed:http://example.org/feed#top", "http://example.org/feed"),
        ("https://exämple.org/", "https://xn--exmple-cua.org/"),
        ("feed:file:///etc/passwd", ""),
        ("ftp://example.org/", ""),
        ("https://", ""),
    ],
)
def test_addresses_as_people_type_them(typed, address):
    assert feed_address(typed).lower() == address.lower()


@pytest.mark.parametrize(
    "peer",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "fec0::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2002:c0a8:101::",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "nonsense",
    ],
)
def test_private_peers(peer):
    assert is_private(peer)


@pytest.mark.parametrize(
    "peer",
    [
        "93.184.216.34",
        "8.8.8.8",
        "100.63.0.1",
        "172.32.0.1",
        "2606:2800:220:1::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ],
)
def test_public_peers(peer):
    assert not is_private(peer)
