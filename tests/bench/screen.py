"""Figures of the screen in a real terminal, beside an empty Textual app.

    python tests/bench/screen.py [LIBRARY ...]

Each LIBRARY is a folder made by tests/bench/library.py; an empty one is always measured. CPU is
user and system time of the program; key -> frame is the time from the key to the end of the frame.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from terminal import FRAME_END, Terminal

from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body
from reader.store import arrivals, feeds, open_library

EMPTY_APP = """
from textual.app import App
class Empty(App):
    def on_ready(self): pass
    def on_key(self, event): self.exit()
Empty().run()
"""
ALTERNATE = b"\x1b[?1049h"
PAGE_DOWN = b"\x1b[6~"


def machine() -> str:
    """One line about where this ran."""
    facts = Path("/proc/cpuinfo").read_text().splitlines()
    cpu = next((line.split(":", 1)[1].strip() for line in facts if "model name" in line), "?")
    python = sys.version.split()[0]
    return f"{cpu}, {os.cpu_count()} cores, Python {python}, load {os.getloadavg()[0]:.1f}"


def env(library: Path | None) -> dict[str, str]:
    """No user settings, compiled bytecode as pip leaves it."""
    named = {"TEARSHEET_CONFIG": "/nonexistent", "PYTHONDONTWRITEBYTECODE": ""}
    return named | ({"TEARSHEET_LIBRARY": str(library)} if library else {})


def until_frame(terminal: Terminal, wanted: bytes = FRAME_END, seconds: float = 20) -> float:
    """Seconds until the next frame's end."""
    start = time.perf_counter()
    if wanted not in terminal.pump(seconds, wanted):
        raise SystemExit(f"no frame: {terminal.raw[-400:]!r}")
    return time.perf_counter() - start


def settle(terminal: Terminal, seconds: float = 0.6) -> None:
    """Waits until nothing is painted any more."""
    quiet = time.perf_counter()
    while time.perf_counter() - quiet < seconds:
        if terminal.pump(0.05):
            quiet = time.perf_counter()


def start(argv: list[str], library: Path | None, marker: bytes, runs: int = 7) -> str:
    """Wall time and CPU to the first frame that holds `marker`, medians."""
    walls, cpus, sizes = [], [], []
    for _ in range(runs):
        with Terminal(argv, env=env(library), columns=140, lines=45, emulate=False) as terminal:
            got = b""
            begun = time.perf_counter()
            while marker not in got or FRAME_END not in got[got.index(marker) :]:
                got += terminal.pump(0.005, FRAME_END)
                if time.perf_counter() - begun > 30:
                    raise SystemExit(f"{argv}: {got[-300:]!r}")
            walls.append(time.perf_counter() - terminal.started)
            cpus.append(terminal.cpu())
            sizes.append(memory(terminal.pid))
    return (
        f"wall {statistics.median(walls) * 1000:5.0f} ms (min {min(walls) * 1000:.0f}), "
        f"CPU {statistics.median(cpus) * 1000:4.0f} ms, {max(sizes):.0f} MiB"
    )


def memory(pid: int) -> float:
    """Resident MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def first_bytes(library: Path, runs: int = 9) -> float:
    """Median milliseconds until the last session's frame is on the screen."""
    times = []
    for _ in range(runs):
        argv = [sys.executable, "-m", "reader"]
        with Terminal(argv, env=env(library), columns=140, lines=45, emulate=False) as terminal:
            while ALTERNATE not in terminal.raw:
                terminal.pump(0.002)
            times.append(time.perf_counter() - terminal.started)
            settle(terminal)
            terminal.write(b"Q")
            terminal.wait_end()
    return statistics.median(times) * 1000


def keys(terminal: Terminal, pressed: list[bytes], count: int) -> str:
    """Key -> frame over `count` keys of `pressed` in turn, CPU and bytes a key."""
    times, sizes = [], []
    before = terminal.cpu()
    for number in range(count):
        had = len(terminal.raw)
        start_at = time.perf_counter()
        terminal.write(pressed[number % len(pressed)])
        until_frame(terminal)
        times.append(time.perf_counter() - start_at)
        while terminal.pump(0.03):
            pass
        sizes.append(len(terminal.raw) - had)
    cpu = (terminal.cpu() - before) / count * 1000
    times.sort()
    middle, worst = statistics.median(times) * 1000, times[int(count * 0.95)] * 1000
    return (
        f"median {middle:5.1f}  p95 {worst:5.1f} ms  CPU {cpu:4.1f} ms"
        f"  {statistics.median(sizes):6.0f} bytes"
    )


