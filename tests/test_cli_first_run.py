"""The guide in an empty library, once; the samples of the demo; both are good to read."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from terminal import Terminal

from reader import clock, guide, page
from reader.cli import demo
from reader.cli.first_run import first_run
from reader.model import Order, Place, View
from reader.store import articles, feeds, lists, outcomes
from reader.store.library import Library

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


def test_an_empty_library_gets_the_guide_in_reading_order(library: Library) -> None:
    assert first_run(library) == len(guide.articles()) == 7
    (feed,) = feeds.all_feeds(library)
    assert (feed.title, feed.unread) == ("Guide", 7)
    ids = lists.ids(library, View(Place.ALL, order=Order.NEWEST))
    found = [articles.article(library, number) for number in ids]
    assert found[0].title == "Welcome to Tearsheet: the first five minutes"
    assert found[-1].title == "Where things are, and what stays with you"
    for one in found:
        assert one.words > 150
        assert one.minutes <= 3
        assert len(page.of(one.body)) > 5


def test_the_guide_comes_once_and_never_back(library: Library) -> None:
    first_run(library)
    assert first_run(library) == 0
    feeds.remove(library, [feeds.all_feeds(library)[0].id])
    assert first_run(library) == 0
    assert feeds.all_feeds(library) == []


def test_a_library_with_feeds_gets_no_guide(library: Library) -> None:
    feeds.add(library, kind="web", url="https://a.example/rss")
    assert first_run(library) == 0


def test_the_guide_needs_no_parser_of_the_web(tmp_path: object) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.store import open_library\n"
        "from reader.cli.first_run import first_run\n"
        f"lib = open_library(Path({str(tmp_path)!r})); first_run(lib); lib.close()\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    loaded = set(done.stdout.split())
    heavy = {"feedparser", "lxml", "trafilatura", "urllib3", "textual", "charset_normalizer"}
    assert not loaded & heavy


def test_the_demo_library(library: Library) -> None:
    number = demo.build(library)
    listed = {feed.title: feed for feed in feeds.all_feeds(library)}
    assert set(listed) == {
        "The Lamplighter",
        "Notes from the Workbench",
        "A Small Kitchen",
        "Guide",
    }
    assert number == sum(feed.articles for feed in listed.values()) >= 19
    now = clock.now()
    ids = lists.ids(library, View(Place.ALL))
    for one in (articles.article(library, number) for number in ids):
        assert one.title or one.summary
        assert one.published is not None
        assert now - 60 * 86_400 < one.published <= now
        assert page.of(one.body)
    counts = articles.counts(library, 0)
    assert (counts.later, counts.archive) == (1, 1)
    assert counts.tags == {"travel": 1}
    assert outcomes.due(library, now) == []


def test_the_demo_opens_and_leaves_nothing(tearsheet: CommandLine) -> None:
    scratch = tearsheet.home / "scratch"
    scratch.mkdir()
    env = {**tearsheet.env, "TMPDIR": str(scratch)}
    with Terminal.tearsheet("demo", env=env, columns=140) as terminal:
        terminal.wait_for("The Lamplighter", "Welcome to Tearsheet")
        terminal.send("\x03")
        assert terminal.wait_end() == 0
    assert list(scratch.iterdir()) == []
    assert not tearsheet.folder.exists()
    assert not (tearsheet.home / "data" / "tearsheet").exists()


def test_an_empty_home_opens_with_the_guide(tearsheet: CommandLine) -> None:
    with Terminal.tearsheet(env=tearsheet.env, columns=140) as terminal:
        terminal.wait_for("Guide", "Welcome to Tearsheet")
        terminal.send("\x03")
        assert terminal.wait_end() == 0
    with Terminal.tearsheet(env=tearsheet.env, columns=140) as terminal:
        terminal.wait_for("Guide", "Welcome to Tearsheet")
    assert len(tearsheet.process("--library", tearsheet.home / "data/tearsheet", "list").lines) == 7
