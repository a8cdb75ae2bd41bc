"""One HTTP connection that keeps to a deadline and tells to whom it is really connected.

On urllib3's connections; the socket is opened here, so that every address of a name is tried
within the time that is left and the peer is judged before anything is sent to it (a name may
resolve to something else a second later, so that looking it up beforehand proves nothing).
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import make_headers

from reader.ingest import bounds
from reader.ingest.addresses import Origin

# It would write headers as a server sent them into whatever log there is.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

Admit = Callable[[str | None], None]  # takes a peer's IP; None: one that only a proxy knows


class ProxyError(Exception):
    """The proxy that the environment names is of a kind that is not supported."""


class _Dialling(HTTPConnection):
    """Opens its socket within `deadline` (monotonic seconds), and only to a peer it may talk to."""

    deadline = 0.0
    admit: Admit | None = None
    opened: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        last: OSError = TimeoutError("no time left")
        host = self.host.strip("[]").rstrip(".")
        for family, kind, protocol, _, peer in socket.getaddrinfo(
            host, self.port, type=socket.SOCK_STREAM
        ):
            left = self.deadline - time.monotonic()
            if left <= 0:
                break
            sock = socket.socket(family, kind, protocol)
            self.opened = sock
            try:
                sock.settimeout(min(left, bounds.CONNECT_SECONDS))
                sock.connect(peer)
                if self.admit is not None:
                    self.admit(str(sock.getpeername()[0]))
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                sock.close()
                last = error
            except BaseException:
                sock.close()
                raise
            else:
                return sock
        raise last

    def cut(self) -> None:
        """From another thread: end whatever the connection is waiting for."""
        sock = self.sock or self.opened
        if sock is not None:
            # Not SSLSocket's own shutdown, which takes the TLS object away from a running read.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _Plain(_Dialling):
    pass


class _Secure(_Dialling, HTTPSConnection):
    pass


_context_lock = threading.Lock()
_context: ssl.SSLContext | None = None


def _tls() -> ssl.SSLContext:
    """The one TLS context: certificates and host names are always checked."""
    global _context
    with _context_lock:  # loading the system's certificates takes some 20 ms
        if _context is None:
            context = ssl.create_default_context()
            paths = ssl.get_default_verify_paths()
            hashed = paths.capath is not None and any(os.scandir(paths.capath))
            if not context.cert_store_stats()["x509_ca"] and not hashed:
                import certifi  # where the system has none (small containers, some macOS Pythons)

                context.load_verify_locations(certifi.where())
            context.set_alpn_protocols(["http/1.1"])
            _context = context
        return _context


def _proxy(origin: Origin) -> str:
    """The proxy for an origin as the environment or the system says, or ""."""
    proxies = getproxies()
    named = proxies.get(origin.scheme) or proxies.get("all") or ""
    if not named or proxy_bypass(origin.host):
        return ""
    named = named if "://" in named else f"http://{named}"
    if urlsplit(named).scheme != "http":
        raise ProxyError
    return named


def _is_ip(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(host))
    return False


class Connection:
    """One request and its answer. Close it, or use it as a context manager."""

    def __init__(self, origin: Origin, deadline: float, admit: Admit) -> None:
        """`deadline` in monotonic seconds; `admit` raises where it does not like a peer's IP.

        Raises ProxyError. Behind a proxy `admit` sees the host if it is an IP address, else None.
        """
        self._origin = origin
        self._proxied: dict[str, str] | None = None
        host, port = origin.host, origin.port
        proxy = _proxy(origin)
        if proxy:
            parts = urlsplit(proxy)
            host, port = parts.hostname or "", parts.port or 80
            self._proxied = self._proxy_headers(proxy)
            admit(origin.host if _is_ip(origin.host) else None)
        made: _Dialling
        if origin.scheme == "https":
            made = _Secure(host, port, ssl_context=_tls())
            if self._proxied is not None:
                made.set_tunnel(origin.host, origin.port, headers=self._proxied)
        else:
            made = _Plain(host, port)
        made.deadline = deadline
        made.timeout = max(0.01, min(bounds.READ_SECONDS, deadline - time.monotonic()))
        made.admit = None if proxy else admit
        self._made = made

    @staticmethod
    def _proxy_headers(proxy: str) -> dict[str, str]:
        parts = urlsplit(proxy)
        if parts.username is None:
            return {}
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return dict(make_headers(proxy_basic_auth=pair))

    def ask(self, address: str, headers: dict[str, str]) -> Any:
        """GET `address`; gives urllib3's HTTPResponse, its body unread and undecoded."""
        parts = urlsplit(address)
        target = parts.path or "/"
        if parts.query:
            target += f"?{parts.query}"
        if self._proxied is not None and self._origin.scheme == "http":
            target = f"http://{parts.netloc}{target}"
            headers = {**headers, **self._proxied}
        # The Host header is ours: behind a proxy the connection's own host is the proxy's.
        self._made.request(
            "GET",
            target,
            headers={"Host": parts.netloc, **headers},
            preload_content=False,
            decode_content=False,
        )
        return self._made.getresponse()

    def cut(self) -> None:
        """From another thread: end whatever the connection is waiting for."""
        self._made.cut()

    def close(self) -> None:
        """Close the socket."""
        self._made.close()
