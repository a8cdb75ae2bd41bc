"""The words of the program as plain values, and the errors fit to be shown.

Everything that flows between rooms is one of these frozen dataclasses. They hold no behaviour
beyond small properties. Times are whole seconds since 1970 in UTC, lengths are characters.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

FeedKind = Literal["web", "directory", "files", "pages"]
BodyFormat = Literal["html", "text", "markdown"]
TitleFrom = Literal["headline", "feed", "file", "text"]
FullTextState = Literal["", "failed", "kept", "shown"]


class Place(StrEnum):
    """Where the article list looks."""

    TODAY = "today"
    UNREAD = "unread"
    ALL = "all"
    SAVED = "saved"
    LATER = "later"
    ARCHIVE = "archive"
    TAG = "tag"
    FEED = "feed"
    FOLDER = "folder"


class Order(StrEnum):
    """How the article list is sorted; `BEST` is for views with a query."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    FEED = "feed"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class View:
    """What the article list shows: a place, a query, an order.

    `key` is a feed id for FEED, a folder id for FOLDER, a tag's name for TAG, else None.
    """

    place: Place = Place.UNREAD
    key: int | str | None = None
    query: str = ""
    unread_only: bool = False
    order: Order = Order.NEWEST


class Folder(NamedTuple):
    """A named, nestable group of feeds; `path` joins the names with `/`."""

    id: int
    parent_id: int | None
    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Anything that yields articles over time. `title` is the one to show."""

    id: int
    kind: FeedKind
    url: str
    title: str
    own_title: str = ""
    site: str = ""
    description: str = ""
    folder_id: int | None = None
    articles: int = 0
    unread: int = 0
    added: int = 0
    every: int | None = None
    keep: int | None = None
    last_checked: int | None = None
    last_success: int | None = None
    last_error: str = ""
    failures: int = 0
    next_due: int = 0
    gone: bool = False
    pictures: bool = True  # whether those of its articles are fetched and shown
    full_text: bool = False  # whether that of its articles is always fetched


class Enclosure(NamedTuple):
    """A file that comes with an article. `length` in bytes, 0 where unknown."""

    url: str
    media_type: str = ""
    length: int = 0


class Body(NamedTuple):
    """An article's text as it came: `base` is the address that relative links start from."""

    format: BodyFormat = "html"
    content: str = ""
    base: str = ""


class Twin(NamedTuple):
    """The same text in another place: the article there, and its feed's title."""

    id: int
    feed: str


class Row(NamedTuple):
    """One line of the article list. `places` says how many other places have the same text."""

    id: int
    feed_id: int
    feed: str
    title: str
    byline: str
    summary: str
    date: int
    read: bool
    saved: bool
    tagged: bool = False
    places: int = 0


class Picture(NamedTuple):
    """What an address gave: a file with a size in pixels, or a sentence why there is none.

    `path` is "" where there is no file, `kind` png, jpeg, gif, webp, avif, bmp or svg.
    """

    url: str
    path: str = ""
    kind: str = ""
    width: int = 0
    height: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One readable thing with everything that is kept of it.

    `full_text` says whether the text of its page is kept beside the feed's own and is the `body`
    that is shown; `full_text_note` what is to be known of it, or why it could not be fetched.
    """

    id: int
    feed_id: int
    feed: str
    title: str
    title_from: TitleFrom
    deck: str
    byline: str
    credit: str
    source: str
    dateline: str
    url: str
    published: int | None
    updated: int | None
    added: int
    language: str
    words: int
    read: bool
    saved: int | None
    tags: tuple[str, ...]
    summary: str
    enclosures: tuple[Enclosure, ...]
    body: Body
    residue: tuple[str, ...] = ()
    original_path: str = ""
    full_text: FullTextState = ""
    full_text_note: str = ""
    also_in: tuple[Twin, ...] = ()  # the same text in other places

    @property
    def minutes(self) -> int:
        """Reading time at 238 words a minute, at least 1 where there is text."""
        return -(-self.words // 238)

    @property
    def elsewhere(self) -> str:
        """Where else its text is: "also in A, B and 3 more", "" for nowhere."""
        names = list(dict.fromkeys(one.feed for one in self.also_in))
        more = f" and {len(names) - 2} more" if len(names) > 3 else ""
        return f"also in {', '.join(names[:2] if more else names)}{more}" if names else ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of the sidebar: unread ones but for `saved`, `later`, `archive` and tags."""

    today: int = 0
    unread: int = 0
    articles: int = 0
    saved: int = 0
    later: int = 0
    archive: int = 0
    feeds: dict[int, int] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)


class Act(NamedTuple):
    """Something done that can be undone; `label` says it in words ("12 articles marked read")."""

    id: int
    label: str
    at: int


Ids = array  # array('q') of article ids in the order of a view


class ReaderError(Exception):
    """A failure said in one sentence: the name, the cause, the next step. Fit to be shown."""

    exit_code = 1


class UsageError(ReaderError):
    """The words of a command are wrong, a query cannot be read, a setting is no setting."""

    exit_code = 2


class LibraryError(ReaderError):
    """The library cannot be opened, read or written."""

    exit_code = 3


class NotFoundError(ReaderError):
    """No article or feed answers to what was named."""

    exit_code = 4


class FetchError(ReaderError):
    """An address did not give what was asked for.

    `status` is the HTTP status or 0; `retry_after` seconds the server asked to wait, or None;
    `offline` is true when nothing could be reached at all, so that no feed is to blame.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 0,
        retry_after: int | None = None,
        offline: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        self.offline = offline


class ParseError(ReaderError):
    """Bytes that are not what they should be: no feed, no JSON, no OPML."""


class FileError(ReaderError):
    """A local file or directory that cannot be taken in."""


class BusyError(ReaderError):
    """Another process is doing the same just now."""
