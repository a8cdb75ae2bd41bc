"""`prefetch`, `edit --full-text`, `show --feed-text`: full texts by the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, Reply, rss
from test_ingest_fulltext import page, teasers

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as running:
        running.pages["/1"], running.pages["/2"] = page(1), page(2)
        running.feed("/rss", teasers(running, 2))
        running.feed("/whole", rss("Whole", 1, words="All of the words are here. " * 30))
        yield running


def test_beginnings_are_fetched_shown_and_taken_back(
    tearsheet: CommandLine, site: Loopback
) -> None:
    tearsheet("add", site.url("/rss"), site.url("/whole"))
    answer = tearsheet("prefetch", "is:unread")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "2 full texts fetched.\n"
    one = tearsheet("list", 'feed:"A feed"', "--json").json[0]
    shown = tearsheet("show", one["id"], "--json").json
    assert shown["full_text"] == "shown"
    assert "Paragraph 5 of story" in shown["text"]
    assert "Paragraph 5" not in tearsheet("show", one["id"], "--feed-text").out
    assert tearsheet("search", "anybody remembers", "--json").json
    assert "have their text" in tearsheet("prefetch", "is:unread").out
    assert "2 articles shown in full" in tearsheet("undo").out
    assert "Paragraph 5" not in tearsheet("show", one["id"]).out
    tearsheet("undo", "--redo")
    assert "shown as the feed sends it" in tearsheet("prefetch", "is:unread", "--off").out
    assert tearsheet("show", one["id"], "--json").json["full_text"] == "kept"


def test_failures_are_named_and_json_lists_everything(
    tearsheet: CommandLine, site: Loopback
) -> None:
    tearsheet("add", site.url("/rss"))
    site.pages["/2"] = Reply(404, reason="Not Found")
    answer = tearsheet("prefetch", "is:unread", "--json")
    assert answer.code == 1
    assert len(answer.json["fetched"]) == 1
    assert "404" in answer.json["failed"][0]["error"]
    assert "404" in answer.err


def test_saved_articles_keep_what_they_show(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    number = tearsheet("list", "--json").json[0]["id"]
    tearsheet("save", number)
    tearsheet("prefetch", "is:saved")
    assert tearsheet("show", number, "--json").json["full_text"] == "kept"


def test_wrong_words(tearsheet: CommandLine, site: Loopback) -> None:
    assert tearsheet("prefetch").code == 2
    tearsheet("add", site.url("/rss"))
    assert tearsheet("prefetch", "title:nowhere").code == 4
    assert tearsheet("edit", "A feed").code == 2
    assert tearsheet("edit", "A feed", "--full-text", "perhaps").code == 2


def test_always_full_text(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    assert "changed" in tearsheet("edit", "A feed", "--full-text", "on").out
    assert tearsheet("feeds", "--json").json[0]["always_full_text"] is True
    assert "2 full texts fetched" in tearsheet("refresh", "--all").out
    number = tearsheet("list", "--json").json[0]["id"]
    assert tearsheet("show", number, "--json").json["full_text"] == "shown"
    tearsheet("edit", "A feed", "--full-text", "off")
    assert tearsheet("feeds", "--json").json[0]["always_full_text"] is False


def test_events_for_the_newsreader(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    number = tearsheet("list", "--json").json[0]["id"]
    answer = tearsheet.process("prefetch", "--events", "--all", "--beside", "--ids", str(number))
    said = [json.loads(line) for line in answer.lines]
    assert [one["event"] for one in said] == ["page", "finished"]
    assert said[1]["fetched"] == [number]
    assert tearsheet("show", number, "--json").json["full_text"] == "kept"


def test_a_page_of_only_a_beginning_is_noted(tearsheet: CommandLine, site: Loopback) -> None:
    data = '{"@type": "NewsArticle", "headline": "A", "isAccessibleForFree": false}'
    script = f'<script type="application/ld+json">{data}</script>'
    barred = page(1).body.replace(b"</head>", script.encode() + b"</head>")
    site.pages["/1"] = Reply(body=barred, content_type="text/html")
    tearsheet("add", site.url("/rss"))
    answer = tearsheet("prefetch", "is:unread")
    assert "only the beginning" in answer.err
    assert "only the beginning" in tearsheet("show", 2, "--json").json["full_text_note"] or (
        "only the beginning" in tearsheet("show", 1, "--json").json["full_text_note"]
    )
