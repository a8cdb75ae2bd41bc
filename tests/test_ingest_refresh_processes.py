"""Refreshing among processes: the lock, stopping, being killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from loopback import Loopback, Reply, rss
from test_ingest_refresh_parsers import gone

from reader.config import Config
from reader.ingest.lock import one_refresher
from reader.ingest.refresh import refresh
from reader.model import BusyError
from reader.store import feeds

ROOT = Path(__file__).parent.parent
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def site():
    with Loopback() as site:
        yield site


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A real second process; its first line of output is awaited by the caller."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


_HOLD = """
    import sys
    from pathlib import Path
    from reader.ingest.lock import one_refresher
    with one_refresher(Path(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.read()
"""

_REFRESH = """
    import sys
    from pathlib import Path
    from reader.config import Config
    from reader.ingest.events import FeedDone
    from reader.ingest.refresh import refresh
    from reader.store import open_library
    def tell(event):
        if isinstance(event, FeedDone):
            print("done", event.feed_id, flush=True)
    print("ready", flush=True)
    try:
        refresh(open_library(Path(sys.argv[1])), Config(timeout=60), on_event=tell)
    except KeyboardInterrupt:
        print("stopped", flush=True)
        raise SystemExit(130)
"""


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for one in found for child in one.read_text().split()]


def test_only_one_refresh_at_a_time_and_the_lock_dies_with_its_owner(library):
    holder = start(_HOLD, library.folder)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(BusyError, match=rf"another refresh.*process {holder.pid}"):
        refresh(library, Config())
    holder.kill()
    holder.communicate()
    assert refresh(library, Config()).checked == 0


def test_the_lock_is_not_taken_twice_in_one_process_and_is_given_back(library):
    with one_refresher(library.folder):
        with pytest.raises(BusyError):
            refresh(library, Config())
        path = library.folder / "refresh.lock"
        assert path.stat().st_mode & 0o777 == 0o600
    assert refresh(library, Config()).failed == ()


def prepare(library, site) -> None:
    """Two feeds that answer at once and one that hangs."""
    site.feed("/1", rss(items=3))
    site.feed("/2", rss(items=3))
    site.pages["/hang"] = Reply(wait=120)
    for path in ("/1", "/2", "/hang"):
        feeds.add(library, kind="web", url=site.url(path))


@linux
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopping_keeps_what_is_in_and_leaves_no_process(library, site, sign):
    prepare(library, site)
    run = start(_REFRESH, library.folder)
    assert run.stdout is not None
    lines = [run.stdout.readline() for _ in range(3)]
    assert lines[0] == "ready\n"
    below = children(run.pid)
    assert below
    began = time.monotonic()
    run.send_signal(sign)
    assert run.stdout.read() == "stopped\n"
    assert run.wait() == 130
    assert time.monotonic() - began < 30
    assert all(gone(pid) for pid in below)
    assert sorted(one.articles for one in feeds.all_feeds(library)) == [0, 3, 3]
    site.feed("/hang", rss(items=4))
    assert refresh(library, Config(timeout=5)).new == 4


@linux
def test_being_killed_loses_nothing_and_leaves_no_process(library, site):
    prepare(library, site)
    run = start(_REFRESH, library.folder)
    assert run.stdout is not None
    for _ in range(3):
        run.stdout.readline()
    below = children(run.pid)
    run.kill()
    run.communicate()
    assert all(gone(pid) for pid in below)
    assert sorted(one.articles for one in feeds.all_feeds(library)) == [0, 3, 3]
    site.feed("/hang", rss(items=4))
    again = refresh(library, Config(timeout=5))
    assert (again.checked, again.new) == (1, 4)
