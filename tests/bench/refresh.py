"""How long a refresh takes: cold, all 304, all 200 with the same bytes; beside Debian's newsboat.

    python tests/bench/refresh.py [--feeds 1000] [--articles 30] [--bytes 4000] [--no-newsboat]

Serves generated feeds from a process of its own, each on a loopback address of its own
(127.20.x.y), so that per-host politeness is as it would be with as many sites. "readable" is when
the last article is stored, "all" when the last one is searchable too; newsboat has no index.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

_VOCABULARY = 20_000
_POOL = 400


def address(number: int) -> str:
    """The loopback address of a feed."""
    return f"127.20.{number // 250}.{number % 250 + 1}"


# -- the server ----------------------------------------------------------------------------------


class Site:
    """Generated feeds; `mode` is "plain" (honours validators) or "same" (never a 304)."""

    def __init__(self, articles: int, size: int) -> None:
        chance = random.Random(7)
        letters = "etaoinshrdlucmfwypvbgk"
        words = [
            "".join(chance.choices(letters, k=chance.randint(2, 11))) for _ in range(_VOCABULARY)
        ]
        weights = [1 / (rank + 3) for rank in range(_VOCABULARY)]
        self.bodies = [self._body(chance, words, weights, size) for _ in range(_POOL)]
        self.articles = articles
        self.mode = "plain"

    @staticmethod
    def _body(chance: random.Random, words: list[str], weights: list[float], size: int) -> str:
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < size:
            said = " ".join(chance.choices(words, weights, k=60))
            paragraphs.append(f'<p>{said} <a href="https://example.org/{said[:4]}">more</a>.</p>')
        return "".join(paragraphs)

    def feed(self, number: int) -> bytes:
        """The RSS of one feed."""
        chance = random.Random(number)
        items = "".join(
            f"<item><title>Article {n} of feed {number}</title>"
            f"<link>https://site{number}.example/{n}</link><guid>https://site{number}.example/{n}"
            "</guid><pubDate>"
            + time.strftime(
                "%a, %d %b %Y %H:%M:%S +0000", time.gmtime(1_760_000_000 + number + n * 3_600)
            )
            + "</pubDate><description>A short summary.</description><content:encoded><![CDATA["
            f"{chance.choice(self.bodies)}]]></content:encoded></item>"
            for n in range(self.articles)
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Feed {number}</title><link>https://site{number}.example/</link>"
            f"<description>Generated</description>{items}</channel></rss>"
        ).encode()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive as long as the client likes."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                target = head.split(b" ", 2)[1].decode()
                if target.startswith("/mode/"):
                    self.mode = target.removeprefix("/mode/")
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                    continue
                number = int(target.rsplit("/", 1)[1].removesuffix(".xml"))
                etag = f'"{number}"'
                if self.mode == "plain" and etag.encode() in head:
                    writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
                else:
                    body = self.feed(number)
                    validator = f"ETag: {etag}\r\n" if self.mode == "plain" else ""
                    writer.write(
                        f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n{validator}"
                        f"Content-Length: {len(body)}\r\n\r\n".encode()
                        + body
                    )
                await writer.drain()
                if b"connection: close" in head.lower():
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def serve(feeds: int, articles: int, size: int) -> None:
    """Listen on an address for each feed, say the port on stdout, go on until stdin ends."""
    site = Site(articles, size)
    first = await asyncio.start_server(site.answer, address(0), 0)
    port = first.sockets[0].getsockname()[1]
    hosts = [address(number) for number in range(1, feeds)]
    rest = await asyncio.start_server(site.answer, hosts, port) if hosts else first
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    first.close()
    rest.close()


# -- ours ----------------------------------------------------------------------------------------

_OURS = """
import json, resource, sys, time
from pathlib import Path
began = time.perf_counter()
from reader.config import Config
from reader.ingest.events import Indexing
from reader.ingest.refresh import refresh
from reader.store import articles, open_library
readable = []
def tell(event):
    if isinstance(event, Indexing) and not readable:
        readable.append(time.perf_counter() - began)
