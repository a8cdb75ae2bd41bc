"""A directory's figures: `python tests/bench/directory.py [FILES] [UNCHANGED]`.

FILES (usual: 2,000) of 5 kB are taken in for the first time, then UNCHANGED (usual: 100,000) are
looked at again with nothing changed, then their folders are renamed. Processor time of the whole
process, the search index left out, for it comes after the articles are there.
"""

from __future__ import annotations

import os
import platform
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from reader.ingest import taking
from reader.store import Library, arrivals, feeds, open_library, outcomes, stamps
from reader.store.stamps import Stamp, Stamped

FIRST, AGAIN = 400, 20_000  # files a second that are wanted


def write(root: Path, amount: int, size: int) -> None:
    """`amount` files of about `size` characters in a hundred folders."""
    random.seed(1)
    words = ["".join(random.choices("etaoinshrdlu", k=random.randint(2, 9))) for _ in range(3_000)]
    for folder in range(100):
        (root / f"{folder:02}").mkdir(parents=True, exist_ok=True)
    for number in range(amount):
        paragraphs = "\n\n".join(
            " ".join(random.choices(words, k=60)).capitalize() + "." for _ in range(size // 380)
        )
        path = root / f"{number % 100:02}" / f"note {number}.txt"
        path.write_text(f"What was said of {words[number % 3_000]} {number}\n\n{paragraphs}\n")
        os.utime(path, (1_700_000_000, 1_700_000_000 + number))


def look(lib: Library, feed: int) -> int:
    """One look, stored; gives the number of new articles."""
    (state,) = outcomes.states(lib, [feed])
    new = 0
    for taken in taking.steps(lib, state, threading.Lock()):
        if taken.news:
            applied = arrivals.apply(lib, feed, taken.changes, None, taken.stamped)
            new += applied.new
    return new


def clock(name: str, amount: int, wanted: int, work: Callable[[], object]) -> None:
    """One figure in files a second of processor time, and the most memory so far."""
    began, wall = time.process_time(), time.perf_counter()
    work()
    used, wall = time.process_time() - began, time.perf_counter() - wall
    rate = amount / used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    miss = "  <-- misses" if rate < wanted else ""
    print(
        f"{name:34} {rate:9,.0f} files/s  (wanted {wanted:,})  {used:6.2f} s CPU, {wall:6.2f} s, "
        f"peak {peak:,.0f} MiB{miss}",
        flush=True,
    )


def main() -> None:
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    unchanged = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory() as place:
        notes, many = Path(place) / "notes", Path(place) / "many"
        write(notes, amount, 5_000)
        write(many, unchanged, 400)
        with open_library(Path(place) / "library") as lib:
            feed = feeds.add(lib, kind="directory", url=str(notes), title="notes").id
            clock(f"{amount:,} files, the first time", amount, FIRST, lambda: look(lib, feed))
            feed = feeds.add(lib, kind="directory", url=str(many), title="many").id
            # Their articles would take minutes; for a look at what is unchanged stamps are enough.
            kept = {}
            for path in many.rglob("*.txt"):
                status = path.stat()
                name = str(path.relative_to(many))
                key = name.encode()[-16:].rjust(16)
                kept[name] = Stamp(status.st_size, status.st_mtime_ns, key, status.st_ino, key)
            with lib.writing() as db:
                stamps.note(db, feed, Stamped(kept))
            del kept
            clock(f"{unchanged:,} unchanged files", unchanged, AGAIN, lambda: look(lib, feed))
            for folder in sorted(many.iterdir()):
                folder.rename(many / f"new {folder.name}")
            clock(f"{unchanged:,} files in renamed folders", unchanged, 0, lambda: look(lib, feed))


if __name__ == "__main__":
    main()