def at_work(library: Path) -> None:
    """Cursor, page down, search, idle and memory in one library."""
    argv = [sys.executable, "-m", "reader"]
    with Terminal(argv, env=env(library), columns=140, lines=45, emulate=False) as terminal:
        until_frame(terminal)
        settle(terminal, 1.5)
        terminal.write(b"ga")
        settle(terminal, 1.5)
        print(f"  cursor down, page shown   {keys(terminal, [b'j'], 60)}")
        print(f"  page down in the list     {keys(terminal, [PAGE_DOWN], 30)}")
        terminal.write(b"\r")
        settle(terminal)
        print(f"  space: to the next unread {keys(terminal, [b' '], 20)}")
        terminal.write(b"q")
        settle(terminal, 1.0)
        begun, had = terminal.cpu(), len(terminal.raw)
        terminal.pump(0.01)
        time.sleep(10)
        terminal.pump(0.01)
        print(
            f"  idle for 10 s             CPU {(terminal.cpu() - begun) * 10:.2f} %, "
            f"{len(terminal.raw) - had} bytes; {memory(terminal.pid):.0f} MiB"
        )
        terminal.write(b"Q")
        terminal.wait_end()


def alone(library: Path) -> None:
    """The cursor's own output: the page is not shown (80 columns)."""
    argv = [sys.executable, "-m", "reader"]
    with Terminal(argv, env=env(library), columns=80, lines=45, emulate=False) as terminal:
        until_frame(terminal)
        settle(terminal, 1.0)
        terminal.write(b"ga")
        settle(terminal, 1.0)
        print(f"  cursor down, list alone   {keys(terminal, [b'j', b'k'], 30)}")


def opened(terminal: Terminal, key: bytes) -> str:
    """From the key to the last byte of what it brings, and the CPU of all of it."""
    begun, cpu = time.perf_counter(), terminal.cpu()
    terminal.write(key)
    last = begun
    while time.perf_counter() - last < 1.0:
        if terminal.pump(0.1, FRAME_END):
            last = time.perf_counter()
    return f"{(last - begun) * 1000:5.1f} ms, CPU {(terminal.cpu() - cpu) * 1000:5.1f} ms"


def large(folder: Path) -> None:
    """Opening articles of 50 kB to 5 MB, and paging in one of 500 kB."""
    paragraph = (
        "<p>A sentence with <b>bold</b> and <i>italic</i> words and <a href='/x'>a link</a>, "
    )
    paragraph += "and then some more words that only have to be wrapped. " * 8 + "</p>"
    sizes = [50_000, 500_000, 5_000_000]
    with open_library(folder) as lib:
        feed = feeds.add(lib, kind="web", url="https://example.org/large", title="Large")
        new = tuple(
            Arrival(
                bytes([at] * 16), b"h", 1_000_000 - at,
                ParsedArticle(title=f"Body of {size:,} bytes", words=size // 6,
                              body=Body("html", paragraph * (size // len(paragraph)))),
            )
            for at, size in enumerate(sizes)
        )  # fmt: skip
        arrivals.apply(lib, feed.id, Changes(new=new))
    argv = [sys.executable, "-m", "reader"]
    with Terminal(argv, env=env(folder), columns=140, lines=45, emulate=False) as terminal:
        until_frame(terminal)
        settle(terminal, 1.0)
        terminal.write(b"ga")
        settle(terminal, 1.0)
        for key, size in ((b"j", 500), (b"j", 5000), (b"k", 500), (b"k", 50), (b"j", 500)):
            print(f"  open {size:>5} kB             {opened(terminal, key)}")
        terminal.write(b"ggj")
        settle(terminal, 0.5)
        terminal.write(b"\r")
        settle(terminal, 0.5)
        print(f"  page down in 500 kB       {keys(terminal, [PAGE_DOWN], 40)}")
        print(f"  line down in 500 kB       {keys(terminal, [b'j'], 40)}")


def unread(library: Path, runs: int = 15) -> float:
    """Median milliseconds of `tearsheet unread`, installed as pip does."""
    command = shutil.which("tearsheet", path=str(Path(sys.executable).parent)) or "tearsheet"
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(
            [command, "unread"],
            env={**os.environ, **env(library)},
            stdout=subprocess.PIPE,
            check=True,
        )
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def main() -> None:
    """Prints all figures."""
    print(machine())
    subprocess.run([sys.executable, "-m", "compileall", "-q", "reader"], check=False,
                   env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        empty = Path(scratch) / "empty"
        floor = start([sys.executable, "-c", EMPTY_APP], None, ALTERNATE)
        print(f"empty Textual app           {floor}")
        for library in [empty, *map(Path, sys.argv[1:])]:
            print(library.name)
            # The first start makes the guide; what counts is every later one.
            with Terminal([sys.executable, "-m", "reader"], env=env(library), columns=140,
                          lines=45, emulate=False) as terminal:  # fmt: skip
                until_frame(terminal)
                settle(terminal)
                terminal.write(b"Q")
                terminal.wait_end()
            frame = first_bytes(library)
            print(f"  something to read         {frame:.0f} ms (last session's frame)")
            (library / "last-frame").unlink(missing_ok=True)
            argv = [sys.executable, "-m", "reader"]
            print(f"  first useful screen       {start(argv, library, b'Tearsheet')}")
            if library != empty:
                at_work(library)
                alone(library)
            print(f"  tearsheet unread          {unread(library):.0f} ms")
        print("large articles")
        large(Path(scratch) / "large")


if __name__ == "__main__":
    main()
