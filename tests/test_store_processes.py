"""Several processes at once, and processes that are killed: nothing confirmed is lost."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from reader.model import LibraryError, Place, View
from reader.store import articles, feeds, lists, marks, open_library, saved, search, upkeep

_WRITER = """
import random, sys, time
from pathlib import Path
from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body
from reader.store import arrivals, feeds, open_library, saved, search
lib = open_library(Path(sys.argv[1]))
name = sys.argv[2]
feed = feeds.add(lib, kind="web", url=name).id
until = time.monotonic() + float(sys.argv[3])
number = 0
while time.monotonic() < until:
    new = []
    for _ in range(20):
        number += 1
        key = f"{name}-{number}".encode()
        new.append(Arrival(key, key, number, ParsedArticle(title=f"{name} {number}",
            body=Body("text", "word " * 300))))
    ids = arrivals.apply(lib, feed, Changes(new=tuple(new))).ids
    saved.save(lib, ids[:2])
    print(*ids[:2], flush=True)
    search.index_pending(lib)
print("end", number, flush=True)
"""


def start(lib, name, seconds):
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(lib.folder), name, str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_writers_and_a_reader_do_not_disturb_each_other(library, stock):
    ids = stock(library, 30)
    with start(library, "one", 2) as one, start(library, "two", 2) as two:
        marked = 0
        while one.poll() is None or two.poll() is None:
            some = random.sample(ids, 5)
            marked += marks.mark(library, some, read=True) is not None
            listing = lists.ids(library, View(Place.ALL), 200)
            assert len(lists.rows(library, listing)) == len(listing)
            articles.counts(library, 0)
            search.search(library, "word harbour OR is:saved")
            marked += marks.mark(library, some, read=False) is not None
            time.sleep(0.01)
        said = [running.communicate() for running in (one, two)]
    assert [error for _, error in said] == ["", ""]
    assert marked
    amounts = [int(out.split()[-1]) for out, _ in said]
    confirmed = sum(2 * (out.count("\n") - 1) for out, _ in said)
    assert upkeep.check(library) == []
    assert len(lists.ids(library, View(Place.ALL))) == 30 + sum(amounts)
    assert articles.counts(library, 0).saved == confirmed
    assert articles.unread_total(library) == 30 + sum(amounts)
    search.index_pending(library)
    assert len(search.search(library, "word", limit=None, order="newest")) == sum(amounts)
    assert {one.url for one in feeds.all_feeds(library)} >= {"one", "two"}


def test_what_was_confirmed_outlives_a_kill(library):
    confirmed: set[int] = set()
    for turn in range(6):
        with start(library, f"turn {turn}", 60) as running:
            assert running.stdout is not None
            for _ in range(random.randint(1, 12)):
                confirmed |= {int(one) for one in running.stdout.readline().split()}
            running.send_signal(signal.SIGKILL)
            confirmed |= {
                int(one) for line in running.stdout if line.endswith("\n") for one in line.split()
            }
        with open_library(library.folder) as lib:
            assert upkeep.check(lib) == []
            assert confirmed <= set(lists.ids(lib, View(Place.SAVED)))
            search.index_pending(lib)
            assert search.pending(lib) == 0
            whole = lists.ids(lib, View(Place.ALL))
            assert len(search.search(lib, "word", limit=None, order="newest")) == len(whole)


def test_a_busy_library_is_said_in_words_after_some_seconds(library, stock):
    ids = stock(library, 3)
    library.db.execute("PRAGMA busy_timeout = 200")
    with library.another() as other:
        other.db.execute("BEGIN IMMEDIATE")
        assert articles.unread_total(library) == 3
        began = time.monotonic()
        with pytest.raises(LibraryError, match="is busy: another program"):
            saved.save(library, ids)
        assert time.monotonic() - began < 4
        other.db.execute("ROLLBACK")
    assert saved.save(library, ids) is not None


def test_an_index_at_work_never_holds_up_the_reader(library, stock):
    ids = stock(library, 3)
    search.search(library, "x")
    library.db.execute("PRAGMA busy_timeout = 0")
    with sqlite3.connect(library.folder / "search.db", isolation_level=None) as indexer:
        indexer.execute("BEGIN IMMEDIATE")
        indexer.execute("UPDATE state SET value = value")
        assert marks.mark(library, ids, read=True) is not None
        assert len(search.search(library, "is:read")) == 3
        indexer.execute("ROLLBACK")
    indexer.close()


def test_an_index_that_another_process_is_just_making_is_not_thrown_away(library, stock):
    stock(library, 3)
    path = library.folder / "search.db"
    path.unlink(missing_ok=True)
    maker = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    maker.execute("PRAGMA journal_mode = WAL")  # the file has its first page, and no tables yet
    maker.execute("BEGIN IMMEDIATE")
    made = path.stat().st_ino
    later = threading.Timer(0.3, maker.execute, ("ROLLBACK",))
    later.start()
    assert search.index_pending(library) == 3
    assert path.stat().st_ino == made
    later.join()
    maker.close()
