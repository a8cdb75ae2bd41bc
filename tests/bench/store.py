"""The store's figures: `python tests/bench/store.py [DIR]`, each beside its floor and its target.

DIR is a library of `tests/bench/library.py`; without it a small one is made. A floor is what a bare
sqlite3 query takes for the same rows. The second half repeats the list figures while another
process takes in articles, indexes and marks as fast as it can. What is changed is put back.
"""

from __future__ import annotations

import array
import contextlib
import os
import platform
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from library import NOW, build

from reader.model import Order, Place, View
from reader.store import Library, articles, feeds, lists, marks, open_library, search, undo

TODAY = NOW - 86_400

_HAMMER = """
import random, sys
from pathlib import Path
from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body
from reader.store import arrivals, feeds, marks, open_library, search
lib = open_library(Path(sys.argv[1]))
feed = feeds.add(lib, kind="web", url="https://bench.example.org/").id
number = 0
while True:
    new = []
    for _ in range(30):
        number += 1
        key = random.randbytes(16)
        text = " ".join(random.choices(["alpha", "beta", "gamma", "delta"], k=300))
        new.append(Arrival(key, key, 1_766_000_000 + number, ParsedArticle(
            title=f"Bench {number}", body=Body("html", f"<p>{text}</p>"))))
    ids = arrivals.apply(lib, feed, Changes(new=tuple(new))).ids
    marks.mark(lib, ids[:5], read=True)
    search.index_pending(lib)
"""


