"""Followed directories are looked at as soon as something changes, and never when nothing does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.config import Config
from reader.ingest import add, watching
from reader.ingest.lock import one_refresher
from reader.model import Place, View
from reader.store import Library, articles, feeds, lists, open_library
from reader.tui.app import TearsheetApp

WORDS = "A headline about the sea\n\nSome words follow it.\n"


def until(true: Callable[[], object], seconds: float = 20.0) -> bool:
    """Waits for something; false when it never comes true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def titles(lib: Library) -> list[str]:
    return sorted(articles.article(lib, one).title for one in lists.ids(lib, View(Place.ALL)))


@pytest.fixture
def notes(library: Library, tmp_path: Path) -> Path:
    """A followed directory with one file."""
    path = tmp_path / "notes"
    path.mkdir()
    (path / "a.txt").write_text(WORDS)
    os.utime(path / "a.txt", (5, 5))
    add.add(library, Config(), str(path))
    return path


@pytest.fixture
def child(library: Library, notes: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The child process that the newsreader starts, when it watches."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "--library", str(library.folder), "refresh", "--watch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    (notes / "first.txt").write_text(f"The first of all notes\n\n{WORDS}")
    assert until(lambda: "The first of all notes" in titles(library))
    yield process
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        pipe.close()


def test_what_is_written_renamed_and_removed_is_seen_at_once(library, notes, child):
    (notes / "in" / "deep").mkdir(parents=True)
    (notes / "in" / "deep" / "b.txt").write_text(f"Another note altogether\n\n{WORDS}")
    assert until(lambda: "Another note altogether" in titles(library))
    (notes / "first.txt").unlink()
    assert until(lambda: "The first of all notes" not in titles(library))
    before = set(lists.ids(library, View(Place.ALL)))
    (notes / "a.txt").rename(notes / "in" / "c.txt")
    assert until(
        lambda: any(
            articles.article(library, one).original_path.endswith("in/c.txt") for one in before
        )
    )
    assert set(lists.ids(library, View(Place.ALL))) == before


def cpu(process: subprocess.Popen[bytes]) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads CPU time from /proc")
def test_it_rests_while_nothing_changes_or_only_what_is_no_article(library, notes, child):
    time.sleep(2.0)  # the look that the last note caused
    version, used = library.data_version(), cpu(child)
    (notes / ".a.txt.swp").write_text("draft")
    (notes / "b.txt~").write_text("backup")
    time.sleep(3.0)
    assert library.data_version() == version
    assert cpu(child) - used <= 0.03


def test_it_ends_with_its_parent_whatever_ends_that(child):
    child.stdin.close()  # as the system does for a parent that is killed
    assert child.wait(timeout=10) == 0


def test_it_ends_on_sigterm(child):
    child.send_signal(signal.SIGTERM)
    child.wait(timeout=10)


def watched(lib: Library, stop: threading.Event, said: list[str]) -> threading.Thread:
    """Watching in a thread of this process."""
    mine = lib.another()
    thread = threading.Thread(
        target=lambda: watching.watch(mine, Config(), stop, said.append), daemon=True
    )
    thread.start()
    return thread


def test_a_refresh_at_work_is_waited_for(library, notes):
    stop = threading.Event()
    with one_refresher(library.folder):
        (notes / "b.txt").write_text(f"Another note altogether\n\n{WORDS}")
        thread = watched(library, stop, [])
        time.sleep(0.5)
        assert len(titles(library)) == 1
    assert until(lambda: len(titles(library)) == 2)
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_directory_that_is_gone_is_said_and_found_again(library, notes, tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "CHECK_MS", 200)
    stop = threading.Event()
    notes.rename(tmp_path / "away")
    thread = watched(library, stop, [])
    (feed,) = feeds.all_feeds(library)
    assert until(lambda: "does not exist" in feeds.feed(library, feed.id).last_error)
    assert len(titles(library)) == 1
    (tmp_path / "away").rename(notes)
    assert until(lambda: feeds.feed(library, feed.id).last_error == "")
    (notes / "b.txt").write_text(f"Another note altogether\n\n{WORDS}")
    assert until(lambda: len(titles(library)) == 2)
    stop.set()
    thread.join(timeout=10)


def test_where_the_system_does_not_watch_it_is_looked_at_from_time_to_time(
    library, notes, monkeypatch
):
    import watchfiles._rust_notify as rust

    def refuse(*_: object) -> None:
        raise OSError("OS file watch limit reached. about [...]")

    monkeypatch.setattr(rust, "RustNotify", refuse)
    monkeypatch.setattr(watching, "CHECK_MS", 100)
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(watching, "POLL_REST", 1)
    stop, said = threading.Event(), []
    thread = watched(library, stop, said)
    assert until(lambda: said)
    (notes / "b.txt").write_text(f"Another note altogether\n\n{WORDS}")
    assert until(lambda: len(titles(library)) == 2)
    assert len(said) == 1
    assert "max_user_watches" in said[0]
    stop.set()
    thread.join(timeout=10)


def test_only_what_may_be_an_article_is_an_occasion(library, notes):
    (feed,) = feeds.all_feeds(library)
    watch = watching._Watch(library, Config(), threading.Event(), print, {feed.id: str(notes)})
    for name, seen in (
        ("b.txt", True),
        ("folder", True),
        (".tearsheetignore", True),
        (".git/index", False),
        ("a.txt~", False),
        ("in/.b.txt.swp", False),
    ):
        assert (watch._touched([str(notes / name)]) == {feed.id}) is seen
    assert watch._touched([f"{notes}-other/a.txt"]) == set()
    assert watch._touched([str(library.folder / "library.db-wal")]) == set()


async def test_the_screen_shows_a_new_file_by_itself(library: Library, notes: Path) -> None:
    app = TearsheetApp(open_library(library.folder), Config())
    async with app.run_test(size=(120, 40)) as pilot:
        screen = app.library_screen
        for _ in range(400):
            await pilot.pause(0.05)
            if screen.watching is not None:
                break
        assert screen.watching is not None
        time.sleep(0.01)
        (notes / "b.txt").write_text(f"Another note altogether\n\n{WORDS}")
        for _ in range(400):
            await pilot.pause(0.05)
            if screen.counts.articles == 2:
                break
        assert screen.counts.articles == 2


async def test_the_setting_turns_watching_off(library: Library, notes: Path) -> None:
    app = TearsheetApp(open_library(library.folder), Config(watch=False))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1.5)
        assert app.library_screen.watching is None
