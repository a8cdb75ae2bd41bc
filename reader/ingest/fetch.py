"""GET one address politely and within limits: redirects, validators, sizes, times, in words.

Everything is bounded: the time of one `get` with all its redirects and its slowest byte
(`config.timeout`), the body after decompression (`config.feed_megabytes`), redirects, headers.
No cookies, no Referer; a name and password in an address go to its own origin only and are never
printed. Redirects are followed here, each hop checked anew (reference/security.md N1 to N8).
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.config import Config
from reader.ingest import bounds, failures
from reader.ingest.addresses import feed_address, is_private, origin, split_secret, with_secret_of
from reader.ingest.journey import (
    FEED_ACCEPT,
    PAGE_ACCEPT,
    PICTURE_ACCEPT,
    USER_AGENT,
    Journey,
    PrivateError,
    Response,
)
from reader.ingest.watchdog import Watchdog
from reader.model import FetchError
from reader.text import shown_address

if TYPE_CHECKING:
    from reader.ingest.connection import Connection

__all__ = [
    "FEED_ACCEPT",
    "PAGE_ACCEPT",
    "PICTURE_ACCEPT",
    "USER_AGENT",
    "Fetcher",
    "Response",
    "UnansweredError",
]


class UnansweredError(FetchError):
    """Nobody speaks https there; an address typed without a scheme may be tried as http."""


class Fetcher:
    """Fetches addresses for any number of threads; a context manager, `close` ends all at once."""

    def __init__(self, config: Config, *, private: Callable[[str], bool] = is_private) -> None:
        """`private` says of an IP address whether it belongs to no public network."""
        self._timeout = config.timeout
        self._limit = config.feed_megabytes * 1024 * 1024
        self._private = private
        self._watchdog = Watchdog()
        self._open: set[Connection] = set()
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
        shown, wanted = shown_address(address), feed_address(address)
        if not wanted:
            raise FetchError(f"{shown}: this is no web address; it must begin with http or https.")
        start, secret = split_secret(wanted)
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        journey = Journey(
            shown=shown,
            current=start,
            accept=accept,
            deadline=time.monotonic() + self._timeout,
            limit=self._limit,
            validators={name: value for name, value in validators.items() if value},
            validator_url=split_secret(validator_url)[0] or start,
            secret=secret,
            home=origin(start),
            is_private=self._private,
            private_allowed=trusted,
        )
        for _ in range(bounds.REDIRECTS + 1):
            journey.seen.add(journey.current)
            response = self._hop(journey)
            if response is not None:
                moved = journey.permanent and len(journey.seen) > 1
                adopted = with_secret_of(response.url, wanted) if moved else ""
                return replace(response, permanent=adopted)
        raise journey.fail(
            f"it redirects more than {bounds.REDIRECTS} times; the server is set up wrongly"
        )

    def _hop(self, journey: Journey) -> Response | None:
        """One request: an answer, or None and a new current address in `journey`."""
        from reader.ingest.connection import Connection, ProxyError

        where = origin(journey.current)
        try:
            connection = Connection(where, journey.deadline, journey.admit)
        except ProxyError:
            raise journey.fail(
                "the proxy in the environment is not of the http kind; only those are supported"
            ) from None
        except PrivateError:
            raise journey.fail_private() from None
        with self._lock:
            if self._closed:
                raise journey.fail("stopped before it was asked")
            self._open.add(connection)
        try:
            return self._answer(journey, connection, where.host)
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _answer(self, journey: Journey, connection: Connection, host: str) -> Response | None:
        """Ask and judge, within the time that is left."""
        response: Response | None = None
        with self._watchdog.limit(journey.deadline, connection.cut) as alarm:
            try:
                response = journey.judge(connection.ask(journey.current, journey.headers()))
            except PrivateError:
                raise journey.fail_private() from None
            except FetchError:
                if not alarm.rang:
                    raise
            except Exception as error:
                if not _is_network(error):
                    raise
                late = alarm.rang or time.monotonic() >= journey.deadline
                raise self._network_failure(journey, error, host, late) from None
        if alarm.rang or self._closed:
            # A connection that was cut looks like the end of headers or of a body without length.
            raise self._network_failure(journey, TimeoutError(), host, late=True)
        return response

    def _network_failure(
        self, journey: Journey, error: Exception, host: str, late: bool
    ) -> FetchError:
        if self._closed:
            return journey.fail("stopped before it had answered")
        if late:
            return journey.fail(
                f"the server did not answer within {self._timeout} s; try again later"
            )
        words = failures.network_words(error, shown_address(host))
        if failures.refused_tls(error):
            return UnansweredError(f"{journey.shown}: {words}.")
        return journey.fail(words, offline=failures.is_offline(error))


def _is_network(error: Any) -> bool:
    from urllib3.exceptions import HTTPError

    return isinstance(error, HTTPError | http.client.HTTPException | OSError | ValueError)