lib = open_library(Path(sys.argv[1]))
summary = refresh(lib, Config(), everything=True, on_event=tell)
took = time.perf_counter() - began
use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({
    "readable": (readable or [took])[0], "all": took,
    "held": articles.counts(lib, 0).articles, "failed": len(summary.failed),
    "cpu": sum(one.ru_utime + one.ru_stime for one in use),
    "mb": use[0].ru_maxrss / 1024, "first": [f.message for f in summary.failed[:1]],
}))
"""


def ours(library: Path) -> dict[str, Any]:
    """One refresh of everything in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", _OURS, str(library)], check=True, capture_output=True, text=True
    )
    return dict(json.loads(run.stdout))


def follow_all(library: Path, urls: list[str]) -> None:
    """Subscribe to all of them without asking anybody."""
    from reader.store import feeds, open_library

    with open_library(library) as lib:
        lib.db.execute("PRAGMA synchronous = OFF")
        for url in urls:
            feeds.add(lib, kind="web", url=url)


# -- newsboat ------------------------------------------------------------------------------------


def newsboat(folder: Path, urls: list[str], threads: int) -> tuple[float, int]:
    """Seconds of wall time of one reload, and the articles it holds then."""
    folder.mkdir(exist_ok=True)
    (folder / "urls").write_text("\n".join(urls) + "\n")
    (folder / "config").write_text(f"reload-threads {threads}\n")
    began = time.perf_counter()
    subprocess.run(
        ["newsboat", "-x", "reload", "-C", "config", "-u", "urls", "-c", "cache.db"],
        cwd=folder,
        check=True,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
    )
    took = time.perf_counter() - began
    with contextlib.closing(sqlite3.connect(folder / "cache.db")) as db:
        return took, int(db.execute("SELECT count(*) FROM rss_item").fetchone()[0])


# -- the run -------------------------------------------------------------------------------------


def machine() -> str:
    """Where the figures come from."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors{load}, "
        f"Python {platform.python_version()}"
    )


def main() -> None:
    """Serve, run all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--bytes", type=int, default=4_000)
    parser.add_argument("--no-newsboat", action="store_true")
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 16], help="of newsboat")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.serve:
        asyncio.run(serve(told.feeds, told.articles, told.bytes))
        return
    sizes = [f"--{name}={getattr(told, name)}" for name in ("feeds", "articles", "bytes")]
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", *sizes],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin
    assert server.stdout
    try:
        port = int(server.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            measure(told, port, Path(folder))
    finally:
        server.stdin.close()
        server.wait()


def measure(told: argparse.Namespace, port: int, folder: Path) -> None:
    """All runs, one after the other, and the table."""
    urls = [f"http://{address(number)}:{port}/{number}.xml" for number in range(told.feeds)]
    library = folder / "library"
    follow_all(library, urls)
    print(machine())
    print(f"{told.feeds:,} feeds of {told.articles} articles of {told.bytes:,} bytes\n")
    print(f"{'':26}{'readable s':>12}{'all s':>9}{'CPU s':>9}{'MB':>7}{'articles':>9}{'failed':>8}")
    others = [] if told.no_newsboat or not shutil.which("newsboat") else list(told.threads)
    for title, mode in (("cold", "plain"), ("all 304", "plain"), ("all 200, same", "same")):
        urllib.request.urlopen(f"http://{address(0)}:{port}/mode/{mode}").read()
        run = ours(library)
        title_of = f"{title}, tearsheet"
        print(
            f"{title_of:26}{run['readable']:>12.2f}{run['all']:>9.2f}{run['cpu']:>9.2f}"
            f"{run['mb']:>7.0f}{run['held']:>9,}{run['failed']:>8}",
            *run["first"],
            flush=True,
        )
        for threads in others:
            seconds, held = newsboat(folder / f"newsboat-{threads}", urls, threads)
            name = f"{title}, newsboat {threads} thr."
            ratio = run["readable"] / seconds
            print(
                f"{name:26}{seconds:>12.2f}{'':>25}{held:>9,}   ours is {ratio:.2f} x", flush=True
            )


if __name__ == "__main__":
    main()