def clock(work: Callable[[], object], times: int = 30, seconds: float = 3.0) -> list[float]:
    """Milliseconds of `times` runs, fewer when they take long."""
    taken: list[float] = []
    began = time.perf_counter()
    while len(taken) < times and (not taken or time.perf_counter() - began < seconds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def line(name: str, ours: list[float], floor: list[float] | None, target: float | None) -> None:
    """One figure: median and p95 of ours, the floor's median, the target."""
    middle = statistics.median(ours)
    late = sorted(ours)[min(len(ours) - 1, int(len(ours) * 0.95))]
    bare = f"{statistics.median(floor):9.2f}" if floor else f"{'':9}"
    want = f"{target:8.0f}" if target else f"{'':8}"
    miss = "  <-- misses" if target and middle > target else ""
    print(f"{name:48} {middle:9.2f} {late:9.2f} {bare} {want}{miss}", flush=True)


def machine() -> str:
    """One line about where this ran."""
    load = os.getloadavg()[0]
    return (
        f"{platform.machine()} {os.cpu_count()} cores, load {load:.1f}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{time.strftime('%Y-%m-%d')}"
    )


def looks(lib: Library, bare: sqlite3.Connection, pick: random.Random, words: str = "") -> None:
    """What the screen asks for all the time."""
    newest = lists.newest_id(lib)

    def some() -> list[int]:
        start = pick.randrange(1, max(2, newest - 64))
        return list(range(start, start + 64))

    def bare_rows() -> object:
        ids = ",".join(map(str, some()))
        return bare.execute(
            "SELECT a.id, a.feed_id, f.title, a.title, a.byline, a.summary, a.sort_at, a.read "
            f"FROM article a JOIN feed f ON f.id = a.feed_id WHERE a.id IN ({ids})"
        ).fetchall()

    def bare_body() -> object:
        return bare.execute(
            "SELECT content FROM body WHERE article_id = ?", (pick.randrange(1, newest),)
        ).fetchone()

    line(
        f"list window, 64 rows{words}",
        clock(lambda: lists.rows(lib, some()), 300),
        clock(bare_rows, 300),
        1,
    )
    line(
        f"sidebar counts{words}",
        clock(lambda: articles.counts(lib, TODAY), 100),
        clock(lambda: bare.execute("SELECT id, unread FROM feed").fetchall(), 100),
        2,
    )
    line(
        f"article open{words}",
        clock(lambda: articles.article(lib, pick.randrange(1, newest)), 300),
        clock(bare_body, 300),
        1,
    )
    largest = max(feeds.all_feeds(lib), key=lambda one: one.articles).id
    for name, view in (
        ("unread", View()),
        ("all", View(Place.ALL)),
        ("today", View(Place.TODAY)),
        ("saved", View(Place.SAVED)),
        ("later", View(Place.LATER)),
        ("archive", View(Place.ARCHIVE)),
        ("tag", View(Place.TAG, "tag 01")),
        ("largest feed", View(Place.FEED, largest)),
        ("folder", View(Place.FOLDER, 7)),
        ("folder of folders", View(Place.FOLDER, 1)),
        ("folder, unread", View(Place.FOLDER, 1, unread_only=True)),
        ("all, oldest", View(Place.ALL, order=Order.OLDEST)),
    ):
        got = lists.ids(lib, view, 200, TODAY)
        line(
            f"first ids, {name} ({len(got)}){words}",
            clock(lambda view=view: lists.ids(lib, view, 200, TODAY), 100),  # type: ignore[misc]
            clock(
                lambda: bare.execute(
                    "SELECT id FROM article INDEXED BY article_all "
                    "WHERE hidden = 0 AND twin_of = 0 ORDER BY sort_at DESC, id DESC LIMIT 200"
                ).fetchall(),
                100,
            ),
            2,
        )
    one = lists.ids(lib, View(), 1)[0]

    def turn() -> None:
        marks.mark(lib, [one], read=True)

    taken: list[float] = []
    for _ in range(50):
        taken += clock(turn, 1)
        undo.undo(lib)
    line(f"mark one read{words}", taken, None, 10)


def whole(lib: Library, bare: sqlite3.Connection) -> None:
    """Complete id arrays, and how late another thread is meanwhile."""
    own = lib.another()
    for name, view in (
        ("all", View(Place.ALL)),
        ("unread", View()),
        ("all by title", View(Place.ALL, order=Order.TITLE)),
        ("all by feed", View(Place.ALL, order=Order.FEED)),
    ):
        late: list[float] = []
        over = threading.Event()

        def tick(late: list[float] = late, over: threading.Event = over) -> None:
            while not over.is_set():
                start = time.perf_counter()
                time.sleep(0.002)
                late.append((time.perf_counter() - start - 0.002) * 1000)

        beside = threading.Thread(target=tick)
        beside.start()
        taken = clock(lambda view=view: lists.ids(own, view), 3, 10)  # type: ignore[misc]
        over.set()
        beside.join()
        floor = clock(
            lambda: array.array(
                "q",
                [
                    row[0]
                    for row in bare.execute(
                        "SELECT id FROM article INDEXED BY article_all "
                        "WHERE hidden = 0 AND twin_of = 0 ORDER BY sort_at DESC, id DESC"
                    )
                ],
            ),
            2,
            5,
        )
        line(f"every id, {name}", taken, floor, None)
        late.sort()
        print(
            f"    other thread late: p99 {late[int(len(late) * 0.99)]:.1f} ms, most {late[-1]:.1f}"
        )
    own.close()


def bulk(lib: Library) -> None:
    """Marking everything unread as read, and the longest that another connection waits."""
    amount = len(lists.ids(lib, View()))
    waits: list[float] = []
    over = threading.Event()
    other = lib.another()

    def knock() -> None:
        while not over.is_set():
            waits.extend(clock(lambda: other.db.execute("BEGIN IMMEDIATE").execute("ROLLBACK"), 1))
            time.sleep(0.005)

    beside = threading.Thread(target=knock)
    beside.start()
    taken = clock(lambda: marks.mark_view(lib, View(), read=True), 1)
    over.set()
    beside.join()
    line(f"mark {amount:,} read", taken, None, None)
    waits.sort()
    late = waits[int(len(waits) * 0.99)]
    print(f"    another writer waits: p99 {late:.0f} ms, most {waits[-1]:.0f}")
    line(f"undo marking {amount:,} read", clock(lambda: undo.undo(lib), 1), None, None)
    other.close()


def words(lib: Library, bare: sqlite3.Connection) -> None:
    """Search: the best 50 and the list of 1,000."""
    if not search.search(lib, "a OR is:saved", limit=1) or search.pending(lib):
        print("(no search index)")
        return
    frequent = [
        row[0]
        for row in bare.execute(
            "SELECT text FROM search.doc WHERE text <> '' AND id % 50 > 0 LIMIT 400"
        )
    ]
    counted: dict[str, int] = {}
    for text in frequent:
        for word in set(text.lower().replace(".", "").split()):
            counted[word] = counted.get(word, 0) + 1
    ranked = sorted((one for one in counted if one.isalpha()), key=lambda one: -counted[one])
    rare = next(one for one in ranked if counted[one] == 1 and len(one) > 6)
    some = bare.execute("SELECT text FROM search.doc WHERE id = 100").fetchone()[0]
    asked = {
        "rare word": rare,
        "middling word": ranked[400],
        "frequent word": ranked[40],
        "most frequent word": ranked[0],
        "two frequent words": f"{ranked[0]} {ranked[1]}",
        "word and rare word": f"{ranked[0]} {rare}",
        "phrase of frequent words": f'"{ranked[1]} {ranked[0]}"',
        "Chinese word": some.split("\u200b")[1],
        "title:frequent": f"title:{ranked[0]}",
        "frequent OR frequent": f"{ranked[0]} OR {ranked[2]}",
        "frequent -frequent": f"{ranked[0]} -{ranked[1]}",
        "frequent is:unread": f"{ranked[0]} is:unread",
        "frequent is:saved": f"{ranked[0]} is:saved",
        "frequent tag:": f'{ranked[0]} tag:"tag 01"',
        "frequent feed:": f"{ranked[0]} feed:500",
        "frequent folder:": f'{ranked[0]} folder:"Folder 09"',
        "frequent newer:2w": f"{ranked[0]} after:2025-12-20",
        "is:unread": "is:unread",
        "feed: older:": "feed:500 before:2025-01",
        "rare OR is:saved": f"{rare} OR is:saved",
    }
    for name, query in asked.items():
        hits = len(search.search(lib, query, limit=10**9, order=Order.NEWEST))
        question = query.replace('"', "").split()[0]
        line(
            f"search, best 50: {name} ({hits:,})",
            clock(lambda query=query: search.search(lib, query, limit=50), 10, 2),  # type: ignore[misc]
            clock(
                lambda question=question: bare.execute(  # type: ignore[misc]
                    "SELECT rowid FROM search.fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT 50",
                    (f'"{question}"',),
                ).fetchall(),
                10,
                2,
            ),
            50,
        )
    for typed in (
        ranked[0][:1],
        ranked[0][:2],
        ranked[90][:3],
        ranked[90][:4],
        f"{ranked[0]} {ranked[90][:3]}",
    ):
        line(
            f"live search: “{typed}”",
            clock(lambda typed=typed: search.search(lib, typed, live=True), 10, 2),  # type: ignore[misc]
            None,
            50,
        )
    found = search.search(lib, ranked[0], limit=50)
    line("snippets of 50", clock(lambda: search.snippets(lib, found, ranked[0]), 10, 2), None, None)


def main() -> None:
    with contextlib.ExitStack() as stack:
        if len(sys.argv) > 1:
            folder = Path(sys.argv[1])
        else:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "small"
            build(folder, 20_000, 200)
        start = time.perf_counter()
        lib = open_library(folder)
        opened = (time.perf_counter() - start) * 1000
        bare = sqlite3.connect(folder / "library.db", isolation_level=None)
        bare.execute("ATTACH ? AS search", (str(folder / "search.db"),))
        pick = random.Random(3)
        print(machine())
        print(f"{folder}: {articles.counts(lib, TODAY).articles:,} articles")
        print(f"{'ms':48} {'median':>9} {'p95':>9} {'floor':>9} {'target':>8}")
        line("open the library", [opened], None, None)
        looks(lib, bare, pick)
        whole(lib, bare)
        words(lib, bare)
        bulk(lib)
        hammer = subprocess.Popen([sys.executable, "-c", _HAMMER, str(folder)])
        try:
            time.sleep(1.5)
            looks(lib, bare, pick, ", while written to")
        finally:
            hammer.kill()
            hammer.wait()
            _clear(lib)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak of this process: {peak:,.0f} MiB")


def _clear(lib: Library) -> None:
    """Takes out what the other process brought."""
    with lib.writing() as db:
        (feed,) = db.execute("SELECT id FROM feed WHERE url LIKE '%//bench.%'").fetchone()
        db.execute("DELETE FROM article WHERE feed_id = ?", (feed,))
        db.execute("DELETE FROM feed WHERE id = ?", (feed,))
    search.index_pending(lib)


if __name__ == "__main__":
    main()
