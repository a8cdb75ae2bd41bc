"""What long work tells while it goes on: a refresh, and the adding of a directory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """The run begins; `total` feeds will be looked at."""

    total: int


@dataclass(frozen=True, slots=True)
class FeedDone:
    """One feed is done: `new` articles, or `error` in words ("" for none)."""

    done: int
    total: int
    feed_id: int
    title: str
    new: int
    error: str


@dataclass(frozen=True, slots=True)
class FilesRead:
    """`done` of `total` new and changed files of a directory are read and stored."""

    title: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Indexing:
    """The articles are in; `left` of them are not searchable yet."""

    left: int


@dataclass(frozen=True, slots=True)
class FullText:
    """The feeds are done; `done` of `total` full texts have been fetched."""

    done: int
    total: int


Event = Started | FeedDone | FilesRead | Indexing | FullText
OnEvent = Callable[[Event], None]
