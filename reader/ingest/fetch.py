"""GET one address politely and within limits: redirects, validators, sizes, times, in words.

Everything is bounded: the time of one `get` with all its redirects and its slowest byte
(`config.timeout`), the body after decompression (`config.feed_megabytes`), redirects, headers.
No cookies, no Referer; a name and password in an address go to its own origin only and are never
printed. Redirects are followed here, each hop checked anew (reference/security.md N1 to N8).
"""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import reader
from reader import clock
from reader.config import Config
from reader.ingest import bounds, failures, headers
from reader.ingest.addresses import (
    feed_address,
    is_private,
    origin,
    split_secret,
    with_secret_of,
    without_fragment,
)
from reader.ingest.unpack import TooLargeError, Unpacker, UnpackError
from reader.ingest.watchdog import Watchdog
from reader.model import FetchError
from reader.text import shown_address, web_address

if TYPE_CHECKING:
    from reader.ingest.connection import Admit

USER_AGENT = (
    f"Tearsheet/{'.'.join(reader.__version__.split('.')[:2])} "
    "(+https://pypi.org/project/tearsheet/)"
)
FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_CONTENT = (200, 203, 226)
_PIECE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer that can be used: a body, or "not modified".

    `url` is the address that answered, without a password; `etag` and `last_modified` are its
    validators as received; `permanent` the address to adopt instead of the asked one, or "";
    `max_age` and `retry_after` are seconds or None.
    """

    status: int
    url: str
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""
    max_age: int | None = None
    retry_after: int | None = None
    not_modified: bool = False
    permanent: str = ""


class UnansweredError(FetchError):
    """Nobody speaks https there; an address typed without a scheme may be tried as http."""


class _PrivateError(Exception):
    """A peer that this request may not reach."""


@dataclass(slots=True)
class _Journey:
    """One `get` on its way: what may be sent where, and what has been met."""

    shown: str  # the asked address, fit to be shown
    accept: str
    deadline: float
    validators: dict[str, str]
    validator_url: str
    secret: str  # the Authorization header, for `home` alone
    home: Any
    private_allowed: bool
    seen: set[str] = field(default_factory=set)
    permanent: bool = True

    def fail(self, words: str, **facts: Any) -> FetchError:
        return FetchError(f"{self.shown}: {words}.", **facts)


class Fetcher:
    """Fetches addresses for any number of threads; a context manager, `close` ends all at once."""

    def __init__(self, config: Config, *, private: Callable[[str], bool] = is_private) -> None:
        """`private` says of an IP address whether it belongs to no public network."""
        self._timeout = config.timeout
        self._limit = config.feed_megabytes * 1024 * 1024
        self._private = private
        self._watchdog = Watchdog()
        self._open: set[Any] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Cut every connection; what still runs ends with a FetchError."""
        with self._lock:
            self._closed = True
            connections = list(self._open)
        for connection in connections:
            connection.cut()
        self._watchdog.close()

    def get(
        self,
        address: str,
        *,
        etag: str = "",
        last_modified: str = "",
        validator_url: str = "",
        accept: str = FEED_ACCEPT,
        trusted: bool = True,
    ) -> Response:
        """The answer of `address` after at most 10 redirects.

        `etag` and `last_modified` are sent byte for byte, to `validator_url` (default: the
        address) and nowhere else. `trusted`: a person typed the address, so that it may lie in a
        private network; from a public one no redirect leads into a private one. Raises FetchError.
        """
        shown = shown_address(address)
        current = feed_address(address)
        if not current:
            raise FetchError(f"{shown}: this is no web address; it must begin with http or https.")
        current, secret = split_secret(current)
        journey = _Journey(
            shown=shown,
            accept=accept,
            deadline=time.monotonic() + self._timeout,
            validators={
                name: value
                for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified))
                if value
            },
            validator_url=split_secret(validator_url)[0] or current,
            secret=secret,
            home=origin(current),
            private_allowed=trusted,
        )
        for _ in range(bounds.REDIRECTS + 1):
            journey.seen.add(current)
            response, target = self._hop(journey, current)
            if response is not None:
                if journey.permanent and len(journey.seen) > 1:
                    adopted = with_secret_of(response.url, feed_address(address))
                    return replace(response, permanent=adopted)
                return response
            current = target
        raise journey.fail(
            f"it redirects more than {bounds.REDIRECTS} times; the server is set up wrongly"
        )

    def _hop(self, journey: _Journey, current: str) -> tuple[Response | None, str]:
        """One request: the answer, or the address that it redirects to."""
        from reader.ingest.connection import Connection, ProxyError

        where = origin(current)
        try:
            connection = Connection(where, journey.deadline, self._gate(journey))
        except ProxyError:
            raise journey.fail(
                "the proxy in the environment is not of the http kind; only those are supported"
            ) from None
        except _PrivateError:
            raise self._private_words(journey) from None
        with self._lock:
            if self._closed:
                raise journey.fail("stopped before it was asked")
            self._open.add(connection)
        try:
            with self._watchdog.limit(journey.deadline, connection.cut) as alarm:
                try:
                    answer = connection.ask(current, self._headers(journey, current))
                    judged = self._judge(journey, current, answer)
                except _PrivateError:
                    raise self._private_words(journey) from None
                except FetchError:
                    if not alarm.rang:
                        raise
                except Exception as error:
                    if not _is_network(error):
                        raise
                    late = alarm.rang or time.monotonic() >= journey.deadline
                    raise self._network_failure(journey, error, where.host, late) from None
            if alarm.rang or self._closed:
                # A connection that was cut looks like the end of headers or of a body without
                # a length.
                raise self._network_failure(journey, TimeoutError(), where.host, late=True)
            return judged
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _gate(self, journey: _Journey) -> Admit:
        """What is asked about each peer before anything is sent to it."""
        first = len(journey.seen) == 1

        def admit(peer: str | None) -> None:
            private = peer is not None and self._private(peer)
            if private and not journey.private_allowed:
                raise _PrivateError
            if first and not private:
                journey.private_allowed = False

        return admit

    def _private_words(self, journey: _Journey) -> FetchError:
        return journey.fail(
            "it leads into a private network, where a public address has no business; "
            "give the private address itself if you mean it"
        )

    def _headers(self, journey: _Journey, current: str) -> dict[str, str]:
        sent = {
            "User-Agent": USER_AGENT,
            "Accept": journey.accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if current == journey.validator_url:
            sent.update(journey.validators)
        if journey.secret and origin(current) == journey.home:
            sent["Authorization"] = journey.secret
        return sent

    def _network_failure(
        self, journey: _Journey, error: Exception, host: str, late: bool
    ) -> FetchError:
        if self._closed:
            return journey.fail("stopped before it had answered")
        if late:
            return journey.fail(
                f"the server did not answer within {self._timeout} s; it is tried again later"
            )
        words = f"{journey.shown}: {failures.network_words(error, shown_address(host))}."
        if failures.refused_tls(error):
            return UnansweredError(words)
        return FetchError(words, offline=failures.is_offline(error))

    def _judge(self, journey: _Journey, current: str, answer: Any) -> tuple[Response | None, str]:
        """Make an answer a Response or a next address. Raises FetchError for all others."""
        said, status, now = answer.headers, int(answer.status), clock.now()
        if status in _REDIRECTS and said.get("location"):
            return None, self._next(journey, current, status, said["location"])
        wait = headers.retry_after(said, now)
        facts: dict[str, Any] = {
            "status": status,
            "url": current,
            "etag": headers.validator(said.get("etag")),
            "last_modified": headers.validator(said.get("last-modified")),
            "max_age": headers.max_age(said, now),
            "retry_after": wait,
        }
        asked = bool(journey.validators) and current == journey.validator_url
        if status == 304 and asked:
            return Response(**facts, not_modified=True), ""
        if status not in _CONTENT:
            challenge = said.get("cf-mitigated") == "challenge"
            words = failures.status_words(status, challenge=challenge, wait=wait)
            raise journey.fail(words, status=status, retry_after=wait)
        body = self._body(journey, answer)
        return Response(**facts, body=body, content_type=said.get("content-type") or ""), ""

    def _next(self, journey: _Journey, current: str, status: int, location: str) -> str:
        """The address that a redirect leads to, checked."""
        with contextlib.suppress(UnicodeError):  # headers are read as Latin-1, but hold UTF-8
            location = location.encode("latin-1").decode("utf-8")
        target = split_secret(without_fragment(web_address(location, base=current)))[0]
        if not target:
            raise journey.fail(
                "it redirects to something that is no web address; check the address"
            )
        if origin(current).scheme == "https" and origin(target).scheme == "http":
            raise journey.fail(
                "it redirects from https to unprotected http, which is not followed; "
                f"give {shown_address(target)} itself if you mean it"
            )
        if target in journey.seen:
            raise journey.fail("it redirects in a circle; the server is set up wrongly")
        journey.permanent = journey.permanent and status in _PERMANENT
        return target

    def _body(self, journey: _Journey, answer: Any) -> bytes:
        """The decoded body. Raises FetchError where it is too large, damaged or incomplete."""
        megabytes = self._limit // (1024 * 1024)
        try:
            unpacker = Unpacker(answer.headers.get("content-encoding") or "", self._limit)
            if (answer.length_remaining or 0) > self._limit:
                raise TooLargeError
            while piece := answer.read1(_PIECE):
                unpacker.feed(piece)
                if time.monotonic() >= journey.deadline:
                    raise TimeoutError
            return unpacker.body()
        except TooLargeError:
            raise journey.fail(
                f"it is larger than {megabytes} MB; raise `feed_megabytes` in the settings "
                "if it is meant to be"
            ) from None
        except UnpackError as error:
            raise journey.fail(f"the server {error}; it is tried again later") from None


def _is_network(error: Exception) -> bool:
    from urllib3.exceptions import HTTPError

    return isinstance(error, HTTPError | http.client.HTTPException | OSError | ValueError)
