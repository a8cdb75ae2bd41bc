"""feedparser as a parser only, with its known faults mended (engine.md 1.4).

Imported late: feedparser costs 50 ms. Its two parser classes are replaced, in our process, by
subclasses that keep ids as they came, keep captions of pictures apart from the text, leave dates
as they are written (reader.ingest.dates reads them), and note each entry's own base address and
whether the last entry's end was seen.
"""

from __future__ import annotations

import io
from typing import Any

import feedparser
import feedparser.api

BASE, UNCLOSED = "tearsheet_base", "tearsheet_unclosed"


class _Mended:
    """Handlers that take the place of feedparser's own; mixed into both of its parsers.

    `self` is one of them, which are typed nowhere.
    """

    can_be_relative_uri = feedparser.api.StrictFeedParser.can_be_relative_uri - {"id"}

    def _start_item(self: Any, attrs: dict[str, str]) -> None:
        super()._start_item(attrs)  # type: ignore[misc]
        self.entries[-1][BASE] = self.baseuri or ""
        self.feeddata[UNCLOSED] = True

    _start_entry = _start_item

    def _end_item(self: Any) -> None:
        super()._end_item()  # type: ignore[misc]
        self.feeddata[UNCLOSED] = False

    _end_entry = _end_item

    def _end_channel(self: Any) -> None:
        super()._end_channel()  # type: ignore[misc]
        self.feeddata[UNCLOSED] = False

    _end_feed = _end_channel

    def _end_rdf_rdf(self: Any) -> None:
        self.pop("rdf_rdf")
        self.feeddata[UNCLOSED] = False

    def _start_media_title(self: Any, attrs: dict[str, str]) -> None:
        self.push_content("media_title", attrs, "text/plain", 1)

    def _end_media_title(self: Any) -> None:
        self.pop_content("media_title")

    def _start_media_description(self: Any, attrs: dict[str, str]) -> None:
        self.push_content("media_caption", attrs, "text/plain", 1)

    def _end_media_description(self: Any) -> None:
        self.pop_content("media_caption")

    def _sync_author_detail(self: Any, key: str = "author") -> None:
        """Leaves names whole: feedparser cuts "me@pod.example (Me)" in two."""
        context = self._get_context()
        detail = (context.get(f"{key}s") or [{}])[-1]
        if not detail and context.get(key):
            detail["name"] = context[key]

    def _end_published(self: Any) -> None:
        self.pop("published")

    _end_issued = _end_pubdate = _end_published

    def _end_updated(self: Any) -> None:
        self.pop("updated")

    _end_modified = _end_lastbuilddate = _end_updated

    def _end_created(self: Any) -> None:
        self.pop("created")

    def _end_expirationdate(self: Any) -> None:
        self.pop("expired")


class _Strict(_Mended, feedparser.api.StrictFeedParser):  # type: ignore[misc]
    pass


class _Loose(_Mended, feedparser.api.LooseFeedParser):  # type: ignore[misc]
    pass


feedparser.api.StrictFeedParser, feedparser.api.LooseFeedParser = _Strict, _Loose


def document(source: str) -> Any:
    """feedparser's result for the text of a feed.

    Whatever feedparser raises goes through: ValueError, KeyError, RecursionError and others.
    """
    return feedparser.parse(
        io.BytesIO(source.encode("utf-8", "replace")),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
