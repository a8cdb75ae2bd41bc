"""One `get` on its way through redirects: what may be sent where, and what an answer means."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import reader
from reader import clock
from reader.ingest import failures, headers
from reader.ingest.addresses import Origin, origin, split_secret, without_fragment
from reader.ingest.unpack import TooLargeError, Unpacker, UnpackError
from reader.model import FetchError
from reader.text import shown_address, web_address

USER_AGENT = f"Tearsheet/{'.'.join(reader.__version__.split('.')[:2])} (+{reader.HOME})"
FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
PICTURE_ACCEPT = (
    "image/webp, image/png, image/jpeg, image/gif, image/avif;q=0.9, image/*;q=0.8, */*;q=0.1"
)
_THINGS = {PAGE_ACCEPT: "page", PICTURE_ACCEPT: "picture"}

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


class PrivateError(Exception):
    """A peer that this request may not reach."""


@dataclass(slots=True, kw_only=True)
class Journey:
    """The state of one `get`; `current` is the address that is asked now."""

    shown: str  # the asked address, fit to be shown
    current: str
    accept: str
    deadline: float  # monotonic seconds
    limit: int  # bytes of a body, decoded
    validators: dict[str, str]
    validator_url: str
    secret: str  # the Authorization header, for `home` alone
    home: Origin
    is_private: Callable[[str], bool]
    private_allowed: bool
    seen: set[str] = field(default_factory=set)
    permanent: bool = True

    @property
    def thing(self) -> str:
        """What is asked for, in a word."""
        return _THINGS.get(self.accept, "feed")

    def fail(self, words: str, **facts: Any) -> FetchError:
        """The error that says `words` of this address."""
        return FetchError(f"{self.shown}: {words}.", **facts)

    def fail_private(self) -> FetchError:
        """The error for a peer that was not admitted."""
        return self.fail(
            "it leads into a private network, where a public address has no business; "
            "give the private address itself if you mean it"
        )

    def admit(self, peer: str | None) -> None:
        """Judge a peer's IP before anything is sent to it; None: one that only a proxy knows.

        Raises PrivateError. Where a public address came first, private ones are barred.
        """
        private = peer is not None and self.is_private(peer)
        if private and not self.private_allowed:
            raise PrivateError
        if not private and len(self.seen) == 1:
            self.private_allowed = False

    def headers(self) -> dict[str, str]:
        """What the next request says."""
        sent = {
            "User-Agent": USER_AGENT,
            "Accept": self.accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if self.current == self.validator_url:
            sent.update(self.validators)
        if self.secret and origin(self.current) == self.home:
            sent["Authorization"] = self.secret
        return sent

    def judge(self, answer: Any) -> Response | None:
        """An answer (urllib3's) that can be used, or None and a new `current` to ask.

        Raises FetchError for all others.
        """
        said, status, now = answer.headers, int(answer.status), clock.now()
        if status in _REDIRECTS and said.get("location"):
            self.current = self._target(status, said["location"])
            return None
        if status in _REDIRECTS:
            raise self.fail(
                f"it redirects ({status}), but the address to go to is missing; the server is set "
                "up wrongly, try again later",
                status=status,
            )
        wait = headers.retry_after(said, now)
        facts: dict[str, Any] = {
            "status": status,
            "url": self.current,
            "etag": headers.validator(said.get("etag")),
            "last_modified": headers.validator(said.get("last-modified")),
            "max_age": headers.max_age(said, now),
            "retry_after": wait,
        }
        if status == 304 and self.validators and self.current == self.validator_url:
            return Response(**facts, not_modified=True)
        if status not in _CONTENT:
            challenge = said.get("cf-mitigated") == "challenge"
            words = failures.status_words(status, self.thing, challenge=challenge, wait=wait)
            raise self.fail(words, status=status, retry_after=wait)
        body = self._body(answer)
        return Response(**facts, body=body, content_type=said.get("content-type") or "")

    def _target(self, status: int, location: str) -> str:
        """The address that a redirect leads to, checked."""
        with contextlib.suppress(UnicodeError):  # headers are read as Latin-1, but hold UTF-8
            location = location.encode("latin-1").decode("utf-8")
        target = split_secret(without_fragment(web_address(location, base=self.current)))[0]
        if not target:
            raise self.fail("it redirects to something that is no web address; check the address")
        if origin(self.current).scheme == "https" and origin(target).scheme == "http":
            raise self.fail(
                "it redirects from https to unprotected http, which is not followed; "
                f"give {shown_address(target)} itself if you mean it"
            )
        if target in self.seen:
            raise self.fail("it redirects in a circle; the server is set up wrongly")
        self.permanent = self.permanent and status in _PERMANENT
        return target

    def _body(self, answer: Any) -> bytes:
        """The decoded body. Raises FetchError where it is too large, damaged or incomplete."""
        try:
            unpacker = Unpacker(answer.headers.get("content-encoding") or "", self.limit)
            if (answer.length_remaining or 0) > self.limit:
                raise TooLargeError
            while piece := answer.read1(_PIECE):
                unpacker.feed(piece)
                if time.monotonic() >= self.deadline:
                    raise TimeoutError
            return unpacker.body()
        except TooLargeError:
            words = f"it is larger than {self.limit // (1024 * 1024)} MB"
            if self.thing == "picture":
                raise self.fail(f"{words}, the most that is fetched of a picture") from None
            raise self.fail(
                f"{words}; raise `feed_megabytes` in the settings if it is meant to be"
            ) from None
        except UnpackError as error:
            raise self.fail(f"{error}; try again later") from None
