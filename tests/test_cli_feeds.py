"""add, feeds, edit, remove, refresh: subscriptions over a real server and real directories."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, Reply, closed_port, rss

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


@pytest.fixture
def site() -> Iterator[Loopback]:
    """A real server on this machine with one feed."""
    with Loopback() as running:
        running.feed("/rss", rss("The Gazette", 3), etag='"1"')
        yield running


def test_add_follows_a_feed_and_prints_what_was_added(
    tearsheet: CommandLine, site: Loopback
) -> None:
    answer = tearsheet("add", site.url("/rss"), "--folder", "News/Local")
    assert (answer.code, answer.err) == (0, "")
    assert "The Gazette" in answer.out
    assert "3 articles" in answer.out
    (feed,) = tearsheet("feeds", "--json").json
    assert list(feed) == [
        "id", "kind", "title", "url", "site", "folder", "articles", "unread", "last_success",
        "last_error", "next_due",
    ]  # fmt: skip
    assert feed == feed | {
        "kind": "web", "title": "The Gazette", "url": site.url("/rss"), "folder": "News/Local",
        "articles": 3, "unread": 3, "last_error": None,
    }  # fmt: skip
    assert feed["next_due"] > feed["last_success"]
    assert "already" in tearsheet("add", site.url("/rss")).out


def test_add_tells_json(tearsheet: CommandLine, site: Loopback, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("First Note\n\nIt has two paragraphs.\n")
    answer = tearsheet("add", "--json", "--", site.url("/rss"), tmp_path / "one.txt")
    feed, file = answer.json
    assert feed == {
        "kind": "web", "id": 1, "title": "The Gazette", "url": site.url("/rss"), "articles": 3,
        "existing": False, "notes": [],
    }  # fmt: skip
    assert (file["kind"], file["title"]) == ("file", "First Note")
    assert tearsheet("add", "--json", "nonsense").json == []


def test_a_sites_address_is_enough(tearsheet: CommandLine, site: Loopback) -> None:
    link = b'<link rel="alternate" type="application/rss+xml" href="/rss">'
    page = b"<html><head>" + link + b"</head><body>Welcome</body></html>"
    site.pages["/"] = Reply(body=page, content_type="text/html")
    assert tearsheet("add", site.url("/")).code == 0
    assert tearsheet("feeds", "--json").json[0]["url"] == site.url("/rss")


def test_a_directory_is_followed_and_a_file_taken_in(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "one.txt").write_text("First Note\n\nIt has two paragraphs.\n\nThis one too.\n")
    (tmp_path / "single.md").write_text("# Alone\n\nA file by itself.\n")
    assert tearsheet("add", notes, tmp_path / "single.md").code == 0
    kinds = {one["kind"]: one for one in tearsheet("feeds", "--json").json}
    assert kinds["directory"]["articles"] == 1
    assert kinds["files"]["articles"] == 1
    (notes / "two.txt").write_text("Second Note\n\nNew since.\n")
    answer = tearsheet("refresh", kinds["directory"]["id"])
    assert (answer.code, answer.out) == (0, "1 feed checked, 1 new.\n")


def test_each_failure_is_named_and_the_rest_is_done(
    tearsheet: CommandLine, site: Loopback, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.txt"
    answer = tearsheet("add", "ftp://x.example/", site.url("/rss"), str(missing))
    assert answer.code == 1
    assert "The Gazette" in answer.out
    assert len(answer.err.splitlines()) == 2
    assert all(line.startswith("tearsheet: ") for line in answer.err.splitlines())
    assert "missing.txt" in answer.err
    assert len(tearsheet("feeds").lines) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, b"no", reason="Not Found"),
        Reply(410, b"gone", reason="Gone"),
        Reply(500, b"oops", reason="Oops"),
        Reply(200, b"<html><body>no feed here</body></html>", content_type="text/html"),
        Reply(200, rss("Cut").encode(), cut=200),
        Reply(200, b"\x00\x01garbage\xff" * 9),
        Reply(200, b""),
        Reply(raw=b"nonsense\r\n"),
    ],
    ids=["404", "410", "500", "html", "half", "garbage", "empty", "nonsense"],
)
def test_a_server_that_gives_no_feed(tearsheet: CommandLine, site: Loopback, reply: Reply) -> None:
    site.pages["/bad"] = reply
    answer = tearsheet("add", site.url("/bad"))
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("tearsheet: ")
    assert answer.err.count("\n") == 1
    assert str(site.port) in answer.err
    assert tearsheet("feeds", "--json").json == []


@pytest.mark.parametrize("what", ["", "   ", "https://", "nonsense", "javascript:alert(1)", "-x"])
def test_what_is_no_address_and_no_file(tearsheet: CommandLine, what: str) -> None:
    answer = tearsheet("add", "--", what)
    assert answer.code in (1, 2)
    assert answer.out == ""
    assert answer.err.count("\n") == 1


def test_a_server_that_refuses(tearsheet: CommandLine) -> None:
    answer = tearsheet("add", f"http://127.0.0.1:{closed_port()}/rss")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1


def test_refresh_says_what_came_and_what_failed(tearsheet: CommandLine, site: Loopback) -> None:
    site.feed("/bad", rss("The Wreck", 1))
    tearsheet("add", site.url("/rss"), site.url("/bad"))
    assert tearsheet("refresh").out == "Nothing is due.\n"
    site.feed("/rss", rss("The Gazette", 5), etag='"2"')
    site.pages["/bad"] = Reply(500, b"", reason="Oops")
    answer = tearsheet("refresh", "--all")
    assert answer.code == 1
    assert answer.out == "2 feeds checked, 2 new, 1 failed.\n"
    assert answer.err.startswith("tearsheet: The Wreck: ")
    assert answer.err.count("\n") == 1
    answer = tearsheet("refresh", "The Gazette", "--json")
    assert answer.code == 0
    assert answer.json == answer.json | {"checked": 1, "new": 0, "unmodified": 1, "failed": []}
    assert len(tearsheet("list", "feed:Gazette").lines) == 5


def test_refresh_tells_events_as_json_lines(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    site.feed("/rss", rss("The Gazette", 4), etag='"2"')
    answer = tearsheet.process("refresh", "--all", "--events")
    events = [json.loads(line) for line in answer.out.splitlines()]
    assert events[0] == {"event": "started", "total": 1}
    assert events[1] == events[1] | {
        "event": "feed", "done": 1, "total": 1, "title": "The Gazette", "new": 1, "error": "",
    }  # fmt: skip
    assert {one["event"] for one in events[2:-1]} == {"indexing"}
    assert events[-1] == events[-1] | {"event": "finished", "checked": 1, "new": 1, "failed": []}
    assert answer.err == ""


def test_edit_changes_only_what_is_named(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    assert tearsheet("edit", "the gazette", "--title", "Mine", "--folder", "A / B").code == 0
    (feed,) = tearsheet("feeds", "--json").json
    assert (feed["title"], feed["folder"]) == ("Mine", "A/B")
    assert tearsheet("edit", "Mine", "--title", "", "--every", "120").code == 0
    (feed,) = tearsheet("feeds", "--json").json
    assert (feed["title"], feed["folder"]) == ("The Gazette", "A/B")
    assert tearsheet("edit", "1", "--every", "1").code == 2
    assert tearsheet("edit", "1").code == 2
    assert tearsheet("edit", "Nobody", "--title", "x").code == 4


def test_edit_says_what_a_directory_passes_over_and_keeps(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.log.txt", "drafts/c.txt"):
        path = tmp_path / "notes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"A headline about {name}\n\nSome words follow it.\n")
    tearsheet("add", tmp_path / "notes")
    number = tearsheet("feeds", "--json").json[0]["id"]

    def listed() -> int:
        assert tearsheet("refresh", number).code == 0
        return len(tearsheet("list", "--json").json)

    assert listed() == 3
    assert tearsheet("edit", number, "--ignore", "drafts/", "--ignore", "*.log.txt").code == 0
    assert listed() == 1
    assert tearsheet("edit", number, "--removed", "keep").code == 0
    assert listed() == 3
    assert tearsheet("undo").code == 0
    assert listed() == 1
    assert tearsheet("edit", number, "--ignore", "").code == 0
    assert listed() == 3
    assert tearsheet("edit", number, "--removed", "burn").code == 2


def test_a_directory_is_followed_once_whatever_it_is_called(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("A headline about the sea\n\nSome words.\n")
    (tmp_path / "other").symlink_to(tmp_path / "notes")
    assert tearsheet("add", tmp_path / "notes").code == 0
    for name in (f"{tmp_path}/notes/", f"{tmp_path}/notes/.", f"{tmp_path}/other"):
        assert "followed already" in tearsheet("add", name).out
    assert len(tearsheet("feeds", "--json").json) == 1


def test_remove_keeps_what_is_saved_and_undo_brings_all_back(
    tearsheet: CommandLine, site: Loopback
) -> None:
    tearsheet("add", site.url("/rss"))
    number = tearsheet("list", "--json").json[0]["id"]
    tearsheet("save", number)
    answer = tearsheet("remove", site.url("/rss"))
    assert answer.code == 0
    assert "undo" in answer.out
    assert tearsheet("feeds", "--json").json == []
    assert tearsheet("unread").out == "0\n"
    assert [one["id"] for one in tearsheet("saved", "--json").json] == [number]
    assert tearsheet("undo").code == 0
    assert len(tearsheet("list").lines) == 3


def test_feeds_without_any(tearsheet: CommandLine) -> None:
    answer = tearsheet("feeds")
    assert (answer.code, answer.out) == (0, "")
    assert "tearsheet add" in answer.err


def test_what_is_gone_for_good_is_named_when_all_are_asked(
    tearsheet: CommandLine, site: Loopback
) -> None:
    tearsheet("add", site.url("/rss"))
    site.pages["/rss"] = Reply(410)
    tearsheet("refresh", 1)
    tearsheet("refresh", 1)
    answer = tearsheet("refresh", "--all")
    assert answer.code == 0
    assert answer.err.startswith("The Gazette is gone for good (410) and was not asked; ")
    assert "`tearsheet refresh 1`" in answer.err
    assert "`tearsheet remove 1`" in answer.err


def test_a_feed_that_was_cut_is_told(tearsheet: CommandLine, site: Loopback) -> None:
    site.feed("/long", rss("Long", 5_001))
    answer = tearsheet("add", site.url("/long"))
    assert answer.code == 0
    assert answer.err.startswith("Long: ")
    assert "5,000" in answer.err
    site.feed("/long", rss("Long", 5_002))
    again = tearsheet("refresh", 1)
    assert again.code == 0
    assert "Long: " in again.lines[-1]


def test_a_feed_that_comes_back_counts_what_it_has(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    tearsheet("remove", 1)
    assert "3 articles (feed 1)" in tearsheet("add", site.url("/rss")).out


def test_what_keep_means_is_said(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    kept = "keeps 5 articles besides unread, saved and tagged ones"
    assert kept in tearsheet("edit", 1, "--keep", 5).out
    assert "besides unread, saved and" in tearsheet("edit", "--help").out
