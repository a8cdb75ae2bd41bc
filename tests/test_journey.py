"""The whole journey in a real terminal: follow, refresh, read, save, quit, start again offline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Loopback
from terminal import Terminal

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>The Loopback Times</title><link>{base}/</link>
<description>News from this machine</description>
{items}
</channel></rss>"""
ITEM = """<item><guid>story-{n}</guid><title>Story number {n}</title><link>{base}/story/{n}</link>
<pubDate>Sun, 22 Nov 2026 {hour:02}:00:00 GMT</pubDate>
<description>&lt;p&gt;The first paragraph of story {n}.&lt;/p&gt;{more}</description></item>"""


def feed(base: str, stories: int) -> bytes:
    """An RSS feed with so many stories; each long enough to scroll in."""
    more = "".join(f"&lt;p&gt;Paragraph {p} goes on about it.&lt;/p&gt;" for p in range(2, 60))
    items = "".join(
        ITEM.format(n=n, base=base, hour=n % 24, more=more) for n in range(1, stories + 1)
    )
    return FEED.format(base=base, items=items).encode()


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A real server on this machine."""
    with Loopback() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An empty home: no settings, no library."""
    return {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "TEARSHEET_CONFIG": "",
        "TEARSHEET_LIBRARY": "",
    }


def tearsheet(home: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a verb as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *arguments],
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_follow_read_save_quit_and_find_it_again(home: dict[str, str], server: Loopback) -> None:
    server.feed("/feed.xml", feed(server.url(""), 3))
    with Terminal.tearsheet(env=home, columns=140, lines=45) as terminal:
        terminal.wait_for("Tearsheet", "Guide")
        terminal.send("a")
        terminal.wait_for("Add:")
        terminal.send(f"{server.url('/feed.xml')}", "enter")
        terminal.wait_for("Story number 3", "The Loopback Times")
        terminal.send("enter")
        terminal.wait_for("The first paragraph of story 3.")
        terminal.send("s")
        terminal.wait_for("saved")
        terminal.send("space")
        terminal.wait_gone("The first paragraph of story 3.")
        place = terminal.text()
        terminal.send("Q")
        assert terminal.wait_end() == 0

    saved = json.loads(tearsheet(home, "saved", "--json").stdout)
    assert [one["title"] for one in saved] == ["Story number 3"]

    server.pages.clear()
    with Terminal.tearsheet(env=home, columns=140, lines=45) as terminal:
        terminal.wait_for("Story number 3", "The Loopback Times")
        terminal.pump(1.0)
        paragraphs = [line for line in place.splitlines() if "goes on about it" in line]
        shown = terminal.wait_for(paragraphs[2].split("Paragraph")[1].strip()[:12])
        assert "The first paragraph of story 3." not in shown
        terminal.send("q", "g", "s")
        terminal.wait_for("Saved", "Story number 3")
        terminal.send("Q")
        assert terminal.wait_end() == 0

    assert tearsheet(home, "refresh", "--all").returncode == 1
    assert tearsheet(home, "remove", "The Loopback Times").returncode == 0
    kept = tearsheet(home, "show", str(saved[0]["id"]))
    assert "The first paragraph of story 3." in kept.stdout


def test_a_save_survives_a_kill(home: dict[str, str], server: Loopback) -> None:
    server.feed("/feed.xml", feed(server.url(""), 2))
    assert tearsheet(home, "add", f"{server.url('/feed.xml')}").returncode == 0
    with Terminal.tearsheet(env=home, columns=140, lines=45) as terminal:
        terminal.wait_for("Story number 2")
        terminal.send("g", "a")
        terminal.pump(0.3)
        terminal.send("s")
        terminal.wait_for("saved")
    assert len(json.loads(tearsheet(home, "saved", "--json").stdout)) == 1


def test_new_articles_come_in_without_moving_what_is_read(
    home: dict[str, str], server: Loopback
) -> None:
    server.feed("/feed.xml", feed(server.url(""), 3))
    assert tearsheet(home, "add", f"{server.url('/feed.xml')}").returncode == 0
    with Terminal.tearsheet(env=home, columns=140, lines=45) as terminal:
        terminal.wait_for("Story number 3")
        terminal.send("g", "a", "down", "enter")
        terminal.wait_for("The first paragraph of story 2.")
        server.feed("/feed.xml", feed(server.url(""), 5))
        assert tearsheet(home, "refresh", "--all").returncode == 0
        shown = terminal.wait_for("Story number 5")
        assert "The first paragraph of story 2." in shown
        terminal.send("q", "enter")
        terminal.wait_for("The first paragraph of story 2.")
