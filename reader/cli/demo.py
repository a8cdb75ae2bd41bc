"""`demo`: a library of samples in a temporary folder, opened, and thrown away afterwards."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader import clock, guide
from reader.cli.context import Call
from reader.cli.opening import need_terminal
from reader.incoming import ParsedArticle, ParsedFeed

if TYPE_CHECKING:
    from reader.store import Library

HOUR = 3600
EVERY = 60 * 24 * 365  # minutes: the samples' addresses lead nowhere, so they are not asked
FOLDERS = {"lamplighter": "Reading", "kitchen": "Reading", "workbench": "Making"}


def demo(_: Call) -> int:
    """Open the newsreader on samples; nothing of it is kept."""
    need_terminal()
    from reader.store import open_library

    for name in ("SIGTERM", "SIGHUP"):  # a closed window, too, leaves nothing behind
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)
    folder = Path(tempfile.mkdtemp(prefix="tearsheet-demo-"))
    try:
        with open_library(folder) as lib:
            build(lib)
        # The newsreader ends its process without looking back, so it gets one of its own.
        return subprocess.call([sys.executable, "-m", "reader", "--library", str(folder)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)


def build(lib: Library) -> int:
    """Fill an empty library with the guide and the sample feeds; returns how many articles.

    Dates are moved so that the newest sample is an hour old.
    """
    from reader.cli.first_run import first_run
    from reader.ingest import decide, feed
    from reader.store import arrivals, feeds, marks, outcomes, saved, search, tags

    number = first_run(lib)
    now = clock.now()
    for path in guide.samples():
        address = f"https://{path.stem}.example/{path.name}"
        parsed = _moved(feed.parse(path.read_bytes(), address), now - HOUR)
        made = feeds.add(
            lib,
            kind="web",
            url=address,
            title=parsed.title,
            site=parsed.site,
            description=parsed.description,
            folder=FOLDERS.get(path.stem, ""),
            every=EVERY,
        )
        changes = decide.decide({}, parsed, now=now, first=True)
        outcome = outcomes.FetchOutcome(feed_id=made.id, at=now, next_due=now + EVERY * 60)
        number += arrivals.apply(lib, made.id, changes, outcome).new
    search.index_pending(lib)
    kept = list(search.matching(lib, "title:night OR title:knife"))
    saved.save(lib, kept)
    tags.tag(lib, kept[:1], add=("travel",))
    marks.mark(lib, kept[1:], read=True)
    return number


def _moved(parsed: ParsedFeed, newest: int) -> ParsedFeed:
    """`parsed` with all dates moved so far that its newest article is at `newest`."""
    dates = [one.published for one in parsed.articles if one.published is not None]
    if not dates:
        return parsed
    by = newest - max(dates)

    def later(at: int | None) -> int | None:
        return None if at is None else at + by

    def move(one: ParsedArticle) -> ParsedArticle:
        return replace(one, published=later(one.published), updated=later(one.updated))

    return replace(parsed, articles=tuple(move(one) for one in parsed.articles))
