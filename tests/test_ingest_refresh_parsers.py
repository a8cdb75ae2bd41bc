"""The parser processes: what they give, what happens when one hangs, dies or is orphaned."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from loopback import rss

from reader.ingest.parsing import Parsers
from reader.model import ParseError

GOOD = rss(items=3).encode()
# Quadratic in feedparser (reference/engine.md 1.4): minutes for 100,000 attributes.
SLOW = (
    b"<rss version='2.0'><channel><title>x</title><item "
    + b" ".join(b"a%d='1'" % number for number in range(60_000))
    + b"><title>y</title></item></channel></rss>"
)
URL = "http://127.0.0.1/rss"


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid: int, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def test_a_feed_comes_back_as_plain_values():
    with Parsers(1) as parsers:
        parsed = parsers.parse(GOOD, URL)
        assert [article.title for article in parsed.articles] == [f"Article {n}" for n in (1, 2, 3)]
        about, changes = parsers.changes(GOOD, URL, "", lambda keys: {}, now=10, first=True)
        assert (about.title, about.articles, len(changes.new)) == ("A feed", (), 3)


def test_no_process_before_it_is_needed_and_none_afterwards():
    parsers = Parsers(2)
    assert parsers.pids() == []
    parsers.parse(GOOD, URL)
    (pid,) = parsers.pids()
    parsers.close()
    assert gone(pid)
    with pytest.raises(ParseError, match="stopped"):
        parsers.parse(GOOD, URL)


def test_what_is_no_feed_is_told_and_costs_no_process():
    with Parsers(1) as parsers:
        parsers.parse(GOOD, URL)
        before = parsers.pids()
        for body in (b"", b"<html><title>x</title>", b"nonsense", b"{}"):
            with pytest.raises(ParseError, match=r"127\.0\.0\.1/rss"):
                parsers.parse(body, URL)
        assert parsers.pids() == before


def test_a_parser_that_takes_too_long_is_killed_and_replaced():
    with Parsers(1, seconds=1) as parsers:
        parsers.parse(GOOD, URL)
        (before,) = parsers.pids()
        with pytest.raises(ParseError, match="took longer than 1 s"):
            parsers.parse(SLOW, URL)
        assert gone(before)
        assert len(parsers.parse(GOOD, URL).articles) == 3


def test_others_go_on_while_one_hangs():
    with Parsers(2, seconds=2) as parsers:
        failed: list[ParseError] = []

        def hang() -> None:
            try:
                parsers.parse(SLOW, URL)
            except ParseError as error:
                failed.append(error)

        thread = threading.Thread(target=hang)
        thread.start()
        for _ in range(20):
            assert len(parsers.parse(GOOD, URL).articles) == 3
        thread.join()
        assert "took longer" in str(failed[0])


def test_a_parser_that_is_killed_is_replaced():
    with Parsers(1, seconds=20) as parsers:
        parsers.parse(GOOD, URL)
        (pid,) = parsers.pids()
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(ParseError, match="broke down"):
            parsers.parse(GOOD, URL)
        assert len(parsers.parse(GOOD, URL).articles) == 3


@linux
def test_memory_is_limited():
    with Parsers(1, memory=250_000_000) as parsers:
        with pytest.raises(ParseError, match=r"memory|broke down|MemoryError"):
            parsers.parse(b"<rss>" + b"<a>&#233;" * 10_000_000, URL)
        assert len(parsers.parse(GOOD, URL).articles) == 3


@linux
def test_parsers_end_when_their_parent_is_killed(tmp_path):
    script = textwrap.dedent(
        f"""
        import sys, threading, time
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from reader.ingest.parsing import Parsers
        from test_ingest_refresh_parsers import GOOD, SLOW, URL
        parsers = Parsers(2, seconds=1)
        threading.Thread(target=parsers.parse, args=(SLOW, URL), daemon=True).start()
        time.sleep(0.3)
        parsers.parse(GOOD, URL)
        print(*parsers.pids(), flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize("way", ["-c", "script", "-m"])
def test_any_program_may_be_the_parent(tmp_path, way):
    root = Path(__file__).parent.parent
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "from reader.ingest.parsing import Parsers\n"
        "with Parsers(1) as parsers:\n"
        f"    print(len(parsers.parse({GOOD!r}, 'http://x.example/').articles))\n"
    )
    (tmp_path / "reader.py").write_text("raise SystemExit('the wrong reader')")
    (tmp_path / "random.py").write_text("raise SystemExit('the wrong random')")
    program = tmp_path / "programs" / "theprogram.py"
    program.parent.mkdir()
    program.write_text(code)  # no guard against being imported again
    command = {
        "-c": ["-P", "-c", code],
        "script": [str(program)],
        "-m": ["-P", "-m", "theprogram"],
    }[way]
    run = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(program.parent)},
        capture_output=True,
        text=True,
    )
    assert (run.stdout, run.stderr) == ("3\n", "")
