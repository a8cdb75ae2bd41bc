"""JSON Feed 1.1 and 1.0, with everything their publishers get wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.ingest import feed
from reader.model import Body, Enclosure, ParseError
from reader.text import iso

FEEDS = Path(__file__).parent / "data" / "feeds"
URL = "https://feeds.example/dir/feed.json"


def test_version_11() -> None:
    found = feed.parse((FEEDS / "json11_ordinary.json").read_bytes(), URL)
    assert (found.title, found.site) == ("JSON notes", "https://json.example/")
    assert (found.description, found.language) == ("Notes", "en-US")
    first, second = found.articles
    assert (first.guid, first.url) == ("1", "https://json.example/1")
    assert first.title == "One & two <b>"  # plain text by the specification
    assert (first.byline, second.byline) == ("Ann, Bob", "Feed Author")
    assert (first.language, second.language) == ("de", "en-US")
    assert iso(first.published) == "2026-11-02T07:30:00Z"
    assert iso(first.updated) == "2026-11-03T00:00:00Z"
    assert first.summary == "A greeting."
    assert first.body == Body(
        "html", '<p>Hello, <a href="/x">world</a>.</p>', "https://json.example/1"
    )
    assert first.enclosures == (Enclosure("https://json.example/a.mp3", "audio/mpeg", 1000),)
    assert second.url == "https://else.example/article"
    assert second.body.format == "text"
    assert second.body.content == "a < b & c\n\nSecond paragraph."
    assert (second.title, second.title_from) == ("a < b & c", "text")


def test_version_10_with_nulls_numbers_and_wrong_types() -> None:
    found = feed.parse((FEEDS / "json10_nulls_and_numbers.json").read_bytes(), URL)
    first, second = found.articles
    assert (first.guid, second.guid) == ("7", "8.5")
    assert (first.byline, second.byline) == ("Old Author", "Plain Name")
    assert first.published is None
    assert second.title == "2026"
    assert second.enclosures == (Enclosure("https://a.example/f", "", 0),)


def test_escapes_in_json_are_cleaned() -> None:
    body = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "a\x1b[31mb",
            "items": [
                {"id": "x\x9b1", "content_text": "c\ud800d\u202ee", "url": "javascript:alert(1)"}
            ],
        }
    ).encode()
    found = feed.parse(body, URL)
    (article,) = found.articles
    shown = found.title + article.guid + article.body.content + article.title
    assert not [char for char in shown if ord(char) < 32 or 127 <= ord(char) < 160]
    assert article.body.content == "cde"
    assert article.url == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "no whole JSON document"),
        (b'{"rss": {}}', "no JSON Feed"),
        (b"[1, 2]", "no JSON Feed"),
        (b'{"version": 1, "items": {}}', "no JSON Feed"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"version":"https://jsonfeed.org/version/1","x":' + b"9" * 5_000 + b"}", "JSON"),
    ],
)
def test_what_is_no_json_feed_is_told_in_one_sentence(body: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        feed.parse(body, URL)
    assert URL in str(caught.value)


def test_with_a_byte_order_mark_and_in_utf16() -> None:
    said = '{"version": "https://jsonfeed.org/version/1.1", "title": "Übung", "items": []}'
    assert feed.parse(said.encode("utf-8-sig"), URL).title == "Übung"
    assert feed.parse(said.encode("utf-16"), URL).title == "Übung"
