"""What comes in, as plain values: what a request to a feed needs, what was parsed, what changes.

Apart from `model`, which the screen needs at its start; this is for `ingest` and the store alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.model import Body, Enclosure, FeedKind, TitleFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchState:
    """What the next request to a feed needs: validators as received, and what came before.

    For a directory `etag` is its own identity, `ignored` the patterns of files to pass over, one a
    line; with `keep_removed` articles stay when their files go.
    """

    feed_id: int
    kind: FeedKind
    url: str
    title: str
    etag: str = ""
    last_modified: str = ""
    validator_url: str = ""
    body_hash: bytes = b""
    every: int | None = None
    publisher_every: int | None = None
    failures: int = 0
    gone_answers: int = 0
    next_due: int = 0
    last_checked: int | None = None
    last_success: int | None = None
    ignored: str = ""
    keep_removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """One article as a feed, file or page gave it; every text has passed `text.clean`.

    `guid` is the identity as received ("" where none was given).
    `summary` is a preview of plain text, at most 300 characters. `place` counts the articles that
    stand above it in the same file, so that a book's chapters are listed in their order. `tags` are
    those that its file gives it; what feeds call categories is not among them.
    """

    guid: str = ""
    title: str = ""
    title_from: TitleFrom = "feed"
    deck: str = ""
    byline: str = ""
    credit: str = ""
    source: str = ""
    dateline: str = ""
    url: str = ""
    language: str = ""
    published: int | None = None
    updated: int | None = None
    summary: str = ""
    words: int = 0
    body: Body = field(default_factory=Body)
    enclosures: tuple[Enclosure, ...] = ()
    residue: tuple[str, ...] = ()
    original: bytes = b""
    original_path: str = ""
    place: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed document after parsing: its own facts and its articles, newest first or as given.

    `every` is the publisher's wish for the interval in minutes (ttl, sy:updatePeriod), or None.
    """

    title: str = ""
    site: str = ""
    description: str = ""
    language: str = ""
    every: int | None = None
    articles: tuple[ParsedArticle, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the library already holds under one key of a feed."""

    id: int
    content_hash: bytes
    updates: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """A parsed article ready to be stored: its key in the feed, content hash and place in time.

    `same` is the fingerprint that it shares with the same text from elsewhere, None for short ones;
    `address` that of its address, None where the address is no article's own.
    """

    key: bytes
    content_hash: bytes
    sort_at: int
    article: ParsedArticle
    read: bool = False
    same: int | None = None
    address: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one refresh of one feed means for the library; made by `decide`, kept by the store."""

    new: tuple[Arrival, ...] = ()
    changed: tuple[tuple[int, Arrival], ...] = ()
    vanished: tuple[int, ...] = ()
