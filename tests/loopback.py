"""A real HTTP server on a loopback address that says whatever a test tells it to.

    with Loopback() as site:
        site.feed("/rss", RSS, etag='"1"')          # conditional by itself
        site.redirect("/old", "/rss", 301)
        site.pages["/odd"] = Reply(status=500, reason="\\x1b[31m")
        site.pages["/own"] = lambda asked: Reply(body=b"...")
        ... fetch site.url("/rss") ...
        assert site.asked("/rss")[1].header("If-None-Match") == '"1"'

Every request is logged byte for byte. It answers one request for each connection, in a thread.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

RSS_TYPE = "application/rss+xml"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """The value of a header, byte for byte (as Latin-1), or None."""
        for known, value in self.headers:
            if known.lower() == name.lower():
                return value
        return None


@dataclass(frozen=True)
class Reply:
    """An answer. `cut` bytes of the body are promised but not sent; `drip` seconds pass between
    its bytes; `chunked` sends it in chunks; `gzipped` packs it; `raw` replaces everything."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = RSS_TYPE
    reason: str = "OK"
    cut: int = 0
    drip: float = 0.0
    wait: float = 0.0
    chunked: bool = False
    gzipped: bool = False
    raw: bytes | None = None


Page = Reply | Callable[[Asked], Reply]


@dataclass
class _Site:
    pages: dict[str, Page] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)
    open: int = 0
    most_open: int = 0


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        site: _Site = self.server.site  # type: ignore[attr-defined]
        with contextlib.suppress(OSError, ValueError):
            asked = self._read()
            with site.lock:
                site.log.append(asked)
                site.open += 1
                site.most_open = max(site.most_open, site.open)
            try:
                page = site.pages.get(asked.target) or site.pages.get(
                    asked.target.split("?")[0], Reply(404, b"nothing here", reason="Not Found")
                )
                reply = page(asked) if callable(page) else page
                self._answer(reply, site)
            finally:
                with site.lock:
                    site.open -= 1

    def _read(self) -> Asked:
        if self.rfile.peek(1)[:1] == b"\x16":  # TLS; real servers hang up too
            raise ValueError
        method, target, _ = self.rfile.readline().decode("latin-1").split(" ", 2)
        headers = []
        while (line := self.rfile.readline().decode("latin-1").rstrip("\r\n")) != "":
            name, _, value = line.partition(":")
            headers.append((name, value.removeprefix(" ")))
        return Asked(method, target, tuple(headers))

    def _answer(self, reply: Reply, site: _Site) -> None:
        site.closing.wait(reply.wait)
        if reply.raw is not None:
            self._send(reply.raw, reply.drip, site)
            return
        body = gzip.compress(reply.body, 1) if reply.gzipped else reply.body
        lines = [f"HTTP/1.1 {reply.status} {reply.reason}"]
        names = {name.lower() for name, _ in reply.headers}
        if "content-type" not in names and reply.content_type:
            lines.append(f"Content-Type: {reply.content_type}")
        if reply.gzipped:
            lines.append("Content-Encoding: gzip")
        if reply.chunked:
            lines.append("Transfer-Encoding: chunked")
            body = (
                b"".join(
                    b"%x\r\n%s\r\n" % (len(body[at : at + 1000]), body[at : at + 1000])
                    for at in range(0, len(body), 1000)
                )
                + b"0\r\n\r\n"
            )
        elif reply.status not in (204, 304) and "content-length" not in names:
            lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in reply.headers]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        self.wfile.write(head)
        if reply.status not in (204, 304):
            self._send(body[: len(body) - reply.cut], reply.drip, site)

    def _send(self, data: bytes, drip: float, site: _Site) -> None:
        if not drip:
            self.wfile.write(data)
            return
        for byte in data:
            if site.closing.wait(drip):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


class Loopback:
    """The server; a context manager. `host` may be any 127.x.y.z; `tls` makes it speak https."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self._site = _Site()
        self._server = _Server((host, 0), _Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=True
            )
        self._server.site = self._site  # type: ignore[attr-defined]
        self._scheme = "https" if tls else "http"
        self.host = host
        self.port: int = self._server.server_address[1]
        self.pages = self._site.pages
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._site.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str = "/", *, user: str = "") -> str:
        """The address of a path; `user` is "name:password"."""
        return f"{self._scheme}://{user + '@' if user else ''}{self.host}:{self.port}{path}"

    def feed(
        self,
        path: str,
        body: bytes | str,
        *,
        etag: str = "",
        last_modified: str = "",
        content_type: str = RSS_TYPE,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Serve `body` with validators; the very same validators bring a 304."""
        content = body.encode() if isinstance(body, str) else body
        own = [("ETag", etag)] * bool(etag) + [("Last-Modified", last_modified)] * bool(
            last_modified
        )
        full = (*own, *headers)

        def answer(asked: Asked) -> Reply:
            same = (etag and asked.header("If-None-Match") == etag) or (
                not etag and last_modified and asked.header("If-Modified-Since") == last_modified
            )
            if same:
                return Reply(304, headers=full, content_type="", reason="Not Modified")
            return Reply(200, content, full, content_type)

        self.pages[path] = answer

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """Redirect `path` to an address or path."""
        self.pages[path] = Reply(status, b"elsewhere", (("Location", to),), reason="Moved")

    def asked(self, path: str | None = None) -> list[Asked]:
        """The requests so far, of one path or all."""
        with self._site.lock:
            return [one for one in self._site.log if path is None or one.target == path]

    @property
    def most_open(self) -> int:
        """The largest number of requests that were answered at the same time."""
        return self._site.most_open

    def forget(self) -> None:
        """Empty the request log."""
        with self._site.lock:
            self._site.log.clear()


def closed_port(host: str = "127.0.0.1") -> int:
    """A port on which nobody listens."""
    with socket.socket() as sock:
        sock.bind((host, 0))
        return int(sock.getsockname()[1])


def rss(title: str = "A feed", items: int = 2, first: int = 1, words: str = "Some words.") -> str:
    """An RSS 2.0 feed with articles numbered from `first`."""
    entries = "".join(
        f"<item><title>Article {n}</title><link>http://example.org/{n}</link>"
        f"<guid isPermaLink='false'>guid-{n}</guid>"
        f"<pubDate>{time.strftime('%a, %d %b %Y %H:%M:%S +0000', time.gmtime(1_700_000_000 + n))}"
        f"</pubDate><description>{words} {n}</description></item>"
        for n in range(first, first + items)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>http://example.org/</link><description>About</description>"
        f"{entries}</channel></rss>"
    )
