"""The guide in an empty library: a few articles of our own, so that there is something to read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader import clock, guide

if TYPE_CHECKING:
    from reader.store import Library

GUIDE_URL = "tearsheet:guide"
GUIDE_TITLE = "Guide"


def first_run(lib: Library) -> int:
    """Put the guide into a library without feeds; returns how many articles came.

    A library that has feeds, or ever had the guide, is left as it is.
    """
    from reader.incoming import ParsedFeed
    from reader.ingest import decide, files
    from reader.store import arrivals, feeds, session, tally

    if not tally.is_new(str(lib.folder)):
        return 0
    now = clock.now()
    parsed = tuple(
        replace(
            next(files.read(path)),
            guid=f"guide/{path.stem}",
            published=now - 60 * place,
            updated=None,
            original_path="",
        )
        for place, path in enumerate(guide.articles(), 1)
    )
    feed = feeds.add(lib, kind="files", url=GUIDE_URL, title=GUIDE_TITLE)
    changes = decide.decide({}, ParsedFeed(title=GUIDE_TITLE, articles=parsed), now=now, first=True)
    applied = arrivals.apply(lib, feed.id, changes)
    session.store(lib, {"guide": applied.new})
    return applied.new
