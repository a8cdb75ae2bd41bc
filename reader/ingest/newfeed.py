"""A feed that is followed only if what it has can be stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from reader.model import Feed, ReaderError
from reader.store import feeds
from reader.store.library import Library


@contextmanager
def followed(lib: Library, feed: Feed) -> Iterator[Feed]:
    """For the first articles of a feed that was just followed: it is left again if they fail."""
    try:
        yield feed
    except BaseException:
        with suppress(ReaderError):  # the first failure is the one to tell
            feeds.remove(lib, [feed.id])
        raise
